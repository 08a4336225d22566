"""Record ids: ULIDs, which sort by the time they were made and never collide between computers."""

from __future__ import annotations

import os
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_SHIFTS = range(120, -1, -10)


def new_ulid() -> str:
    """A new ULID: 48 bits of milliseconds and 80 random bits in Crockford's base 32, 26 characters."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10))
    return "".join([_PAIRS[value >> shift & 1023] for shift in _SHIFTS])


def is_ulid(text: str) -> bool:
    """Whether a text has the form of a ULID."""
    return len(text) == LENGTH and set(text) <= set(_ALPHABET) and text[0] in "01234567"
