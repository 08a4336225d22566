"""Whole numbers of certificates: who looked at one, and when, stands in the record's history (PIPL §51)."""

from __future__ import annotations

from db.change_log import log_change
from db.spec.field import Values
from desktop.office import Office


def note_reveal(office: Office, table: str, record: Values) -> None:
    """Write down that a sensitive number of a record was shown whole; the record itself does not change."""
    office.write(lambda tx: log_change(tx, table, record["id"], record["rev"], {}, {}), "查看全号")
