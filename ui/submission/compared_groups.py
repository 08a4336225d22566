"""Comparing digits typed from the stamped paper with those of a sheet's key, while they are being typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from desktop.exchange.enrolment import differing_groups
from desktop.exchange.public_keys import DIGIT_GROUPS, DIGITS_PER_GROUP, parse_public_key_line


def compared(typed: str, groups: Sequence[str], key_line: str) -> list[bool | None]:
    """For each of the eight groups of a key whether it was typed right; None for those not typed whole yet.

    More than 40 digits count against the last group: something was typed twice.
    """
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", typed))
    whole = min(len(digits) // DIGITS_PER_GROUP, DIGIT_GROUPS)
    to_come = "".join(groups[whole:])
    wrong = set(
        differing_groups(digits[: whole * DIGITS_PER_GROUP] + to_come, parse_public_key_line(key_line))
    )
    if len(digits) > DIGIT_GROUPS * DIGITS_PER_GROUP:
        wrong.add(DIGIT_GROUPS)
    return [number not in wrong if number <= whole else None for number in range(1, DIGIT_GROUPS + 1)]
