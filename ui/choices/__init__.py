"""Own choices of lists and own criteria: the page that keeps them, and sending them down."""
