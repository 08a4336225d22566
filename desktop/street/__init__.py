"""The street office's side: its keys and roster, receiving and merging packages, answering with receipts."""
