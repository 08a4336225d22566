"""Where versions of the program stand and what they are called. Standard library only: asked at every start, before Qt.

The installed program is the one that menu entries and icons start; versions brought by updates stand in this user's own
folder. The installed one is never changed by an update: it may be read-only, and on Windows a running one cannot be.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

PROGRAM = "village-safety-ledger"
MANIFEST = "village-update.json"  # what the package said of a version, kept in its folder
SUFFIX = ".vslupdate"
_VERSION = re.compile(r"(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})\.(0|[1-9]\d{0,4})")
_MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "aarch64", "aarch64": "aarch64"}


def is_frozen() -> bool:
    """Whether this is a built program; one that runs from its source tree is not updated."""
    return bool(getattr(sys, "frozen", False))


def versions_folder() -> Path:
    """Where this user's versions stand, each in a folder named by its number."""
    if override := os.environ.get("VILLAGE_LEDGER_VERSIONS"):
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "VillageSafetyLedger" / "versions"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / PROGRAM / "versions"


def version_folder(version: str) -> Path:
    """The folder of a version brought by an update."""
    return versions_folder() / version


def program_in(folder: Path) -> Path:
    """The program of a folder as freezing leaves it."""
    return folder / (f"{PROGRAM}.exe" if sys.platform == "win32" else PROGRAM)


def same_program_in(folder: Path) -> Path:
    """The program of another folder that does as this one: on Windows the one with a console, where this has one."""
    same = folder / Path(sys.executable).name
    return same if same.is_file() else program_in(folder)


def own_folder() -> Path:
    """The folder of the program that runs now."""
    return Path(sys.executable).resolve().parent


def own_choice() -> str:
    """The number under which the running program stands among the versions; "" for the installed one."""
    folder = own_folder()
    return folder.name if folder.parent == versions_folder().resolve() and is_version(folder.name) else ""


def platform_name() -> str:
    """What this computer runs: linux-x86_64, linux-aarch64, windows-x86_64."""
    import platform

    system = "windows" if sys.platform == "win32" else sys.platform
    machine = platform.machine().lower()
    return f"{system}-{_MACHINES.get(machine, machine)}"


def is_version(text: str) -> bool:
    """Whether a text is a number as 0.5.0."""
    return _VERSION.fullmatch(text) is not None


def in_order(version: str) -> tuple[int, ...]:
    """A number as what it is compared by; () for anything else."""
    return tuple(int(part) for part in version.split(".")) if is_version(version) else ()


def is_newer(version: str, than: str) -> bool:
    """Whether a number is higher than another."""
    return in_order(version) > in_order(than)
