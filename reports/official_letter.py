"""A letter of a committee in the layout of official documents: title, recipient, body, 附件说明, signer and date, then
each attachment on pages of its own.

Metrics of GB/T 9704—2012: 天头 37 mm, 订口 28 mm, 版心 156×225 mm, 22 lines of 28 characters, title 2号, body 3号, page
number “— 1 —” outside below the text; the body in 仿宋, headings of the first level in 黑体, of the second in 楷体. A committee
issues no 红头文件, so there is no red header, and the seal is put on by hand. 小标宋 is licensed: thickened 宋体 stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reports.chinese_text import char_widths, text_width
from reports.flow import Block, Gap, TextBlock, Whole, flow
from reports.line_breaking import break_lines
from reports.page_furniture import content_code, draw_footer, draw_origin, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.typefaces import FANG, HEI, KAI, SONG

TOP, LEFT = 37 * MM, 28 * MM
WIDTH, HEIGHT = 156 * MM, 225 * MM
LINES, CHARACTERS = 22, 28
PITCH = HEIGHT / LINES
BODY_SIZE = WIDTH / CHARACTERS  # 15.8 points: 3号, so that 28 characters fill the line
TITLE_SIZE, PAGE_NUMBER_SIZE, SIGNER_SIZE = 22.0, 14.0, 10.5
_PAGE_NUMBER_BELOW = 7 * MM
_FOOTER_MARGIN = 12 * MM
_LEVELS = {HEI: re.compile(r"[一二三四五六七八九十]+、"), KAI: re.compile(r"（[一二三四五六七八九十]+）")}
_LONGEST_SIGNER_EM = 22
_EMPTY_ABOVE = 2  # lines between the text and the signer


@dataclass(frozen=True)
class LetterAttachment:
    """What follows the letter on pages of its own; `signers` get lines at its end."""

    title: str
    blocks: Sequence[Block]
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a letter says. `title` has a line for each unit of meaning, `parts` are (heading without numeral, text), a part
    without a heading is running text; `note` is the 附注, without its brackets.
    """

    title: tuple[str, ...]
    recipient: str
    parts: Sequence[tuple[str, str]]
    day: date
    closing: str = ""
    attachments: Sequence[LetterAttachment] = ()
    note: str = ""


def print_letter(letter: Letter, context: PrintContext) -> PrintResult:
    """The letter and its attachments as PDF, pages numbered through; marked as a draft when the context says so."""
    title = "".join(letter.title)
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    sheaves = [_letter_blocks(letter, context.unit_name)]
    many = len(letter.attachments) > 1
    sheaves += [
        _attachment_blocks(each, number if many else 0) for number, each in enumerate(letter.attachments, 1)
    ]
    code = content_code(
        title, context, (text for blocks in sheaves for block in blocks for text in block.texts)
    )
    number = 0
    for sheaf, blocks in enumerate(sheaves):
        for page in flow(blocks, HEIGHT, HEIGHT):
            number += 1
            for top, block in page:
                block.draw(paper, LEFT, TOP + top)
            _draw_page_number(paper, number)
            if sheaf:  # the letter itself bears nothing that its layout does not know
                draw_footer(paper, _FOOTER_MARGIN, context, code)
            else:
                draw_origin(paper, _FOOTER_MARGIN, context)
            paper.end_page()
    return paper.finish()


def _draw_page_number(paper: Paper, number: int) -> None:
    """4号, outside: one character from the right edge on odd pages, from the left edge on even ones."""
    words, top = f"— {number} —", TOP + HEIGHT + _PAGE_NUMBER_BELOW
    if number % 2:
        paper.write_right(LEFT + WIDTH - PAGE_NUMBER_SIZE, top, words, SONG, PAGE_NUMBER_SIZE)
    else:
        paper.write(LEFT + PAGE_NUMBER_SIZE, top, words, SONG, PAGE_NUMBER_SIZE)


@dataclass(frozen=True)
class TitleBlock(Whole):
    """The title in 2号, its lines centred; a line that is too long is wrapped."""

    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """Height in points."""
        return len(self._set()) * PITCH

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return self.lines

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws the lines in thickened 宋体."""
        for line in self._set():
            paper.write_heavy_centred(x + WIDTH / 2, top + (PITCH - TITLE_SIZE) / 2, line, SONG, TITLE_SIZE)
            top += PITCH

    def _set(self) -> list[str]:
        widths = char_widths(SONG)
        return [part for line in self.lines for part in break_lines(line, WIDTH / TITLE_SIZE, widths)]


@dataclass(frozen=True)
class SignerBlock(Whole):
    """Two empty lines, then 发文机关署名 over 成文日期 at the right, four characters from the edge, the shorter one centred on
    the longer; the stamp goes over both. The 附注 stands below in brackets.
    """

    unit_name: str
    day: date
    note: str = ""

    @property
    def height(self) -> float:
        """Height in points."""
        return (_EMPTY_ABOVE + len(self._signer()) + 1 + len(self._note())) * PITCH

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return self.unit_name, long_date(self.day), self.note

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws signer, date and note."""
        top += _EMPTY_ABOVE * PITCH
        lines = [*self._signer(), long_date(self.day)]
        widest = max(text_width(line, FANG, BODY_SIZE) for line in lines)
        middle = x + WIDTH - 4 * BODY_SIZE - widest / 2
        for line in lines:
            paper.write_centred(middle, top + _above(BODY_SIZE), line, FANG, BODY_SIZE)
            top += PITCH
        for line in self._note():
            paper.write(x, top + _above(BODY_SIZE), line, FANG, BODY_SIZE)
            top += PITCH

    def _signer(self) -> list[str]:
        return break_lines(self.unit_name, _LONGEST_SIGNER_EM, char_widths(FANG))

    def _note(self) -> list[str]:
        return _wrapped(f"　　（{self.note}）") if self.note else []


@dataclass(frozen=True)
class SignLines(Whole):
    """Lines for those who sign an attachment; the stamp stands in the letter."""

    signers: tuple[str, ...]
    texts: tuple[str, ...] = ()

    @property
    def height(self) -> float:
        """Height in points."""
        return 14 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws them across the text."""
        draw_signatures(paper, x, top + 6 * MM, self.signers, SIGNER_SIZE, stamp="")


def _letter_blocks(letter: Letter, unit_name: str) -> list[Block]:
    blocks: list[Block] = [TitleBlock(letter.title), Gap(PITCH), _text(_wrapped(f"{letter.recipient}："))]
    number = 0
    for heading, text in letter.parts:
        if heading:
            blocks.append(_heading(f"{_numeral(number)}、{heading}"))
            number += 1
        blocks += _body(text)
    if letter.closing:
        blocks += _body(letter.closing)
    blocks += _attachment_note([each.title for each in letter.attachments])
    return [*blocks, SignerBlock(unit_name, letter.day, letter.note)]


def _attachment_blocks(attachment: LetterAttachment, number: int) -> list[Block]:
    """附件 and its number at the top left, the title in the third line, then what it holds."""
    mark = TextBlock((f"附件{number or ''}",), HEI, BODY_SIZE, PITCH, keeps_next=True)
    head: list[Block] = [mark, TitleBlock((attachment.title,)), Gap(PITCH / 2)]
    signers = [SignLines(attachment.signers)] if attachment.signers else []
    return [*head, *attachment.blocks, *signers]


def _attachment_note(titles: Sequence[str]) -> list[Block]:
    """附件：1. … one line below the body; further ones and wrapped lines stand under the first title's start."""
    if not titles:
        return []
    lead, lines = "　　附件：", []
    for number, title in enumerate(titles, 1):
        mark = f"{number}. " if len(titles) > 1 else ""
        start = lead if number == 1 else "　" * len(lead)
        indent = "　" * len(lead) + ("　" if mark else "")
        room = CHARACTERS - text_width(start + mark, FANG, 1)
        first, *more = break_lines(title, room, char_widths(FANG))
        lines += [start + mark + first, *(indent + line for line in more)]
    return [Gap(PITCH), _text(lines)]


def _numeral(index: int) -> str:
    digits = "一二三四五六七八九十"
    return digits[index] if index < 10 else f"十{digits[index - 10]}"


def _body(text: str) -> list[Block]:
    """The paragraphs of a text, each indented by two characters; a line that is itself headed 一、 or （一） is a heading."""
    return [_paragraph(line) for line in map(str.strip, text.split("\n")) if line]


def _paragraph(line: str) -> TextBlock:
    for face, mark in _LEVELS.items():
        if mark.match(line) and len(line) <= CHARACTERS - 2:
            return _heading(line, face)
    return _text(_wrapped(f"　　{line}"))


def _heading(text: str, face: str = HEI) -> TextBlock:
    return TextBlock(tuple(_wrapped(f"　　{text}", face)), face, BODY_SIZE, PITCH, keeps_next=True)


def _text(lines: Sequence[str]) -> TextBlock:
    return TextBlock(tuple(lines), FANG, BODY_SIZE, PITCH)


def _wrapped(text: str, face: str = FANG) -> list[str]:
    return break_lines(text, CHARACTERS, char_widths(face))


def _above(size: float) -> float:
    return (PITCH - size) / 2
