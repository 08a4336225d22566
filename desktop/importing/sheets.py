"""Where a sheet's table is: its head of one to three lines, its rows, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from db.spec.text import one_line, search_form
from desktop.importing.cells import cell_text
from desktop.importing.heads import matched_cells
from reports.sheet_reading.book import MOST_CELLS, Book, Cell, Picture, Sheet

_NO_PICTURES: Mapping[int, tuple[Picture, ...]] = MappingProxyType({})
_LOOKED_AT = 40  # rows in which a head is looked for
_MOST_KNOWN = 20_000  # distinct cells of a sheet whose texts are kept
_TOTALS = re.compile(r"^(?:本页|本月|本表|全年|总|累|共)?(?:合计|总计|小计|共计|累计|汇总)[:：（(]?")
_SIGNATURES = re.compile(
    r"^[（(]?(?:填表人?|填报人?|制表人?|审核人?|复核人?|审批人?|审签|负责人|单位负责人|主要负责人|主管领导|分管领导|领导签字"
    r"|经办人|登记人|记录人|检查人|日期|填报日期|填表日期|填报单位|填报时间|单位|盖章|公章|签字|签名|签章|联系人|联系电话"
    r"|主任|书记|注|备注|说明|填表说明|填写说明|注意事项?)[^:：]{0,10}[:：]"
)
_STAMP = re.compile(r"^[（(]?(?:单位)?(?:盖章|公章|签章)[)）]?[:：]?$")


@dataclass(frozen=True)
class Column:
    """A column of the table: its place in the sheet, its head (two lines as 管控措施/人防), and some of its values."""

    index: int
    head: str
    samples: tuple[str, ...] = ()


class SourceRow(NamedTuple):  # made 10,000 times, in a third of the time of a dataclass
    """A row as it stands in the sheet; `number` is what the clerk sees beside it, `section` a heading above it."""

    sheet: str
    number: int
    texts: tuple[str, ...]
    section: str = ""
    is_hidden: bool = False
    pictures: Mapping[int, tuple[Picture, ...]] = _NO_PICTURES

    def text(self, index: int) -> str:
        """The text of a cell; "" beyond the row's end."""
        return self.texts[index] if index < len(self.texts) else ""


@dataclass(frozen=True)
class SkippedRow:
    """A row that is no record, and why."""

    sheet: str
    number: int
    reason: str
    text: str


@dataclass(frozen=True)
class Form:
    """The table that was found on a sheet; `caption` is what stands above it."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[SourceRow, ...]
    skipped: tuple[SkippedRow, ...]
    caption: str = ""
    is_hidden: bool = False
    has_head: bool = True
    score: int = 0

    @property
    def layout(self) -> tuple[str, ...]:
        """What makes two sheets the same form: the heads."""
        return tuple(each.head for each in self.columns)


def find_forms(book: Book, table: str) -> list[Form]:
    """The tables of a book for that type of record, one a sheet; sheets without a head are left out unless none has one."""
    forms = [form for sheet in book.sheets if (form := _form(sheet, table))]
    if not forms:
        filled = [sheet for sheet in book.sheets if any(_texts(row) for row in sheet.rows)]
        forms = [_headless(sheet) for sheet in filled[:1]]
    return forms


def same_forms(forms: Sequence[Form]) -> list[Form]:
    """The sheets that come in together: those with the heads of the best one (one form a month), hidden ones left out."""
    shown = [each for each in forms if not each.is_hidden] or list(forms)
    if not shown:
        return []
    best = max(shown, key=lambda each: (each.score, len(each.rows)))
    heads = set(best.layout)
    alike = [
        each for each in shown if len(heads & set(each.layout)) * 10 >= 8 * max(len(heads), len(each.layout))
    ]
    return alike if best.has_head else [best]


def _texts(row: Sequence[Cell]) -> list[str]:
    return [text for cell in row if (text := cell_text(cell))]


def _all_texts(row: Sequence[Cell], known: _KnownTexts) -> tuple[str, ...]:
    # True equals 1, and reads otherwise.
    return tuple([known[cell] if cell.__class__ is not bool else cell_text(cell) for cell in row])


class _KnownTexts(dict[Cell, str]):
    """The texts of the cells of one sheet, which repeat themselves."""

    def __missing__(self, cell: Cell) -> str:
        text = cell_text(cell)
        if len(self) < _MOST_KNOWN:
            self[cell] = text
        return text


def _form(sheet: Sheet, table: str) -> Form | None:
    head = _head_row(sheet, table)
    if head is None:
        return None
    place, score = head
    first, last = _head_span(sheet, place, table)
    heads = _heads(sheet, first, last)
    rows = _filled_down(sheet, last + 1)
    found, skipped = _rows(sheet, rows, last + 1, heads, table)
    caption = "　".join(one_line(text) for row in sheet.rows[:first] for text in _texts(row))[:300]
    return Form(
        sheet.name,
        _columns(heads, found),
        tuple(found),
        tuple(skipped),
        caption,
        sheet.is_hidden,
        True,
        score,
    )


def _headless(sheet: Sheet) -> Form:
    known = _KnownTexts()
    heads, pictures = {index: f"第{index + 1}列" for index in range(sheet.width)}, _pictures(sheet)
    found = [
        SourceRow(
            sheet.name,
            place + 1,
            _all_texts(row, known),
            "",
            place in sheet.hidden_rows,
            pictures.get(place, {}),
        )
        for place, row in enumerate(sheet.rows)
        if _texts(row)
    ]
    return Form(sheet.name, _columns(heads, found), tuple(found), (), "", sheet.is_hidden, has_head=False)


def _head_row(sheet: Sheet, table: str) -> tuple[int, int] | None:
    """The row whose cells are most like heads, and how many are; at least two, or all of a narrow sheet."""
    best, best_score, looked_at = -1, 0, 0
    for place, row in enumerate(sheet.rows):
        texts = _texts(row)
        if not texts:
            continue
        looked_at += 1
        score = matched_cells(texts, table)
        if score > best_score and score * 3 >= len(texts):
            best, best_score = place, score
        if looked_at >= _LOOKED_AT:
            break
    needed = min(2, max(sheet.width, 1)) * 2
    return (best, best_score) if best >= 0 and best_score >= needed else None


def _head_span(sheet: Sheet, place: int, table: str) -> tuple[int, int]:
    first = last = place
    for top, left, bottom, right in sheet.merged:
        if top <= place <= bottom and bottom - top <= 3 and right - left + 1 < max(sheet.width, 2):
            first, last = min(first, top), max(last, bottom)
    following = sheet.rows[last + 1] if last + 1 < len(sheet.rows) else ()
    texts = _texts(following)
    is_text = all(isinstance(cell, str) or cell is None for cell in following)
    above = sheet.rows[last]
    gaps = [
        i
        for i, cell in enumerate(following)
        if cell_text(cell) and not (i < len(above) and cell_text(above[i]))
    ]
    if texts and is_text and gaps and matched_cells(texts, table) >= 2 * max(2, (len(texts) + 1) // 2):
        last += 1
    return first, last


def _heads(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """The head of each column: its lines joined by /, a merged cell's words over all its columns."""
    grid = [
        [cell_text(cell) for cell in row] + [""] * (sheet.width - len(row))
        for row in sheet.rows[first : last + 1]
    ]
    covered = set()
    for top, left, bottom, right in sheet.merged:
        if first <= top <= last and top < len(sheet.rows):
            for row in range(top, min(bottom, last) + 1):
                for column in range(left, min(right + 1, sheet.width)):
                    grid[row - first][column] = grid[top - first][left]
                    covered.add((row, column))
    for place in range(
        len(grid) - 1
    ):  # without merging told: the words on the left reach over what is open below
        for column in range(1, sheet.width):
            is_open = not grid[place][column] and (first + place, column) not in covered
            if is_open and grid[place + 1][column]:
                grid[place][column] = grid[place][column - 1]
    heads = {}
    for column in range(sheet.width):
        lines = list(dict.fromkeys(one_line(row[column]).replace(" ", "") for row in grid if row[column]))
        if lines:
            heads[column] = "/".join(lines)
    return _told_apart(heads)


def _told_apart(heads: Mapping[int, str]) -> dict[int, str]:
    seen: dict[str, int] = {}
    apart = {}
    for column, head in heads.items():
        seen[head] = seen.get(head, 0) + 1
        apart[column] = head if seen[head] == 1 else f"{head}#{seen[head]}"
    return apart


def _filled_down(sheet: Sheet, start: int) -> list[tuple[Cell, ...]]:
    """The rows with what is merged over several rows written into each of them."""
    rows = list(sheet.rows)
    left_to_fill = MOST_CELLS
    for top, left, bottom, _ in sheet.merged:
        if top < start or bottom == top or top >= len(rows) or left >= len(rows[top]):
            continue
        value, stop = rows[top][left], min(bottom, len(rows) - 1)
        left_to_fill -= stop - top
        if left_to_fill < 0:
            break
        for place in range(top + 1, stop + 1):
            row = list(rows[place]) + [None] * (left + 1 - len(rows[place]))
            row[left] = value
            rows[place] = tuple(row)
    return rows


def _pictures(sheet: Sheet) -> dict[int, dict[int, tuple[Picture, ...]]]:
    """By row, then by column."""
    found: dict[int, dict[int, tuple[Picture, ...]]] = {}
    for (row, column), pictures in sheet.pictures.items():
        found.setdefault(row, {})[column] = pictures
    return found


def _rows(
    sheet: Sheet, rows: Sequence[tuple[Cell, ...]], start: int, heads: Mapping[int, str], table: str
) -> tuple[list[SourceRow], list[SkippedRow]]:
    found, skipped, section, drawn = list[SourceRow](), list[SkippedRow](), "", _pictures(sheet)
    serials = {column for column, head in heads.items() if search_form(head) in _SERIALS}
    head_texts = {search_form(part) for head in heads.values() for part in head.split("/")}
    known = _KnownTexts()
    for place in range(start, len(rows)):
        row = _without_dittos(_all_texts(rows[place], known), found[-1].texts if found else ())
        filled = {column: text for column, text in enumerate(row) if text}
        pictures = drawn.get(place, _NO_PICTURES)
        if not filled and not pictures:
            continue
        reason = _why_no_record(filled, len(heads), serials, head_texts)
        if reason and not pictures:
            skipped.append(SkippedRow(sheet.name, place + 1, reason, " ".join(filled.values())[:200]))
            section = next(iter(filled.values())) if reason == SECTION else section
            continue
        hidden = place in sheet.hidden_rows
        found.append(SourceRow(sheet.name, place + 1, row, section, hidden, pictures))
    return found, skipped


_DITTO = frozenset(("同上", "〃", "″", "''", '"', "“”", "”", "同前"))


def _without_dittos(row: tuple[str, ...], above: Sequence[str]) -> tuple[str, ...]:
    """The row with what stands above written where it says 同上."""
    if _DITTO.isdisjoint(row):
        return row
    return tuple(
        above[place] if text in _DITTO and place < len(above) else text for place, text in enumerate(row)
    )


SECTION = "只有一个格子有内容，像是分节标题"
_SERIALS = frozenset(search_form(each) for each in "序号 序 编号 项次 行号 No. 顺序号".split())


def _why_no_record(filled: Mapping[int, str], width: int, serials: set[int], heads: set[str]) -> str:
    texts = list(filled.values())
    first = one_line(texts[0]).replace(" ", "") if texts else ""
    few = len(texts) <= max(4, width // 2)
    if _TOTALS.match(first) and all(_is_count(each) for each in texts[1:]):
        return "合计行"
    if few and (_SIGNATURES.match(first) or _STAMP.match(first)):
        return "签字或说明行"
    is_head_like = len(texts) > 1 and (search_form(texts[0]) in heads or search_form(texts[1]) in heads)
    if is_head_like and sum(search_form(each) in heads for each in texts) * 10 >= 8 * len(texts):
        return "重复的表头"
    if (
        filled
        and len(filled) <= len(serials)
        and set(filled) <= serials
        and all(re.fullmatch(r"[\d.]+", each) for each in texts)
    ):
        return "只有序号"
    if len(texts) == 1 and width > 2 and min(filled) <= 1 and not first.isdigit():
        return SECTION
    return ""


def _is_count(text: str) -> bool:
    return bool(re.fullmatch(r"[\d.,，%]+\s*\S{0,4}|[—\-/]", text)) or len(text) <= 12


def _columns(heads: Mapping[int, str], rows: Sequence[SourceRow]) -> tuple[Column, ...]:
    return tuple(Column(index, head, _samples(index, rows)) for index, head in heads.items())


def _samples(index: int, rows: Sequence[SourceRow]) -> tuple[str, ...]:
    """The first different values, for the clerk and for telling what the column means."""
    found: dict[str, None] = {}
    for row in rows[:200]:
        if text := one_line(row.text(index)):
            found.setdefault(text, None)
        if len(found) >= 12:
            break
    return tuple(found)
