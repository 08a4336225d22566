"""Small widgets the pages, forms and windows are made of. GUI thread."""
