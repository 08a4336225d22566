"""The national list of committees as a few long strings and arrays; a row is a number, not an object.

Read once and never changed: any thread may search it.
"""

from __future__ import annotations

import lzma
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from db.errors import EnvironmentProblem

CODE_LENGTH = 12
REGION_LENGTHS = (2, 4, 6, 9)  # digits of the codes of a province, city, county and street
_LINE = CODE_LENGTH + 1
_BLOCK_CHARACTERS = 1 << 19
# The bureau's names for a level that does not exist: 3101, 5002, 4290 and 6590.
FILLED_LEVELS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


def is_committee_code(code: str) -> bool:
    """Whether a code has the twelve digits of a committee (GB/T 10114 and the NBS statistics codes)."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isdigit()


def searched_form(text: str) -> str:
    """The text as it is compared: NFKC and case-folded."""
    return unicodedata.normalize("NFKC", text).casefold()


def read_committees(file: Path) -> CommitteeRows:
    """The committees of a `code,name` file sorted by code; raises EnvironmentProblem."""
    rows = CommitteeRows()
    names, codes, position = ["\n"], [], 1
    for lines in _blocks_of_lines(file):
        published = [line[_LINE:] for line in lines]
        searched = searched_form("\n".join(published)).split("\n")
        pairs = enumerate(zip(published, searched, strict=True), start=len(rows))
        rows.differing_names.update((row, shown) for row, (shown, sought) in pairs if shown != sought)
        starts = list(accumulate((len(name) + 1 for name in searched), initial=position))
        position = starts.pop()
        rows.name_starts.extend(starts)
        names.append("\n".join(searched) + "\n")
        codes.append("\n".join([line[:CODE_LENGTH] for line in lines]) + "\n")
    rows.names, rows.codes = "".join(names), "".join(codes)
    return rows


def read_regions(file: Path, committees: CommitteeRows) -> RegionRows:
    """The regions of a `code,name` file, joined to their committees; raises EnvironmentProblem."""
    lines = (line.split(",", 1) for block in _blocks_of_lines(file) for line in block)
    published = dict(sorted((code, name) for code, name in lines))
    searched = ["" if name in FILLED_LEVELS else searched_form(name) for name in published.values()]
    first_rows, row_counts = _runs_of_committees(published, committees)
    return RegionRows(
        codes=list(published),
        published=published,
        names="\n" + "\n".join(searched) + "\n",
        name_starts=array("I", accumulate((len(name) + 1 for name in searched[:-1]), initial=1)),
        first_rows=first_rows,
        row_counts=row_counts,
        distinct_names=sorted(set(searched) - {""}),
    )


def _runs_of_committees(
    regions: dict[str, str], committees: CommitteeRows
) -> tuple[array[int], Counter[str]]:
    """For sorted region codes the first row of each, and how many rows each has."""
    codes = committees.codes
    streets = Counter(codes[at : at + REGION_LENGTHS[-1]] for at in range(0, len(codes), _LINE))
    counts = Counter(streets)
    for street, count in streets.items():
        for length in REGION_LENGTHS[:-1]:
            counts[street[:length]] += count
    first_rows, row = array("I"), 0
    for code in regions:
        first_rows.append(row)
        row += streets[code]
    return first_rows, counts


def _blocks_of_lines(file: Path) -> Iterator[list[str]]:
    """The lines after the header, some thousand at a time: the whole text at once would cost 50 MB."""
    try:
        with lzma.open(file, "rt", encoding="utf-8", newline="\n") as text:
            text.readline()
            while lines := text.readlines(_BLOCK_CHARACTERS):
                yield [line.rstrip("\n") for line in lines]
    except (OSError, lzma.LZMAError, UnicodeDecodeError, EOFError) as error:
        raise EnvironmentProblem("committee_list_unreadable", file=str(file)) from error


@dataclass
class CommitteeRows:
    """The committees sorted by code; row numbers count from 0."""

    names: str = "\n"  # searched form, each name between two line feeds
    name_starts: array[int] = field(default_factory=lambda: array("I"))
    codes: str = ""  # 12 digits and a line feed each
    differing_names: dict[int, str] = field(default_factory=dict)  # names that are not their searched form

    def __len__(self) -> int:
        return len(self.name_starts)

    def code(self, row: int) -> str:
        """The 12-digit code."""
        return self.codes[row * _LINE : row * _LINE + CODE_LENGTH]

    def searched_name(self, row: int) -> str:
        """The name in its searched form."""
        start = self.name_starts[row]
        return self.names[start : self.names.index("\n", start)]

    def name(self, row: int) -> str:
        """The name as published."""
        return self.differing_names.get(row) or self.searched_name(row)

    def next_row_named(self, needle: str, row: int) -> int:
        """The first row from `row` on whose name has the needle; a leading line feed is the name's start."""
        opening = needle.startswith("\n")
        position = self.names.find(needle, self.name_starts[row] - opening)
        return len(self) if position < 0 else bisect_right(self.name_starts, position + opening) - 1

    def next_row_like(self, pattern: re.Pattern[str], row: int) -> int:
        """The first row from `row` on whose name, with the line feeds around it, matches the pattern."""
        found = pattern.search(self.names, self.name_starts[row] - 1)
        return bisect_right(self.name_starts, found.start() + 1) - 1 if found else len(self)

    def next_row_coded(self, digits: str, row: int) -> int:
        """The first row from `row` on whose code has the digits."""
        position = self.codes.find(digits, row * _LINE)
        return len(self) if position < 0 else position // _LINE

    def rows_under_code(self, digits: str) -> range:
        """The rows whose code begins with the digits."""
        rows = range(len(self))
        first = bisect_left(rows, digits, key=self.code)
        return range(first, bisect_right(rows, digits + "~", lo=first, key=self.code))


@dataclass
class RegionRows:
    """Provinces, cities, counties and streets sorted by code, each with its run of committee rows."""

    codes: list[str]
    published: dict[str, str]  # code → name
    names: str  # searched form, each between two line feeds; empty for a level that does not exist
    name_starts: array[int]
    first_rows: array[int]
    row_counts: Counter[str]
    distinct_names: list[str]  # sorted

    def names_above(self, code: str) -> tuple[str, ...]:
        """The names of the province, city, county and street of a committee's code, as published."""
        return tuple(self.published[code[:length]] for length in REGION_LENGTHS)

    def begins_a_name(self, text: str) -> bool:
        """Whether the name of some region begins with the text."""
        found = bisect_left(self.distinct_names, text)
        return found < len(self.distinct_names) and self.distinct_names[found].startswith(text)

    def next_run(self, word: str, row: int) -> range:
        """The next rows, at or after `row`, of a region whose name has the word; empty when there is none."""
        street = bisect_right(self.first_rows, row) - 1
        for length in REGION_LENGTHS:
            above = bisect_left(self.codes, self.codes[street][:length])
            if self.names.find(word, self.name_starts[above], self._name_end(above)) >= 0:
                return self._rows(above)
        return self._next_matching(word, street + 1)

    def _next_matching(self, word: str, region: int) -> range:
        while region < len(self.codes):
            position = self.names.find(word, self.name_starts[region])
            if position < 0:
                break
            region = bisect_right(self.name_starts, position) - 1
            if rows := self._rows(region):
                return rows
            region += 1
        return range(0)

    def _name_end(self, region: int) -> int:
        return self.names.index("\n", self.name_starts[region])

    def _rows(self, region: int) -> range:
        first = self.first_rows[region]
        return range(first, first + self.row_counts[self.codes[region]])
