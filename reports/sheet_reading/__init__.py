"""Spreadsheets as they come in: xlsx, xls, csv, tab-separated text and the clipboard, as plain rows of cells."""
