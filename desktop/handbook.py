"""The manual's files, and the manual and its quick card as paper."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult

MANUAL_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "manual"
FIRST, QUICK_CARD = "README.md", "quick-card.md"


def chapter_names() -> list[str]:
    """The files of the chapters in the order in which the first one names them; what it does not name comes last."""
    first = (MANUAL_FOLDER / FIRST).read_text(encoding="utf-8")
    named = list(dict.fromkeys(re.findall(r"\]\(([\w-]+\.md)\)", first)))
    others = sorted(path.name for path in MANUAL_FOLDER.glob("*.md") if path.name not in {FIRST, *named})
    return [FIRST, *named, *others]


def handbook(office: Office) -> PrintResult:
    """The whole manual as PDF, with its pictures, without the quick card."""
    return _printed(office, "使用说明", [each for each in chapter_names() if each != QUICK_CARD])


def quick_card(office: Office) -> PrintResult:
    """The two pages that hang beside the computer."""
    return _printed(office, "村居安全台账", [QUICK_CARD])


def _printed(office: Office, title: str, names: list[str]) -> PrintResult:
    from desktop.documents import print_context
    from reports.handbook import print_handbook

    texts = [((MANUAL_FOLDER / each).read_text(encoding="utf-8"), MANUAL_FOLDER) for each in names]
    return print_handbook(title, texts, print_context(office))
