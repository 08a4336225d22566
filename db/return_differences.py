"""What a correction of a monthly return changed: its texts paragraph by paragraph, each figure, each task of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from db.spec import MONTHLY_RETURN
from db.spec.field import Record, Values
from db.spec.monthly_return import TEXTS
from db.value import Value

_ALSO = ("recipient", "filled_by", "phone")


class TextChange(Value):
    """One changed stretch of a text: what stood there and what stands there now, "" for nothing."""

    label: str
    before: str
    after: str


class FigureChange(Value):
    """One figure, old and new; None where there is no such number."""

    group: str
    label: str
    unit: str
    month_before: str | None
    month_after: str | None
    year_before: str | None
    year_after: str | None


class TaskChange(Value):
    """One task of the list, with its state in the one and in the other; "" where it did not stand in it."""

    no: str
    title: str
    before: str
    after: str


def text_changes(first: Values, second: Values) -> list[TextChange]:
    """The stretches of paragraphs that differ, in the order of the paper."""
    return [
        TextChange(MONTHLY_RETURN.field(name).label, *pair)
        for name in (*_ALSO, *TEXTS)
        for pair in _stretches(first.get(name) or "", second.get(name) or "")
    ]


def _stretches(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = before.splitlines(), after.splitlines()
    for kind, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield "\n".join(old[start:end]), "\n".join(new[new_start:new_end])


def figure_changes(first: Sequence[Record], second: Sequence[Record]) -> list[FigureChange]:
    """The figures whose month or year differs, in the order of the second one; those that fell away come last."""
    before, after = ({row["key"]: row for row in rows} for rows in (first, second))
    keys = [*after, *(key for key in before if key not in after)]
    found = [_figure_change(before.get(key), after.get(key)) for key in keys]
    return [
        each for each in found if (each.month_before, each.year_before) != (each.month_after, each.year_after)
    ]


def _figure_change(before: Record | None, after: Record | None) -> FigureChange:
    known: Mapping[str, str | None] = after or before or {}
    old, new = before or {}, after or {}
    return FigureChange(
        str(known["group"]), str(known["label"]), known.get("unit") or "",
        old.get("month"), new.get("month"), old.get("year"), new.get("year"),
    )  # fmt: skip


def task_changes(first: Sequence[Record], second: Sequence[Record]) -> list[TaskChange]:
    """The tasks whose state or progress differs, or that stand in one of the lists only."""
    before, after = ({row["no"]: row for row in rows} for rows in (first, second))
    numbers = [*after, *(number for number in before if number not in after)]
    found = [
        TaskChange(
            number, (after.get(number) or before[number])["title"], _task_words(before.get(number)), _task_words(after.get(number))
        )
        for number in numbers
    ]  # fmt: skip
    return [each for each in found if each.before != each.after]


def _task_words(row: Record | None) -> str:
    return f"{row['state']} {row['progress']}%" if row else ""
