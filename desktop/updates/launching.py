"""The start of the program: whoever is started lets the version run that is to run. Standard library only, before Qt.

A version that is tried for the first time is started by the one before it, which waits for it and goes back when it fails
(`first_start`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.updates.places import (
    is_frozen,
    is_newer,
    own_choice,
    own_folder,
    program_in,
    same_program_in,
    version_folder,
)
from desktop.updates.pointer import Pointer, read_pointer
from desktop.version import VERSION

if TYPE_CHECKING:
    import subprocess

PART = "VILLAGE_LEDGER_PART"  # tells a started version what it is started as
CHOSEN, TRIED, WATCHING = "chosen", "tried", "watching"
_OF_THE_LOADER = ("LD_LIBRARY_PATH", "LIBPATH", "DYLD_LIBRARY_PATH")
_part = ""


def handed_on(arguments: Sequence[str]) -> int | None:
    """Let the version run that is to run: its exit code, None when that is this one.

    `update back` is done by whoever is started: the version that it leaves may be the one that does not start.
    """
    global _part
    if not is_frozen():
        return None
    _part = os.environ.pop(PART, "")
    if _part == WATCHING:
        return _watched(arguments)
    if _part or list(arguments[:2]) == ["update", "back"]:
        return None
    pointer = read_pointer()
    if (
        own_choice() and Path(pointer.installed_program).is_file()
    ):  # started past the installed one, by a pinned icon
        return _run_first([(Path(pointer.installed_program), "")], arguments)
    if not applies(pointer):
        return None
    if pointer.trial and _opens_window(arguments):
        return _tried(pointer, arguments)
    version = pointer.previous if pointer.trial else pointer.current
    return _run_first([(program, CHOSEN) for program in _programs(version, pointer.previous)], arguments)


def _opens_window(arguments: Sequence[str]) -> bool:
    """Whether it is the icon or a file that was double-clicked; commands do not try a version."""
    return not arguments or len(arguments) == 1 and Path(arguments[0]).is_file()


def is_tried() -> bool:
    """Whether this is the first start of a version."""
    return _part == TRIED


def applies(pointer: Pointer) -> bool:
    """Whether the pointer still speaks: an administrator may have installed something newer than the update since."""
    return bool(pointer.current) and (is_newer(pointer.current, VERSION) or pointer.installed == VERSION)


def _tried(pointer: Pointer, arguments: Sequence[str]) -> int | None:
    """The version before the new one watches it; the installed one where that is the version before, or it is gone."""
    watcher = program_in(version_folder(pointer.previous))
    if pointer.previous and watcher.is_file() and watcher.resolve().parent != own_folder():
        code = _run_first([(watcher, WATCHING)], arguments)
        if code is not None:
            return code
    return _watched(arguments)


def _watched(arguments: Sequence[str]) -> int | None:
    from desktop.updates.first_start import watch

    return watch(arguments)


def _programs(*versions: str) -> Iterator[Path]:
    for version in versions:
        program = same_program_in(version_folder(version))
        if version and program.is_file() and program.resolve().parent != own_folder():
            yield program


def _run_first(programs: Sequence[tuple[Path, str]], arguments: Sequence[str]) -> int | None:
    """Become the first of these that starts; None when none does."""
    for program, part in programs:
        command = [str(program), *arguments]
        try:
            if sys.platform != "win32":
                os.execve(program, command, environment(part))
            import subprocess  # 5 ms that no other start needs

            child = subprocess.Popen(command, env=environment(part))
        except OSError:  # taken away, or the system does not let it run
            continue
        return _waited_for(child) if arguments else 0
    return None


def _waited_for(child: subprocess.Popen[bytes]) -> int:
    """Its exit code. Ctrl+C reaches both; the child says what comes of it."""
    while True:
        with suppress(KeyboardInterrupt):
            return child.wait()


def start_again() -> None:
    """Start the program anew, as its icon does; this one is about to end."""
    import subprocess

    kept = Path(read_pointer().installed_program)
    program = kept if kept.is_file() else program_in(own_folder())
    subprocess.Popen([str(program)], env=environment(""), start_new_session=True)


def environment(part: str) -> dict[str, str]:
    """This process's variables without what a frozen program and its loader put there about their own folder."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("_PYI_", "_MEIPASS"))}
    for name in _OF_THE_LOADER:
        original = kept.pop(f"{name}_ORIG", None)
        if original:
            kept[name] = original
    foreign = {name: _without(str(own_folder()), text) for name, text in kept.items()}
    left = {name: text for name, text in foreign.items() if text or not kept[name]}
    left.pop(PART, None)
    return {**left, "PYINSTALLER_RESET_ENVIRONMENT": "1", **({PART: part} if part else {})}


def _without(folder: str, text: str) -> str:
    """A list of paths without those of a folder; what names none stays as it is."""
    if folder not in text:
        return text
    return os.pathsep.join(each for each in text.split(os.pathsep) if not each.startswith(folder))
