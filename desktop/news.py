"""What the version brought, from CHANGELOG.md, and whether this ledger's window has told it yet."""

from __future__ import annotations

import re
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parents[1] / "CHANGELOG.md"


def news_of(version: str, text: str | None = None) -> str:
    """The Markdown about that version; the newest part when it has none, "" without a changelog."""
    if text is None:
        text = CHANGELOG.read_text(encoding="utf-8") if CHANGELOG.exists() else ""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return next(
        (each for each in parts if each.startswith(f"## {version}")), parts[0] if parts else ""
    ).strip()
