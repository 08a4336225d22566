"""Ed25519 public keys in their public forms: SSH blob, key line, SHA256 fingerprint and digit groups (format
§4, §10).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from typing import Final

from db.errors import AppError

KEY_TYPE: Final = b"ssh-ed25519"
KEY_BYTES: Final = 32
DIGIT_GROUPS: Final = 8
DIGITS_PER_GROUP: Final = 5
FINGERPRINT: Final = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")

_BLOB_PREFIX: Final = len(KEY_TYPE).to_bytes(4, "big") + KEY_TYPE + KEY_BYTES.to_bytes(4, "big")


def key_blob(public_key: bytes) -> bytes:
    """Gives the SSH wire form (51 bytes) of a raw 32-byte public key."""
    return _BLOB_PREFIX + public_key


def fingerprint(public_key: bytes) -> str:
    """Gives `SHA256:` and 43 characters, as `ssh-keygen -l` prints it."""
    digest = hashlib.sha256(key_blob(public_key)).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")


def line_fingerprint(line: str) -> str:
    """`fingerprint` of the key in a public key line. Raises as `parse_public_key_line`."""
    return fingerprint(parse_public_key_line(line))


def public_key_line(public_key: bytes) -> str:
    """Gives `ssh-ed25519 AAAA…` without comment and line end."""
    return f"{KEY_TYPE.decode()} {base64.b64encode(key_blob(public_key)).decode('ascii')}"


def parse_public_key_line(line: str) -> bytes:
    """Gives the raw 32-byte key of one line of a `.pub` file; AppError `public_key_unreadable`."""
    words = line.split()
    if len(words) < 2 or words[0] != KEY_TYPE.decode():
        raise AppError("public_key_unreadable")
    return parse_key_base64(words[1])


def parse_key_base64(text: str) -> bytes:
    """Gives the raw 32-byte key of the base64 column of a key line; AppError `public_key_unreadable`."""
    try:
        blob = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise AppError("public_key_unreadable") from error
    key = blob[len(_BLOB_PREFIX) :]
    if len(key) != KEY_BYTES or key_blob(key) != blob:
        raise AppError("public_key_unreadable")
    return key


def digit_groups(public_key: bytes) -> tuple[str, ...]:
    """Gives the eight 5-digit groups of the sheet: SHA-256 of the blob as an integer mod 10^40 (format
    §10).
    """
    number = int.from_bytes(hashlib.sha256(key_blob(public_key)).digest(), "big")
    digits = DIGIT_GROUPS * DIGITS_PER_GROUP
    text = f"{number % 10**digits:0{digits}d}"
    return tuple(text[at : at + DIGITS_PER_GROUP] for at in range(0, digits, DIGITS_PER_GROUP))
