"""The preview of what is printed, and printing. GUI thread; pypdfium2 comes with the first preview."""
