"""Looking at a package before it is merged (合并预览): it is merged for trial, and the trial is taken back whole.

So what is shown is what would happen, record by record and field by field, in the words of the forms.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from db import merged_revisions, set_aside, street_receipts
from db.change_log import ChangeEntry
from db.lists import records_by_id, titles_by_id
from db.row_codec import UNLOGGED
from db.set_aside import NUMBER, SideRow
from db.spec import RECORD_TYPES
from db.spec.field import Record
from db.store import Transaction
from desktop.exchange.chain import judge
from desktop.exchange.refusals import PackageRefused, PackageWarning
from desktop.exchange.schema import TOMBSTONES, stored_record
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.verify import VerifiedPackage, verify
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.history_words import in_words
from desktop.street.judging import chain_state, expectation_of, explained, refuse_newer_schema
from desktop.street.merging import Incoming, merge
from desktop.street.staging import staging_folder
from desktop.street.street_office import StreetDesk

NEW: Final = "new"
CHANGED: Final = "changed"
RETURNED: Final = "returned"  # we sent it back before, and it comes again
WITHDRAWN: Final = "withdrawn"
CONFLICT: Final = "conflict"
SAME: Final = "same"
OUTCOMES: Final[Mapping[str, str]] = {
    CONFLICT: "冲突", RETURNED: "退回过", NEW: "新增", CHANGED: "有改动", WITHDRAWN: "已撤销", SAME: "没有变化",
}  # fmt: skip
REASONS: Final[Mapping[str, str]] = {
    set_aside.DIFFERS: "同一版本，内容不同",
    set_aside.OLDER: "比街道现有的版本旧，村居可能恢复过旧备份",
    set_aside.NUMBER: "编号已被另一条记录占用",
    set_aside.DISPLACED: "所在的包已撤回，后来的包又改过这条记录",
}


@dataclass(frozen=True)
class PlannedRecord:
    """What would become of one record: (label, before, after) for each field that differs, `why` of a conflict, and
    `remark` when it was sent back before.
    """

    table: str
    record_id: str
    no: str
    title: str
    rev: int
    outcome: str
    differences: tuple[tuple[str, str, str], ...]
    why: str = ""
    remark: str = ""


@dataclass(frozen=True)
class MergePlan:
    """A verified package and what merging it would do; `refusal` is why it cannot be merged as things stand."""

    file: Path
    package_id: str
    sender_code: str
    sender_name: str
    period: str
    serial: int
    volume: int
    records: tuple[PlannedRecord, ...]
    refusal: PackageRefused | None
    warnings: tuple[PackageWarning, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many records of each outcome, in the order of `OUTCOMES`."""
        found = Counter(each.outcome for each in self.records)
        return {outcome: found[outcome] for outcome in OUTCOMES}


class _Tried(Exception):
    def __init__(self, records: tuple[PlannedRecord, ...]) -> None:
        super().__init__()
        self.records = records


def plan(
    desk: StreetDesk,
    file: Path,
    decryption_keys: Sequence[SigningKey] = (),
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
) -> MergePlan:
    """What merging a file would do; nothing is written, no receipt is issued.

    A package out of its turn (a gap, a fork, one that came before) is shown all the same, with its `refusal`. Raises
    PackageRefused for what cannot be trusted or read, EnvironmentProblem, Cancelled.
    """
    expectation = replace(expectation_of(desk, is_in_order=False), decryption_keys=tuple(decryption_keys))
    with staging_folder(desk) as staging:
        try:
            package = verify(file, expectation, staging=staging, progress=progress, should_stop=should_stop)
            refuse_newer_schema(package.signed)
        except PackageRefused as refusal:
            raise explained(refusal, desk, file) from None
        records = _tried(desk, package) if package.header.volume == 1 else ()
        return _plan(desk, file, package, records)


def _plan(
    desk: StreetDesk, file: Path, package: VerifiedPackage, records: tuple[PlannedRecord, ...]
) -> MergePlan:
    header, refusal, warnings = package.header, None, package.warnings
    try:
        state = chain_state(desk.store.reader(), package.signer)
        warnings += judge(state, header, package.package_id).warnings
    except PackageRefused as found:
        refusal = found
    return MergePlan(
        file, package.package_id, header.sender.code, header.sender.name, header.period, header.serial, header.volume,
        records, refusal, warnings,
    )  # fmt: skip


def _tried(desk: StreetDesk, package: VerifiedPackage) -> tuple[PlannedRecord, ...]:
    def work(tx: Transaction) -> None:
        seen: list[Incoming] = []
        merge(tx, package, (), seen=seen.append)
        words = _Words(tx.connection, package.signer.code)
        raise _Tried(tuple(map(words.of, seen)))

    try:
        desk.store.write(work, who=desk.who, operation="合并预览")
    except _Tried as tried:
        return tried.records
    raise AssertionError("a trial always ends by taking itself back")


class _Words:
    """Puts judged records into the clerk's words, while the trial's connection still sees what they refer to."""

    def __init__(self, connection: sqlite3.Connection, code: str) -> None:
        self._connection = connection
        self._remarks = _remarks(connection, code)
        self._title = lru_cache(maxsize=4096)(self._looked_up)

    def of(self, found: Incoming) -> PlannedRecord:
        record_type, wire = RECORD_TYPES[found.table], found.wire
        after = self._after(found)
        sent_back = self._sent_back(found)
        before = self._against(found, sent_back)
        outcome = RETURNED if sent_back else _outcome(found)
        title = str(
            (after or {}).get(record_type.title_field) or (before or {}).get(record_type.title_field) or ""
        )
        return PlannedRecord(
            found.table, str(wire["id"]), str(wire.get("no") or ""), " ".join(title.split()), int(wire["rev"]), outcome,
            () if outcome == SAME else self._differences(found.table, before, after),
            REASONS.get(found.reason, ""), sent_back[1] if sent_back else "",
        )  # fmt: skip

    def _after(self, found: Incoming) -> Record:
        if found.kind != TOMBSTONES:
            return stored_record(RECORD_TYPES[found.kind], found.wire)
        names = ("rev", "retired_at", "retired_reason")
        return {**(found.before or {}), **{name: found.wire.get(name) for name in names}}

    def _sent_back(self, found: Incoming) -> tuple[SideRow | None, str] | None:
        """The side we sent back (None: it stands in the ledger) and our remark, when this revision answers it."""
        if found.outcome != "new" or found.kind == TOMBSTONES:
            return None
        held = found.before["rev"] if found.before and not found.before["retired_at"] else 0
        side = set_aside.last_return(self._connection, str(found.wire["id"]))
        if side and side.rev > held:
            return side, side.remark or ""
        rev, remark = self._remarks.get(str(found.wire["id"]), (0, ""))
        return (None, remark) if rev and rev >= held else None

    def _against(self, found: Incoming, sent_back: tuple[SideRow | None, str] | None) -> Record | None:
        if sent_back and sent_back[0]:
            return sent_back[0].content
        if found.reason != NUMBER:
            return found.before
        holder = merged_revisions.record_of_number(
            self._connection, found.table, found.wire["committee_code"], found.wire["no"]
        )
        return next(iter(records_by_id(self._connection, found.table, [holder] if holder else [])), None)

    def _differences(
        self, table: str, before: Record | None, after: Record
    ) -> tuple[tuple[str, str, str], ...]:
        return differences(table, before, after, self._title)

    def _looked_up(self, table: str, record_id: str) -> str:
        return titles_by_id(self._connection, table, [record_id]).get(record_id) or record_id


def differences(
    table: str, before: Record | None, after: Record, title: Callable[[str, str], str]
) -> tuple[tuple[str, str, str], ...]:
    """(label, before, after) of each field that differs, as the form words it; `title` names what is referred to."""
    earlier = before or {}
    changed = {
        name: value
        for name, value in after.items()
        if name not in UNLOGGED and name != "committee_code" and value != earlier.get(name)
    }
    was = {name: earlier.get(name) for name in changed}
    entry = ChangeEntry(0, "", "", "", table, "", 0, was, changed)
    return tuple(each for each in in_words(entry, title).fields if each[1] != each[2])


def _outcome(found: Incoming) -> str:
    if found.outcome != "new":
        return found.outcome
    if found.kind == TOMBSTONES:
        return WITHDRAWN
    return NEW if found.before is None or found.before["retired_at"] else CHANGED


def _remarks(connection: sqlite3.Connection, code: str) -> dict[str, tuple[int, str]]:
    """Record id → revision and remark of what the street's receipts last sent back of a committee."""
    return {
        each["id"]: (int(each["rev"]), str(each["remark"]))
        for row in street_receipts.receipts_with_returns(connection, code)
        for each in json.loads(row.line).get("returned") or ()
    }
