"""A correction of a monthly return beside the version it corrects: for the page and for the paper."""

from __future__ import annotations

from dataclasses import dataclass

from db.errors import AppError
from db.return_differences import (
    FigureChange,
    TaskChange,
    TextChange,
    figure_changes,
    task_changes,
    text_changes,
)
from db.spec import MONTHLY_RETURN
from db.spec.field import Record
from desktop.monthly_return import Board, board
from desktop.office import Office


@dataclass(frozen=True)
class Comparison:
    """Both versions, and what differs; nothing is frozen in the second one while it is a draft."""

    first: Record
    second: Record
    texts: tuple[TextChange, ...]
    figures: tuple[FigureChange, ...]
    tasks: tuple[TaskChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.texts or self.figures or self.tasks)


def comparison(office: Office, second: Record, found: Board | None = None) -> Comparison:
    """A return beside the one it corrects; `found` is its board where that is known already.

    Raises AppError `return_is_first` for a first version.
    """
    if not second.get("corrects"):
        raise AppError("return_is_first", no=second["no"])
    first = office.get(MONTHLY_RETURN.table, second["corrects"])
    now = found or board(office, second)
    return Comparison(
        first, second, tuple(text_changes(first, second)), tuple(figure_changes(first["figures"] or (), now.figures)),
        tuple(task_changes(first["tasks"] or (), now.tasks)),
    )  # fmt: skip


def figure_words(change: FigureChange) -> str:
    """隐患：新增（条）　本月 2 → 3，本年累计 5 → 6."""
    unit = f"（{change.unit}）" if change.unit else ""
    pairs = (
        ("本月", change.month_before, change.month_after),
        ("本年累计", change.year_before, change.year_after),
    )
    parts = [f"{word} {_shown(old)} → {_shown(new)}" for word, old, new in pairs if old != new]
    return f"{change.group}：{change.label}{unit}　{'，'.join(parts)}"


def _shown(value: str | None) -> str:
    return "—" if value is None else value
