"""Committees and a street office with keys that cost nothing to unlock, and packages an insider may forge."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.clock import Clock
from db.spec import HAZARD
from db.spec.query import Query
from desktop import paths
from desktop.documents import committee_sheet_text
from desktop.exchange.canonical_zip import container_chunks
from desktop.exchange.header import ED25519_ONLY, PackageHeader, Party
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.records import record_lines
from desktop.exchange.schema import wire_record
from desktop.exchange.seal import package_parts, records_content, seal
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.office import Office
from desktop.street.receiving import Received, receive
from desktop.street.street_office import StreetDesk
from desktop.trust import trust_office
from tests import factories

PASSPHRASE = "夏阳街道的安全口令2026"
STREET = {"code": "310118001000", "name": "夏阳街道办事处"}


@dataclass
class Committee:
    """An open ledger with its unlocked key."""

    office: Office
    key: SigningKey

    @property
    def code(self) -> str:
        return str(self.office.committee["code"])

    @property
    def party(self) -> Party:
        return Party(self.code, self.office.committee["name"], self.key.fingerprint)

    def adds(self, *typed: Mapping[str, Any]) -> list[dict[str, Any]]:
        return self.office.register_all(HAZARD.table, typed or [factories.hazard()])

    def sends(self, folder: Path, period: str = "2026-11") -> Path:
        """A sealed package of every change, written out."""
        return write_package(self.office, seal_package(self.office, period, self.key).id, folder)

    def signs_return(self, month: str = "2026-11") -> dict[str, Any]:
        """A month's return, compiled, reviewed and signed."""
        made = self.office.add("monthly_return", factories.monthly_return(month=month))
        day = self.office.today
        for step, typed in (
            ("compile", {}),
            ("review", {"reviewed_by": factories.RECHECKER, "reviewed_on": day}),
            ("sign", {"signed_by": factories.LEAD, "signed_on": day}),
        ):
            made = self.office.act("monthly_return", made["id"], step, typed)
        return made

    def backed_up(self, folder: Path) -> Committee:
        """A second ledger as this one stands now, as if a backup of it were restored elsewhere; both are open."""
        clock, database = self.office.clock, self.office.database
        self.office.close()
        shutil.copytree(database.parent, folder)
        self.office = Office.open(database, clock)
        return Committee(Office.open(folder / database.name, clock), self.key)

    def states(self) -> set[str]:
        rows = self.office.rows(HAZARD.table, self.office.ids(HAZARD.table, Query()))
        return {row["report_state"] for row in rows}

    def wire(self, **changes: Any) -> dict[str, Any]:
        """The JSON object of this committee's first hazard, changed."""
        record = self.office.get(HAZARD.table, self.office.ids(HAZARD.table, Query())[0])
        changed = wire_record(HAZARD, record) | changes
        return {name: value for name, value in changed.items() if value is not None}


@dataclass
class Street:
    """An open street desk with its unlocked key and a folder for receipts."""

    desk: StreetDesk
    key: SigningKey
    receipts: Path

    def enrols(self, committee: Committee) -> None:
        trust_office(committee.office, self.desk.keys().sheet_text)
        text, own = committee_sheet_text(committee.office), committee.office.committee
        self.desk.enrol(text, code=own["code"], name=own["name"])

    def receives(self, *files: Path, accept_gap: bool = False) -> list[Received]:
        return receive(self.desk, files, self.receipts, self.key, accept_gap=accept_gap)

    def has(self, record_id: str, table: str = "hazard") -> dict[str, Any] | None:
        from db.lists import records_by_id

        return next(iter(records_by_id(self.desk.store.reader(), table, [record_id])), None)


def open_committee(
    folder: Path, clock: Clock, code: str = factories.COMMITTEE_CODE, name: str = ""
) -> Committee:
    """A new committee's ledger in a folder; `cheap_keys` must be on."""
    known = factories.COMMITTEE | {"code": code} | ({"name": name} if name else {})
    office = Office.create(
        folder / paths.DATABASE_NAME, committee=known, clerk=factories.CLERK, lead=factories.LEAD,
        passphrase=PASSPHRASE, clock=clock,
    )  # fmt: skip
    return Committee(office, load_key(paths.sign_key_file(office.database), PASSPHRASE))


def open_street(folder: Path, clock: Clock) -> Street:
    """A new street desk in a folder; `cheap_keys` must be on."""
    desk = StreetDesk.create(folder / "街道.db", passphrase=PASSPHRASE, clock=clock, **STREET)
    return Street(desk, load_key(paths.sign_key_file(desk.store.path), PASSPHRASE), folder / "回执")


def forged(
    path: Path,
    committee: Committee,
    street: Street,
    records: Mapping[str, Iterable[Mapping[str, Any]]],
    **changes: Any,
) -> Path:
    """A package that an enrolled committee signs over whatever it likes; `changes` are header fields."""
    contents = [records_content(kind, record_lines(lines)) for kind, lines in records.items()]
    counts = {content.file.path.split("/")[-1][:-6]: _lines(content.chunks()) for content in contents}
    to = Party(STREET["code"], STREET["name"], _decrypt_fingerprint(street))
    fields: dict[str, Any] = {
        "kind": "package", "sender": committee.party, "to": (to,), "epoch": 1, "serial": 1, "prev": None, "base": 0,
        "ack": None, "volume": 1, "volumes": 1, "main": None, "period": "2026-11",
        "created": "2026-11-23T09:30:00+08:00", "suites": ED25519_ONLY, "schema": 1, "software": "村居安全台账 9.0",
        "counts": {"attachments": 0, **counts},
    }  # fmt: skip
    header = PackageHeader(**(fields | changes))
    parts = package_parts(seal(header, contents, committee.key), contents)
    path.write_bytes(b"".join(container_chunks(parts)))
    return path


def _lines(chunks: Iterable[bytes]) -> int:
    return b"".join(chunks).count(b"\n")


def _decrypt_fingerprint(street: Street) -> str:
    from desktop.exchange.public_keys import fingerprint

    return fingerprint(street.desk.keys().decrypt_key)


def codes(results: Sequence[Received]) -> list[str]:
    """The error codes of the files, "" for a merged one."""
    return [each.error.message_id if each.error else "" for each in results]
