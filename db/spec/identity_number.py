"""Citizen identity numbers (GB 11643-1999 and the 15 digits before it): found in what is pasted, and shown masked.

They are kept only where a certificate needs them (个人信息保护法 §6, §28: the least that serves the purpose).
"""

from __future__ import annotations

import re
from datetime import date

from db.spec.text import plain_digits

_FORM = r"[1-9]\d{5}(?:\d{9}|\d{11}[\dX])"


def identity_number(typed: str) -> str | None:
    """The number in a text that is nothing else, with half-width digits and X; None when it is no identity number.

    A number of 18 whose last digit does not fit still counts: it is somebody's number with one digit wrong.
    """
    plain = re.sub(r"[\s-]", "", plain_digits(typed)).upper()
    return plain if re.fullmatch(_FORM, plain) and _has_birthday(plain) else None


def masked_identity_number(number: str) -> str:
    """The area code and the last four, the rest as stars: 310118********001X."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def masked_number(number: str) -> str:
    """A certificate's number as it may be shown: an identity number in it masked as such (T310118********001X), of any
    other the first two and the last four, of a short one the last. One that is masked already stays as it is.
    """
    if "*" in number:
        return number
    for start in (0, 1):
        found = identity_number(number[start:])
        if found and number[:start].isalpha() == bool(start):
            return number[:start] + masked_identity_number(found)
    head, tail = (2, 4) if len(number) > 8 else (0, 1)
    return f"{number[:head]}{'*' * (len(number) - head - tail)}{number[-tail:]}"


def _has_birthday(number: str) -> bool:
    digits = number[6:14] if len(number) == 18 else f"19{number[6:12]}"
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= 1900
