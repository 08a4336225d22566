"""The street's key files, and putting others in their places so that a power cut leaves the old ones or the new, never some.

New files lie under another name beside those in use until the database names their change; opening it finishes what was cut
short then. Any thread.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from db import street_register
from db.change_log import log_change
from db.errors import AppError, EnvironmentProblem, LedgerError
from db.leftovers import throw_away
from db.operations import OFFICE
from db.settings import keep_setting, setting
from db.store import Store, Transaction
from desktop import paths
from desktop.exchange.durable_files import replace_durably
from desktop.exchange.header import PackageHeader
from desktop.exchange.public_keys import line_fingerprint, parse_public_key_line, public_key_line
from desktop.exchange.signing_key import read_public_key

if TYPE_CHECKING:
    from desktop.exchange.signing_key import SigningKey

RESTORED = "restored"  # the cause of a change that a backup from before it brought about
_CHANGES, _MARK, _ADDRESSED = "street_key_changes", "street_key_files", "street_key_addressed"
_ENDING = ".new"
_MOST_TRIED = 4  # former keys; each takes as long to try as the present one


@dataclass(frozen=True)
class StreetKeyChange:
    """One change of both keys: when, why, from which public key lines to which, and who did it."""

    at: str
    cause: str
    old_sign: str
    old_decrypt: str
    new_sign: str
    new_decrypt: str
    who: str


def key_changes(store: Store) -> list[StreetKeyChange]:
    """The changes so far, the oldest first."""
    return [StreetKeyChange(**each) for each in json.loads(setting(store.reader(), _CHANGES, "[]"))]


def former_decrypt_keys(store: Store) -> frozenset[bytes]:
    """The public halves of the decryption keys of before, by the record and by the files that are still there."""
    row = street_register.office_row(store.reader())
    known = {parse_public_key_line(each.old_decrypt) for each in key_changes(store)}
    for file in paths.former_key_files(paths.decrypt_key_file(store.path)):
        with suppress(LedgerError):
            known.add(read_public_key(file))
    return frozenset(known - ({parse_public_key_line(row.decrypt_key)} if row else set()))


def unlocked_decrypt_keys(database: Path, passphrase: str) -> tuple[SigningKey, ...]:
    """The decryption key in use and those of before that open with the same passphrase. Raises what `load_key` raises for
    the first.
    """
    from desktop.exchange.signing_key import load_key

    key_file = paths.decrypt_key_file(database)
    found = [load_key(key_file, passphrase)]
    for file in paths.former_key_files(key_file)[:_MOST_TRIED]:
        with suppress(LedgerError):  # under a passphrase that nobody knows any more
            found.append(load_key(file, passphrase))
    return tuple(found)


def addressed_keys(store: Store) -> dict[str, str]:
    """The fingerprint of the key to which each committee addressed its last package since the first change, by its code."""
    return dict(json.loads(setting(store.reader(), _ADDRESSED, "{}")))


def note_addressee(tx: Transaction, header: PackageHeader, office_code: str, code: str) -> None:
    """Remember to which of our keys a committee addresses its packages; nothing while there was only one."""
    if setting(tx.connection, _CHANGES):
        known = json.loads(setting(tx.connection, _ADDRESSED, "{}"))
        keys = [each.key for each in header.to if each.code == office_code]
        if keys and known.get(code) != keys[0]:
            keep_setting(tx, _ADDRESSED, json.dumps(known | {code: keys[0]}))


def pending_file(key_file: Path, mark: str) -> Path:
    """Where the file that is to take the place of `key_file` lies until the database names `mark`."""
    return key_file.with_name(f"{key_file.name}.{mark}{_ENDING}")


def throw_pending_away(database: Path) -> None:
    """Drop what a change that was never confirmed has left."""
    for each in paths.sign_key_file(database).parent.glob(f"*{_ENDING}"):
        throw_away(each)


def confirm(tx: Transaction, files: Sequence[Path], mark: str) -> None:
    """From the end of this transaction on the pending files count. Raises EnvironmentProblem `write_failed` when one is gone."""
    for each in files:
        if not pending_file(each, mark).is_file():
            raise EnvironmentProblem("write_failed", name=each.name, reason="写好的密钥文件不见了")
    keep_setting(tx, _MARK, mark)


def is_confirmed(store: Store, mark: str) -> bool:
    """Whether the database names this change as the last."""
    return setting(store.reader(), _MARK) == mark


def keep_change(tx: Transaction, change: StreetKeyChange) -> None:
    """Write a change down, with the public keys that count from now on."""
    changes = [*json.loads(setting(tx.connection, _CHANGES, "[]")), vars(change)]
    keep_setting(tx, _CHANGES, json.dumps(changes, ensure_ascii=False))
    street_register.put_office_keys(tx, change.new_sign, change.new_decrypt)
    tx.touch("roster", "")


def log_keys(tx: Transaction, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    """A row of the chained log about the street itself: fingerprints by what they are for."""
    row = street_register.office_row(tx.connection)
    log_change(tx, OFFICE, row.code if row else "", 0, before, after)


def settle(store: Store, who: str) -> None:
    """Bring files and database together when the database is opened.

    A confirmed change is finished. Keys that differ from the database's came with or stayed through a backup from before
    their change: they are those that committees know, so the database follows them. Raises EnvironmentProblem `write_failed`.
    """
    mark = setting(store.reader(), _MARK)
    folder = paths.sign_key_file(store.path).parent
    for each in folder.glob(f"*.{mark}{_ENDING}") if mark else ():
        _put(each, folder / each.name.removesuffix(f".{mark}{_ENDING}"))
    _follow_files(store, who)


def _put(pending: Path, file: Path) -> None:
    try:
        replace_durably(pending, file)
    except FileNotFoundError:  # another process that has it open was faster
        return
    except OSError as error:
        raise EnvironmentProblem("write_failed", name=file.name, reason=error.strerror) from error


def _follow_files(store: Store, who: str) -> None:
    row = street_register.office_row(store.reader())
    try:
        files = (paths.sign_key_file(store.path), paths.decrypt_key_file(store.path))
        sign, decrypt = (public_key_line(read_public_key(each)) for each in files)
    except (AppError, EnvironmentProblem):  # gone or damaged: told when they are needed
        return
    if row is None or (row.sign_key, row.decrypt_key) == (sign, decrypt):
        return

    def work(tx: Transaction) -> None:
        keep_change(
            tx, StreetKeyChange(tx.at, RESTORED, row.sign_key, row.decrypt_key, sign, decrypt, tx.who)
        )
        log_keys(tx, prints(row.sign_key, row.decrypt_key), prints(sign, decrypt))

    store.write(work, who=who, operation="按密钥文件更正街道登记表的公钥")


def prints(sign: str, decrypt: str) -> dict[str, str]:
    """Both fingerprints as the log has them."""
    return {"sign": line_fingerprint(sign), "decrypt": line_fingerprint(decrypt)}
