"""Both branches of a fork side by side: where they part, which packages each has, which records differ. Reads, never writes.

The package that was not merged lies beside the database and is verified anew each time; what the merged one brought is
worked out from the change log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from db import merged_revisions, street_register
from db.errors import LedgerError
from db.lists import records_by_id, titles_by_id
from db.roster_events import RosterEvent, settled_forks
from db.set_aside import ForkRow
from db.spec import RECORD_TYPES
from db.spec.field import Record
from db.street_register import ReceivedRow
from desktop.exchange.schema import KINDS, TOMBSTONES, stored_record
from desktop.exchange.signing_key import SigningKey
from desktop.exchange.verify import VerifiedPackage, verify
from desktop.exchange.write_out import StopAsked, never_stop
from desktop.street.forks import Fork, forks
from desktop.street.judging import expectation_of
from desktop.street.merging import records_of
from desktop.street.planning import differences
from desktop.street.rolling_back import content_at
from desktop.street.staging import staging_folder
from desktop.street.street_office import StreetDesk

DIFFERS: Final = "differs"
ONLY_MERGED: Final = "only_merged"
ONLY_OTHER: Final = "only_other"
WORDS: Final = {
    DIFFERS: "两份不同",
    ONLY_MERGED: "只在已合并的一份里",
    ONLY_OTHER: "只在没有合并的一份里",
}


@dataclass(frozen=True)
class ForkedRecord:
    """A record in which the branches differ: (label, merged, other) of each field, and how (`WORDS`)."""

    table: str
    record_id: str
    no: str
    title: str
    how: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Branches:
    """A fork with both of its branches from where they part; `trouble` is why the other package cannot be read now.

    `parting` says in words where they part, `sealed_at` when the other was sealed by its own clock; `same` counts the
    records that both have alike.
    """

    fork: Fork
    name: str
    merged: tuple[ReceivedRow, ...]
    others: tuple[ForkRow, ...]
    parting: str
    sealed_at: str
    records: tuple[ForkedRecord, ...]
    same: int
    decision: RosterEvent | None
    trouble: LedgerError | None = None

    @property
    def merged_serials(self) -> tuple[int, ...]:
        """The packages of the merged branch, from where the serial came twice."""
        return tuple(each.serial for each in self.merged)

    @property
    def other_serials(self) -> tuple[int, ...]:
        """The packages of the branch that was not merged."""
        return tuple(each.serial for each in self.others)

    @property
    def is_settled(self) -> bool:
        """Whether a person has said what it came from."""
        return self.decision is not None


def fork_branches(
    desk: StreetDesk, keys: Sequence[SigningKey] = (), should_stop: StopAsked = never_stop
) -> list[Branches]:
    """Every fork, what nobody has decided first, then by committee and serial. `keys` open encrypted packages."""
    reader = desk.store.reader()
    names = {each.code: each.name for each in street_register.roster_rows(reader)}
    packages, every = street_register.received_packages(reader), forks(desk)
    decided = settled_forks(reader)
    found = []
    for fork in every:
        other = fork.other
        found.append(
            _Reading(desk, fork, keys, should_stop).branches(
                names.get(other.code, other.code),
                tuple(each for each in packages if _is_after(each, other)),
                tuple(each.other for each in every if _is_after(each.other, other)),
                decided.get(other.id),
            )
        )
    return sorted(found, key=lambda each: each.is_settled)


def _is_after(each: ReceivedRow | ForkRow, fork: ForkRow) -> bool:
    """Whether a package is of the fork's committee and epoch, from its serial on."""
    return (each.code, each.epoch) == (fork.code, fork.epoch) and each.serial >= fork.serial


class _Reading:
    """One fork as it is read."""

    def __init__(
        self, desk: StreetDesk, fork: Fork, keys: Sequence[SigningKey], should_stop: StopAsked
    ) -> None:
        self._desk, self._fork, self._keys, self._should_stop = desk, fork, keys, should_stop
        self._connection = desk.store.reader()

    def branches(
        self,
        name: str,
        merged: tuple[ReceivedRow, ...],
        others: tuple[ForkRow, ...],
        decision: RosterEvent | None,
    ) -> Branches:
        empty = Branches(self._fork, name, merged, others, "", "", (), 0, decision)
        expectation = replace(
            expectation_of(self._desk, is_in_order=False), decryption_keys=tuple(self._keys)
        )
        try:
            with staging_folder(self._desk) as staging:
                package = verify(self._fork.file, expectation, staging=staging, should_stop=self._should_stop)
                records, same = self._compared(package)
        except LedgerError as error:  # encrypted and locked, or its key does not count any more
            return replace(empty, trouble=error)
        parting = self._parting(package.header.prev)
        return replace(empty, parting=parting, sealed_at=package.header.created, records=records, same=same)

    def _parting(self, prev: str | None) -> str:
        other = self._fork.other
        ids = street_register.merged_ids(self._connection, other.code, other.epoch)
        if other.serial == 1:
            return "从第 1 号起就是两份，前面没有共同的包。"
        if prev is not None and ids.get(other.serial - 1) == prev:
            return f"第 {other.serial - 1} 号以前是同一份，从第 {other.serial} 号分开。"
        before = next((each.other for each in forks(self._desk) if each.other.id == prev), None)
        if before is not None:
            return f"更早就分开了：没有合并的一支里，它接在另一份第 {before.serial} 号后面。"
        return f"更早就分开了：它接的第 {other.serial - 1} 号不是街道收到的那一份。"

    def _compared(self, package: VerifiedPackage) -> tuple[tuple[ForkedRecord, ...], int]:
        found, seen, same = [], set(), 0
        for kind, wire in records_of(package):
            seen.add(str(wire["id"]))
            differing = self._against(kind, wire)
            if differing is None:
                same += 1
            else:
                found.append(differing)
        return (*found, *self._only_merged(seen)), same

    def _against(self, kind: str, wire: Record) -> ForkedRecord | None:
        """How a record of the other package differs from ours at that revision; None when it does not."""
        table = str(wire["type"]) if kind == TOMBSTONES else kind
        present = self._present(table, str(wire["id"]))
        ours = content_at(self._connection, present, table, int(wire["rev"])) if present else None
        if kind == TOMBSTONES:
            names = ("rev", "retired_at", "retired_reason")
            theirs = {**(ours or {}), **{name: wire.get(name) for name in names}}
        else:
            theirs = stored_record(RECORD_TYPES[kind], wire)
        differing = differences(table, ours, theirs, self._title)
        if ours is not None and not differing:
            return None
        how = ONLY_OTHER if ours is None else DIFFERS
        return self._told(table, theirs if ours is None else ours, how, differing)

    def _only_merged(self, seen: set[str]) -> Iterator[ForkedRecord]:
        if self._fork.merged is None:
            return
        for record_id, rev in merged_revisions.brought_revisions(self._connection, self._fork.merged.id):
            if record_id in seen:
                continue
            found = next(
                ((table, record) for table in sorted(KINDS) if (record := self._present(table, record_id))),
                None,
            )
            if found is not None:
                ours = content_at(self._connection, found[1], found[0], rev)
                shown = differences(found[0], None, ours, self._title)
                swapped = tuple((label, value, "") for label, _, value in shown)
                yield self._told(found[0], ours, ONLY_MERGED, swapped)

    def _present(self, table: str, record_id: str) -> Record | None:
        return next(iter(records_by_id(self._connection, table, [record_id])), None)

    def _told(
        self, table: str, record: Record, how: str, differing: tuple[tuple[str, str, str], ...]
    ) -> ForkedRecord:
        title = str(record.get(RECORD_TYPES[table].title_field) or "")
        return ForkedRecord(
            table, str(record["id"]), str(record.get("no") or ""), " ".join(title.split()), how, differing
        )

    @property
    def _title(self) -> Callable[[str, str], str]:
        return lambda table, record_id: (
            titles_by_id(self._connection, table, [record_id]).get(record_id) or record_id
        )
