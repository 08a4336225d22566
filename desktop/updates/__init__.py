"""Updating the program from a stick, without a network or an administrator: signed packages, versions side by side."""
