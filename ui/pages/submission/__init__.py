"""The page 报送: to whom, what goes and what is missing in it, what was sent, and the receipts."""
