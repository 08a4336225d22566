"""Which chapters the manual has, and which one is about a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from db.value import Value
from desktop.handbook import FIRST, MANUAL_FOLDER, chapter_names

_OF_PAGES = {
    "street.md": ("receive", "roster", "month_board", "send_down"),
    "desk.md": ("dashboard", "year_calendar"), "premises.md": ("premises",), "risks.md": ("risk",),
    "inspections.md": ("inspection",), "hazards.md": ("hazard", "supervision_order", "notice"), "tips.md": ("tip",),
    "drills.md": ("drill_plan", "drill", "duties"), "training.md": ("training", "special_work_certificate", "accident"),
    "programme.md": ("task", "wall_chart", "clauses", "period_review"), "returns.md": ("monthly_return",),
    "exchange.md": ("submission",), "keeping.md": ("recycle_bin",),
    "merging.md": ("merge_preview", "merged", "conflicts", "forks", "twins"),
}  # fmt: skip


class Chapter(Value):
    """A file of the manual, its title and its Markdown."""

    name: str
    title: str
    text: str


@cache
def chapters() -> tuple[Chapter, ...]:
    """The chapters in the order in which the first one names them; files it does not name come last, by name."""
    return tuple(_read(MANUAL_FOLDER / name) for name in chapter_names())


def chapter_of(page: str) -> str:
    """The file about a page of the main window; the first one for a page without a chapter of its own."""
    return next((name for name, pages in _OF_PAGES.items() if page in pages), FIRST)


def _read(path: Path) -> Chapter:
    text = path.read_text(encoding="utf-8")
    title = re.search(r"^# (.+)$", text, re.MULTILINE)
    return Chapter(path.name, title.group(1) if title else path.stem, text)
