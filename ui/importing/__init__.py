"""The assistant that takes an old spreadsheet in: file, columns, questions, preview, done. GUI thread."""
