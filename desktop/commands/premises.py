"""What `act premises` can do beyond a record's own steps: merge, part, and close with all that hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.errors import AppError
from db.spec import PREMISES
from db.spec.field import Record
from db.spec.premises import CLOSING_STEPS
from desktop import premises_file, premises_pairs
from desktop.office import Office

MERGE, PART = "merge", "unmerge"


def is_own_act(table: str, action: str, typed: Mapping[str, Any]) -> bool:
    """Whether this is more than a step of one record."""
    if table != PREMISES.table:
        return False
    return action in (MERGE, PART) or (action in CLOSING_STEPS and not typed.keys().isdisjoint(_ENDED))


_ENDED = ("hazard", "risk", "drill_plan")


def act(office: Office, record: Record, action: str, typed: Mapping[str, Any]) -> str:
    """Merge (`into=CS-…`), part, or close with `risk=REASON drill_plan=REASON`; gives what was done in words.

    Raises AppError `record_not_found`, `merge_moved_on` and what the steps raise.
    """
    if action == PART:
        parted = premises_pairs.part(office, record["id"])
        return f"{parted['no']} 已撤销合并"
    if action == MERGE:
        return _merge(office, record, typed)
    ended = {table: str(typed[table]) for table in _ENDED if table in typed}
    own = {name: value for name, value in typed.items() if name not in ended}
    closed = premises_file.close_premises(office, record, action, own, ended)
    return f"{closed['no']} {PREMISES.status(closed['status']).label}"


def _merge(office: Office, gone: Record, typed: Mapping[str, Any]) -> str:
    """Merge into the premises named by `into`; other names say for a field whether kept, gone or both stand."""
    if not typed.get("into"):
        raise AppError("assignment_unreadable", what="into")
    kept = office.find(PREMISES.table, str(typed["into"]))
    pair = premises_pairs.compare(office, kept["id"], gone["id"])
    choices = {name: str(value) for name, value in typed.items() if name != "into"}
    unknown = [name for name in choices if name not in PREMISES.by_name]
    if unknown or not set(choices.values()) <= {"kept", "gone", "both"}:
        raise AppError("assignment_unreadable", what="、".join(unknown or choices))
    merged = premises_pairs.merge(office, pair, choices)
    return f"{gone['no']} 已合并到 {merged['no']}"
