"""The street's window: receiving packages, the roster, the month of all committees, and their ledgers to look at."""
