"""Special-work certificates that bear the same number. Any thread."""

from __future__ import annotations

import sqlite3

from db.spec.special_work_certificate import plain_number


def certificates_with_number(
    connection: sqlite3.Connection, typed: str, but_for: str | None
) -> list[tuple[str, str]]:
    """(number of the record, category) of the certificates that bear a number, without the record `but_for`."""
    rows = connection.execute(
        "SELECT no, category FROM special_work_certificate WHERE number = ? AND retired_at IS NULL AND id IS NOT ? ORDER BY no",
        (plain_number(typed), but_for),
    )
    return [(row[0], row[1]) for row in rows]
