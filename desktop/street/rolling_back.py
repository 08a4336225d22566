"""Taking exactly one merged package out of the ledgers again (撤回合并), even after others were merged on top.

What later packages changed stays. Where they changed a record of this one too, the side without it is set aside for a
person to decide. The package keeps its place in the chain, for it did come; a further receipt sends its records back, so
that the committee reports them again (docs/adr/0014).
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field

from db import merged_revisions, set_aside, street_receipts, street_register
from db.change_log import entries_of_batch, history
from db.errors import AppError
from db.imported_receipts import forget_reported
from db.records import load
from db.set_aside import CONTRADICTIONS, DISPLACED, GONE, MIXED, TAKEN_OUT, THEIRS, SideRow
from db.spec import RECORD_TYPES
from db.spec.field import Record
from db.store import Transaction
from db.street_register import ReceivedRow
from desktop.exchange.signing_key import SigningKey
from desktop.people.permissions import Right
from desktop.street.answering import Answer
from desktop.street.checked_records import issue_checked
from desktop.street.contradictions import SETTLING
from desktop.street.merging import put_over
from desktop.street.returns import checked_part, plain_remark
from desktop.street.street_office import StreetDesk


@dataclass
class RolledBack:
    """What taking a package out did: records that are gone again, records that went back to an earlier package's content,
    and the ids of those where both sides are kept.
    """

    package: ReceivedRow
    taken_out: int = 0
    restored: int = 0
    displaced: list[str] = field(default_factory=list)
    returned: list[dict[str, object]] = field(default_factory=list)


def roll_back(desk: StreetDesk, package_id: str, reason: str, key: SigningKey) -> tuple[RolledBack, Answer]:
    """Take a package out in one transaction, and sign the receipt that tells the committee.

    Raises AppError `package_not_merged`, `package_rolled_back`, `remark_unusable`.
    """
    package = street_register.received_package(desk.store.reader(), package_id)
    if package is None:
        raise AppError("package_not_merged", what=package_id[:12])
    remark = plain_remark(f"第 {package.serial} 号", f"街道撤回了第 {package.serial} 号包：{reason}")

    def work(tx: Transaction) -> tuple[RolledBack, Answer]:
        if street_register.is_rolled_back(tx.connection, package.id):
            raise AppError("package_rolled_back", what=package.id[:12])
        found = RolledBack(package)
        _undo_decisions(tx, package, found)
        _take_out(tx, package, found, remark)
        merged_revisions.forget_revisions(tx, package.id)
        street_register.mark_rolled_back(tx, package.id)
        return found, _answer(tx, desk, found, remark, key)

    result: tuple[RolledBack, Answer] = desk.write(work, f"撤回合并 {_bag_name(package)}", Right.REVIEW)
    return result


def _bag_name(package: ReceivedRow) -> str:
    return f"{package.code}-e{package.epoch:02d}-{package.serial:06d}-v01"


def _take_out(tx: Transaction, package: ReceivedRow, found: RolledBack, remark: str) -> None:
    batch = street_register.batch_of_package(tx.connection, package, f"合并 {_bag_name(package)}")
    writes = entries_of_batch(tx.connection, batch) if batch else []
    tables = {write.record_id: write.table for write in writes}
    for record_id, rev in merged_revisions.brought_revisions(tx.connection, package.id):
        if record_id in tables:  # else it was withdrawn before it ever came, and no ledger has it
            _take_record_out(tx, package, found, tables[record_id], record_id, rev, remark)


def _take_record_out(
    tx: Transaction,
    package: ReceivedRow,
    found: RolledBack,
    table: str,
    record_id: str,
    rev: int,
    remark: str,
) -> None:
    record_type = RECORD_TYPES[table]
    present = load(tx, record_type, record_id)
    assert present is not None  # nothing is ever erased
    brought = content_at(tx.connection, present, table, rev)
    no = present["no"] or brought["no"]
    named = {"id": record_id, "no": no, "rev": rev}
    set_aside.set_aside(tx, package.id, table, named, TAKEN_OUT, content=brought, remark=remark)
    forget_reported(tx, record_id)  # what we reported on to our superior is no longer so
    newest, _ = merged_revisions.newest_revision(tx.connection, record_id)
    older = merged_revisions.older_revision(tx.connection, record_id, package.id)
    if rev < newest or set_aside.is_decided_since(tx.connection, record_id, package.id, package.received_at):
        earlier = _newest_before(tx.connection, present, table, rev, package.id)
        set_aside.set_aside(tx, package.id, table, named, DISPLACED, content=earlier)
        found.displaced.append(record_id)
        return
    if older:
        put_over(tx, record_type, content_at(tx.connection, present, table, older) | {"rev": older}, present)
        found.restored += 1
    else:
        _take_away(tx, table, present)
        found.taken_out += 1
    found.returned.append({"id": record_id, "type": table, "no": no or "—", "rev": rev, "remark": remark})


def _take_away(tx: Transaction, table: str, present: Record) -> None:
    """Out of the ledger, into the recycle bin; its number is free again."""
    was = f"（原编号 {present['no']}）" if present["no"] else ""
    gone = present | {"no": None, "retired_at": tx.at, "retired_reason": f"{tx.operation}{was}"}
    put_over(tx, RECORD_TYPES[table], gone, present)


def _newest_before(
    connection: sqlite3.Connection, present: Record, table: str, rev: int, package_id: str
) -> Record | None:
    """The record as the newest package before a revision left it, this package apart; None when none had it."""
    older = merged_revisions.revision_before(connection, present["id"], rev, package_id)
    return content_at(connection, present, table, older) if older else None


def content_at(connection: sqlite3.Connection, present: Record, table: str, rev: int) -> Record:
    """A record as it last stood at a revision, worked out from the change log."""
    writes = history(connection, table, present["id"])
    last = max((place for place, write in enumerate(writes) if write.rev == rev), default=len(writes) - 1)
    record = dict(present)
    for write in reversed(writes[last + 1 :]):
        record |= write.before or {}
    return record | {"rev": rev}


def _undo_decisions(tx: Transaction, package: ReceivedRow, found: RolledBack) -> None:
    """Contradictions that this package brought are gone with it, and so is what was taken over from it."""
    for each in set_aside.sides(tx.connection, package_id=package.id):
        if each.choice in (THEIRS, MIXED):
            _put_back(tx, each, found)
        if each.reason in CONTRADICTIONS:
            set_aside.settle(tx, each.id, GONE, each.replaced)


def _put_back(tx: Transaction, side: SideRow, found: RolledBack) -> None:
    record_type = RECORD_TYPES[side.table]
    present = load(tx, record_type, side.record_id)
    assert present is not None and side.replaced is not None  # a decision never erases
    newest = max(history(tx.connection, side.table, side.record_id), key=lambda each: each.seq)
    if (newest.operation, newest.at) == (SETTLING, side.settled_at):
        put_over(tx, record_type, side.replaced, present)
        found.restored += 1
        return
    named = {"id": side.record_id, "no": side.no, "rev": side.rev}
    set_aside.set_aside(tx, side.package_id, side.table, named, DISPLACED, content=side.replaced)
    found.displaced.append(side.record_id)


def _answer(tx: Transaction, desk: StreetDesk, found: RolledBack, remark: str, key: SigningKey) -> Answer:
    known = street_receipts.issued_receipt(tx.connection, found.package.id)
    assert known is not None  # every merged package has its receipt
    line = json.loads(known.line)
    ids = {each["id"] for each in found.returned}
    returned = [*(each for each in line.get("returned") or () if each["id"] not in ids), *found.returned]
    kept = sum(each["new"] + each["same"] for each in line["records"].values()) - len(found.returned)
    part = checked_part(max(kept, 0), returned, True, every=remark)
    conflicts = list(dict.fromkeys([*line["conflicts"], *found.displaced]))
    return Answer(issue_checked(tx, desk, known, part | {"conflicts": conflicts, "status": "partial"}, key))
