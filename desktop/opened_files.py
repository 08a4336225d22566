"""A file that was handed to the program by a double click or on its command line: what it seems to be.

Told from its first bytes and its name, and believed by nobody: whoever takes the file in checks it. Any thread.
"""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from db.errors import EnvironmentProblem

_AGE, _SQLITE, _ZIP = b"age-encryption.org/v1\n", b"SQLite format 3\0", b"PK\x03\x04"
_SHEETS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt")
_STATEMENT = re.compile(r"[^/]+/package\.json")
_NAMED = re.compile(r"(\d{12})-e(\d{2})-(\d{6})-v\d{2}")
_ENROLMENT = re.compile(r"\s*SLP1([EO])[/、\\]", re.IGNORECASE)
_HEAD_BYTES, _STATEMENT_BYTES = 256, 1 << 16


class FileKind(StrEnum):
    """What a file seems to be."""

    PACKAGE = "package"
    RECEIPT = "receipt"
    KEY_NOTICE = "key_notice"
    COMMITTEE_SHEET = "committee_sheet"
    STREET_SHEET = "street_sheet"
    BACKUP = "backup"
    TABLE = "table"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class OpenedFile:
    """A file, its kind, and of a package its sender, its recipients and its place ("", () and None where it does not say)."""

    path: Path
    kind: FileKind
    sender: str = ""
    recipients: tuple[str, ...] = ()
    place: tuple[int, int] | None = None  # epoch and serial


def look_at_file(path: Path) -> OpenedFile:
    """What the file seems to be. Raises EnvironmentProblem `file_gone`, `file_unreadable`."""
    try:
        with path.open("rb") as source:
            head = source.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise EnvironmentProblem("file_gone", name=path.name) from error
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error
    if head.startswith(_SQLITE) or (head.startswith(_AGE) and path.name.lower().endswith(".db.age")):
        return OpenedFile(path, FileKind.BACKUP)
    if head.startswith(_AGE):
        return _encrypted(path)
    statement = _statement(path) if head.startswith(_ZIP) else None
    if statement is not None:
        return _stated(path, statement)
    if sheet := _ENROLMENT.match(head.decode("utf-8-sig", "replace")):
        is_street = sheet[1].upper() == "O"
        return OpenedFile(path, FileKind.STREET_SHEET if is_street else FileKind.COMMITTEE_SHEET)
    is_table = path.suffix.lower() in _SHEETS and bool(head)
    return OpenedFile(path, FileKind.TABLE if is_table else FileKind.UNKNOWN)


def _encrypted(path: Path) -> OpenedFile:
    """Only its name says whose it is."""
    found = _NAMED.match(path.name)
    if found is None:
        return OpenedFile(path, FileKind.PACKAGE)
    return OpenedFile(path, FileKind.PACKAGE, found[1], place=(int(found[2]), int(found[3])))


def _statement(path: Path) -> dict[str, Any] | None:
    """The package.json of a package (format §4), unchecked; None where there is none."""
    try:
        with zipfile.ZipFile(path) as container:
            name = next(each for each in container.namelist() if _STATEMENT.fullmatch(each))
            with container.open(name) as source:
                found = json.loads(source.read(_STATEMENT_BYTES))
    except (OSError, ValueError, StopIteration, RuntimeError, RecursionError, zipfile.BadZipFile):
        return None
    return found if isinstance(found, dict) else None


def _stated(path: Path, statement: dict[str, Any]) -> OpenedFile:
    kinds = {"receipt": FileKind.RECEIPT, "keynotice": FileKind.KEY_NOTICE}
    kind = kinds.get(str(statement.get("kind")), FileKind.PACKAGE)
    named = statement.get("to")
    recipients = tuple(map(_code, named)) if isinstance(named, list) else ()
    epoch, serial = statement.get("epoch"), statement.get("serial")
    place = (epoch, serial) if isinstance(epoch, int) and isinstance(serial, int) else None
    return OpenedFile(path, kind, _code(statement.get("from")), recipients, place)


def _code(party: object) -> str:
    return str(party.get("code", "")) if isinstance(party, dict) else ""
