"""What the command line reads: passphrase files, JSON Lines, FIELD=VALUE."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from db.errors import AppError, EnvironmentProblem
from db.spec.field import Field, Kind, RecordType, Values
from desktop.office import Office


def passphrase(file: Path) -> str:
    """The passphrase in a file: its first line. Raises EnvironmentProblem `passphrase_file_unreadable`."""
    try:
        return file.read_text(encoding="utf-8-sig").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentProblem("passphrase_file_unreadable", name=file.name) from error


def json_lines(file: str) -> Iterator[tuple[int, dict[str, Any] | AppError]]:
    """(line number, object) of a file or standard input; AppError `json_line_unreadable` in place of a bad one.

    Raises EnvironmentProblem `file_unreadable`.
    """
    for number, line in enumerate(_text(file).split("\n"), 1):
        if line.strip():
            value = _json_object(line)
            yield number, AppError("json_line_unreadable", line=number) if value is None else value


def _json_object(line: str) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
        json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair has no place in a database
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=Path(file).name, reason=error.strerror) from error
    except UnicodeDecodeError as error:
        raise EnvironmentProblem("file_unreadable", name=Path(file).name, reason="不是 UTF-8 文字") from error


def assignments(words: Sequence[str]) -> dict[str, Any]:
    """FIELD=VALUE as typed values; a value that is a JSON list or object is read as such (child rows).

    Raises AppError `assignment_unreadable`.
    """
    typed: dict[str, Any] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign or not name.strip() or not _is_whole_text(word):
            raise AppError("assignment_unreadable", what=word)
        typed[name.strip()] = _json_or_text(value)
    return typed


def _is_whole_text(word: str) -> bool:
    """False for an argument in another encoding than the terminal's: it cannot be kept as text."""
    return not any("\ud800" <= each <= "\udfff" for each in word)


def _json_or_text(value: str) -> Any:
    if value.startswith(("[", "{")):
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
    return [attached(office, field, folder / each) if isinstance(each, str) else each for each in items]


def attached(office: Office, field: Field, photo: Path) -> dict[str, Any]:
    """The attachment made of a file; for photos of tips under a name that says nothing."""
    if field.neutral_names:
        from desktop.tips.registering import attach_tip_photo

        return attach_tip_photo(office, photo)
    return office.attach(photo)
