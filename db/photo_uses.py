"""Where a photo is used: the same file in several records, found by its hash and by the hash of the file it came from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from db.spec import RECORD_TYPES
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
    connection: sqlite3.Connection, hashes: Iterable[str], own_id: str | None
) -> list[tuple[str, str]]:
    """(table, number) of every record but this one that holds one of these photos.

    Reads the photo columns of every record that has photos: they are JSON, which no index covers. 8,000 records take
    some 20 ms, and it is asked only when a photo is added.
    """
    wanted = list(hashes)
    if not wanted:
        return []
    return [found for table in RECORD_TYPES for found in _uses_in(connection, table, wanted, own_id or "")]


def _uses_in(
    connection: sqlite3.Connection, table: str, hashes: list[str], own_id: str
) -> list[tuple[str, str]]:
    fields = [each.name for each in RECORD_TYPES[table].fields if each.kind is Kind.ATTACHMENTS]
    if not fields:
        return []
    holds = " OR ".join(f'instr("{name}", ?) > 0' for name in fields for _ in hashes)
    rows = connection.execute(
        f"SELECT coalesce(no, '') FROM {table} WHERE id != ? AND retired_at IS NULL AND ({holds}) ORDER BY no LIMIT 5",
        [own_id, *(each for _ in fields for each in hashes)],
    )
    return [(table, row[0]) for row in rows]
