"""The first start: five steps from an empty computer to a ledger of one's own. GUI thread."""
