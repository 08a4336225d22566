"""What the command line reads: passphrase files, JSON Lines, FIELD=VALUE."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from db.errors import AppError, EnvironmentProblem
from db.spec.field import Kind, RecordType, Values
from desktop.office import Office


def passphrase(file: Path) -> str:
    """The passphrase in a file: its first line. Raises EnvironmentProblem `passphrase_file_unreadable`."""
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem("passphrase_file_unreadable", name=file.name) from error


def json_lines(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of a file or standard input. Raises AppError `json_line_unreadable`."""
    for number, line in enumerate(_text(file).splitlines(), 1):
        if line.strip():
            try:
                value = json.loads(line)
            except ValueError:
                raise AppError("json_line_unreadable", line=number) from None
            if not isinstance(value, dict):
                raise AppError("json_line_unreadable", line=number)
            yield number, value


def _text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem("file_unreadable", name=Path(file).name, reason=str(error)) from error


def assignments(words: Sequence[str]) -> dict[str, Any]:
    """FIELD=VALUE as typed values; a value that is a JSON list or object is read as such (child rows).

    Raises AppError `assignment_unreadable`.
    """
    typed: dict[str, Any] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip():
            raise AppError("assignment_unreadable", what=word)
        typed[name.strip()] = _json_or_text(value)
    return typed


def _json_or_text(value: str) -> Any:
    if value[:1] in "[{" and value[:1]:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def with_files(office: Office, record_type: RecordType, typed: Values, folder: Path) -> dict[str, Any]:
    """Typed values in which the paths given for photos became attachments."""
    return {name: _attached(office, record_type, name, value, folder) for name, value in typed.items()}


def _attached(office: Office, record_type: RecordType, name: str, value: Any, folder: Path) -> Any:
    field = record_type.by_name.get(name.replace(".", "_"))
    if field is None or field.kind is not Kind.ATTACHMENTS or not value:
        return value
    items = value if isinstance(value, list) else [value]
    return [office.attach(folder / each) if isinstance(each, str) else each for each in items]
