"""How a form takes records: one row repeated, or one sheet or page for each record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.spec.field import RecordType
from desktop.form_templates.marks import ORDINAL, Scope, marks_in, read_mark

MOST_ROWS = 20_000  # records in a form with a repeated row
MOST_PAGES = 200  # records in a form of one sheet or page each
NOTHING = "本期无记录"


@dataclass(frozen=True)
class FoundRow:
    """A row of a table in a form, and the texts of its marks."""

    key: int
    marks: tuple[str, ...]


def repeated_row(record_type: RecordType, rows: Sequence[FoundRow]) -> int | None:
    """The key of the row to repeat: the one with {{序号}}, else the only one that has marks of a record; None for a
    form of one record, whose marks stand in several rows.
    """
    of_records = [each for each in rows if any(_is_of_record(record_type, text) for text in each.marks)]
    numbered = [each for each in of_records if ORDINAL in each.marks]
    if numbered:
        return numbered[0].key
    return of_records[0].key if len(of_records) == 1 else None


def has_record_marks(record_type: RecordType, text: str) -> bool:
    """Whether a text has a mark of a record."""
    return any(_is_of_record(record_type, each) for each in marks_in(text))


def _is_of_record(record_type: RecordType, text: str) -> bool:
    return read_mark(record_type, text).scope is Scope.RECORD
