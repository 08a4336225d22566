"""The four grades of a risk on paper: word, colour word, shape and tint, so that black and white says the same (C3)."""

from __future__ import annotations

from dataclasses import replace

from db.spec.code_tables import Code, code_table
from reports.marks import Mark
from reports.paper import Colour
from reports.table import Cell
from reports.typefaces import HEI

MARKS = {
    "red": Mark("square", (0.80, 0.10, 0.10)),
    "orange": Mark("triangle", (0.93, 0.49, 0.05)),
    "yellow": Mark("diamond", (0.98, 0.84, 0.10)),
    "blue": Mark("disc", (0.15, 0.40, 0.80)),
}
TINTS: dict[str, Colour] = {
    "red": (0.98, 0.84, 0.84),
    "orange": (0.99, 0.90, 0.80),
    "yellow": (1.00, 0.97, 0.80),
    "blue": (0.86, 0.92, 0.99),
}


def levels() -> tuple[Code, ...]:
    """The four levels, the gravest first."""
    return code_table("risk_level").codes


def level_words(code: str | None) -> str:
    """红 重大 and its kin; "" for no level."""
    found = code_table("risk_level").get(code or "")
    return f"{found.extra['color']} {found.label}" if found else ""


def dress_level(code: str | None, cell: Cell) -> Cell:
    """A cell that says a level: word above colour word, with its shape and tint; as it was for no level."""
    level = code_table("risk_level").get(code or "")
    if not level:
        return cell
    text = f"{level.label}\n{level.extra['color']}"
    return replace(cell, text=text, face=HEI, mark=MARKS.get(level.code), tint=TINTS.get(level.code))
