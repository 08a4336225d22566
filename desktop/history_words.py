"""How a change reads in the history of a record: labels and texts, long lists cut down to the lines that differ."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.change_log import ChangeEntry
from db.spec import RECORD_TYPES
from db.spec.field import RecordType
from db.spec.kinds import show
from db.value import Value

_HEAD_LABELS = {"no": "编号", "status": "状态", "retired_at": "删除时间", "retired_reason": "删除原因"}


class HistoryEntry(Value):
    """One write of a record in the clerk's words: (label, old text, new text) for each field that changed."""

    at: str
    who: str
    operation: str
    fields: tuple[tuple[str, str, str], ...]


def in_words(entry: ChangeEntry, title: Callable[[str, str], str]) -> HistoryEntry:
    """A row of the change log as the clerk reads it; `title` gives what a reference reads as, by table and id."""
    record_type = RECORD_TYPES[entry.table]
    fields = tuple(
        (label, *what_differs(
            _text(record_type, name, (entry.before or {}).get(name), title),
            _text(record_type, name, entry.after[name], title),
        ))
        for name in entry.after
        if (label := _label(record_type, name))
    )  # fmt: skip
    return HistoryEntry(entry.at, entry.who, entry.operation, fields)


def what_differs(before: str, after: str) -> tuple[str, str]:
    """Two texts of several lines without the lines that stand in both; short texts and new ones as they are."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) < 2 or len(new) < 2:
        return before, after
    kept_old, kept_new = (
        [each for each in lines if each not in others] for lines, others in ((old, set(new)), (new, set(old)))
    )
    if not kept_old and not kept_new:  # only the order changed
        return before, after
    return "\n".join(kept_old), "\n".join(kept_new)


def change_words(label: str, old: str, new: str) -> str:
    """One changed field on a line, as 备注：旧 → 新."""
    return f"{label}：{old} → {new or '（清空）'}" if old else f"{label}：{new}"


def _text(record_type: RecordType, name: str, value: Any, title: Callable[[str, str], str]) -> str:
    if value is None:
        return ""
    if name == "status":
        return record_type.status(value).label if record_type.statuses else ""
    if name == "retired_at":
        return str(value)[:16].replace("T", " ")
    field = record_type.by_name.get(name)
    return show(field, value, title) if field else str(value)


def _label(record_type: RecordType, name: str) -> str:
    field = record_type.by_name.get(name)
    return field.label if field else _HEAD_LABELS.get(name, "")
