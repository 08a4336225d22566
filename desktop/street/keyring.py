"""The street's two keys, unlocked once and kept in memory until the program ends. Any thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import AppError
from desktop import paths

if TYPE_CHECKING:
    from desktop.exchange.signing_key import SigningKey


class Keyring:
    """Unlocks the keys beside a street's database. What is unlocked is never written anywhere."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._keys: tuple[SigningKey, tuple[SigningKey, ...]] | None = None

    @property
    def is_unlocked(self) -> bool:
        """Whether the passphrase was given already."""
        return self._keys is not None

    def unlock(self, passphrase: str) -> None:
        """Unlock both keys, and the former decryption keys under the same passphrase, which takes a second or two.

        Raises what `load_key` raises; then nothing is unlocked.
        """
        from desktop.exchange.signing_key import load_key
        from desktop.street.key_files import unlocked_decrypt_keys

        sign = load_key(paths.sign_key_file(self._database), passphrase)
        self._keys = (sign, unlocked_decrypt_keys(self._database, passphrase))

    def forget(self) -> None:
        """Lock them again."""
        self._keys = None

    @property
    def sign_key(self) -> SigningKey:
        """The key that signs receipts. Raises AppError `street_keys_locked`."""
        return self._both()[0]

    @property
    def decrypt_keys(self) -> tuple[SigningKey, ...]:
        """The keys that open encrypted packages, the one in use first. Raises AppError `street_keys_locked`."""
        return self._both()[1]

    def _both(self) -> tuple[SigningKey, tuple[SigningKey, ...]]:
        if self._keys is None:
            raise AppError("street_keys_locked")
        return self._keys
