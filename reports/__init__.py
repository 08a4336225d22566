"""Paper: the PDF documents a committee prints, stamps and files. Reads records, never SQL."""
