"""Taking in what the street sent down (下发包): looked at first, then taken in whole, as one operation of the history."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from db import down_packages, packages, records
from db.added_choices import read_added_choices
from db.choice_rows import TABLES, row_meant
from db.down_packages import TakenDownRow
from db.errors import AppError, InvalidRecord
from db.packages import StreetOffice
from db.spec import OWN_CODE, RECORD_TYPES, TASK
from db.spec.code_tables import find_code
from db.spec.field import Record, RecordType
from db.store import Transaction
from desktop.exchange.chain import ChainState
from desktop.exchange.down_format import DOWN_TYPES, STOPPED, down_rules
from desktop.exchange.incoming_receipt import unknown_street_key
from desktop.exchange.public_keys import parse_public_key_line
from desktop.exchange.records import iterate_records
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.roster import FixedRoster, RosterEntry
from desktop.exchange.schema import SCHEMA_VERSION
from desktop.exchange.verify import Expectation, VerifiedPackage, verify
from desktop.office import Office
from desktop.own_keys import own_recipient
from desktop.people.permissions import Right

_USED = "used"


@dataclass(frozen=True)
class DownItem:
    """One thing sent down: its type and what the street typed."""

    record_type: RecordType
    values: dict[str, Any]
    is_stopped: bool = False

    @property
    def title(self) -> str:
        """What the list of it shows first."""
        words = str(self.values.get(self.record_type.title_field) or "—") + (
            "（停用）" if self.is_stopped else ""
        )
        if self.record_type is OWN_CODE:  # a bare word says nothing of where it will be offered
            found = find_code(OWN_CODE.field("list").codes, str(self.values.get("list") or ""))
            return f"{found.label if found else '—'}：{words}"
        return words

    @property
    def due(self) -> str:
        """By when, as the street wrote it; "" when it named no day."""
        return str(self.values.get(self.record_type.due_field) or "")


@dataclass(frozen=True)
class DownPackage:
    """A verified package of the trusted street for us that was not taken in yet."""

    id: str
    epoch: int
    serial: int
    period: str
    street: str
    created: str
    items: tuple[DownItem, ...]


def read_down_package(office: Office, path: Path) -> DownPackage:
    """The package at `path`, checked, nothing taken in.

    Raises AppError `street_not_trusted`, `street_key_unknown` for another sender, PackageRefused (E_NOT_FOR_US, E_REPLAY for
    one that was taken in before), EnvironmentProblem.
    """
    street = packages.street_office(office.store.reader())
    if street is None:
        raise AppError("street_not_trusted")
    with tempfile.TemporaryDirectory(prefix="slp") as folder:
        try:
            verified = verify(path, _expectation(office, street), staging=Path(folder))
        except PackageRefused as refusal:
            raise unknown_street_key(office, _sharpened(refusal), "下发包") from None
        items = tuple(_items(verified))
    header = verified.header
    return DownPackage(
        verified.package_id,
        header.epoch,
        header.serial,
        header.period,
        header.sender.name,
        header.created,
        items,
    )


def _sharpened(refusal: PackageRefused) -> PackageRefused:
    """What we do not know in a package of a newer program is no fault of the street's: ours has to be upgraded."""
    header = refusal.signed.header if refusal.signed else None
    if header and header.schema > SCHEMA_VERSION and refusal.code in ("E_NAME", "E_RECORD"):
        return PackageRefused("E_VERSION", found=header.software)
    return refusal


def take_in(office: Office, package: DownPackage) -> list[Record]:
    """Register everything of the package in one transaction, all or nothing; the new records.

    Raises AppError `down_item_unusable` naming the first that our ledger cannot take.
    """

    def work(tx: Transaction) -> list[Record]:
        row = TakenDownRow(package.id, package.epoch, package.serial, len(package.items), tx.at, tx.who)
        if not down_packages.keep_taken_down(tx, row):
            raise AppError("down_taken_already", serial=package.serial)
        return list(_registered(tx, office, package.items))

    try:
        taken: list[Record] = office.write(work, f"接收下发包 第{package.serial}号", Right.PACK)
    except BaseException:
        read_added_choices(office.store)  # nothing of it was kept
        raise
    return taken


def _registered(tx: Transaction, office: Office, items: Sequence[DownItem]) -> Iterator[Record]:
    for number, each in enumerate(items, start=1):
        yield _register(tx, office, number, each)
        if each.record_type is OWN_CODE:  # a checklist further down may name it
            read_added_choices(office.store, tx.connection)


def _register(tx: Transaction, office: Office, number: int, item: DownItem) -> Record:
    values = _with_programme(tx, office, item.values) if item.record_type is TASK else item.values
    try:
        if item.record_type.table in TABLES:
            return _put_entry(tx, office, item)
        return records.register(tx, item.record_type.table, values, office.committee["code"])
    except InvalidRecord as error:
        from desktop.messages import problem_sentence

        raise AppError(
            "down_item_unusable", number=number, label=item.record_type.label, title=item.title,
            reason=problem_sentence(error.problems[0]),
        ) from error  # fmt: skip


def _put_entry(tx: Transaction, office: Office, item: DownItem) -> Record:
    """A choice or criterion: what the street sent of it before is given its new words, and stopped or used again."""
    record_type, table = item.record_type, item.record_type.table
    known = row_meant(tx.connection, record_type, _key_values(record_type, item.values))
    if known:
        record = records.change(tx, table, known["id"], item.values)
    else:
        record = records.register(tx, table, item.values, office.committee["code"])
    if (record["status"] == _USED) == item.is_stopped:
        record = records.take_step(tx, table, record["id"], "stop" if item.is_stopped else "use", {})
    return record


def _key_values(record_type: RecordType, values: dict[str, Any]) -> dict[str, Any]:
    """The values by which an entry is found again, in their stored form: a list by its code, a code by the word."""
    key = {name: value or None for name, value in values.items()}
    if record_type is OWN_CODE:
        found = find_code(OWN_CODE.field("list").codes, str(key.get("list") or ""))
        key["list"] = found.code if found else None
        OWN_CODE.derive(key)
    return key


def _with_programme(tx: Transaction, office: Office, values: dict[str, Any]) -> dict[str, Any]:
    """A task under the programme whose key the street names, the newest when it names none; a committee's ledger has
    ids of its own for them.
    """
    from desktop.programme import programmes, taken_in

    named = values.get("programme") or ""
    found = next((each for each in programmes(office) if named in ("", each["key"])), None)
    if found is None or values.get("plan"):
        return values
    kept = found if found["id"] else taken_in(tx, found["key"], office.committee["code"])
    return {**values, "programme": kept["id"]}


def _expectation(office: Office, street: StreetOffice) -> Expectation:
    signer = RosterEntry(street.code, None, parse_public_key_line(street.sign_key), street.epoch)
    taken = down_packages.taken_down(office.store.reader())
    ids = {each.serial: each.id for each in taken if each.epoch == street.epoch}
    newest = max(ids, default=0)
    missing = {serial: None for serial in range(1, newest) if serial not in ids}
    # What is sent down stands alone: one that never came is no reason to refuse the next.
    chain = ChainState(street.epoch, newest, ids.get(newest), ids, missing)
    return Expectation(
        roster=FixedRoster([signer]), recipient=own_recipient(office),
        chain_of=lambda _: chain, accept_gap=True, rules=down_rules(),
    )  # fmt: skip


def _items(package: VerifiedPackage) -> Iterator[DownItem]:
    for kind in DOWN_TYPES:
        if path := package.record_files.get(kind):
            with path.open("rb") as source:
                for _, line in iterate_records(source, kind):
                    values = cast(dict[str, Any], line["values"])
                    yield DownItem(RECORD_TYPES[kind], values, bool(line.get(STOPPED)))
