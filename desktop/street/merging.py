"""Merging a verified package into the street's ledgers, by record id and revision; idempotent, in one transaction."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from db import merged_revisions, set_aside
from db.attachments import Attachment, AttachmentFolder, add_attachment, file_crc32
from db.change_log import log_change
from db.errors import Cancelled, EnvironmentProblem, Problem
from db.records import insert, load, replace
from db.row_codec import canonical_json
from db.set_aside import DIFFERS, NUMBER, OLDER, RETURNED
from db.spec import RECORD_TYPES
from db.spec.field import Record, RecordType, Values
from db.store import Transaction
from desktop.exchange.durable_files import replace_durably
from desktop.exchange.payload_names import WITHHELD
from desktop.exchange.profiles import agree, united
from desktop.exchange.records import IndexedAttachment, iterate_records
from desktop.exchange.roster import RosterEntry
from desktop.exchange.schema import KINDS, TOMBSTONES, check_record, stored_record
from desktop.exchange.verify import VerifiedPackage
from desktop.exchange.write_out import StopAsked, never_stop
from desktop.street.returns import Returns


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


@dataclass(frozen=True)
class Incoming:
    """A record of a package as it was judged: its kind, its JSON, what the ledger had before (None: nothing), and how it
    fared: new, same, conflict (`reason` says why) or returned.
    """

    kind: str
    wire: Record
    before: Record | None
    outcome: str
    reason: str = ""

    @property
    def table(self) -> str:
        """The table it belongs to, of a tombstone too."""
        return str(self.wire["type"]) if self.kind == TOMBSTONES else self.kind


Seen = Callable[[Incoming], None]


def nobody_looks(record: Incoming) -> None:
    """For a merge that nobody previews."""


@dataclass
class Merged:
    """What a merge did: a tally for each kind, the ids of the records that contradict, and the records sent back, as a
    receipt names them.
    """

    tallies: dict[str, Tally] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    returned: list[dict[str, object]] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """How many records the street has now as they came."""
        return sum(each.new + each.same for each in self.tallies.values())

    def as_counts(self) -> dict[str, dict[str, int]]:
        """The tallies as a receipt states them."""
        return {
            kind: {"new": each.new, "same": each.same, "conflict": each.conflict}
            for kind, each in sorted(self.tallies.items())
        }


def is_taken(connection: sqlite3.Connection, kind: str, record: Values, sender_code: str) -> list[Problem]:
    """A problem when the id is another committee's, or one of another type of record.

    Nobody writes over a neighbour's ledger, nor uses up the revisions of a neighbour's record under another type
    or by a tombstone for a record that has not come yet.
    """
    record_id, table = record.get("id"), str(record.get("type")) if kind == TOMBSTONES else kind
    if kind == WITHHELD:
        return []
    owner = merged_revisions.owner_of(connection, record_id)
    if owner is None:
        return []  # nothing of that id ever came, so no table has it
    is_free = owner == sender_code and merged_revisions.is_of_type(connection, record_id, table, KINDS)
    return [] if is_free else [Problem("id", "value_malformed", {"label": "id"})]


def check_incoming(
    connection: sqlite3.Connection,
    kind: str,
    record: Values,
    sender_code: str,
    other_codes: Collection[str] = (),
) -> Sequence[Problem]:
    """What is wrong with a record of a package from the sender kept under that code (format §15 step 13)."""
    return check_record(kind, record, sender_code, other_codes) or is_taken(
        connection, kind, record, sender_code
    )


def keep_attachments(
    folder: AttachmentFolder,
    package: VerifiedPackage,
    index: Mapping[str, IndexedAttachment],
    should_stop: StopAsked = never_stop,
) -> list[Attachment]:
    """Move the staged attachments into the folder by hash, safely on the disk; their rows by `index`, still to be kept.

    Repeating is harmless, and a file damaged since is replaced. Raises EnvironmentProblem `disk_full`,
    `folder_read_only`, Cancelled.
    """
    kept = []
    try:
        for sha256, staged in package.attachments.items():
            if should_stop():
                raise Cancelled
            indexed, suffix = index[sha256], staged.suffix.lstrip(".")
            row = Attachment(
                sha256, indexed.size, file_crc32(staged), indexed.mime, suffix, indexed.name, None, None
            )
            if not _is_kept(folder, row):
                _move(staged, folder.path(sha256, suffix))
            kept.append(row)
    except OSError as error:
        message_id = "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "folder_read_only"
        raise EnvironmentProblem(message_id, name=str(folder.folder), reason=error.strerror) from error
    return kept


def _is_kept(folder: AttachmentFolder, row: Attachment) -> bool:
    try:
        return folder.is_unaltered(row)
    except FileNotFoundError:
        return False


def _move(staged: Path, target: Path) -> None:
    """What a receipt confirms must outlive a power cut: content first, then the name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with staged.open("r+b") as content:
        os.fsync(content.fileno())
    replace_durably(staged, target)


def withheld_of(package: VerifiedPackage) -> dict[str, dict[str, str]]:
    """What a package says it withholds: kind → field → how."""
    path = package.record_files.get(WITHHELD)
    if path is None:
        return {}
    with path.open("rb") as source:
        return {
            str(line["type"]): dict(cast(Mapping[str, str], line["fields"]))
            for _, line in iterate_records(source, WITHHELD)
        }


def merge(
    tx: Transaction,
    package: VerifiedPackage,
    attachments: Sequence[Attachment],
    returns: Returns | None = None,
    seen: Seen = nobody_looks,
) -> Merged:
    """Merge the records of a package but those that are sent back; its attachments' rows with them.

    What is sent back or contradicts is set aside with its content. `seen` is told of every record. Raises AppError
    `record_not_in_package` for one to be sent back that is not there.
    """
    merged, returns = Merged(), returns or Returns({})
    for each in attachments:
        add_attachment(tx.connection, each, tx.at, tx.who)
    for kind, wire in records_of(package):
        remark = returns.remark_of(wire)
        if remark is None:
            found = _merge_record(tx, kind, wire, package.package_id)
            _count(merged, found)
        else:
            found = _send_back(tx, kind, wire, package.package_id, remark)
            merged.returned.append(named_record(found, remark))
        seen(found)
    returns.refuse_unused()
    return merged


def _count(merged: Merged, found: Incoming) -> None:
    tally = merged.tallies.setdefault(found.kind, Tally())
    setattr(tally, found.outcome, getattr(tally, found.outcome) + 1)
    if found.outcome == "conflict":
        merged.conflicts.append(str(found.wire["id"]))


def named_record(found: Incoming, remark: str) -> dict[str, object]:
    """A record that is sent back as a receipt names it (format §9)."""
    wire = found.wire
    no = wire.get("no") or "—"
    return {"id": wire["id"], "type": found.table, "no": no, "rev": wire["rev"], "remark": remark}


def _send_back(tx: Transaction, kind: str, wire: Record, package_id: str, remark: str) -> Incoming:
    found = Incoming(kind, wire, None, RETURNED)
    _set_aside(tx, package_id, found, RETURNED, _digest(wire), remark)
    return found


def _set_aside(
    tx: Transaction, package_id: str, found: Incoming, reason: str, digest: str, remark: str | None = None
) -> None:
    kept = _side_content(found)
    set_aside.set_aside(
        tx, package_id, found.table, found.wire, reason, content=kept, sha256=digest, remark=remark
    )


def _side_content(found: Incoming) -> Record:
    if found.kind == TOMBSTONES:
        return _retirement(found.wire)
    return stored_record(RECORD_TYPES[found.kind], found.wire)


def records_of(package: VerifiedPackage) -> Iterator[tuple[str, Record]]:
    """(kind, JSON) of the records and tombstones of a package, as they stand in its files."""
    for kind, path in sorted(package.record_files.items()):
        if kind in KINDS or kind == TOMBSTONES:
            for each, record in _lines(kind, path):
                yield each, _at_home(record, package.signer)


def _at_home(record: Record, signer: RosterEntry) -> Record:
    """A record under whichever code its committee registered it, as the street keeps it: under the first."""
    if signer.borne and record.get("committee_code") in signer.codes:
        record["committee_code"] = signer.code
    return record


def _lines(kind: str, path: Path) -> Iterator[tuple[str, Record]]:
    with path.open("rb") as source:
        for _, record in iterate_records(source, kind):
            yield kind, dict(record)


def _digest(wire: Record) -> str:
    return hashlib.sha256(canonical_json(wire).encode()).hexdigest()


def _merge_record(tx: Transaction, kind: str, wire: Record, package_id: str) -> Incoming:
    digest = _digest(wire)
    record_id, rev = wire["id"], int(wire["rev"])
    table = str(wire["type"]) if kind == TOMBSTONES else kind
    newest, known = merged_revisions.newest_revision(tx.connection, record_id)
    if rev <= newest:
        before = load(tx, RECORD_TYPES[table], record_id)
        # Packages come in order, so an older revision means that the committee went back to a backup.
        is_same = rev == newest and (known == digest or _is_same_but_withheld(tx, kind, wire))
        if is_same or set_aside.is_taken_over(tx.connection, record_id, digest):
            return Incoming(kind, wire, before, "same")
        return _contradiction(tx, kind, wire, before, package_id, digest, DIFFERS if rev == newest else OLDER)
    if kind != TOMBSTONES and _is_number_taken(tx, kind, wire):
        return _contradiction(tx, kind, wire, None, package_id, digest, NUMBER)
    merged_revisions.keep_revision(tx, record_id, rev, digest, package_id)
    if kind == TOMBSTONES:
        before = _retire(tx, RECORD_TYPES[table], wire)
    else:
        before = _put(tx, RECORD_TYPES[kind], stored_record(RECORD_TYPES[kind], wire))
    return Incoming(kind, wire, before, "new")


def _contradiction(
    tx: Transaction,
    kind: str,
    wire: Record,
    before: Record | None,
    package_id: str,
    digest: str,
    reason: str,
) -> Incoming:
    found = Incoming(kind, wire, before, "conflict", reason)
    _set_aside(tx, package_id, found, reason, digest)
    return found


def _is_same_but_withheld(tx: Transaction, kind: str, wire: Record) -> bool:
    """Whether a revision we have came again under another profile; what it lets go this time is taken over."""
    record_type = RECORD_TYPES.get(kind)
    ours = load(tx, record_type, wire["id"]) if record_type else None
    if record_type is None or ours is None or ours["rev"] != wire["rev"] or ours["retired_at"]:
        return False
    theirs = stored_record(record_type, wire)
    if any(ours.get(name) != theirs.get(name) for name in _HEAD) or not agree(record_type, ours, theirs):
        return False
    both = united(record_type, ours, theirs)
    if both != ours:
        replace(tx, record_type, both)
        _log(tx, record_type, both, ours)
    return True


_HEAD = ("no", "status", "committee_code", "created_at", "updated_at")


def _is_number_taken(tx: Transaction, table: str, wire: Record) -> bool:
    """Whether another record has the number: a committee that went back to a backup gives it out once more."""
    holder = merged_revisions.record_of_number(tx.connection, table, wire["committee_code"], wire["no"])
    return holder not in (None, wire["id"])


def _put(tx: Transaction, record_type: RecordType, record: Record) -> Record | None:
    before = load(tx, record_type, record["id"])
    put_over(tx, record_type, record, before)
    return before


def put_over(tx: Transaction, record_type: RecordType, record: Record, before: Record | None) -> None:
    """Write a record as it came, over the one that was there, with its row of the log."""
    if before is None:
        insert(tx, record_type, record)
    else:
        replace(tx, record_type, record)
    _log(tx, record_type, record, before)


def _retire(tx: Transaction, record_type: RecordType, tombstone: Values) -> Record | None:
    before = load(tx, record_type, str(tombstone["id"]))
    if before is not None:  # else it was made and withdrawn before we ever saw it
        record = before | _retirement(tombstone)
        replace(tx, record_type, record)
        _log(tx, record_type, record, before)
    return before


def _retirement(tombstone: Values) -> Record:
    return {
        "rev": tombstone["rev"],
        "retired_at": tombstone["retired_at"],
        "retired_reason": tombstone.get("retired_reason"),
    }


_UNLOGGED = frozenset(("id", "rev"))


def _log(tx: Transaction, record_type: RecordType, record: Record, before: Record | None) -> None:
    if before is None:
        new = {name: value for name, value in record.items() if value is not None and name not in _UNLOGGED}
        log_change(tx, record_type.table, record["id"], record["rev"], None, new)
        return
    changed = {
        name: value for name, value in record.items() if name not in _UNLOGGED and value != before.get(name)
    }
    was = {name: before.get(name) for name in changed}
    log_change(tx, record_type.table, record["id"], record["rev"], was, changed)
