"""Whether a folder is a good place for the ledger: on this computer's own disk and writable."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from desktop.disks import DiskKind, disk_kind_of, is_synchronised, nearest_existing
from desktop.messages import message

# Windows ends a path at 259 letters; a photo in the archive of a year takes some 135 below the folder, a package more.
_ROOM_ON_WINDOWS = 110


def why_unusable(folder: Path) -> str:
    """Why the ledger cannot be kept there, "" when it can."""
    if not str(folder).strip() or not folder.is_absolute():
        return "请选择一个文件夹，位置要写全，例如 D:\\安全台账。"
    existing = nearest_existing(folder)
    if not existing.is_dir():
        return f"“{existing.name}”是一个文件，不是文件夹。请换一个位置。"
    storage = QStorageInfo(str(existing))
    if storage.isReadOnly() or not os.access(existing, os.W_OK):
        return "这个位置不能写入（只读或没有权限）。请换一个位置。"
    return ""


def why_no_place_for_backups(folder: Path, data_folder: Path) -> str:
    """Why backups cannot go there, "" when they can: the second place is never inside the first."""
    if problem := why_unusable(folder):
        return f"备份位置：{problem}"
    chosen, data = folder.resolve(), data_folder.resolve()
    return message("backup_in_data_folder", {}) if chosen == data or data in chosen.parents else ""


def doubt_about(folder: Path) -> str:
    """What speaks against keeping the ledger there, "" when nothing does."""
    if is_synchronised(folder):
        return "这个文件夹会被网盘同步，可能弄坏正在使用的数据。建议放在本机硬盘的普通文件夹。"
    if sys.platform == "win32" and len(str(folder)) > _ROOM_ON_WINDOWS:
        return "这个文件夹的路径太长，以后照片、归档可能存不进去。建议选一个短一些的，例如 D:\\安全台账。"
    kind = disk_kind_of(nearest_existing(folder))
    if kind is DiskKind.NETWORK:
        return "这个位置在网络盘上，断网时可能丢失数据。建议放在本机硬盘。"
    if kind is DiskKind.REMOVABLE:
        return "这个位置在 U 盘或移动硬盘上，拔出后就打不开台账。建议放在本机硬盘，U 盘只用来报送和备份。"
    return ""
