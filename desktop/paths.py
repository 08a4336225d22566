"""Where things are kept: the database, its companion folder, and what this computer remembers."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from db.errors import EnvironmentProblem

DATABASE_NAME = "安全台账.db"
_REMEMBERED = "last-ledger.json"


def default_data_folder() -> Path:
    """The folder offered at first start: 村居安全台账 in what the system calls the user's documents, wherever these were moved
    to; in the user's own folder where a program for cloud disks copies them away.
    """
    from PySide6.QtCore import QStandardPaths

    from desktop.disks import is_synchronised

    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    is_fit = os.path.isdir(documents) and not is_synchronised(documents)
    return (documents if is_fit else home_folder()) / "村居安全台账"


def home_folder() -> Path:
    """The user's own folder; the one for temporary files where the system knows of none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(tempfile.gettempdir())


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises EnvironmentProblem `folder_read_only`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem("folder_read_only", name=str(folder), reason=error.strerror) from error


def companion_folder(database: Path) -> Path:
    """The folder beside a database that holds its attachments and keys: 安全台账.db → 安全台账.files."""
    return database.with_suffix(".files")


def attachment_folder(database: Path) -> Path:
    """Where the attachments of a database are kept."""
    return companion_folder(database) / "attachments"


def sign_key_file(database: Path) -> Path:
    """The signing key of the database's owner (OpenSSH key file under its passphrase)."""
    return companion_folder(database) / "keys" / "sign.key"


def tips_key_file(database: Path) -> Path:
    """The key that opens who gave the committee its tips (OpenSSH key file under a passphrase of its own)."""
    return companion_folder(database) / "keys" / "tips.key"


def decrypt_key_file(database: Path) -> Path:
    """The street office's decryption key."""
    return companion_folder(database) / "keys" / "decrypt.key"


def former_key_files(key_file: Path) -> list[Path]:
    """The keys that were in the place of this one before, the newest first; they lie beside it under their day."""
    return sorted(key_file.parent.glob(f"{key_file.stem}-旧-*{key_file.suffix}"), reverse=True)


def settings_folder() -> Path:
    """This user's settings of the program on this computer (window sizes, which ledger was open)."""
    if override := os.environ.get("VILLAGE_LEDGER_SETTINGS"):
        return Path(override)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home_folder()) / "VillageSafetyLedger"
    base = os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else home_folder() / ".config") / "village-safety-ledger"


def last_database() -> Path | None:
    """The ledger that was open last, whether it is still there or not; None before the first one."""
    try:
        kept = json.loads((settings_folder() / _REMEMBERED).read_text(encoding="utf-8"))
        return Path(kept["database"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def remembered_database() -> Path | None:
    """The ledger that was open last, if it is still there and may be seen."""
    path = last_database()
    return path if path is not None and os.path.exists(path) else None


def remember_database(database: Path) -> None:
    """Open this ledger the next time. A disk that cannot keep that is no reason not to open it now."""
    from db.patience import replace_patiently

    folder = settings_folder()
    content = json.dumps({"database": str(database)}, ensure_ascii=False)
    part = folder / f"{_REMEMBERED}.part"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(content, encoding="utf-8")
        replace_patiently(part, folder / _REMEMBERED)
