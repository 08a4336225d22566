"""Which field a column means: by the words of its head, and by what its values look like."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from db.errors import InvalidRecord
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind
from db.spec.header_words import COMPUTED, NOTE, SERIAL, STATUS, head_words, plain_head
from db.spec.kinds import Reading, parse

EXACT, NEARLY, ENOUGH = 100, 80, 60
IGNORED = "ignored"
_OWN_MARK = "记录标识"  # a column that this program's own sheets carry along
_READING = Reading(date(2026, 1, 1))
_TOLD_BY_VALUES = frozenset(
    (
        Kind.DATE,
        Kind.DATE_TIME,
        Kind.CHOICE,
        Kind.CHOICES,
        Kind.INTEGER,
        Kind.DECIMAL,
        Kind.MONEY,
        Kind.YES_NO,
        Kind.PHONE,
    )
)
Guess = tuple[int, str]  # how sure, and the target


@lru_cache(maxsize=4096)
def guesses(head: str, table: str) -> tuple[Guess, ...]:
    """What a head may mean, the surest first: its whole words, its words without brackets, its lower line, words in it."""
    words = head_words(table)
    found: dict[str, int] = {}
    for sureness, text in _wordings(head):
        for rank, target in enumerate(words.get(plain_head(text), ())):
            found[target] = max(found.get(target, 0), sureness - rank)
    if not found:
        found = _containing(plain_head(re.sub(r"[（(].*?[)）]", "", head.rpartition("/")[2])), words)
    return tuple(sorted(((sureness, target) for target, sureness in found.items()), reverse=True))


def _wordings(head: str) -> list[tuple[int, str]]:
    head = re.sub(r"#\d+$", "", head)
    upper, _, lower = head.rpartition("/")
    outside = re.sub(r"[（(\[【].*?[)）\]】]", "", lower)
    inside = re.findall(r"[（(\[【](.*?)[)）\]】]", lower)
    wordings = [(EXACT, head), (EXACT - 3, lower), (EXACT - 6, outside), *((NEARLY, each) for each in inside)]
    return wordings + ([(ENOUGH, upper)] if upper else [])


def _containing(plain: str, words: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """By words that occur in the head, the more of it they cover the surer: 检查发现的主要问题及隐患 holds 主要问题 and 隐患."""
    covered: dict[str, set[int]] = {}
    found: dict[str, int] = {}
    for word, targets in words.items():
        if len(word) < 2 or len(plain) < 2 or targets[0] == COMPUTED:
            continue
        place = plain.find(word)
        if place >= 0:
            covered.setdefault(targets[0], set()).update(range(place, place + len(word)))
        elif len(plain) >= 3 and plain in word:
            found[targets[0]] = max(found.get(targets[0], 0), 30 + 40 * len(plain) // len(word))
    for target, places in covered.items():
        found[target] = max(found.get(target, 0), 40 + 40 * len(places) // len(plain))
    return found


def matched_cells(texts: Sequence[str], table: str) -> int:
    """How much a row of texts is like a head: two for each sure word, one for each likely one; long texts are no heads."""
    score = 0
    targets = set()
    for text in texts:
        found = guesses(text.replace(" ", "").replace("\n", ""), table) if len(text) <= 24 else ()
        if found and found[0][0] >= ENOUGH and (found[0][1] not in targets or found[0][1] == COMPUTED):
            targets.add(found[0][1])
            score += 2 if found[0][0] >= NEARLY - 5 else 1
    return score


def guess_columns(heads: Sequence[tuple[str, Sequence[str]]], table: str) -> list[str]:
    """The target of each column ("" for none), from its head and its values; each field is used once, for the surest."""
    wished = [
        (sureness + _fit(table, target, samples), -place, target)
        for place, (head, samples) in enumerate(heads)
        for sureness, target in guesses(head, table)
    ]
    chosen = [IGNORED if head.startswith(_OWN_MARK) else "" for head, _ in heads]
    taken: set[str] = set()
    for sureness, back, target in sorted(wished, reverse=True):
        if sureness >= ENOUGH and not chosen[-back] and (target not in taken or target in (COMPUTED, SERIAL)):
            chosen[-back] = target
            taken.add(target)
    return chosen


def _fit(table: str, target: str, samples: Sequence[str]) -> int:
    """How well the values suit: a choice that knows none of them is hardly meant, nor a date that reads as none."""
    field = RECORD_TYPES[table].by_name.get(target)
    if field is None or field.kind not in _TOLD_BY_VALUES or not samples or target in (STATUS, NOTE):
        return 0
    readable = sum(_is_readable(field, each) for each in samples) / len(samples)
    return 2 if readable > 0.5 else -2 if readable > 0 else -25


def _is_readable(field: Field, text: str) -> bool:
    try:
        parse(field, text, _READING)
    except InvalidRecord as error:
        return error.problems[0].message_id in ("date_year_missing", "date_day_missing", "time_missing")
    return True
