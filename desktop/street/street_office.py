"""The street office's own database: its two keys, its sheet, and the roster of enrolled committees."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import code_links, roster_events, street_register
from db.accounts import asks_sign_in
from db.attachments import AttachmentFolder
from db.clock import Clock
from db.committee_names import committee_names
from db.errors import AppError, EnvironmentProblem, InvalidRecord, Problem
from db.roster_events import RosterEvent
from db.spec.text import one_line
from db.store import Store, Transaction, closed_on_failure, open_existing_store, open_store
from db.street_register import OfficeRow, RosterRow
from desktop import paths
from desktop.committee_rows import is_committee_code
from desktop.exchange.allowed_signers import allowed_signers_text
from desktop.exchange.enrolment import (
    CommitteeSheet,
    OfficeSheet,
    committee_text,
    office_text,
    parse_sheet_text,
)
from desktop.exchange.header import ED25519_ONLY
from desktop.exchange.limits import PARTY_NAME_CHARACTERS
from desktop.exchange.public_keys import fingerprint, parse_public_key_line, public_key_line
from desktop.exchange.roster import BorneCode, KeyStatus, RosterEntry
from desktop.exchange.signing_key import create_key
from desktop.founding import founding
from desktop.paths import make_folder
from desktop.people import permissions
from desktop.people.permissions import Right
from desktop.street.key_files import settle

if TYPE_CHECKING:
    from desktop.people.signing_in import SignedIn
    from desktop.street.street_ledger import StreetLedger

OPERATOR = "街道"  # who writes where nobody is asked who they are


def party_name(code: str, name: str) -> str:
    """The name as a header may bear it (format §4). Raises InvalidRecord for it and for a malformed code."""
    kept, problems = one_line(name), []
    if not is_committee_code(code):
        problems.append(Problem("code", "committee_code_invalid"))
    if not kept:
        problems.append(Problem("name", "required", {"label": "单位名称"}))
    elif len(kept) > PARTY_NAME_CHARACTERS:
        limits = {"limit": PARTY_NAME_CHARACTERS, "length": len(kept)}
        problems.append(Problem("name", "text_too_long", {"label": "单位名称", **limits}))
    if problems:
        raise InvalidRecord(problems)
    return kept


def _new_store(database: Path, row: OfficeRow, clock: Clock | None) -> Store:
    store = open_store(database, clock)
    with closed_on_failure(store):
        store.write(lambda tx: street_register.keep_office(tx, row), who=OPERATOR, operation="建立街道端")
    return store


def new_row(sheet: CommitteeSheet, name: str, at: str, who: str) -> RosterRow:
    """The key of a sheet as the roster keeps it."""
    return RosterRow(
        fingerprint(sheet.public_key), sheet.code, name, public_key_line(sheet.public_key), sheet.epoch,
        "+".join(ED25519_ONLY), KeyStatus.ACTIVE.value, committee_text(sheet), at, who,
    )  # fmt: skip


def borne_codes(connection: sqlite3.Connection) -> dict[str, tuple[BorneCode, ...]]:
    """The codes of each committee that changed its code, by its home, the present one last, each with how far it counts."""
    found = {}
    for home, links in code_links.code_links(connection).items():
        codes, ends = [home, *(each.code for each in links)], [*(each.begins for each in links), None]
        found[home] = tuple(map(BorneCode, codes, ends))
    return found


def refuse_taken_code(connection: sqlite3.Connection, code: str, home: str) -> None:
    """Raises AppError `code_was_anothers` for a code that is or ever was of a committee other than that kept under `home`."""
    owner = code_links.home_of(connection, code)
    names = committee_names(connection)
    if owner in names and owner != home:
        now = code_links.present_codes(connection).get(owner, owner)
        raise AppError("code_was_anothers", code=code, name=names[owner], now=now)


def _keep_enrolment(tx: Transaction, row: RosterRow) -> None:
    is_known = any(each.fingerprint == row.fingerprint for each in street_register.roster_rows(tx.connection))
    street_register.add_to_roster(tx, row)
    what = roster_events.RENAMED if is_known else roster_events.ENROLLED
    roster_events.keep_event(tx, RosterEvent(row.fingerprint, row.code, tx.at, tx.who, what, None, row.name))


@dataclass(frozen=True)
class StreetKeys:
    """The street's two public keys, raw, and the sheet text that carries them."""

    sign_key: bytes
    decrypt_key: bytes
    sheet_text: str


class StreetDesk:
    """The open database of a street office. Any thread; writes wait for the writer thread.

    Who writes is the one who sits at `ledger`; opened without one, a street that asks people to sign in is only read.
    """

    is_street = True

    def __init__(self, store: Store, ledger: StreetLedger | None = None) -> None:
        self.store, self.ledger = store, ledger
        self._asks_sign_in = asks_sign_in(store.reader())
        self.attachments = AttachmentFolder(paths.attachment_folder(store.path))
        row = street_register.office_row(store.reader())
        if row is None:
            raise EnvironmentProblem("not_an_office", name=store.path.name)
        settle(store, OPERATOR)
        self.office: OfficeRow = street_register.office_row(store.reader()) or row

    @classmethod
    def open(cls, database: Path, clock: Clock | None = None) -> StreetDesk:
        """An existing street database. Raises EnvironmentProblem `database_missing`, `not_an_office`."""
        store = open_existing_store(database, clock)
        with closed_on_failure(store):
            return cls(store)

    @classmethod
    def create(
        cls, database: Path, *, code: str, name: str, passphrase: str, clock: Clock | None = None
    ) -> StreetDesk:
        """A new street database with a signing and a decryption key under one passphrase.

        Raises EnvironmentProblem `database_exists`, AppError `passphrase_too_short`, InvalidRecord.
        """
        name = party_name(code, name)
        files = (paths.sign_key_file(database), paths.decrypt_key_file(database))
        with founding(database, files) as half_made:
            make_folder(files[0].parent)
            open_store(half_made, clock).close()
            sign, decrypt = (create_key(each, passphrase).public_line for each in files)
            _new_store(half_made, OfficeRow(code, name, 1, sign, decrypt), clock).close()
        return cls(open_store(database, clock))

    def close(self) -> None:
        """Close the database."""
        self.store.close()

    @property
    def asks_sign_in(self) -> bool:
        """Whether the street asks who is there."""
        return self.ledger.asks_sign_in if self.ledger else self._asks_sign_in

    @property
    def signed_in(self) -> SignedIn | None:
        """Who signed in, or None."""
        return self.ledger.signed_in if self.ledger else None

    @property
    def who(self) -> str:
        """As whom the log names the one at the desk."""
        return self.signed_in.name if self.signed_in else OPERATOR

    def require(self, right: Right) -> None:
        """Raises AppError `not_allowed`, `sign_in_needed`."""
        if error := permissions.refusal(self, right):
            raise error

    def write(self, work: Callable[[Transaction], Any], operation: str, right: Right) -> Any:
        """Run a function in one transaction under the name of the one at the desk, who must have the right to it.

        Raises AppError `not_allowed`, `sign_in_needed`.
        """
        self.require(right)
        return self.store.write(work, who=self.who, operation=operation)

    def keys(self) -> StreetKeys:
        """The public keys and the sheet that committees take in."""
        sign, decrypt = map(parse_public_key_line, (self.office.sign_key, self.office.decrypt_key))
        sheet = OfficeSheet(self.office.code, self.office.epoch, sign, decrypt, self._today())
        return StreetKeys(sign, decrypt, office_text(sheet))

    def enrol(self, text: str, *, code: str, name: str) -> RosterRow:
        """Enrol a committee from its sheet text, or from its public key line.

        Raises AppError `enrolment_unreadable`, `committee_sheet_wrong_kind`, `sheet_code_differs`,
        `enrolled_with_another_key`, InvalidRecord `committee_code_invalid`.
        """
        name = party_name(code, name)
        sheet = self.committee_sheet(text, code)
        if sheet.code != code:
            raise AppError("sheet_code_differs", found=sheet.code, expected=code)
        print_ = fingerprint(sheet.public_key)
        reader = self.store.reader()
        home = code_links.home_of(reader, code)
        now = code_links.present_codes(reader).get(home, home)
        for known in street_register.roster_rows(reader):
            if known.fingerprint == print_ and (known.code != home or code != now):
                raise AppError("key_is_of_another_code", code=known.code, name=known.name)
            if known.code == home and known.fingerprint != print_:
                if code != now:
                    refuse_taken_code(reader, code, "")
                raise AppError("enrolled_with_another_key", code=code, name=known.name)
        row = replace(new_row(sheet, name, self.store.clock.now().isoformat(), self.who), code=home)
        self.write(lambda tx: _keep_enrolment(tx, row), "登记村居", Right.TRUST)
        return row

    def roster(self) -> list[RosterEntry]:
        """The enrolled keys."""
        reader = self.store.reader()
        newest = roster_events.newest_events(reader)
        borne = borne_codes(reader)
        return [
            RosterEntry(
                row.code, row.name, parse_public_key_line(row.key_line), row.epoch, tuple(row.suites.split("+")),
                KeyStatus(row.status), newest[row.fingerprint].last_serial if row.fingerprint in newest else None,
                borne.get(row.code, ()),
            )
            for row in street_register.roster_rows(reader)
        ]  # fmt: skip

    def allowed_signers(self) -> str:
        """The roster as an OpenSSH allowed_signers file, for third parties."""
        return allowed_signers_text(each for each in self.roster() if each.status is KeyStatus.ACTIVE)

    def committee_sheet(self, text: str, code: str) -> CommitteeSheet:
        """The sheet in a text; a public key line stands for one of that code in its first epoch.

        Raises AppError `enrolment_unreadable`, `enrolment_checksum`, `committee_sheet_wrong_kind`.
        """
        if text.strip().startswith("ssh-"):
            return CommitteeSheet(code, 1, parse_public_key_line(text), self._today())
        sheet = parse_sheet_text(text)
        if not isinstance(sheet, CommitteeSheet):
            raise AppError("committee_sheet_wrong_kind")
        return sheet

    def _today(self) -> date:
        return self.store.clock.today()
