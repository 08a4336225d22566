"""The face: windows, pages, forms and tables."""
