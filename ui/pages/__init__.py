"""The pages of the main window: work table, ledgers, submission, recycle bin. GUI thread."""
