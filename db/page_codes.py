"""The check code on a printed ledger page: eight characters that are read from paper and typed without mistakes.

31 characters, none of which is taken for another (no 0 O 1 I L); 31 is prime, so the last one, a weighted sum, gives
away every wrong character and every two that changed places.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
_BASE = len(ALPHABET)
_BETWEEN = " -—－_　·"


def page_code(digest: bytes) -> str:
    """The code of a page from the digest (at least 8 bytes) of what it says, like K7M3-PX9Q."""
    number, characters = int.from_bytes(digest[:8], "big"), ""
    for _ in range(LENGTH - 1):
        number, place = divmod(number, _BASE)
        characters += ALPHABET[place]
    return grouped_code(characters + _check_character(characters))


def read_code(typed: str) -> str:
    """The code as it is kept, from what was typed: capitals, full width, blanks and hyphens do not matter.

    "" for what cannot be a code: another length, a character that codes do not have, a wrong last character.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    characters = "".join(char for char in plain if char not in _BETWEEN)
    if len(characters) != LENGTH or any(char not in ALPHABET for char in characters):
        return ""
    return grouped_code(characters) if _check_character(characters[:-1]) == characters[-1] else ""


def grouped_code(characters: str) -> str:
    """In two groups of four, as it is printed."""
    return f"{characters[:4]}-{characters[4:]}"


def _check_character(characters: str) -> str:
    total = sum(place * ALPHABET.index(char) for place, char in enumerate(characters, 2))
    return ALPHABET[total % _BASE]
