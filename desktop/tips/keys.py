"""The two keys: tips.key opens who told (under its own passphrase), the comparing key lets a text be compared.

The comparing key lies in this user's settings, never beside the database: whoever copies the ledger, its folder or a
backup cannot try out names and numbers against the marks.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import AppError, EnvironmentProblem
from desktop import paths
from desktop.exchange.durable_files import create_exclusively, replace_durably
from desktop.exchange.signing_key import (
    SigningKey,
    change_passphrase,
    create_key,
    load_key,
    read_public_key,
)

_COMPARING_BYTES = 32


@dataclass(frozen=True)
class ComparingKey:
    """Makes the marks of names and numbers; `name` says which key made a mark, and nothing else."""

    secret: bytes = field(repr=False)

    @property
    def name(self) -> str:
        return hashlib.sha256(b"slp-tip-comparing-key\0" + self.secret).hexdigest()[:16]


def has_tips_key(database: Path) -> bool:
    """Whether the committee made the key of its tipsters."""
    return paths.tips_key_file(database).is_file()


def create_tips_key(database: Path, passphrase: str) -> SigningKey:
    """Make the key of who told, under its own passphrase; about 1.4 s.

    AppError `passphrase_too_short`, `key_file_exists`, `tips_passphrase_is_the_other` when it also opens the signing key.
    """
    if _opens_signing_key(database, passphrase):
        raise AppError("tips_passphrase_is_the_other")
    path = paths.tips_key_file(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    return create_key(path, passphrase)


def change_tips_passphrase(database: Path, old: str, new: str) -> None:
    """Put the key of who told under another passphrase, as when another person becomes the one who may open; about 2 s.

    AppError `passphrase_wrong`, `passphrase_too_short`, `key_file_missing`, `tips_passphrase_is_the_other`.
    """
    if _opens_signing_key(database, new):
        raise AppError("tips_passphrase_is_the_other")
    change_passphrase(paths.tips_key_file(database), old, new)


def _opens_signing_key(database: Path, passphrase: str) -> bool:
    try:
        load_key(paths.sign_key_file(database), passphrase)
    except (AppError, EnvironmentProblem):
        return False
    return True


def unlock_tips_key(database: Path, passphrase: str) -> SigningKey:
    """The key that opens who told; about 0.7 s. AppError `passphrase_wrong`, `key_file_missing`."""
    return load_key(paths.tips_key_file(database), passphrase)


def tips_public_key(database: Path) -> bytes:
    """What who told is sealed to; no passphrase. AppError `tips_key_missing`, EnvironmentProblem `key_file_damaged`."""
    if not has_tips_key(database):
        raise AppError("tips_key_missing")
    return read_public_key(paths.tips_key_file(database))


def comparing_key(ledger: str) -> ComparingKey | None:
    """The comparing key of a ledger (its committee's record id) that this user's settings hold, or None: another computer
    or account. EnvironmentProblem `file_unreadable`.
    """
    try:
        secret = _comparing_file(ledger).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name="举报比对", reason=error.strerror) from error
    return ComparingKey(secret) if len(secret) == _COMPARING_BYTES else None


def make_comparing_key(ledger: str) -> ComparingKey:
    """The comparing key of a ledger, made now when this user has none. EnvironmentProblem `folder_read_only`."""
    known = comparing_key(ledger)
    if known:
        return known
    path = _comparing_file(ledger)
    part = path.with_name(path.name + ".part")
    secret = os.urandom(_COMPARING_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with open(create_exclusively(part, 0o600), "wb") as target:
            target.write(secret)
            target.flush()
            os.fsync(target.fileno())
        replace_durably(part, path)
    except OSError as error:
        raise EnvironmentProblem("folder_read_only", name=str(path.parent), reason=error.strerror) from error
    return ComparingKey(secret)


def _comparing_file(ledger: str) -> Path:
    return paths.settings_folder() / f"tips-{ledger}.compare"
