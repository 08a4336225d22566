"""帮助 → 更新…: what a stick brings, installing it, going back, and what became of it."""
