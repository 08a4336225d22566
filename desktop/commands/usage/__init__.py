"""What may be typed after `main.py`, command by command."""
