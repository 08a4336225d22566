"""Many files or a whole stick at once: which of them are packages, in which order they go in, and taking one in.

Each file stands for itself (desktop.street.receiving), so that whoever takes in many may stop between two and go on later.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.code_links import home_of
from db.errors import AppError, EnvironmentProblem
from desktop.exchange.age_files import is_encrypted
from desktop.exchange.write_out import Progress, StopAsked, never_stop, no_progress
from desktop.street.keyring import Keyring
from desktop.street.receiving import Following, Received, receive
from desktop.street.street_office import StreetDesk

RECEIPTS_FOLDER = "回执"
_BAG = re.compile(rb"([0-9]{12})-e([0-9]{2})-([0-9]{6})-v([0-9]{2})/bagit\.txt")
_NAME = re.compile(r"([0-9]{12})-e([0-9]{2})-([0-9]{6})-v([0-9]{2})")
_HEAD_BYTES = 160
_MOST_FILES = 20_000


@dataclass(frozen=True, order=True)
class Place:
    """Where a package stands in its sender's order; read from its first bytes, believed by nobody."""

    code: str
    epoch: int
    serial: int
    volume: int


def package_files(paths: Iterable[Path], own_code: str) -> list[Path]:
    """The package files among these files and folders: files as they were chosen, of a folder what looks like a package.

    Receipts that lie on the stick are left out. Raises AppError `no_packages_found` for a folder without any.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [each for each in _files_below(path) if _is_package(each, own_code)]
        if not inside:
            raise AppError("no_packages_found", name=str(path))
        found += inside
    return list(dict.fromkeys(found))


def in_order(files: Sequence[Path]) -> list[Path]:
    """The files as they should go in: by sender, epoch, serial and volume; what tells none of these comes last."""
    last = Place("~", 0, 0, 0)
    return sorted(files, key=lambda file: (place_of(file) or last, file.name))


def place_of(file: Path) -> Place | None:
    """What a file's first bytes, or its name where it is encrypted, say of its place."""
    try:
        with file.open("rb") as source:
            found = _BAG.search(source.read(_HEAD_BYTES))
    except OSError:
        return None
    groups = [each.decode() for each in found.groups()] if found else None
    if groups is None and (named := _NAME.match(file.name)):
        groups = list(named.groups())
    return Place(groups[0], *(int(each) for each in groups[1:])) if groups else None


def home_of_sender(desk: StreetDesk, received: Received) -> str:
    """The code under which the sender is kept, whichever of its codes a package bears."""
    return home_of(desk.store.reader(), received.sender_code)


def take_in(
    desk: StreetDesk,
    file: Path,
    folder: Path,
    keyring: Keyring,
    accept_gap: bool = False,
    progress: Progress = no_progress,
    should_stop: StopAsked = never_stop,
) -> list[Received]:
    """Take in one file and write its receipt; what came of it, and of waiting volumes that it set free.

    `progress` hears of the bytes checked of all; asked to stop before it is merged, nothing came of the file. Raises
    EnvironmentProblem when the receipt cannot be written.
    """
    sign, keys = keyring.sign_key, keyring.decrypt_keys
    return receive(
        desk, [file], folder, sign, Following(progress, should_stop), accept_gap=accept_gap,
        decryption_keys=keys, is_by_committee=True,
    )  # fmt: skip


def _files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder and those below it, by name; hidden ones, and folders of the system, are passed over."""
    count = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith((".", "$")))
        for name in sorted(names):
            count += 1
            if count > _MOST_FILES:
                return
            if not name.startswith("."):
                yield Path(here) / name


def _is_package(file: Path, own_code: str) -> bool:
    place = place_of(file)
    if place is not None:
        return place.code != own_code
    try:
        return is_encrypted(file)
    except EnvironmentProblem:
        return False
