"""Where backups go: always beside the ledger, and to a second place that the clerk chooses, never in the data folder.

Kept in a small file beside the backups, not in the database, so that it is known when the database is damaged.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from db.patience import replace_patiently
from desktop import paths
from desktop.backup_key import KEY_NAME, create_backup_key, reseal_backup_key, unlock_backup_key
from desktop.disks import DiskKind, disk_kind_of, is_synchronised, nearest_existing
from desktop.office import Office
from desktop.paths import make_folder

_PLACES = "places.json"
_PREFIX = "安全台账备份"


@dataclass(frozen=True)
class SecondPlace:
    """The chosen folder (backups lie in a folder of the committee's own inside); `recipient` encrypts, "" does not."""

    chosen: Path
    folder: Path
    recipient: str = ""


def local_place(database: Path) -> Path:
    """The folder of backups that stay beside the ledger."""
    return paths.companion_folder(database) / "backups"


def backup_key_file(database: Path) -> Path:
    """The key of backups that leave the computer; it is copied beside them."""
    return paths.companion_folder(database) / "keys" / KEY_NAME


def second_place(database: Path) -> SecondPlace | None:
    """The place that was chosen, or None."""
    try:
        kept = json.loads((local_place(database) / _PLACES).read_text(encoding="utf-8"))
        return SecondPlace(Path(kept["chosen"]), Path(kept["folder"]), str(kept["recipient"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def leaves_this_computer(folder: Path) -> bool:
    """Whether a folder is on a stick, on the network, or in a folder that a cloud disk copies away."""
    return is_synchronised(folder) or disk_kind_of(nearest_existing(folder)) is not DiskKind.OWN


def choose_second_place(office: Office, chosen: Path, passphrase: str = "") -> SecondPlace:
    """Take a folder for backups from now on; the errors of `place_at`."""
    place = place_at(office, chosen, passphrase)
    _keep(office.database, place)
    return place


def place_at(office: Office, chosen: Path, passphrase: str = "") -> SecondPlace:
    """A folder as a place of backups. One that leaves the computer gets encrypted backups.

    Raises AppError `backup_in_data_folder`, `passphrase_missing` when encryption needs the office's passphrase,
    `passphrase_wrong`; EnvironmentProblem `folder_read_only`.
    """
    chosen = chosen.resolve()
    data_folder = office.folder.resolve()
    if chosen == data_folder or data_folder in chosen.parents:
        raise AppError("backup_in_data_folder")
    known = second_place(office.database)
    is_same = known is not None and known.chosen == chosen and known.recipient
    folder = known.folder if known and is_same else chosen / f"{_PREFIX}-{office.committee['code']}"
    make_folder(folder)
    if not os.access(folder, os.W_OK):
        raise EnvironmentProblem("folder_read_only", name=str(folder))
    return SecondPlace(chosen, folder, _recipient(office, passphrase) if leaves_this_computer(chosen) else "")


def follow_passphrase(office: Office, old: str, new: str) -> None:
    """Bring the key of backups under the office's new passphrase; nothing where there is none.

    One that the old passphrase ("" when it is lost) does not open is set aside, and another takes its place: what is backed
    up from then on goes into a folder of its own, for what lies in the present one opens with the key that lies there.
    Raises EnvironmentProblem `write_failed`.
    """
    key_file, known = backup_key_file(office.database), second_place(office.database)
    if not key_file.exists():
        return
    try:
        reseal_backup_key(key_file, old, new)
    except AppError:
        stamp = f"{office.clock.now():%Y%m%d-%H%M%S}"
        replace_patiently(key_file, key_file.with_name(f"{key_file.stem}-旧-{stamp}{key_file.suffix}"))
        recipient = create_backup_key(key_file, new)
        if known and known.recipient:
            folder = known.chosen / f"{_PREFIX}-{office.committee['code']}-{stamp}"
            _keep(office.database, SecondPlace(known.chosen, folder, recipient))


def _recipient(office: Office, passphrase: str) -> str:
    """The public half of the backup key, made when there is none yet under the passphrase that also signs."""
    from desktop.exchange.signing_key import load_key

    known = second_place(office.database)
    if not passphrase and known and known.recipient:
        return known.recipient
    if not passphrase:
        raise AppError("passphrase_missing")
    key_file = backup_key_file(office.database)
    if key_file.exists():
        return str(unlock_backup_key(key_file, passphrase).to_public())
    load_key(paths.sign_key_file(office.database), passphrase)
    return create_backup_key(key_file, passphrase)


def _keep(database: Path, place: SecondPlace) -> None:
    folder = local_place(database)
    make_folder(folder)
    content = {"chosen": str(place.chosen), "folder": str(place.folder), "recipient": place.recipient}
    part = folder / f"{_PLACES}.part"
    part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    replace_patiently(part, folder / _PLACES)
