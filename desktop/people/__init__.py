"""Who is at the desk: roles and what each may do, passwords, signing in, the printed recovery code."""
