"""The dialogs of 报送: trusting a street, generating a package, and the jobs behind them."""
