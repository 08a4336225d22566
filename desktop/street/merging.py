"""Merging a verified package into the street's ledgers, by record id and revision; idempotent, in one transaction."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db import street_register
from db.attachments import Attachment, AttachmentFolder, add_attachment, file_crc32
from db.change_log import log_change
from db.errors import Problem
from db.records import insert, load, replace
from db.row_codec import canonical_json
from db.spec import RECORD_TYPES
from db.spec.field import Record, RecordType, Values
from db.store import Transaction
from desktop.exchange.records import iterate_records
from desktop.exchange.schema import KINDS, TOMBSTONES, check_record, stored_record
from desktop.exchange.verify import VerifiedPackage


@dataclass
class Tally:
    """How the records of one kind fared: not had before (or newer), had already, or contradicting what we have."""

    new: int = 0
    same: int = 0
    conflict: int = 0

    @property
    def read(self) -> int:
        """How many records were read."""
        return self.new + self.same + self.conflict


@dataclass
class Merged:
    """What a merge did: a tally for each kind and the ids of the records that contradict."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)

    def as_counts(self) -> dict[str, dict[str, int]]:
        """The tallies as a receipt states them."""
        return {
            kind: {"new": each.new, "same": each.same, "conflict": each.conflict}
            for kind, each in sorted(self.tallies.items())
        }


def belongs_to_another(connection: sqlite3.Connection, kind: str, record: Values, sender_code: str) -> list[Problem]:
    """A problem when the record's id is one of another committee's: nobody writes over a neighbour's ledger."""
    table = str(record.get("type")) if kind == TOMBSTONES else kind
    row = connection.execute(
        f"SELECT committee_code FROM {table} WHERE id = ?", (record.get("id"),)
    ).fetchone()
    return [Problem("id", "value_malformed", {"label": "id"})] if row and row[0] != sender_code else []


def check_incoming(connection: sqlite3.Connection, kind: str, record: Values, sender_code: str) -> Sequence[Problem]:
    """What is wrong with a record of a package from that sender (format §15 step 13)."""
    return check_record(kind, record, sender_code) or belongs_to_another(connection, kind, record, sender_code)


def keep_attachments(folder: AttachmentFolder, package: VerifiedPackage) -> list[Attachment]:
    """Move the staged attachments into the folder by hash (repeating is harmless); their rows, still to be kept."""
    kept = []
    for sha256, staged in package.attachments.items():
        indexed = package.index[sha256]
        suffix = staged.suffix.lstrip(".")
        target = folder.path(sha256, suffix)
        if not (target.exists() and target.stat().st_size == indexed.size):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged, target)
        crc32 = file_crc32(target)
        kept.append(Attachment(sha256, indexed.size, crc32, indexed.mime, suffix, indexed.name, None, None))
    return kept


def merge(tx: Transaction, package: VerifiedPackage, attachments: Sequence[Attachment]) -> Merged:
    """Merge the records of a package; its attachments' rows with them."""
    merged = Merged()
    for each in attachments:
        add_attachment(tx.connection, each, tx.at, tx.who)
    for kind, record in _records(package):
        tally = merged.tallies.setdefault(kind, Tally())
        outcome = _merge_record(tx, kind, record, package.package_id)
        setattr(tally, outcome, getattr(tally, outcome) + 1)
        if outcome == "conflict":
            merged.conflicts.append(str(record["id"]))
    return merged


def _records(package: VerifiedPackage) -> Iterator[tuple[str, Record]]:
    for kind, path in sorted(package.record_files.items()):
        if kind in KINDS or kind == TOMBSTONES:
            yield from _lines(kind, path)


def _lines(kind: str, path: Path) -> Iterator[tuple[str, Record]]:
    with path.open("rb") as source:
        for _, record in iterate_records(source, kind):
            yield kind, dict(record)


def _merge_record(tx: Transaction, kind: str, wire: Record, package_id: str) -> str:
    digest = hashlib.sha256(canonical_json(wire).encode()).hexdigest()
    record_id, rev = wire["id"], int(wire["rev"])
    known = street_register.revision_hash(tx.connection, record_id, rev)
    if known is not None:
        return "same" if known == digest else "conflict"
    is_newest = rev > street_register.newest_revision(tx.connection, record_id)
    street_register.keep_revision(tx, record_id, rev, digest, package_id)
    if not is_newest:
        return "same"  # an older revision than ours: nothing to learn from it
    if kind == TOMBSTONES:
        _retire(tx, RECORD_TYPES[str(wire["type"])], wire)
    else:
        _put(tx, RECORD_TYPES[kind], stored_record(RECORD_TYPES[kind], wire))
    return "new"


def _put(tx: Transaction, record_type: RecordType, record: Record) -> None:
    before = load(tx, record_type, record["id"])
    if before is None:
        insert(tx, record_type, record)
    else:
        replace(tx, record_type, record)
    _log(tx, record_type, record, before)


def _retire(tx: Transaction, record_type: RecordType, tombstone: Values) -> None:
    before = load(tx, record_type, str(tombstone["id"]))
    if before is None:
        return  # it was made and withdrawn before we ever saw it
    retired = {"rev": tombstone["rev"], "retired_at": tombstone["retired_at"],
               "retired_reason": tombstone.get("retired_reason")}  # fmt: skip
    record = before | retired
    replace(tx, record_type, record)
    _log(tx, record_type, record, before)


_UNLOGGED = frozenset(("id", "rev"))


def _log(tx: Transaction, record_type: RecordType, record: Record, before: Record | None) -> None:
    earlier = before or {}
    changed = {
        name: value for name, value in record.items() if name not in _UNLOGGED and value != earlier.get(name)
    }
    was = None if before is None else {name: before.get(name) for name in changed}
    log_change(tx, record_type.table, record["id"], record["rev"], was, changed)
