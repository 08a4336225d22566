"""Making backups: a checked copy of the database beside the ledger, then the same copy, the attachments by their hashes
and the keys in the second place. A backup is there once its description (.json) is; a torn one never is. Any thread.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from db.attachments import Attachment, all_attachments
from db.backup import Contents, check_copy, contents_of_file, copy_database, state_mark
from db.errors import EnvironmentProblem
from db.leftovers import throw_away
from desktop import paths
from desktop.backup_key import KEY_NAME, encrypt_stream
from desktop.backup_places import SecondPlace, backup_key_file, local_place, second_place
from desktop.backup_thinning import kept_backups
from desktop.exchange.durable_files import replace_durably
from desktop.jobs import Token
from desktop.office import Office
from desktop.paths import make_folder

AGE = ".age"
_STAMP = "%Y%m%d-%H%M%S"
_CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT)
_one_at_a_time = (
    threading.Lock()
)  # what runs by itself and what the clerk asked for would take the same names


@dataclass(frozen=True)
class Backup:
    """One backup as its description says: the file of the database, when it was made, and what it holds."""

    file: Path
    made_at: datetime
    size: int
    sha256: str
    mark: str
    contents: Contents

    @property
    def is_encrypted(self) -> bool:
        """Whether its passphrase is needed to restore it."""
        return self.file.suffix == AGE

    @property
    def description(self) -> Path:
        """The file that describes it."""
        return self.file.with_name(self.file.name.split(".")[0] + ".json")


def back_up(office: Office, token: Token | None = None, place: SecondPlace | None = None) -> Backup:
    """Make a backup now, beside the ledger and in the second place (or another one); gives the one that lies farther away.

    Raises EnvironmentProblem `disk_full`, `backup_failed`, `backup_place_missing` (the backup beside the ledger is made
    all the same), `database_damaged`; Cancelled.
    """
    token = token or Token()
    with _one_at_a_time:
        local = _back_up_here(office)
        thin(local_place(office.database), office.clock.today())
        token.check()
        place = place or second_place(office.database)
        return send(office, local, place, token) if place else local


def keep_up(office: Office, token: Token) -> Backup | None:
    """Back up what changed since the last backup, quietly: beside the ledger, and in the second place when it is there.

    Gives the backup that was made, None when nothing was to do. The errors of `back_up`, save that a second place
    which is not plugged in is passed over.
    """
    with _one_at_a_time:
        return _keep_up(office, token)


def back_up_here(office: Office) -> Backup:
    """The ledger as it stands as a whole backup beside it; made only when the newest one is of another state, or damaged.

    Raises EnvironmentProblem `disk_full`, `backup_failed`, `database_damaged`.
    """
    with _one_at_a_time:
        newest = next(iter(list_backups(local_place(office.database))), None)
        if newest is not None and newest.mark == state_mark(office.store.reader()):
            with suppress(EnvironmentProblem, OSError):
                check_copy(newest.file)
                return newest
        return _back_up_here(office)


def _keep_up(office: Office, token: Token) -> Backup | None:
    mark, folder = state_mark(office.store.reader()), local_place(office.database)
    local = next(iter(list_backups(folder)), None)
    made = None
    if local is None or local.mark != mark:
        local = made = _back_up_here(office)
        thin(folder, office.clock.today())
    token.check()
    place = second_place(office.database)
    if place is None or not place.chosen.is_dir():
        return made
    there = next(iter(list_backups(place.folder)), None)
    return send(office, local, place, token) if there is None or there.mark != local.mark else made


def needs_backup(office: Office) -> bool:
    """Whether something changed since the last backup in the place that counts."""
    newest = newest_backup(office.database)
    return newest is None or newest.mark != state_mark(office.store.reader())


def newest_backup(database: Path) -> Backup | None:
    """The newest one in the second place, or beside the ledger when no second place is chosen."""
    place = second_place(database)
    found = list_backups(place.folder if place else local_place(database))
    return found[0] if found else None


def list_backups(folder: Path) -> list[Backup]:
    """The whole backups in a folder, newest first; nothing when the folder cannot be read."""
    try:
        found = [_described(each) for each in folder.glob("*.json")]
    except OSError:
        return []
    # Two of one second are told apart by what the log had come to.
    return sorted(
        (each for each in found if each), key=lambda each: (each.made_at, each.contents.seq), reverse=True
    )


def thin(folder: Path, today: date) -> None:
    """Delete what is older than needed; its description goes first, so that a half of a backup is never offered."""
    backups = list_backups(folder)
    kept = kept_backups([each.made_at for each in backups], today)
    for each in backups:
        if each.made_at not in kept:
            throw_away(each.description)
            throw_away(each.file)


def _back_up_here(office: Office) -> Backup:
    folder = local_place(office.database)
    make_folder(folder)
    now = office.clock.now()
    target = _free_name(folder, now, ".db")
    part = target.with_name(target.name + ".part")
    throw_away(part)
    mark = state_mark(office.store.reader())
    copy_database(office.database, part)
    with _faults_told(folder):
        _flush(part)
        replace_durably(part, target)
        size, sha256 = target.stat().st_size, _sha256(target)
    backup = Backup(target, now, size, sha256, mark, contents_of_file(target))
    _describe(backup)
    return backup


def send(office: Office, local: Backup, place: SecondPlace, token: Token) -> Backup:
    """Bring a backup to the second place, with the attachments that are not there yet, and thin what lies there."""
    if not place.chosen.is_dir():
        raise EnvironmentProblem("backup_place_missing", name=str(place.chosen))
    make_folder(place.folder)
    with _faults_told(place.folder):
        _send_attachments(office, place, token)
        _send_keys(office, place)
        suffix = ".db" + (AGE if place.recipient else "")
        target = _free_name(place.folder, local.made_at, suffix)
        sha256 = _send_file(local.file, target, place.recipient)
    # The description lies open beside what is encrypted: no name, nor what was done.
    contents = replace(local.contents, who="", operation="") if place.recipient else local.contents
    sent = Backup(target, local.made_at, target.stat().st_size, sha256, local.mark, contents)
    _describe(sent)
    thin(place.folder, office.clock.today())
    return sent


def _send_attachments(office: Office, place: SecondPlace, token: Token) -> None:
    for each in all_attachments(office.store.reader()):
        token.check()
        source = office.attachments.path(each.sha256, each.suffix)
        target = attachment_in(place.folder, each, bool(place.recipient))
        if not target.exists() and source.exists():  # a missing one is told by the check of the ledger
            target.parent.mkdir(parents=True, exist_ok=True)
            _send_file(source, target, place.recipient)


def attachment_in(folder: Path, attachment: Attachment, is_encrypted: bool) -> Path:
    """Where an attachment lies in a folder of backups."""
    name = f"{attachment.sha256}.{attachment.suffix}" + (AGE if is_encrypted else "")
    return folder / "attachments" / attachment.sha256[:2] / name


def _send_keys(office: Office, place: SecondPlace) -> None:
    """Key files are under passphrases of their own; without them a restored ledger could not report."""
    files = (paths.sign_key_file, paths.tips_key_file, paths.decrypt_key_file)
    sources = [file(office.database) for file in files]
    sources += paths.former_key_files(paths.decrypt_key_file(office.database))
    keys = place.folder / "keys"
    for source in filter(Path.exists, sources):
        keys.mkdir(parents=True, exist_ok=True)
        _send_file(source, keys / source.name, "")
    own = backup_key_file(office.database)
    if place.recipient and own.exists():
        _send_file(own, place.folder / KEY_NAME, "")


def _send_file(source: Path, target: Path, recipient: str) -> str:
    """Write a file whole or not at all, read it back, and give the SHA-256 of what lies there."""
    part = target.with_name(target.name + ".part")
    try:
        with source.open("rb") as reading, part.open("wb") as writing:
            counted = _Hashing(writing)
            if recipient:
                encrypt_stream(reading, counted, recipient)  # type: ignore[arg-type]
            else:
                shutil.copyfileobj(reading, counted, _CHUNK)
            writing.flush()
            os.fsync(writing.fileno())
        sha256 = counted.digest.hexdigest()
        if _sha256(part) != sha256:
            raise EnvironmentProblem("backup_failed", name=str(target.parent), reason="写出后核对不一致")
        replace_durably(part, target)
    except BaseException:
        throw_away(part)
        raise
    return sha256


class _Hashing:
    """A file that hashes what is written into it."""

    def __init__(self, target: IO[bytes]) -> None:
        self.digest, self._target = hashlib.sha256(), target

    def write(self, content: bytes) -> int:
        """Write on."""
        self.digest.update(content)
        return self._target.write(content)

    def flush(self) -> None:
        """Hand on what is buffered."""
        self._target.flush()


def _free_name(folder: Path, moment: datetime, suffix: str) -> Path:
    stem = f"{moment:{_STAMP}}"
    names = (f"{stem}{f'-{turn}' if turn else ''}" for turn in range(1000))
    free = next(each for each in names if not (folder / f"{each}.json").exists())
    return folder / f"{free}{suffix}"


def _describe(backup: Backup) -> None:
    content: dict[str, Any] = {
        "file": backup.file.name, "made_at": backup.made_at.isoformat(), "size": backup.size, "sha256": backup.sha256,
        "mark": backup.mark, "contents": asdict(backup.contents),
    }  # fmt: skip
    part = backup.description.with_suffix(".json.part")
    with _faults_told(part.parent):
        part.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        _flush(part)
        replace_durably(part, backup.description)


def _described(description: Path) -> Backup | None:
    try:
        kept = json.loads(description.read_text(encoding="utf-8"))
        file = description.with_name(str(kept["file"]))
        made_at = datetime.fromisoformat(kept["made_at"])
        backup = Backup(
            file, made_at, int(kept["size"]), kept["sha256"], kept["mark"], Contents(**kept["contents"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return backup if file.is_file() and file.parent == description.parent else None


@contextmanager
def _faults_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message_id = "disk_full" if error.errno in _FULL else "backup_failed"
        raise EnvironmentProblem(message_id, name=str(folder), reason=error.strerror or str(error)) from error


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class BackupState:
    """How well the ledger is backed up: days since the last backup (None: never), whether that is too long, and whether
    it is only on this disk."""

    days: int | None
    is_too_old: bool
    is_only_here: bool


def backup_state(office: Office) -> BackupState:
    """As of now; too old only when something changed since."""
    newest = newest_backup(office.database)
    is_only_here = second_place(office.database) is None
    if newest is None:
        return BackupState(None, True, is_only_here)
    days = max((office.clock.today() - newest.made_at.date()).days, 0)
    is_late = days > office.own_number("backup_days")
    return BackupState(days, is_late and needs_backup(office), is_only_here)
