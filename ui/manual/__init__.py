"""The manual inside the program: the same chapters as docs/manual, found by the page one is on."""
