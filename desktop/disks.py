"""What kind of disk a folder lies on: this computer's own, a removable one, or one on the network. Any thread."""

from __future__ import annotations

import os
import sys
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_NETWORK_SYSTEMS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afs",
    "davfs",
    "webdav",
)
_STICK_SYSTEMS = ("vfat", "msdos", "exfat", "fat32", "fat", "fuseblk")
_MEDIA_FOLDERS = ("/media/", "/run/media/", "/Volumes/")
_SYSTEM_FOLDERS = ("/boot", "/efi", "/snap")  # small FAT partitions that belong to the computer
_SYNCHRONISED = (
    "onedrive", "坚果云", "nutstore", "百度网盘", "baidunetdisk", "dropbox", "wpsdrive", "wps云盘",
)  # fmt: skip


class DiskKind(Enum):
    """Where a disk is."""

    OWN = "own"
    REMOVABLE = "removable"
    NETWORK = "network"


_WINDOWS_KINDS = {2: DiskKind.REMOVABLE, 4: DiskKind.NETWORK, 5: DiskKind.REMOVABLE}  # GetDriveTypeW


def disk_kind(storage: QStorageInfo) -> DiskKind:
    """The kind of a mounted disk."""
    root = storage.rootPath()
    if sys.platform == "win32":
        return _windows_kind(root)
    system = bytes(storage.fileSystemType().data()).decode("ascii", "replace").lower()
    if system in _NETWORK_SYSTEMS:
        return DiskKind.NETWORK
    is_own = root == "/" or root.startswith(_SYSTEM_FOLDERS)
    is_stick = root.startswith(_MEDIA_FOLDERS) or system in _STICK_SYSTEMS
    return DiskKind.REMOVABLE if is_stick and not is_own else DiskKind.OWN


def nearest_existing(folder: Path) -> Path:
    """The folder itself or the nearest one above it that exists, as far as this user may see."""
    return next(
        (each for each in (folder, *folder.parents) if os.path.exists(each)), Path(folder.anchor or ".")
    )


def is_synchronised(folder: Path) -> bool:
    """Whether a program for cloud disks copies the folder away, by the names such folders have."""
    lowered = [part.casefold() for part in folder.parts]
    return any(name in part for part in lowered for name in _SYNCHRONISED)


def disk_kind_of(folder: Path) -> DiskKind:
    """The kind of the disk an existing folder lies on."""
    if sys.platform == "win32" and str(folder).startswith("\\\\"):
        return DiskKind.NETWORK
    return disk_kind(QStorageInfo(str(folder)))


def _windows_kind(root: str) -> DiskKind:
    if sys.platform != "win32":
        return DiskKind.OWN
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(str(Path(root)))
    return _WINDOWS_KINDS.get(kind, DiskKind.OWN)
