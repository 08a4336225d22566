"""Finds a committee among all of the country while its name or code is being typed.

Reading the list takes about a second: a job reads it (`shipped_committees`), the GUI thread searches it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice, takewhile
from pathlib import Path

from db.spec.text import search_form
from desktop.committee_rows import (
    CODE_LENGTH,
    FILLED_LEVELS,
    REGION_LENGTHS,
    read_committees,
    read_regions,
)

SHIPPED_LIST = Path(__file__).parent / "committee_list"
# The first row at or after a row that matches, the number of rows when none does.
Cursor = Callable[[int], int]

_loading = threading.Lock()
# What may follow the typed name without making it another committee's.
_KIND_OF_COMMITTEE = re.compile(r"(社区|村)?(居委会|居民委员会|村委会|村民委员会)?")
_LONGEST_TEXT = 80
_MOST_WORDS = 6
_MOST_SPLITS = 3
_MOST_RANKED = 1_000


def shipped_committees() -> CommitteeDirectory:
    """The list that comes with the program, read once; raises EnvironmentProblem when it is damaged."""
    with _loading:
        return _read_shipped()


@cache
def _read_shipped() -> CommitteeDirectory:
    return CommitteeDirectory(SHIPPED_LIST)


def rows_of_all(cursors: list[Cursor], end: int) -> Iterator[int]:
    """The rows on which all cursors agree, ascending: each leaps to the furthest row any of them named."""
    row = 0
    while row < end:
        furthest = row
        for cursor in cursors:
            furthest = cursor(furthest)
            if furthest >= end:
                return
        if furthest == row:
            yield row
            furthest += 1
        row = furthest


def first_of(cursors: list[Cursor]) -> Cursor:
    """A cursor on the rows of any of the cursors."""
    return lambda row: min(cursor(row) for cursor in cursors)


def remembering(cursor: Cursor) -> Cursor:
    """The same cursor for ascending rows, which asks again only past its last answer."""
    answer = -1

    def next_row(row: int) -> int:
        nonlocal answer
        if row > answer:
            answer = cursor(row)
        return answer

    return next_row


def _without_repeats(rows: Iterable[int]) -> Iterator[int]:
    seen: set[int] = set()
    for row in rows:
        if row not in seen:
            seen.add(row)
            yield row


def _is_digits(word: str) -> bool:
    return word.isascii() and word.isdigit()


@dataclass(frozen=True)
class CommitteeMatch:
    """A committee of the list."""

    code: str
    name: str
    region_names: tuple[
        str, ...
    ]  # province, city, county, street as published, with filled levels such as 市辖区

    @property
    def full_name(self) -> str:
        """Regions and name in one, without levels that do not exist: 上海市青浦区夏阳街道章浜社区居委会."""
        levels = [level for level in self.region_names if level not in FILLED_LEVELS]
        return "".join(dict.fromkeys([*levels, self.name]))


class CommitteeDirectory:
    """All committees of the two files in a folder: `committees-2023.csv.xz` and `regions-2023.csv.xz`."""

    def __init__(self, folder: Path) -> None:
        self._rows = read_committees(folder / "committees-2023.csv.xz")
        self._regions = read_regions(folder / "regions-2023.csv.xz", self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def by_code(self, code: str) -> CommitteeMatch | None:
        """The committee with this 12-digit code."""
        rows = self._rows.rows_under_code(code) if len(code) == CODE_LENGTH else range(0)
        return self._match(rows[0]) if rows else None

    def under(self, digits: str) -> list[CommitteeMatch]:
        """Every committee whose code begins with these digits, by code: of a street with its nine."""
        return [self._match(row) for row in self._rows.rows_under_code(digits)]

    def streets(self) -> list[CommitteeMatch]:
        """Every street, town and township, by code: the code of its office (nine digits and 000) and its regions' names."""
        codes = (each for each in self._regions.codes if len(each) == REGION_LENGTHS[-1])
        above = ((code, self._regions.names_above(code)) for code in codes)
        return [CommitteeMatch(f"{code}000", names[-1], names) for code, names in above]

    def search(self, text: str, limit: int = 50) -> list[CommitteeMatch]:
        """At most `limit` committees that have every word of the text in their code, name or regions.

        Exact names and codes come first, then those that begin with a word, those that contain one, those
        only in a region of that name; within these, by code.
        A word may run regions and name together (青浦章浜).
        """
        words = [search_form(word) for word in text[:_LONGEST_TEXT].split()][:_MOST_WORDS]
        words = [word for word in words if word]
        if not words or not len(self):
            return []
        return [self._match(row) for row in islice(_without_repeats(self._ranked(words)), limit)]

    def _ranked(self, words: list[str]) -> Iterator[int]:
        """The rows that have every word, best first, some of them repeatedly."""
        if len(words) == 1:
            for tier in (self._exactly, self._at_start, self._in_name_or_code, self._in_region):
                yield from self._all([tier(words[0])])
        else:
            yield from self._best_first(words, [])
        for regions, others in islice(self._splits(words), _MOST_SPLITS):
            yield from self._best_first(others, regions)

    def _best_first(self, words: list[str], regions: list[str]) -> list[int]:
        """The rows in all regions that have every word, the best first; at most `_MOST_RANKED`."""
        longest_first = sorted(words, key=len, reverse=True)
        cursors = [*map(self._in_region, regions), *map(self._anywhere, longest_first)]
        rows = islice(self._all(cursors), _MOST_RANKED)
        return sorted(rows, key=lambda row: min(self._place(word, row) for word in words))

    def _place(self, word: str, row: int) -> int:
        """0 where the word is the name or code, 1 where it begins it, 2 where it is within, 3 elsewhere."""
        name, code = self._rows.searched_name(row), self._rows.code(row)
        if name.startswith(word) or code.startswith(word):
            return 0 if code == word or _KIND_OF_COMMITTEE.fullmatch(name, len(word)) else 1
        return 2 if word in name or word in code else 3

    def _all(self, cursors: list[Cursor]) -> Iterator[int]:
        return rows_of_all(cursors, end=len(self))

    def _splits(self, words: list[str]) -> Iterator[tuple[list[str], list[str]]]:
        """Ways to read one word as regions and a rest: the regions, and the rest with the other words."""
        for at, word in enumerate(words):
            for *regions, rest in self._cut(word):
                yield regions, [*words[:at], *words[at + 1 :], rest]

    def _cut(self, word: str) -> Iterator[list[str]]:
        """The word as beginnings of region names and a rest, long names first: 青浦章浜 → 青浦, 章浜."""
        ends = takewhile(lambda end: self._regions.begins_a_name(word[:end]), range(2, len(word)))
        for end in reversed(list(ends)):
            yield from ([word[:end], *parts] for parts in self._cut(word[end:]))
            yield [word[:end], word[end:]]

    def _exactly(self, word: str) -> Cursor:
        if _is_digits(word) and len(word) == CODE_LENGTH:
            return self._under_code(word)
        pattern = re.compile("\n" + re.escape(word) + _KIND_OF_COMMITTEE.pattern + "\n")
        return remembering(partial(self._rows.next_row_like, pattern))

    def _under_code(self, digits: str) -> Cursor:
        rows = self._rows.rows_under_code(digits)
        return lambda row: max(row, rows.start) if row < rows.stop else len(self)

    def _at_start(self, word: str) -> Cursor:
        named = self._named("\n" + word)
        if not _is_digits(word):
            return named
        return first_of([named, self._under_code(word)])

    def _in_name_or_code(self, word: str) -> Cursor:
        if not _is_digits(word):
            return self._named(word)
        return first_of([self._named(word), remembering(partial(self._rows.next_row_coded, word))])

    def _anywhere(self, word: str) -> Cursor:
        return first_of([self._in_region(word), self._in_name_or_code(word)])

    def _named(self, needle: str) -> Cursor:
        return remembering(partial(self._rows.next_row_named, needle))

    def _in_region(self, word: str) -> Cursor:
        run = range(0)

        def next_row(row: int) -> int:
            nonlocal run
            if row >= run.stop:
                run = self._regions.next_run(word, row) or range(len(self), len(self) + 1)
            return max(row, run.start)

        return next_row

    def _match(self, row: int) -> CommitteeMatch:
        code = self._rows.code(row)
        return CommitteeMatch(code, self._rows.name(row), self._regions.names_above(code))
