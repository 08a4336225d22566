"""What every printed document carries: footer, check code of the content, lines for signatures and the
stamp, dates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from reports.chinese_text import char_widths, text_width
from reports.line_breaking import break_lines
from reports.paper import GREY, HAIRLINE, MM, Paper
from reports.print_context import PrintContext
from reports.typefaces import SONG

FOOTER_SIZE = 8.0
STAMP = "（盖章）"
_SIGNER_GAP = 7 * MM


def long_date(day: date) -> str:
    """2024年4月7日, as documents write it: Arabic figures, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"


def content_code(title: str, context: PrintContext, texts: Iterable[str]) -> str:
    """Twelve hex digits of the SHA-256 of what is printed but the time, in groups of four.

    Two sheets with the same code say the same. It guards against mixed-up pages, not against a forger.
    """
    digest = hashlib.sha256()
    origin = (context.origin,) if context.origin else ()
    for text in (title, context.unit_name, context.period, context.filled_by, *origin, *texts):
        digest.update(text.encode() + b"\x1f")
    return grouped(digest.hexdigest()[:12].upper(), 4)


def grouped(text: str, size: int) -> str:
    """The text in groups of `size` characters, divided by blanks."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def draw_footer(
    paper: Paper, margin: float, context: PrintContext, code: str, page: str = "", word: str = "内容校验码"
) -> None:
    """The last line of a page: check code, day of printing and the page number when given.

    The day and not the minute: the same records printed again on the same day give the same bytes.
    """
    top = paper.height - margin - FOOTER_SIZE
    words = f"{word} {code}　打印日期 {context.printed_at:%Y-%m-%d}"
    paper.write(margin, top, words, SONG, FOOTER_SIZE, GREY)
    paper.write_right(paper.width - margin, top, page, SONG, FOOTER_SIZE, GREY)
    draw_origin(paper, margin, context)


def draw_origin(paper: Paper, margin: float, context: PrintContext) -> None:
    """Below the last line of a page: from whose copy it is printed; nothing on a unit's own paper."""
    if context.origin:
        paper.write(margin, paper.height - margin + 2, context.origin, SONG, FOOTER_SIZE, GREY)


def draw_signatures(
    paper: Paper, margin: float, top: float, signers: Sequence[str], size: float, stamp: str = STAMP
) -> None:
    """A name and an equally long line for each signer, and at the right the place for the stamp."""
    room = paper.width - 2 * margin - (text_width(stamp, SONG, size) + _SIGNER_GAP if stamp else 0)
    names = [f"{signer}：" for signer in signers]
    taken = sum(text_width(name, SONG, size) for name in names) + _SIGNER_GAP * (len(names) - 1)
    line, x = (room - taken) / len(names), margin
    for name in names:
        x += paper.write(x, top, name, SONG, size)
        paper.rule(x, top + size + 2, x + line, top + size + 2, HAIRLINE)
        x += line + _SIGNER_GAP
    paper.write_right(paper.width - margin, top, stamp, SONG, size)


def draw_note(paper: Paper, text: str, x: float, top: float, room: float, size: float = 10.5) -> float:
    """A note wrapped into `room` points; gives where it ends."""
    for line in break_lines(text, room / size, char_widths(SONG)):
        paper.write(x, top, line, SONG, size)
        top += size * 1.5
    return top
