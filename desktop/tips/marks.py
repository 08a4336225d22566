"""Marks of a tipster's name and numbers, and the windows of a text that are compared with them.

A mark is an HMAC-SHA256 under the comparing key, cut to 16 bytes. A name of two to four characters is marked whole, a
longer one by its first four or eight: a text is then looked through in four widths. Numbers are compared as digits,
whatever stands between them; other contacts (WeChat, mail) as words.
"""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from collections.abc import Callable, Iterator

from db.spec.text import fold_widths
from desktop.tips.keys import ComparingKey
from desktop.tips.reporter import Reporter

MARKS_PER_TIP = 12  # always as many: how many are real says nothing about who told
_MARK_BYTES = 16
_NAME_WIDTHS = (2, 3, 4, 8)
_FEWEST_DIGITS, _MOST_DIGITS = 7, 12
_DIGIT_RUN = r"\d(?:[\s\-–—()./、·]{0,3}\d){6,}"
_WORD = r"[a-z0-9][a-z0-9_.@\-]{5,}"

Token = tuple[str, str]  # what it is (name, first letter, digits, word), and the text that is marked


def mark(key: ComparingKey, token: Token) -> bytes:
    """The mark of one token."""
    return hmac.digest(key.secret, "\0".join(token).encode(), "sha256")[:_MARK_BYTES]


def marks_of(key: ComparingKey, reporter: Reporter) -> set[bytes]:
    """MARKS_PER_TIP marks of a tipster, filled up with random ones."""
    marks = {mark(key, each) for each in list(dict.fromkeys(tokens_of(reporter)))[:MARKS_PER_TIP]}
    while len(marks) < MARKS_PER_TIP:
        marks.add(os.urandom(_MARK_BYTES))
    return marks


def tokens_of(reporter: Reporter) -> Iterator[Token]:
    """What gives a tipster away: the name, each number, each other contact."""
    letters = "".join(_letter_runs(_plain(reporter.name)))
    width = max((each for each in _NAME_WIDTHS if each <= len(letters)), default=0)
    if width:
        yield "name", letters[:width]
        yield "first", letters[0]
    for number in _numbers(reporter.contact):
        yield "digits", number[-_MOST_DIGITS:]
        if local := _without_area_code(number):
            yield "digits", local
    for word in _words(_plain(reporter.contact)):
        yield "word", word


def tokens_in(
    text: str, starting: Callable[[set[str]], set[str]] = lambda letters: letters
) -> Iterator[Token]:
    """Every window of a text that could be what `tokens_of` gives; names only at the letters that `starting` leaves.

    Asking for first letters first spares nearly all comparisons: of 8,000 records under 2 s are left of 28.
    """
    plain = _plain(text)
    for run in _letter_runs(plain):
        letters = starting(set(run))
        for start in range(len(run) - 1) if letters else ():
            if run[start] in letters:
                yield from _names_at(run, start)
    for digits in _digit_runs(plain):
        for width in range(_FEWEST_DIGITS, _MOST_DIGITS + 1):
            for start in range(len(digits) - width + 1):
                yield "digits", digits[start : start + width]
    for word in _words(plain):
        yield "word", word


def _names_at(run: str, start: int) -> Iterator[Token]:
    for width in _NAME_WIDTHS:
        if start + width <= len(run):
            yield "name", run[start : start + width]


def looks_like_a_phone(text: str) -> bool:
    """Whether a mobile number of mainland China, whoever's, stands in a text."""
    numbers = (_national(each) for each in _digit_runs(_plain(text)))
    return any(re.fullmatch(r"1[3-9]\d{9}", each) for each in numbers)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", fold_widths(text)).casefold()


def _letter_runs(plain: str) -> list[str]:
    """Runs of letters; blanks and the dot within a name part nothing."""
    joined = re.sub(r"[\s·•・‧]+", "", plain)
    return re.findall(r"[^\W\d_]+", joined)


def _digit_runs(plain: str) -> list[str]:
    return [re.sub(r"\D", "", each) for each in re.findall(_DIGIT_RUN, plain)]


def _numbers(contact: str) -> Iterator[str]:
    """The telephone numbers of a contact, several of which may stand beside each other."""
    for part in re.split("[、,;/。]", _plain(contact)):
        for run in _digit_runs(part):
            pieces = [run] if len(run) <= _MOST_DIGITS + 2 else re.findall(rf"\d{{{_FEWEST_DIGITS},}}", part)
            yield from (_national(each) for each in pieces)


def _without_area_code(number: str) -> str:
    """The local part of a landline: 021-59720011 is also told as 59720011."""
    if not number.startswith("0"):
        return ""
    local = number[3:] if number[1] in "12" else number[4:]
    return local if len(local) >= _FEWEST_DIGITS else ""


def _national(digits: str) -> str:
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _words(plain: str) -> list[str]:
    return [each for each in re.findall(_WORD, plain) if re.search("[a-z]", each)]
