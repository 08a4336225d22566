"""Spreadsheets that go out: what a list shows, whole ledgers, and blank ones to be filled in."""
