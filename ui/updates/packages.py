"""The update packages on the sticks that are plugged in. Any thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.jobs import Token
from desktop.updates.places import SUFFIX
from ui.submission.drives import Drive, plugged_sticks


@dataclass(frozen=True)
class FoundPackage:
    """A package by its file, and what the list calls it."""

    file: Path
    label: str


def found_packages(token: Token, sticks: Callable[[], list[Drive]] = plugged_sticks) -> list[FoundPackage]:
    """Those at the top of a stick or one folder below, by name from the newest; a stick that cannot be read has none."""
    found = [
        FoundPackage(file, f"{drive.label}：{file.name}")
        for drive in sticks()
        for file in _packages_on(drive.folder, token)
    ]
    return sorted(found, key=lambda each: each.file.name, reverse=True)


def _packages_on(folder: Path, token: Token) -> Iterator[Path]:
    for pattern in (f"*{SUFFIX}", f"*/*{SUFFIX}"):
        token.check()
        try:
            yield from (each for each in folder.glob(pattern) if each.is_file())
        except OSError:  # pulled out, or a folder that is closed to us
            continue
