"""What the first start asked for, and how a ledger is made of it. The making runs in a job."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs import Token
from desktop.office import Office
from desktop.paths import DATABASE_NAME

SHORTEST, FEWEST_WORDS = 10, 5  # the rule of the key file: ten characters, or five words with blanks between


@dataclass(frozen=True)
class SetUp:
    """Everything the clerk entered. `committee` holds the fields of the committee's record."""

    committee: Mapping[str, str]
    clerk: str
    lead: str
    clerk_phone: str
    lead_phone: str
    folder: Path
    passphrase: str
    street_sheet: str | None
    wants_sample: bool
    backups: Path | None = None
    wants_import: bool = False

    @property
    def database(self) -> Path:
        """The database file in the folder."""
        return self.folder / DATABASE_NAME

    @property
    def is_existing(self) -> bool:
        """Whether there is a ledger in the folder already: it is opened, never overwritten."""
        return self.database.exists()


@dataclass(frozen=True)
class StreetSetUp:
    """Everything that was entered as a street."""

    code: str
    name: str
    folder: Path
    passphrase: str
    backups: Path | None = None

    @property
    def database(self) -> Path:
        """The database file in the folder."""
        return self.folder / DATABASE_NAME


def is_long_enough(passphrase: str) -> bool:
    """Whether a passphrase has ten characters, or five Chinese words separated by blanks."""
    words = [word for word in passphrase.split() if re.search("[\u3400-\u9fff\U00020000-\U0003ffff]", word)]
    return len(unicodedata.normalize("NFC", passphrase.strip())) >= SHORTEST or len(words) >= FEWEST_WORDS


def make_office(set_up: SetUp, token: Token) -> Office:
    """The ledger: the one that is there, or a new one with its key, its people, the street's sheet and a place for backups.

    Raises what `Office.open`, `Office.create`, `trust_office` and `choose_second_place` raise.
    """
    if set_up.is_existing:
        return opened(set_up.database, token)
    token.report(0, 3, "正在建立台账和签名密钥…")
    office = Office.create(
        set_up.database,
        committee=set_up.committee,
        clerk=set_up.clerk,
        lead=set_up.lead,
        passphrase=set_up.passphrase,
    )
    try:
        token.report(1, 3, "正在登记人员…")
        _note_phones(office, set_up)
        token.report(2, 3, "正在登记街道…")
        if set_up.street_sheet:
            from desktop.trust import trust_office

            trust_office(office, set_up.street_sheet)
        _choose_backups(office, set_up.backups, set_up.passphrase)
    except BaseException:
        office.close()
        raise
    return office


def make_street(set_up: StreetSetUp, token: Token) -> Office:
    """The street's database: the one that is there, or a new one with its two keys.

    Raises what `opened_ledger`, `StreetDesk.create` and `choose_second_place` raise.
    """
    from desktop.street.street_ledger import StreetLedger
    from desktop.street.street_office import StreetDesk

    if set_up.database.exists():
        return opened(set_up.database, token)
    token.report(0, 1, "正在建立街道台账和两把密钥…")
    StreetDesk.create(
        set_up.database, code=set_up.code, name=set_up.name, passphrase=set_up.passphrase
    ).close()
    office = StreetLedger.open(set_up.database)
    try:
        _choose_backups(office, set_up.backups, set_up.passphrase)
    except BaseException:
        office.close()
        raise
    return office


def _choose_backups(office: Office, folder: Path | None, passphrase: str) -> None:
    from desktop.backup_places import choose_second_place

    if folder is not None:
        choose_second_place(office, folder, passphrase)


def opened(database: Path, token: Token) -> Office:
    """The ledger that is there already, a committee's or a street's. Raises what `opened_ledger` raises."""
    from desktop.street.street_ledger import opened_ledger

    token.report(0, 1, "正在打开已有的台账…")
    return opened_ledger(database)


def _note_phones(office: Office, set_up: SetUp) -> None:
    phones = {set_up.clerk: set_up.clerk_phone, set_up.lead: set_up.lead_phone}
    for person_id, name in office.choices_of("person"):
        if phones.get(name):
            office.change("person", person_id, {"phone": phones[name]})
