"""挂图作战 on A3 landscape: a year's tasks as bars. Each state has its word and its own pattern, so that grey paper tells them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.wall_chart import Bar, BarState, ChartRow, year_share
from reports.chinese_text import char_widths, text_width
from reports.line_breaking import break_lines
from reports.page_furniture import content_code, draw_footer, draw_signatures, long_date
from reports.paper import BLACK, GREY, HAIRLINE, MM, OUTLINE, Colour, Paper
from reports.print_context import PrintContext, PrintResult
from reports.typefaces import HEI, SONG

TITLE = "安全生产任务挂图作战"
A3_LANDSCAPE = (420 * MM, 297 * MM)
MARGIN = 15 * MM
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
_LABEL_WIDTH = 62 * MM
_ROW = 8.2 * MM
_BAR = 6.4 * MM
_HEAD, _MONTHS, _FOOTER, _CLOSING = 26 * MM, 7 * MM, 6 * MM, 17 * MM
_SIZE, _WORD_SIZE = 10.5, 10.5
_NOTHING = "本年没有任务"
_CONTINUED = "（续）"


@dataclass(frozen=True)
class _Look:
    """The ground of a bar, the distance of its hatching in points (0: none), and whether it leans backwards or crosses."""

    ground: Colour
    hatch: float = 0
    is_crossed: bool = False
    outline: float = HAIRLINE


LOOKS = {
    BarState.NOT_STARTED: _Look((1, 1, 1)),
    BarState.IN_PROGRESS: _Look((0.80, 0.91, 0.89)),
    BarState.AWAITING: _Look((0.98, 0.92, 0.80), hatch=7),
    BarState.SUSPENDED: _Look((0.92, 0.92, 0.92), hatch=14),
    BarState.OVERDUE: _Look((0.98, 0.86, 0.84), hatch=9, is_crossed=True, outline=1.4),
    BarState.DONE: _Look((0.78, 0.78, 0.78)),
    BarState.DONE_LATE: _Look((0.78, 0.78, 0.78), hatch=4, outline=1.0),
}


def wall_chart(rows: Sequence[ChartRow], year: int, context: PrintContext) -> PrintResult:
    """The chart of a year as PDF; a year without tasks has one page that says so."""
    paper = Paper(A3_LANDSCAPE, f"{TITLE} {year}年", context.unit_name, context.is_draft)
    room = paper.height - 2 * MARGIN - _HEAD - _MONTHS - _FOOTER
    pages = _paginated(rows, int((room + 1e-6) // _ROW), int((room - _CLOSING) // _ROW))
    texts = [f"{row.label}{row.count}{bar.record['no']}{bar.state}" for row in rows for bar in row.bars]
    code = content_code(f"{TITLE} {year}", context, texts)
    for number, page in enumerate(pages, 1):
        top = _draw_head(paper, rows, year, context)
        end = _draw_rows(paper, page, year, context, top)
        if number == len(pages):
            draw_signatures(paper, MARGIN, end + 8 * MM, _SIGNERS, _SIZE)
        draw_footer(paper, MARGIN, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


def _paginated(rows: Sequence[ChartRow], on_page: int, on_last: int) -> list[Sequence[ChartRow]]:
    """Rows of each page; the last keeps room for the signatures."""
    pages: list[Sequence[ChartRow]] = []
    left = list(rows)
    while len(left) > on_last:
        count = min(on_page, len(left) - 1)
        pages.append(left[:count])
        label = next((row.label for row in reversed(left[:count]) if row.label), "")
        left = left[count:]
        if not left[0].label:
            left[0] = replace(left[0], label=f"{label.removesuffix(_CONTINUED)}{_CONTINUED}")
    return [*pages, left]


def _draw_head(paper: Paper, rows: Sequence[ChartRow], year: int, context: PrintContext) -> float:
    paper.write_centred(paper.width / 2, MARGIN, f"{year}年{TITLE}", HEI, 20)
    line = MARGIN + 11 * MM
    bars = [bar for row in rows for bar in row.bars]
    done = sum(bar.state in (BarState.DONE, BarState.DONE_LATE) for bar in bars)
    late = sum(bar.state is BarState.OVERDUE for bar in bars)
    paper.write(
        MARGIN, line,
        f"填报单位：{context.unit_name}　填报人：{context.filled_by}　截至：{long_date(context.printed_at)}"
        f"　共 {len(bars)} 项，完成 {done} 项，逾期 {late} 项",
        SONG, _SIZE,
    )  # fmt: skip
    x, top = MARGIN, line + 7 * MM
    for state, look in LOOKS.items():
        _draw_box(paper, x, top, 9 * MM, 4.4 * MM, look)
        x += 10.5 * MM
        x += paper.write(x, top + 0.3 * MM, state.value, SONG, _SIZE) + 7 * MM
    return MARGIN + _HEAD


def _draw_rows(paper: Paper, rows: Sequence[ChartRow], year: int, context: PrintContext, top: float) -> float:
    left, width = MARGIN + _LABEL_WIDTH, paper.width - 2 * MARGIN - _LABEL_WIDTH
    end = top + _MONTHS + max(len(rows), 1) * _ROW
    paper.fill(MARGIN, top, paper.width - 2 * MARGIN, _MONTHS, (0.93, 0.93, 0.93))
    for month in range(12):
        x = left + width * month / 12
        paper.rule(x, top, x, end, HAIRLINE)
        paper.write_centred(x + width / 24, top + 1.6 * MM, f"{month + 1}月", HEI, _SIZE)
    y = top + _MONTHS
    for row in rows:
        if row.label or y == top + _MONTHS:
            paper.rule(MARGIN, y, paper.width - MARGIN, y, HAIRLINE)
        _draw_label(paper, row, y)
        for bar in row.bars:
            _draw_bar(paper, bar, left, width, y)
        y += _ROW
    if not rows:
        paper.write_centred(left + width / 2, y + 2 * MM, _NOTHING, SONG, _SIZE)
    paper.frame(MARGIN, top, paper.width - 2 * MARGIN, end - top, OUTLINE)
    _draw_today(paper, year, context, left, width, top, end)
    return end


def _draw_today(
    paper: Paper, year: int, context: PrintContext, left: float, width: float, top: float, end: float
) -> None:
    today = context.printed_at.date()
    if today.year == year:
        x = left + width * year_share(today, year)
        paper.rule(x, top, x, end, 1.6)
        paper.write_centred(x, top - 4.2 * MM, "今天", HEI, 9)


def _draw_label(paper: Paper, row: ChartRow, top: float) -> None:
    room = _LABEL_WIDTH - 5 * MM - text_width(row.count, SONG, _SIZE)
    if row.label:
        paper.write(MARGIN + 1.5 * MM, top + 2.2 * MM, _fitted(row.label, room, _SIZE), SONG, _SIZE)
        paper.write_right(MARGIN + _LABEL_WIDTH - 1.5 * MM, top + 2.2 * MM, row.count, SONG, _SIZE)


def _draw_bar(paper: Paper, bar: Bar, left: float, width: float, top: float) -> None:
    x, wide = left + width * bar.begin, max(width * (bar.end - bar.begin), 1.5 * MM)
    _draw_box(paper, x, top + (_ROW - _BAR) / 2, wide, _BAR, LOOKS[bar.state])
    words = _fitted(f"{bar.state.value}　{bar.record['title']}", wide - 1.5 * MM, _WORD_SIZE)
    taken = text_width(words, SONG, _WORD_SIZE)
    if words and LOOKS[bar.state].hatch:  # words stand on clear ground, not on the hatching
        paper.fill(x + 0.5 * MM, top + 1.6 * MM, taken + 0.8 * MM, _BAR - 1.4 * MM, LOOKS[bar.state].ground)
    paper.write(x + 0.9 * MM, top + 2.3 * MM, words, SONG, _WORD_SIZE, BLACK if words else GREY)


def _draw_box(paper: Paper, x: float, top: float, width: float, height: float, look: _Look) -> None:
    paper.fill(x, top, width, height, look.ground)
    if look.hatch:
        _hatch(paper, x, top, width, height, look)
    paper.frame(x, top, width, height, look.outline)


def _hatch(paper: Paper, x: float, top: float, width: float, height: float, look: _Look) -> None:
    """Slanting lines inside a box, cut at its edges."""
    start = -height
    while start < width:
        begin, end = max(start, 0.0), min(start + height, width)
        if end > begin:
            paper.rule(x + begin, top + height - (begin - start), x + end, top + height - (end - start), 0.3)
            if look.is_crossed:
                paper.rule(x + begin, top + (begin - start), x + end, top + (end - start), 0.3)
        start += look.hatch


def _fitted(text: str, room: float, size: float) -> str:
    """As much of a text as fits on one line, with … when it was cut; "" where not even two characters do."""
    if text_width(text, SONG, size) <= room:
        return text
    if room < 2 * size:
        return ""
    lines = break_lines(text, (room - size) / size, char_widths(SONG))
    return f"{lines[0].rstrip()}…"
