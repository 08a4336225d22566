"""Whose updates are taken: the publisher's public keys that this program was built with."""

from __future__ import annotations

from pathlib import Path

from db.errors import AppError
from desktop.exchange.public_keys import parse_public_key_line

KEYS = Path(__file__).with_name("publisher_keys.pub")


def trusted_keys() -> tuple[bytes, ...]:
    """The raw Ed25519 keys, one a line of the file; AppError `update_no_publisher` when the program was built without one."""
    try:
        lines = KEYS.read_text(encoding="utf-8").splitlines()
        keys = tuple(
            parse_public_key_line(line) for line in lines if line.strip() and not line.startswith("#")
        )
    except (OSError, ValueError, AppError) as error:
        raise AppError("update_no_publisher") from error
    if not keys:
        raise AppError("update_no_publisher")
    return keys
