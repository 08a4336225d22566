"""The key of backups that leave this computer: an age identity under the office's passphrase.

Backups are encrypted to its public half, so they can be made at any time without asking; only restoring needs the
passphrase. Everything is plain age (age-encryption.org): `age -d backup.key`, then `age -d -i …` opens a backup
without this program.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from db.errors import AppError, EnvironmentProblem
from desktop.exchange.durable_files import replace_durably

if TYPE_CHECKING:
    from pyrage.x25519 import Identity

KEY_NAME = "backup.key"


def create_backup_key(path: Path, passphrase: str) -> str:
    """A new identity, kept at `path` under the passphrase (scrypt, about half a second); gives its recipient (age1…)."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    _seal(path, identity, passphrase)
    return str(identity.to_public())


def reseal_backup_key(path: Path, passphrase: str, new: str) -> None:
    """Put the same identity under another passphrase, so that the backups made so far open with it.

    Raises what `unlock_backup_key` raises, EnvironmentProblem `write_failed`.
    """
    _seal(path, unlock_backup_key(path, passphrase), new)


def _seal(path: Path, identity: Identity, passphrase: str) -> None:
    import pyrage

    sealed = pyrage.passphrase.encrypt(str(identity).encode(), _normalised(passphrase))
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        replace_durably(part, path)
    except OSError as error:
        raise EnvironmentProblem("write_failed", name=path.name, reason=error.strerror) from error


def unlock_backup_key(path: Path, passphrase: str) -> Identity:
    """The identity in a key file. Raises AppError `backup_key_missing`, `passphrase_wrong`."""
    import pyrage

    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise AppError("backup_key_missing", name=path.name) from error
    try:
        secret = pyrage.passphrase.decrypt(sealed, _normalised(passphrase)).decode()
        return pyrage.x25519.Identity.from_str(secret)
    except (pyrage.DecryptError, pyrage.IdentityError, ValueError) as error:
        raise AppError("passphrase_wrong") from error


def encrypt_stream(source: IO[bytes], target: IO[bytes], recipient: str) -> None:
    """Encrypt from one open file to another in pieces. Raises OSError."""
    import pyrage

    ends = _Remembering(source), _Remembering(target)
    try:
        pyrage.encrypt_io(*ends, [pyrage.x25519.Recipient.from_str(recipient)])
    except (pyrage.EncryptError, OSError):  # the library makes a text of what a file raises
        for error in (each.error for each in ends):
            if error is not None:
                raise error from None
        raise


class _Remembering:
    """A file that keeps the fault it raised."""

    def __init__(self, file: IO[bytes]) -> None:
        self.error: OSError | None = None
        self._file = file

    def read(self, size: int = -1) -> bytes:
        with self._kept():
            return self._file.read(size)

    def write(self, data: bytes) -> int:
        with self._kept():
            return self._file.write(data)

    def flush(self) -> None:
        with self._kept():
            self._file.flush()

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = self.error or error
            raise


def decrypt_stream(source: IO[bytes], target: IO[bytes], identity: Identity, name: str) -> None:
    """Decrypt from one open file to another in pieces. Raises EnvironmentProblem `backup_damaged`, OSError."""
    import pyrage

    with _damage_told(name):
        pyrage.decrypt_io(source, target, [identity])


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    import pyrage

    try:
        yield
    except pyrage.DecryptError as error:
        raise EnvironmentProblem("backup_damaged", name=name) from error
    except OSError as error:
        if error.errno is not None:  # a disk's own fault
            raise
        raise EnvironmentProblem("backup_damaged", name=name) from error


def _normalised(passphrase: str) -> str:
    return unicodedata.normalize("NFC", passphrase)
