"""How the program looks: colour tokens, fonts, spacing, and the style sheet made from them. GUI thread."""
