"""退回上一版: the version before runs again, as long as it reads the ledger. Any thread."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from desktop.updates import launching, places
from desktop.updates.checking import ledger_schema
from desktop.updates.pointer import Pointer, read_pointer, write_pointer
from desktop.version import VERSION


@dataclass(frozen=True)
class WayBack:
    """Where one may go back to; `is_withdrawn` when the update that is left has not been started yet."""

    version: str
    left: str
    is_withdrawn: bool
    pointer: Pointer


def way_back() -> WayBack:
    """The version before.

    Raises AppError `update_not_frozen`, `update_nothing_before`, `update_back_gone`, `update_back_data_newer`.
    """
    if not places.is_frozen():
        raise AppError("update_not_frozen")
    pointer = read_pointer()
    if not pointer.current or not (launching.applies(pointer) or pointer.current == VERSION):
        raise AppError("update_nothing_before")
    version = pointer.previous or pointer.installed
    program = _program_before(pointer)
    if not program.is_file():
        raise AppError("update_back_gone", version=version)
    known, found = _schema_before(pointer), ledger_schema()
    if found is not None and found > known:
        raise AppError("update_back_data_newer", version=version, found=found, known=known)
    return WayBack(version, pointer.current, bool(pointer.trial), pointer)


def waiting_version() -> str:
    """The version that is installed and was not started yet; "" when none is."""
    pointer = read_pointer() if places.is_frozen() else Pointer()
    return pointer.current if pointer.trial and pointer.current != places.own_choice() else ""


def go_back_to(way: WayBack) -> None:
    """Let the version before run from the next start on; EnvironmentProblem `update_cannot_write`."""
    before = replace(
        way.pointer,
        current=way.pointer.previous,
        previous="",
        trial="",
        database="",
        backup="",
        left="",
        why="",
    )
    try:
        write_pointer(before)
    except OSError as error:
        place, reason = str(places.versions_folder()), error.strerror or str(error)
        raise EnvironmentProblem("update_cannot_write", place=place, reason=reason) from error


def _program_before(pointer: Pointer) -> Path:
    if pointer.previous:
        return places.program_in(places.version_folder(pointer.previous))
    return Path(pointer.installed_program)


def _schema_before(pointer: Pointer) -> int:
    """The newest schema that the version before reads; 0 when that cannot be told."""
    if not pointer.previous:
        return pointer.installed_schema
    try:
        manifest = places.version_folder(pointer.previous) / places.MANIFEST
        return int(json.loads(manifest.read_text(encoding="utf-8"))["schema"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return 0
