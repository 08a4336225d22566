"""Record ids: ULIDs, which sort by the time they were made and never collide between computers."""

from __future__ import annotations

import os
import time
from functools import lru_cache

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_PAIRS = tuple(first + second for first in _ALPHABET for second in _ALPHABET)
_TIME_SHIFTS = range(40, -1, -10)
_LETTER_OF_BYTE = (
    _ALPHABET * 8
).encode()  # five bits of a random byte are a letter; three times as fast as sums


def new_ulid() -> str:
    """A new ULID: 48 bits of milliseconds and 80 random bits in Crockford's base 32, 26 characters."""
    return _time_part(time.time_ns() // 1_000_000) + os.urandom(16).translate(_LETTER_OF_BYTE).decode()


@lru_cache(maxsize=1)
def _time_part(milliseconds: int) -> str:
    return "".join([_PAIRS[milliseconds >> shift & 1023] for shift in _TIME_SHIFTS])


def is_ulid(text: str) -> bool:
    """Whether a text has the form of a ULID."""
    return len(text) == LENGTH and set(text) <= set(_ALPHABET) and text[0] in "01234567"
