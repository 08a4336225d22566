"""The windows of tips: registering who told apart from what was told, and everything that opens or erases it."""
