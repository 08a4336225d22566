"""The dialogs in which records are written and carried along their course."""
