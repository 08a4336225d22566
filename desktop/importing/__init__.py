"""Taking an old ledger in: a spreadsheet's sheets and heads found, its columns matched, its values read, every row shown
before it is written, and all chosen rows written as one operation."""
