"""Where a photo is used: the same file in several records, found by its hash and by the hash of the file it came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from db.spec import RECORD_TYPES, TIP
from db.spec.field import Kind


def same_pictures(connection: sqlite3.Connection, hashes: Iterable[str]) -> dict[str, set[str]]:
    """For each hash the hashes of every attachment made from the same file, its own among them."""
    return {each: _same_picture(connection, each) for each in hashes}


def _same_picture(connection: sqlite3.Connection, sha256: str) -> set[str]:
    rows = connection.execute(
        "SELECT other.sha256 FROM attachment own JOIN attachment other ON other.source_sha256 = own.source_sha256"
        " WHERE own.sha256 = ? AND own.source_sha256 IS NOT NULL",
        (sha256,),
    )
    return {sha256} | {row[0] for row in rows}


def other_uses(
    connection: sqlite3.Connection, hashes: Iterable[str], excluded: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """(table, number) of every record that holds one of these photos, but for the records `excluded` by their ids.

    Reads the photo columns of every record that has photos: they are JSON, which no index covers. 8,000 records take
    some 20 ms, and it is asked only when a photo is added. Tips are left out: nothing beside a hazard leads to one.
    """
    wanted, left_out = list(hashes), list(excluded)
    if not wanted:
        return []
    tables = [each for each in RECORD_TYPES if each != TIP.table]
    return [found for table in tables for found in _uses_in(connection, table, wanted, left_out)]


def _uses_in(
    connection: sqlite3.Connection, table: str, hashes: list[str], left_out: list[str]
) -> list[tuple[str, str]]:
    fields = [each.name for each in RECORD_TYPES[table].fields if each.kind is Kind.ATTACHMENTS]
    if not fields:
        return []
    holds = " OR ".join(f'instr("{name}", ?) > 0' for name in fields for _ in hashes)
    marks = ", ".join("?" * len(left_out))
    rows = connection.execute(
        f"SELECT coalesce(no, '') FROM {table} WHERE id NOT IN ({marks}) AND retired_at IS NULL AND ({holds})"
        " ORDER BY no LIMIT 5",
        [*left_out, *(each for _ in fields for each in hashes)],
    )
    return [(table, row[0]) for row in rows]
