"""One piece of a clerk's work in a trial: the ledgers it opens, and what it was told is safe."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from db.attachments import AttachmentFolder
from db.integrity import find_damage
from db.store import open_existing_store
from desktop import paths
from desktop.exchange.public_keys import public_key_line
from desktop.exchange.signing_key import read_public_key
from desktop.office import Office
from desktop.street.street_office import StreetDesk
from tests.faults import ledgers
from tests.faults.disk import FailingDisk, NoDisk

Claim = dict[str, Any]


class Work:
    """The ledgers of a folder, opened when they are first asked for, and a place to say what was confirmed."""

    def __init__(self, folder: Path, say: Callable[[Claim], None], disk: FailingDisk | NoDisk) -> None:
        self.folder, self._disk = folder, disk
        self._say = say
        self._office: Office | None = None
        self._desk: StreetDesk | None = None

    @property
    def office(self) -> Office:
        if self._office is None:
            self._office = Office.open(ledgers.committee_database(self.folder), ledgers.CLOCK)
        return self._office

    @property
    def desk(self) -> StreetDesk:
        if self._desk is None:
            self._desk = StreetDesk.open(ledgers.street_database(self.folder), ledgers.CLOCK)
        return self._desk

    def file(self, name: str) -> Path:
        """The file of that name among those that lie ready."""
        return self.folder / "文件" / name

    def found(self, pattern: str) -> Path:
        """The first of the files that lie ready whose name fits."""
        return next(iter(sorted((self.folder / "文件").glob(pattern))))

    def record(self, number: str) -> str:
        """The id of a hazard by its number."""
        return str(self.office.find("hazard", number)["id"]) if number else ""

    def claim_record(self, record: dict[str, Any], table: str = "hazard") -> None:
        """This record was reported as saved."""
        self.claim_row(f"SELECT 1 FROM {table} WHERE id = ? AND rev >= ?", record["id"], record["rev"])

    def claim_row(self, statement: str, *values: Any, is_street: bool = False) -> None:
        """A statement that must find something in a ledger from now on."""
        self._say({"sql": statement, "values": values, "street": is_street})

    def claim_file(self, path: Path) -> None:
        """This file was reported as written whole."""
        with self._disk.looking():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self._say({"file": str(path.relative_to(self.folder)), "sha256": digest})

    def close(self) -> None:
        """Close what was opened."""
        for each in (self._office, self._desk):
            if each is not None:
                each.close()
        self._office = self._desk = None


def what_is_wrong(folder: Path, claims: list[Claim], logs: dict[str, list[list[str]]]) -> list[str]:
    """What `main.py check` finds, what was confirmed and is gone, and what of the log before is missing."""
    wrong = []
    for database in (ledgers.committee_database(folder), ledgers.street_database(folder)):
        if not database.exists():
            if logs.get(database.name):
                wrong.append(f"{database.name} is gone")
            continue
        store = open_existing_store(database, ledgers.CLOCK)
        try:
            attachments = AttachmentFolder(paths.attachment_folder(database))
            wrong += [f"{each.message_id} {each.what}" for each in find_damage(store.reader(), attachments)]
            if database == ledgers.street_database(folder):
                wrong += _strange_keys(StreetDesk(store))
        finally:
            store.close()
        if not any(log_of(database)[: len(known)] == known for known in logs.get(database.name, [[]])):
            wrong.append(f"{database.name} lost a part of its log")
    return wrong + [str(each) for each in claims if not _holds(folder, each)]


def _strange_keys(desk: StreetDesk) -> list[str]:
    """The key files that are not those of the street's sheet, once its database was opened."""
    files = (paths.sign_key_file(desk.store.path), paths.decrypt_key_file(desk.store.path))
    lines = (desk.office.sign_key, desk.office.decrypt_key)
    pairs = zip(files, lines, strict=True)
    return [
        f"{file.name} is another's" for file, line in pairs if public_key_line(read_public_key(file)) != line
    ]


def log_of(database: Path) -> list[str]:
    """The hashes of a ledger's change log."""
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute("SELECT hash FROM change ORDER BY seq")]


def _holds(folder: Path, claim: Claim) -> bool:
    if "file" in claim:
        path = folder / claim["file"]
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == claim["sha256"]
    database = ledgers.street_database(folder) if claim["street"] else ledgers.committee_database(folder)
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(claim["sql"], claim["values"]).fetchone() is not None
