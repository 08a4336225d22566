"""What an export starts from: the list as it is shown, and what is selected in it."""

from __future__ import annotations

from dataclasses import dataclass

from db.spec.field import RecordType
from db.spec.query import Query


@dataclass(frozen=True)
class Selection:
    """The list's query, the columns shown from left to right, the ids selected, and words for title and file name."""

    record_type: RecordType
    title: str
    query: Query
    names: tuple[str, ...]
    selected: tuple[str, ...]
    period: str
