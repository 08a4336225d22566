"""How many open risks stand where: in the cells of the LS matrix, and by method and level."""

from __future__ import annotations

import sqlite3

from db.value import Value


class MethodCount(Value):
    """How many open risks were graded by a method and have a final level."""

    method: str
    level: str
    count: int


class CellCount(Value):
    """How many open risks stand in a cell of the LS matrix; its values as decimal text."""

    likelihood: str
    severity: str
    count: int


def matrix_counts(connection: sqlite3.Connection) -> list[CellCount]:
    """The cells of the LS matrix in which open risks stand."""
    rows = connection.execute(
        "SELECT likelihood, severity, count(*) FROM risk WHERE retired_at IS NULL AND status != 'closed'"
        " AND method = 'ls' GROUP BY likelihood, severity"
    )
    return [CellCount(*row) for row in rows.fetchall()]


def method_counts(connection: sqlite3.Connection) -> list[MethodCount]:
    """Open risks by method and final level, also those of the matrix."""
    rows = connection.execute(
        "SELECT method, level_final, count(*) FROM risk WHERE retired_at IS NULL AND status != 'closed'"
        " GROUP BY method, level_final"
    )
    return [MethodCount(*row) for row in rows.fetchall()]
