"""Passwords and the printed recovery code: what is good enough, argon2id, and how long to wait after wrong ones.

Parameters: RFC 9106 §4, second choice (64 MiB, three passes, four lanes); some 0.3 s on an office computer. They stand in
every hash, so that they can be raised later: docs/adr/0016-people-and-roles.md.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from db.errors import AppError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

PASSES, MEMORY_KIB, LANES = 3, 65536, 4
LEAST_CHARACTERS = 8
FREE_TRIES, LONGEST_WAIT_S = 3, 300
# As in db.page_codes: nothing that reads like something else on paper.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 5, 5  # 25 of 31 letters: 123 bits


def refuse_weak(password: str, name: str) -> None:
    """Raises AppError `password_too_weak` for one that is short, digits only, or the person's name."""
    plain = _normalised(password)
    if len(plain) < LEAST_CHARACTERS or plain.isdigit() or len(set(plain)) < 4 or name in plain:
        raise AppError("password_too_weak", least=LEAST_CHARACTERS)


def hashed(password: str) -> str:
    """The argon2id hash of a password, with its salt and parameters."""
    return _hasher().hash(_normalised(password))


def fits(password: str, kept: str) -> bool:
    """Whether a password is the one that was hashed; as slow as hashing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept, _normalised(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def new_recovery_code() -> str:
    """A code that nobody guesses, in groups as it is printed: 7K3MP-….-…"""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def typed_code(typed: str) -> str:
    """A recovery code as it was typed, in the form it was printed in: blanks, case and full width do not count."""
    plain = "".join(each for each in unicodedata.normalize("NFKC", typed).upper() if each in _LETTERS)
    return "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


def wait_s(failures: int, failed_at: str | None, now: datetime) -> int:
    """How many seconds the next try must wait: none for the first three, then 5, 10, 20 … up to five minutes.

    A clock that was set back does not shorten it.
    """
    if failures < FREE_TRIES or not failed_at:
        return 0
    wait = min(5 << min(failures - FREE_TRIES, 10), LONGEST_WAIT_S)
    passed = (now - datetime.fromisoformat(failed_at)).total_seconds()
    return max(0, min(wait, round(wait - passed)))


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


def _normalised(password: str) -> str:
    return unicodedata.normalize("NFC", password)
