"""A ledger on A4 landscape: title, unit and period, a table whose head repeats, totals.

Layout by part E of the domain reference: margins of 15 mm, rows never split, 10.5 pt, blanks as “—”, page
numbers, and a footer by which a sheet of paper is recognised: print run, check code of the content, time of
printing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.spec import Record
from reports.chinese_text import char_widths
from reports.columns import Column, fitted_widths
from reports.line_breaking import break_lines
from reports.page_furniture import content_code, draw_footer, draw_signatures, long_date
from reports.paper import A4_LANDSCAPE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.table import LEADING, PAD_Y, Cell, LaidRow, draw_rows, label_cell, lay_row, split_row
from reports.typefaces import HEI, SONG

MARGIN = 15 * MM
TITLE_SIZE, LINE_SIZE = 18.0, 10.5
NOTHING = "本期无记录"
_FIRST_HEAD = 17 * MM  # title and particulars of the first page
_NEXT_HEAD = 7 * MM  # the running line of the others
_FOOTER = 6 * MM
_SIGNATURES = 19 * MM
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
_LEAST_PIECE = 5 * LEADING + 2 * PAD_Y  # a row taller than a page starts here only if this much of it fits
_LEFT_OVER = 3 * LEADING  # and leaves at least this much for the page with the signatures


@dataclass(frozen=True)
class Ledger:
    """What a ledger shows; `totals` is the sentence under the table."""

    title: str
    columns: Sequence[Column]
    records: Sequence[Record]
    totals: str


@dataclass(frozen=True)
class RowsRoom:
    """Heights for rows: on the first page, on the others, and what the closing part takes from the last."""

    first: float
    following: float
    closing: float


def print_ledger(ledger: Ledger, context: PrintContext) -> PrintResult:
    """The ledger as PDF; without records it has one page that says 本期无记录."""
    paper = Paper(A4_LANDSCAPE, ledger.title, context.unit_name, context.is_draft)
    width = paper.width - 2 * MARGIN
    widths = fitted_widths(ledger.columns, width)
    head = lay_row(widths, (label_cell(column.label) for column in ledger.columns))
    rows = [
        lay_row(widths, [column.cell(ordinal, record) for column in ledger.columns])
        for ordinal, record in enumerate(ledger.records, 1)
    ] or [lay_row([width], [Cell(f"\n{NOTHING}\n", "center")])]
    closing = break_lines(ledger.totals, width / LINE_SIZE, char_widths(SONG))
    pages = paginate(rows, _height_for_rows(paper, head, closing))
    code = content_code(ledger.title, context, (cell.text for row in rows for cell in row.cells))
    for number, page_rows in enumerate(pages, 1):
        draw_head = _draw_first_head if number == 1 else _draw_next_head
        top = draw_head(paper, ledger, context)
        _write_page_number(paper, number, len(pages))
        end = draw_rows(paper, MARGIN, top, [head, *page_rows])
        if number == len(pages):
            _draw_closing(paper, closing, end)
        draw_footer(paper, MARGIN, context, code)
        paper.end_page()
    return paper.finish()


def _height_for_rows(paper: Paper, head: LaidRow, closing: Sequence[str]) -> RowsRoom:
    height = paper.height - 2 * MARGIN - _FOOTER - head.height
    closing_height = 2 * MM + len(closing) * LEADING + _SIGNATURES
    return RowsRoom(height - _FIRST_HEAD, height - _NEXT_HEAD, closing_height)


def paginate(rows: Sequence[LaidRow], room: RowsRoom) -> list[list[LaidRow]]:
    """Rows of each page. The closing part stays with the last row; only a row too tall for a page is cut."""
    pages: list[list[LaidRow]] = [[]]
    left = room.first
    for index, row in enumerate(rows):
        after = room.closing if index == len(rows) - 1 else 0.0
        while row.height + after > left:
            is_too_tall = row.height + after > room.following or not pages[-1]
            if is_too_tall and left >= _LEAST_PIECE:
                piece, row = split_row(row, min(left, max(row.height - _LEFT_OVER, _LEAST_PIECE)))
                pages[-1].append(piece)
            pages.append([])
            left = room.following
        pages[-1].append(row)
        left -= row.height
    return pages


def _draw_first_head(paper: Paper, ledger: Ledger, context: PrintContext) -> float:
    paper.write_centred(paper.width / 2, MARGIN, ledger.title, HEI, TITLE_SIZE)
    particulars = [
        f"填报单位：{context.unit_name}",
        f"填报日期：{long_date(context.printed_at)}",
        f"期间：{context.period or '—'}",
        f"填报人：{context.filled_by}",
    ]
    top, x = MARGIN + TITLE_SIZE + 4 * MM, MARGIN
    for text in particulars:
        x += paper.write(x, top, text, SONG, LINE_SIZE) + 9 * MM
    return MARGIN + _FIRST_HEAD


def _draw_next_head(paper: Paper, ledger: Ledger, context: PrintContext) -> float:
    paper.write(MARGIN, MARGIN, f"{ledger.title}（续）　{context.unit_name}", SONG, LINE_SIZE)
    return MARGIN + _NEXT_HEAD


def _write_page_number(paper: Paper, number: int, count: int) -> None:
    top = MARGIN + (TITLE_SIZE + 4 * MM if number == 1 else 0)
    paper.write_right(paper.width - MARGIN, top, f"第 {number} 页/共 {count} 页", SONG, LINE_SIZE)


def _draw_closing(paper: Paper, closing: Sequence[str], end: float) -> None:
    top = end + 2 * MM
    for line in closing:
        paper.write(MARGIN, top, line, SONG, LINE_SIZE)
        top += LEADING
    draw_signatures(paper, MARGIN, top + 6 * MM, _SIGNERS, LINE_SIZE)
