"""A month has one monthly return: also when one comes out of the recycle bin, or a deletion is taken back."""

from __future__ import annotations

import sqlite3

from db.errors import AppError
from db.spec.field import Values
from db.spec.monthly_return import CORRECTED
from db.spec.return_months import month_words

TABLE = "monthly_return"


def refuse_second_return(connection: sqlite3.Connection, record: Values) -> None:
    """Raises AppError `return_exists` when the month of this return has another one that is neither deleted nor corrected.

    A correction stands beside the return it corrects.
    """
    if record.get("corrects"):
        return
    known = connection.execute(
        "SELECT no FROM monthly_return WHERE month = ? AND retired_at IS NULL AND status != ? AND id IS NOT ?",
        (record["month"], CORRECTED, record.get("id")),
    ).fetchone()
    if known:
        raise AppError("return_exists", month=month_words(record["month"]), no=known[0])
