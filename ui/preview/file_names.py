"""Names for saved documents: 章浜社区居委会_隐患台账_2026年11月.pdf, without what a file system refuses."""

from __future__ import annotations

import re

_REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST = 120


def document_name(unit: str, title: str, period: str) -> str:
    """The default name of a printed document; parts that are empty are left out."""
    return safe_name("_".join(part for part in (unit, title, period) if part)) + ".pdf"


def safe_name(name: str) -> str:
    """The name without characters that Windows or Linux refuses; never empty, never a device name."""
    clean = _REFUSED.sub("-", name).strip(" .")[:_LONGEST].rstrip(" .")
    return f"{clean}-" if _RESERVED.fullmatch(clean) else clean or "未命名"
