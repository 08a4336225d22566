"""The sticks that are plugged in, and how much room a folder has. Any thread."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from desktop.disks import DiskKind, disk_kind


@dataclass(frozen=True)
class Drive:
    """A place to write to."""

    folder: Path
    label: str
    free_bytes: int
    is_stick: bool


def plugged_sticks() -> list[Drive]:
    """The removable drives that can be written to, in the system's order."""
    found = (
        each
        for each in QStorageInfo.mountedVolumes()
        if each.isValid() and each.isReady() and not each.isReadOnly()
    )
    return [_stick(each) for each in found if disk_kind(each) is DiskKind.REMOVABLE]


def folder_as_drive(folder: Path) -> Drive:
    """Any folder as a place to write to; 0 bytes free when it is gone."""
    storage = QStorageInfo(str(folder))
    free = storage.bytesAvailable() if folder.is_dir() and storage.isValid() else 0
    return Drive(
        folder, str(folder), max(free, 0), storage.isValid() and disk_kind(storage) is DiskKind.REMOVABLE
    )


def _stick(storage: QStorageInfo) -> Drive:
    root = Path(storage.rootPath())
    place = root.drive if sys.platform == "win32" else root.name
    name = storage.name() or storage.displayName()
    words = f"{name}（{place}）" if place and name and place != name else name or place
    return Drive(root, f"U 盘 {words}", max(storage.bytesAvailable(), 0), True)
