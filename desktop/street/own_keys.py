"""The street's own keys through their life (format §12): another passphrase, and both keys made anew.

Each is whole or not done at all (desktop.street.key_files). The files of before stay beside the new ones under their day. Any
thread; a change takes some seconds, because every key file is slow to open on purpose.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from db.errors import EnvironmentProblem, LedgerError
from db.store import Transaction
from db.street_register import OfficeRow, office_row
from desktop import paths
from desktop.backup_places import follow_passphrase
from desktop.exchange.public_keys import line_fingerprint
from desktop.exchange.signing_key import SigningKey, create_key, keep_key_file, load_key, save_key
from desktop.own_keys import Cause
from desktop.people.permissions import Right
from desktop.street.key_files import (
    StreetKeyChange,
    addressed_keys,
    confirm,
    is_confirmed,
    keep_change,
    key_changes,
    log_keys,
    pending_file,
    prints,
    settle,
    throw_pending_away,
)
from desktop.street.roster_lines import RosterLine, roster_lines
from desktop.street.street_ledger import StreetLedger

CAUSES = (Cause.ROTATION, Cause.LOST, Cause.STOLEN)
T = TypeVar("T")


@dataclass(frozen=True)
class Standing:
    """How far a change got: the newest, every enrolled committee, and those whose last package still names an older key."""

    newest: StreetKeyChange | None
    enrolled: tuple[RosterLine, ...]
    behind: tuple[RosterLine, ...]


def change_passphrase(street: StreetLedger, old: str, new: str) -> None:
    """Put both key files, and the former ones that `old` opens, under another passphrase; the key of backups follows.

    Raises AppError `not_allowed`, `sign_in_needed`, `passphrase_wrong`, `passphrase_too_short`, `key_file_missing`;
    EnvironmentProblem `key_file_damaged`, `write_failed`. Then the old passphrase still opens everything, but for `write_failed`
    of the key of backups, which follows last.
    """
    street.require(Right.STREET_KEYS)
    keys = {each: load_key(each, old) for each in _in_use(street)} | _former(street, old)

    def write(mark: str) -> list[Path]:
        for file, key in keys.items():
            save_key(pending_file(file, mark), key, new)
        return list(keys)

    _exchange(street, write, lambda tx: log_keys(tx, {}, {}), "更换街道密钥的口令")
    follow_passphrase(street, old, new)


def make_new_keys(
    street: StreetLedger, cause: Cause, passphrase: str, old_passphrase: str = ""
) -> StreetKeyChange:
    """Make both keys anew under `passphrase`, in the same epoch: receipts and packages go on with their numbers.

    With `old_passphrase`, which a planned change needs, the former decryption keys come under the new passphrase, so that what
    is encrypted to them still opens. Raises as `change_passphrase`; until it is done the old keys count.
    """
    street.require(Right.STREET_KEYS)
    sign_file, decrypt_file = _in_use(street)
    kept: dict[Path, SigningKey] = {}
    if old_passphrase or cause is Cause.ROTATION:
        load_key(sign_file, old_passphrase)
        kept = {decrypt_file: load_key(decrypt_file, old_passphrase)} | _former(street, old_passphrase)
    stamp = f"{street.clock.now():%Y%m%d-%H%M%S}"
    row, made = _row(street), {}

    def write(mark: str) -> list[Path]:
        files = []
        for file in filter(Path.is_file, (sign_file, decrypt_file)):
            aside = file.with_name(f"{file.stem}-旧-{stamp}{file.suffix}")
            files.append(aside)
            if file in kept:
                save_key(pending_file(aside, mark), kept[file], passphrase)
            else:
                _copy(file, pending_file(aside, mark))
        for file in kept.keys() - {decrypt_file}:
            save_key(pending_file(file, mark), kept[file], passphrase)
            files.append(file)
        for file in (sign_file, decrypt_file):
            made[file] = create_key(pending_file(file, mark), passphrase).public_line
        return [*files, *made]

    def note(tx: Transaction) -> StreetKeyChange:
        change = StreetKeyChange(
            tx.at, cause.value, row.sign_key, row.decrypt_key, made[sign_file], made[decrypt_file], tx.who
        )
        keep_change(tx, change)
        log_keys(tx, prints(row.sign_key, row.decrypt_key), prints(change.new_sign, change.new_decrypt))
        return change

    operation = f"更换街道密钥（{WORDS[cause]}）"
    change: StreetKeyChange = _exchange(street, write, note, operation)
    follow_passphrase(street, old_passphrase, passphrase)
    return change


WORDS = {
    Cause.ROTATION: "定期更换", Cause.LOST: "忘了口令或密钥丢失", Cause.STOLEN: "可能被别人拿走",
}  # fmt: skip


def standing(street: StreetLedger) -> Standing:
    """Which committees are still to register the new sheet, as far as their packages tell."""
    changes = key_changes(street.store)
    enrolled = tuple(each for each in roster_lines(street) if each.is_active)
    if not changes:
        return Standing(None, enrolled, ())
    seen = addressed_keys(street.store)
    present = line_fingerprint(_row(street).decrypt_key)
    return Standing(changes[-1], enrolled, tuple(each for each in enrolled if seen.get(each.code) != present))


def _in_use(street: StreetLedger) -> tuple[Path, Path]:
    return paths.sign_key_file(street.database), paths.decrypt_key_file(street.database)


def _former(street: StreetLedger, passphrase: str) -> dict[Path, SigningKey]:
    """The former decryption keys that the passphrase opens."""
    found = {}
    for file in paths.former_key_files(paths.decrypt_key_file(street.database)):
        try:
            found[file] = load_key(file, passphrase)
        except LedgerError:  # under one of its own
            continue
    return found


def _copy(file: Path, target: Path) -> None:
    try:
        keep_key_file(target, file.read_bytes())
    except OSError as error:
        raise EnvironmentProblem("write_failed", name=file.name, reason=error.strerror) from error


def _exchange(
    street: StreetLedger,
    write: Callable[[str], list[Path]],
    note: Callable[[Transaction], T],
    operation: str,
) -> T:
    """Write the new files under other names, confirm them in one transaction with the log, and put them in their places."""
    desk = street.desk  # brings what an earlier change left unfinished to its end
    mark = secrets.token_hex(8)
    throw_pending_away(street.database)
    try:
        files = write(mark)

        def work(tx: Transaction) -> T:
            confirm(tx, files, mark)
            return note(tx)

        noted: T = desk.write(work, operation, Right.STREET_KEYS)
    except BaseException:
        if not is_confirmed(desk.store, mark):
            throw_pending_away(street.database)
        raise
    desk.office = _row(street)
    street.keyring.forget()
    settle(desk.store, desk.who)
    return noted


def _row(street: StreetLedger) -> OfficeRow:
    row = office_row(street.store.reader())
    assert row is not None
    return row
