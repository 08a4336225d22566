"""Photos and scans of a record: taking them in, showing them, looking at them closely. GUI thread."""
