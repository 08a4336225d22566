"""The windows of what goes out: tables, blank sheets, and the forms of the superior."""
