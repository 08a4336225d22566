"""Restoring a backup: first a look at what is inside and what would change, then the exchange of the files.

The present database is never deleted: it stays beside the ledger under another name. Any thread.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from db.attachments import Attachment, AttachmentFolder, all_attachments
from db.backup import Contents, check_copy, close_log, contents_of, contents_of_file, operations_since
from db.change_log import log_change
from db.clock import Clock
from db.errors import AppError, EnvironmentProblem, LedgerError
from db.leftovers import throw_away
from db.operations import OFFICE, Operation
from db.patience import replace_patiently
from db.reading import connect_for_reading, told_as_environment
from db.spec import COMMITTEE
from desktop import paths
from desktop.backup_key import KEY_NAME, decrypt_stream, unlock_backup_key
from desktop.backup_places import local_place
from desktop.backups import AGE, attachment_in
from desktop.exchange.durable_files import replace_durably
from desktop.paths import make_folder
from desktop.private_files import make_ledger_private
from desktop.street.street_ledger import opened_ledger

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

LOOKED_AT = 200  # operations shown of those that would be gone
RESTORED = "恢复备份"
_FULL = (errno.ENOSPC, errno.EDQUOT)
_BEFORE, _STAMP = "恢复前", "%Y%m%d-%H%M%S"


@dataclass(frozen=True)
class Preview:
    """What a restore would bring: `present` is None when the present database cannot be read.

    `lost` are the operations since (None: the backup is not of this ledger's past, or that cannot be told).
    """

    source: Path
    unpacked: Path
    backup: Contents
    present: Contents | None
    lost: tuple[Operation, ...] | None
    returning: tuple[Attachment, ...]
    missing: tuple[Attachment, ...]
    identity: Identity | None = None


def look_into(source: Path, database: Path, passphrase: str = "") -> Preview:
    """Unpack and check a backup beside the ledger; `discard` throws it away again.

    Raises AppError `backup_passphrase_needed`, `passphrase_wrong`, `backup_key_missing`, `backup_is_present`;
    EnvironmentProblem `backup_damaged`, `database_damaged`, `newer_database`, `not_our_database`, `file_unreadable`,
    `disk_full`.
    """
    if source.resolve() == database.resolve():
        raise AppError("backup_is_present")
    identity = _identity(source, passphrase)
    unpacked = local_place(database) / "restoring.part"
    make_folder(unpacked.parent)
    _unpack(source, unpacked, identity)
    try:
        check_copy(unpacked)
        backup = contents_of_file(unpacked)
        present, lost = _present(database, backup)
        returning, missing = _attachments(source, unpacked, database, identity is not None)
    except BaseException:
        throw_away(unpacked)
        raise
    return Preview(source, unpacked, backup, present, lost, returning, missing, identity)


def discard(preview: Preview) -> None:
    """Throw away what `look_into` unpacked."""
    throw_away(preview.unpacked)


def restore(preview: Preview, database: Path, who: str = "", now: datetime | None = None) -> Path | None:
    """Put the backup in the place of the ledger, which must be closed; gives where the present one went, if there was one.

    Raises EnvironmentProblem `ledger_in_use`, `backup_failed`, `disk_full`; the present ledger then stays.
    """
    _refuse_open_ledger(database)
    now = now or Clock().now()
    with _faults_told(database):
        _bring_back(preview, database)
        aside = _keep_aside(database, now)
        replace_durably(preview.unpacked, database)
        _bring_keys_back(preview, database, now)
    make_ledger_private(database, owns_folder=False)
    _note(database, preview, who)
    return aside


def _identity(source: Path, passphrase: str) -> Identity | None:
    if source.suffix != AGE:
        return None
    if not passphrase:
        raise AppError("backup_passphrase_needed")
    return unlock_backup_key(source.with_name(KEY_NAME), passphrase)


def _unpack(source: Path, target: Path, identity: Identity | None) -> None:
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            if identity is None:
                shutil.copyfileobj(reading, writing, 1 << 20)
            else:
                decrypt_stream(reading, writing, identity, source.name)
            writing.flush()
            os.fsync(writing.fileno())
    except BaseException as error:
        throw_away(target)
        if isinstance(error, OSError):
            if error.errno in _FULL:
                raise EnvironmentProblem("disk_full", name=target.name) from error
            reason = error.strerror or str(error)
            raise EnvironmentProblem("file_unreadable", name=source.name, reason=reason) from error
        raise


def _present(database: Path, backup: Contents) -> tuple[Contents | None, tuple[Operation, ...] | None]:
    try:
        with closing(connect_for_reading(database)) as connection:
            lost = operations_since(connection, backup, LOOKED_AT)
            return contents_of(connection), None if lost is None else tuple(lost)
    except (LedgerError, sqlite3.DatabaseError):  # damaged or gone: that is why it is restored
        return None, None


def _attachments(
    source: Path, unpacked: Path, database: Path, is_encrypted: bool
) -> tuple[tuple[Attachment, ...], tuple[Attachment, ...]]:
    """Those of the backup that are not whole beside the ledger: what lies beside the backup comes back, the rest is missing."""
    with closing(connect_for_reading(unpacked)) as connection:
        wanted = all_attachments(connection)
    here = AttachmentFolder(paths.attachment_folder(database))
    gone = [each for each in wanted if not here.path(each.sha256, each.suffix).is_file()]
    returning = [each for each in gone if attachment_in(source.parent, each, is_encrypted).is_file()]
    return tuple(returning), tuple(each for each in gone if each not in returning)


def _bring_back(preview: Preview, database: Path) -> None:
    """Attachments that are not here any more."""
    here = AttachmentFolder(paths.attachment_folder(database))
    for each in preview.returning:
        target = here.path(each.sha256, each.suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        _unpack(
            attachment_in(preview.source.parent, each, preview.identity is not None), part, preview.identity
        )
        replace_durably(part, target)


def _bring_keys_back(preview: Preview, database: Path, now: datetime) -> None:
    """Keys that are not here any more; of another ledger (a new computer that was set up first) also in place of those
    that are here, which stay beside them: the street knows the key of the ledger that comes back.
    """
    beside, decrypt = preview.source.parent / "keys", paths.decrypt_key_file(database)
    former = [decrypt.with_name(each.name) for each in paths.former_key_files(beside / decrypt.name)]
    for key in (paths.sign_key_file(database), paths.tips_key_file(database), decrypt, *former):
        kept = beside / key.name
        if not kept.is_file() or (key.exists() and preview.lost is not None):
            continue
        if key.exists() and key.read_bytes() == kept.read_bytes():
            continue
        key.parent.mkdir(parents=True, exist_ok=True)
        if key.exists():
            replace_patiently(key, key.with_name(f"{key.name}.{_BEFORE}-{now:{_STAMP}}"))
        part = key.with_name(f"{key.name}.part")
        _unpack(kept, part, None)
        replace_durably(part, key)


def _keep_aside(database: Path, now: datetime) -> Path | None:
    """The present database also under another name, with a log that was not brought into it (only a damaged one has that).

    Its own name it keeps until the backup takes it in one step: a power cut leaves one or the other, never none.
    """
    if not database.exists():
        return None
    aside = database.with_name(f"{database.stem}-{_BEFORE}-{now:{_STAMP}}{database.suffix}")
    kept = _named_too(database, aside)
    for ending in ("-wal", "-shm"):
        beside = database.with_name(database.name + ending)
        if beside.exists():
            replace_patiently(beside, kept.with_name(kept.name + ending))
    return kept


def _named_too(file: Path, name: Path) -> Path:
    """Give a file a second name, or a copy of it where the disk knows no second names (FAT); never over another file."""
    turn = 1
    while name.exists():
        turn += 1
        name = name.with_stem(f"{name.stem.removesuffix(f'-{turn - 1}')}-{turn}")
    try:
        os.link(file, name)
    except OSError:
        part = name.with_name(f"{name.name}.part")
        _unpack(file, part, None)
        replace_durably(part, name)
    return name


def _refuse_open_ledger(database: Path) -> None:
    """Another window or command that has it open would go on writing into the file that was set aside."""
    if not database.exists():
        return
    with told_as_environment(database):
        connection = sqlite3.connect(database, isolation_level=None, timeout=1)
    try:
        close_log(connection)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise EnvironmentProblem("ledger_in_use") from error
    except sqlite3.DatabaseError:  # damaged: nobody works in it
        pass
    finally:
        connection.close()


@contextmanager
def _faults_told(database: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentProblem("backup_failed", name=str(database.parent), reason=reason) from error


def _note(database: Path, preview: Preview, who: str) -> None:
    """The log of the restored ledger says that it was restored, from what, and by whom."""
    office = opened_ledger(database)
    table = OFFICE if office.is_street else COMMITTEE.table
    try:
        committee = office.committee
        office.store.write(
            lambda tx: log_change(tx, table, committee["id"] or committee["code"], committee["rev"], {}, {}),
            who=who or office.clerk,
            operation=f"{RESTORED}（{preview.source.name}）",
        )
    finally:
        office.close()
