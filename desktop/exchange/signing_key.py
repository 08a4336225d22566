"""Private keys as OpenSSH key files under a passphrase (format §11): create, save, unlock, change the
passphrase.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from db.errors import AppError, EnvironmentProblem
from db.leftovers import throw_away
from desktop.exchange.durable_files import create_exclusively, replace_durably
from desktop.exchange.public_keys import KEY_BYTES, fingerprint, key_blob, public_key_line
from desktop.exchange.ssh_signature import sign_message
from desktop.exchange.ssh_wire import split_string

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

BCRYPT_ROUNDS: Final = 100
PASSPHRASE_CHARACTERS: Final = 10
PASSPHRASE_CHINESE_WORDS: Final = 5

_MAGIC: Final = b"openssh-key-v1\0"
_BEGIN: Final = b"-----BEGIN OPENSSH PRIVATE KEY-----"
_END: Final = b"-----END OPENSSH PRIVATE KEY-----"
_CHINESE: Final = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_KEY_FILE_BYTES: Final = 64 * 1024


@dataclass(frozen=True)
class SigningKey:
    """An unlocked key pair; the private half never shows in a log or a message."""

    public_key: bytes
    private_key: Ed25519PrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.public_key)

    @property
    def public_line(self) -> str:
        return public_key_line(self.public_key)

    def sign(self, message: bytes, namespace: str) -> bytes:
        """Gives the armoured SSHSIG over `message`."""
        return sign_message(message, namespace, self.public_key, self.private_key.sign)


def signing_key_from_seed(seed: bytes) -> SigningKey:
    """Gives the key pair of a 32-byte Ed25519 seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _unlocked(Ed25519PrivateKey.from_private_bytes(seed))


def create_key(path: Path, passphrase: str) -> SigningKey:
    """Gives a new key pair, saved at `path`; takes about 0.7 s.

    AppError `passphrase_too_short`, `key_file_exists`; EnvironmentProblem `write_failed`.
    """
    if path.exists():
        raise AppError("key_file_exists", name=path.name)
    key = signing_key_from_seed(os.urandom(KEY_BYTES))
    try:
        save_key(path, key, passphrase)
    except BaseException:  # a key that nobody was told of would be in the way of the next attempt
        throw_away(path)
        raise
    return key


def change_passphrase(path: Path, old: str, new: str) -> None:
    """Rewrites the key file under `new`; the errors of `load_key` and `create_key`."""
    save_key(path, load_key(path, old), new)


def save_key(path: Path, key: SigningKey, passphrase: str) -> None:
    """Writes the encrypted key file in one step, readable by its owner only."""
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    secret = _checked_passphrase(passphrase)
    protection = PrivateFormat.OpenSSH.encryption_builder().kdf_rounds(BCRYPT_ROUNDS).build(secret)
    keep_key_file(path, key.private_key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, protection))


def load_key(path: Path, passphrase: str) -> SigningKey:
    """Gives the unlocked key pair; takes about 0.7 s.

    AppError `passphrase_wrong`, `key_file_missing`; EnvironmentProblem `key_file_damaged`.
    """
    from cryptography.hazmat.primitives.serialization import load_ssh_private_key

    pem = _read_key_file(path)
    _public_part(pem, path)
    try:
        private_key = load_ssh_private_key(pem, _normalised(passphrase))
    except ValueError as error:  # OpenSSH keeps only a 32-bit check, so damage inside looks the same
        raise AppError("passphrase_wrong") from error
    # The library holds the private half against the public part, which was just found to be Ed25519.
    return _unlocked(cast("Ed25519PrivateKey", private_key))


def read_public_key(path: Path) -> bytes:
    """Gives the raw public key of a key file without its passphrase; the file errors of `load_key`."""
    return _public_part(_read_key_file(path), path)


def _unlocked(private_key: Ed25519PrivateKey) -> SigningKey:
    return SigningKey(private_key.public_key().public_bytes_raw(), private_key)


def _normalised(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _checked_passphrase(passphrase: str) -> bytes:
    words = [word for word in passphrase.split() if _CHINESE.search(word)]
    characters = len(unicodedata.normalize("NFC", passphrase.strip()))
    if characters < PASSPHRASE_CHARACTERS and len(words) < PASSPHRASE_CHINESE_WORDS:
        raise AppError("passphrase_too_short")
    return _normalised(passphrase)


def _read_key_file(path: Path) -> bytes:
    try:
        with open(path, "rb") as source:
            return source.read(_KEY_FILE_BYTES)
    except FileNotFoundError as error:
        raise AppError("key_file_missing", name=path.name) from error
    except OSError as error:
        raise EnvironmentProblem("file_unreadable", name=path.name, reason=error.strerror) from error


def _public_part(pem: bytes, path: Path) -> bytes:
    try:
        return _parse_public_part(pem)
    except ValueError as error:
        raise EnvironmentProblem("key_file_damaged", name=path.name) from error


def _parse_public_part(pem: bytes) -> bytes:
    lines = pem.split()
    text = b" ".join(lines)
    if not (text.startswith(_BEGIN) and text.endswith(_END)):
        raise ValueError("not an OpenSSH private key file")
    try:
        blob = base64.b64decode(text[len(_BEGIN) : -len(_END)].replace(b" ", b""), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if not blob.startswith(_MAGIC):
        raise ValueError("another key file version")
    cipher, rest = split_string(blob.removeprefix(_MAGIC))
    kdf, rest = split_string(rest)
    _options, rest = split_string(rest)
    public_blob, private_part = split_string(rest[4:])
    public_key = public_blob[-KEY_BYTES:]
    is_whole = len(split_string(private_part)[1]) == 0
    if cipher == b"none" or kdf != b"bcrypt" or public_blob != key_blob(public_key) or not is_whole:
        raise ValueError("unprotected, cut short, or of another key type")
    return public_key


def keep_key_file(path: Path, content: bytes) -> None:
    """Writes the bytes of an encrypted key file in one step, readable by its owner only. EnvironmentProblem `write_failed`."""
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        descriptor = create_exclusively(part, 0o600)
        with open(descriptor, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(descriptor)
        replace_durably(part, path)
    except OSError as error:
        throw_away(part)
        raise EnvironmentProblem("write_failed", name=path.name, reason=error.strerror) from error
