"""A ledger on A4 landscape: title, unit and period, a table whose head repeats, totals.

Layout by part E of the domain reference: margins of 15 mm, rows never split, 10.5 pt, blanks as “—”, page
numbers, and a footer by which a sheet of paper is recognised: the check code of its page, the day of printing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from db.printed import PrintedDocument, PrintedPage
from db.spec import Record
from reports.chinese_text import char_widths
from reports.columns import Column, fitted_widths
from reports.line_breaking import break_lines
from reports.page_furniture import draw_footer, draw_signatures, long_date
from reports.paper import A4_LANDSCAPE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.print_run import tell_progress
from reports.print_trace import trace_page, trace_row
from reports.table import LEADING, PAD_Y, Cell, LaidRow, draw_rows, label_cell, lay_row, split_row
from reports.typefaces import HEI, SONG

MARGIN = 15 * MM
TITLE_SIZE, LINE_SIZE = 18.0, 10.5
NOTHING = "本期无记录"
CODE_WORD = "本页校验码"
_FIRST_HEAD = 17 * MM  # title and particulars of the first page
_NEXT_HEAD = 7 * MM  # the running line of the others
_FOOTER = 6 * MM
_SIGNATURES = 19 * MM
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
_LEAST_PIECE = 5 * LEADING + 2 * PAD_Y  # a row taller than a page starts here only if this much of it fits
_LEFT_OVER = 3 * LEADING  # and leaves at least this much for the page with the signatures


Item = TypeVar("Item")


@dataclass(frozen=True)
class Ledger:
    """What a ledger shows; `totals` is the sentence under the table. `form` is the key by which its rows can be made
    again when a page is checked, "" when they are not records.
    """

    title: str
    columns: Sequence[Column]
    records: Sequence[Record]
    totals: str
    form: str = ""
    page_size: tuple[float, float] = A4_LANDSCAPE
    signers: Sequence[str] = _SIGNERS


@dataclass(frozen=True)
class RowsRoom:
    """Heights for rows: on the first page, on the others, and what the closing part takes from the last."""

    first: float
    following: float
    closing: float


def print_ledger(ledger: Ledger, context: PrintContext) -> PrintResult:
    """The ledger as PDF; without records it has one page that says 本期无记录.

    Rows are laid out as their page is filled, and a finished page is packed at once: the memory it takes does not grow
    with the rows. Whoever listens (`reports.print_run`) hears of each page and may stop the work.
    """
    paper = Paper(ledger.page_size, ledger.title, context.unit_name, context.is_draft)
    width = paper.width - 2 * MARGIN
    widths = fitted_widths(ledger.columns, width)
    head = lay_row(widths, (label_cell(column.label) for column in ledger.columns))
    closing = break_lines(ledger.totals, width / LINE_SIZE, char_widths(SONG))
    room = _height_for_rows(paper, head, closing)
    traces: list[PrintedPage] = []
    for rows, is_last in with_last(paginate(_laid_rows(ledger, widths), room)):
        trace = _trace(len(traces) + 1, rows, ledger, context, is_last)
        _draw_page(paper, ledger, context, [head, *rows], trace.code, closing if is_last else ())
        traces.append(trace)
        tell_progress(trace.rows[-1].ordinal if trace.rows else 0, len(ledger.records))
    day = context.printed_at.date().isoformat()
    return replace(paper.finish(), trace=PrintedDocument(ledger.form, ledger.title, "", day, tuple(traces)))


def _laid_rows(ledger: Ledger, widths: Sequence[float]) -> Iterator[LaidRow]:
    for ordinal, record in enumerate(ledger.records, 1):
        cells = [column.cell(ordinal, record) for column in ledger.columns]
        yield lay_row(widths, cells, trace_row(ordinal, record, cells))
    if not ledger.records:
        yield lay_row([sum(widths)], [Cell(f"\n{NOTHING}\n", "center")])


def _trace(
    number: int, rows: Sequence[LaidRow], ledger: Ledger, context: PrintContext, is_last: bool
) -> PrintedPage:
    around = [ledger.title, context.unit_name, context.period, context.filled_by]
    traced = {row.trace.ordinal: row.trace for row in rows if row.trace}
    return trace_page(number, [*around, ledger.totals] if is_last else around, list(traced.values()))


def _draw_page(
    paper: Paper,
    ledger: Ledger,
    context: PrintContext,
    rows: Sequence[LaidRow],
    code: str,
    closing: Sequence[str],
) -> None:
    is_first = paper.page_number == 1
    top = (_draw_first_head if is_first else _draw_next_head)(paper, ledger, context)
    number_top = MARGIN + (TITLE_SIZE + 4 * MM if is_first else 0)
    paper.write_page_number(paper.width - MARGIN, number_top, LINE_SIZE)
    end = draw_rows(paper, MARGIN, top, rows)
    if closing:
        _draw_closing(paper, closing, end, ledger.signers)
    draw_footer(paper, MARGIN, context, code, word=CODE_WORD)
    paper.end_page()


def _height_for_rows(paper: Paper, head: LaidRow, closing: Sequence[str]) -> RowsRoom:
    height = paper.height - 2 * MARGIN - _FOOTER - head.height
    closing_height = 2 * MM + len(closing) * LEADING + _SIGNATURES
    return RowsRoom(height - _FIRST_HEAD, height - _NEXT_HEAD, closing_height)


def paginate(rows: Iterable[LaidRow], room: RowsRoom) -> Iterator[list[LaidRow]]:
    """Rows of each page. The closing part stays with the last row; only a row too tall for a page is cut."""
    page: list[LaidRow] = []
    left = room.first
    for row, is_last in with_last(rows):
        after = room.closing if is_last else 0.0
        while row.height + after > left:
            is_too_tall = row.height + after > room.following or not page
            if is_too_tall and left >= _LEAST_PIECE:
                piece, row = split_row(row, min(left, max(row.height - _LEFT_OVER, _LEAST_PIECE)))
                page.append(piece)
            yield page
            page, left = [], room.following
        page.append(row)
        left -= row.height
    yield page


def with_last(items: Iterable[Item]) -> Iterator[tuple[Item, bool]]:
    """Each item with whether it is the last one; reads one ahead."""
    waiting = iter(items)
    try:
        item = next(waiting)
    except StopIteration:
        return
    for following in waiting:
        yield item, False
        item = following
    yield item, True


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


def _draw_closing(paper: Paper, closing: Sequence[str], end: float, signers: Sequence[str]) -> None:
    top = end + 2 * MM
    for line in closing:
        paper.write(MARGIN, top, line, SONG, LINE_SIZE)
        top += LEADING
    draw_signatures(paper, MARGIN, top + 6 * MM, signers, LINE_SIZE)
