"""Tips and, apart from them, who told: sealed bytes and marks that this module stores and never reads into.

Sealing, opening and comparing are in `desktop.tips`; the reasons for all of it in docs/adr/0007-tipsters.md.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from db.errors import AppError
from db.records import load, update
from db.row_codec import columns_of, from_row
from db.spec import TIP
from db.spec.field import Record
from db.spec.tip import CLOSED, PURGED, VERIFIED, is_confirmed
from db.store import Transaction


@dataclass(frozen=True)
class SealedIdentity:
    """Who told, sealed: the algorithm, the fingerprint of the key that opens it, and the bytes."""

    algorithm: str
    key: str
    sealed: bytes


@dataclass(frozen=True)
class MonthFigures:
    """What became of the tips received in one month (YYYY-MM); `reward_yuan` as decimal text."""

    month: str
    received: int
    accepted: int
    confirmed: int
    closed: int
    rewarded: int
    reward_yuan: str


def keep_identity(tx: Transaction, tip_id: str, identity: SealedIdentity) -> None:
    """Keep the sealed identity of a tip; the change log says nothing of it."""
    tx.execute(
        "INSERT INTO tip_identity VALUES (?, ?, ?, ?)",
        (tip_id, identity.algorithm, identity.key, identity.sealed),
    )


def keep_marks(tx: Transaction, tip_id: str, key: str, marks: Iterable[bytes]) -> None:
    """Keep what a text is compared with, under the name of the key that made it."""
    tx.connection.executemany(
        "INSERT INTO tip_mark VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(tip_id, key, each) for each in marks],
    )


def sealed_identity(connection: sqlite3.Connection, tip_id: str) -> SealedIdentity | None:
    """The sealed identity of a tip; None when nobody was named or it was erased."""
    row = connection.execute(
        "SELECT algorithm, key, sealed FROM tip_identity WHERE tip = ?", (tip_id,)
    ).fetchone()
    return SealedIdentity(*row) if row else None


def sealed_identities(connection: sqlite3.Connection) -> list[tuple[str, SealedIdentity]]:
    """Every sealed identity with the id of its tip."""
    rows = connection.execute("SELECT tip, algorithm, key, sealed FROM tip_identity ORDER BY tip")
    return [(tip_id, SealedIdentity(*rest)) for tip_id, *rest in rows]


def has_identities(connection: sqlite3.Connection) -> bool:
    """Whether any identity is kept at all."""
    return connection.execute("SELECT 1 FROM tip_identity LIMIT 1").fetchone() is not None


def marks_under(connection: sqlite3.Connection, key: str) -> frozenset[bytes]:
    """Every mark that was made with a key."""
    rows = connection.execute("SELECT mark FROM tip_mark WHERE key = ?", (key,))
    return frozenset(mark for (mark,) in rows)


def unmarked_tips(connection: sqlite3.Connection, key: str) -> list[str]:
    """The ids of the tips whose identity was never marked with this key: texts cannot be compared with them."""
    rows = connection.execute(
        "SELECT tip FROM tip_identity i WHERE NOT EXISTS"
        " (SELECT 1 FROM tip_mark m WHERE m.tip = i.tip AND m.key = ?) ORDER BY tip",
        (key,),
    )
    return [tip_id for (tip_id,) in rows]


def own_people(connection: sqlite3.Connection) -> list[str]:
    """The names of the committee's own people."""
    return [name for (name,) in connection.execute("SELECT name FROM person WHERE retired_at IS NULL")]


def note_opening(tx: Transaction, tip_id: str, who: str, reason: str) -> Record:
    """Write down that an identity is about to be looked at: when, by whom and why, never what it says."""
    before = _tip(tx, tip_id)
    opening = {"at": tx.at[:16].replace("T", " "), "who": who, "reason": reason}
    return update(tx, TIP, before, before | {"openings": [*(before["openings"] or []), opening]})


def link_hazard(tx: Transaction, tip_id: str, hazard_id: str) -> Record:
    """Name the hazard that a confirmed tip became, on the tip's side only.

    Raises AppError `tip_not_confirmed`, `tip_has_hazard`.
    """
    before = _tip(tx, tip_id)
    if before["status"] != VERIFIED or not is_confirmed(before):
        raise AppError("tip_not_confirmed", no=before["no"])
    if before["hazard"]:
        raise AppError("tip_has_hazard", no=before["no"])
    return update(tx, TIP, before, before | {"hazard": hazard_id})


def purge_identity(tx: Transaction, tip_id: str, reason: str) -> Record:
    """Overwrite and erase who told; the tip stays. `Store.flush_log` afterwards empties the log of the old pages.

    Raises AppError `tip_purge_too_early` before the tip is closed and its reward settled (domain part F: identity only
    until then), `tip_already_purged`.
    """
    before = _tip(tx, tip_id)
    if before["status"] == PURGED:
        raise AppError("tip_already_purged", no=before["no"])
    if before["status"] != CLOSED or not before["reward_result"]:
        raise AppError("tip_purge_too_early", no=before["no"])
    _overwrite(tx, tip_id)
    tx.execute("DELETE FROM tip_mark WHERE tip = ?", (tip_id,))
    tx.execute("DELETE FROM tip_identity WHERE tip = ?", (tip_id,))
    done = {"status": PURGED, "purged_on": tx.at[:10], "purge_reason": reason}
    return update(tx, TIP, before, before | done)


def _overwrite(tx: Transaction, tip_id: str) -> None:
    """Random bytes of the same length, in place: what is freed afterwards was never the sealed identity."""
    kept = sealed_identity(tx.connection, tip_id)
    if kept:
        noise = os.urandom(len(kept.sealed))
        tx.execute("UPDATE tip_identity SET sealed = ? WHERE tip = ?", (noise, tip_id))


def tips_to_purge(connection: sqlite3.Connection, closed_until: str) -> list[Record]:
    """Tips closed on or before a day, their reward settled, whose identity is still kept."""
    names = ", ".join(f't."{name}"' for name in columns_of(TIP))
    rows = connection.execute(
        f"SELECT {names} FROM tip t JOIN tip_identity i ON i.tip = t.id WHERE t.status = ? AND t.retired_at IS NULL"
        " AND t.reward_result IS NOT NULL AND max(t.closed_on, coalesce(t.rewarded_on, '')) <= ? ORDER BY t.no",
        (CLOSED, closed_until),
    )
    return [from_row(TIP, row) for row in rows]


def figures_of_year(connection: sqlite3.Connection, year: int) -> list[MonthFigures]:
    """The twelve months of a year, by the day of receipt. Numbers only; index `tip_by_date`."""
    rows = connection.execute(
        "SELECT substr(received_on, 1, 7), count(*), sum(screening = 'accept' AND status != 'registered'),"
        " sum(verify_result IN ('true', 'partly')), sum(status IN ('closed', 'purged')),"
        " sum(reward_result = 'paid'), sum(CASE WHEN reward_result = 'paid' THEN CAST(reward_yuan AS REAL) END)"
        " FROM tip WHERE retired_at IS NULL AND received_on BETWEEN ? AND ? GROUP BY 1",
        (f"{year}-01-01", f"{year}-12-31"),
    ).fetchall()
    found = {row[0]: [each or 0 for each in row[1:]] for row in rows}
    months = [f"{year}-{month:02d}" for month in range(1, 13)]
    return [_month(each, found.get(each, [0] * 6)) for each in months]


def _month(month: str, row: list[float]) -> MonthFigures:
    received, accepted, confirmed, closed, rewarded = (int(each) for each in row[:5])
    yuan = f"{row[5]:.2f}".removesuffix(".00")
    return MonthFigures(month, received, accepted, confirmed, closed, rewarded, yuan)


def _tip(tx: Transaction, tip_id: str) -> Record:
    record = load(tx, TIP, tip_id)
    if record is None:
        raise AppError("record_not_found", what=tip_id)
    if record["retired_at"]:
        raise AppError("record_retired", no=record["no"])
    return record
