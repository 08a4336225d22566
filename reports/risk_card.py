"""风险告知卡: one risk point on one sheet to be put up at the place, in letters as large as the sheet allows.

It informs and reminds (a committee gives no orders): what the risk is, what may happen, what is done against it, whom to
call. The level stands as colour, colour word, word and shape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from db.spec import RISK, Record
from db.spec.code_tables import code_table
from db.spec.kinds import show
from reports.chinese_text import char_widths, text_width
from reports.flow import Block, Gap, Whole, flow
from reports.line_breaking import break_lines
from reports.marks import draw_mark
from reports.page_furniture import STAMP, content_code, draw_footer, long_date
from reports.paper import A4_PORTRAIT, HAIRLINE, MM, OUTLINE, Paper
from reports.print_context import PrintContext, PrintResult
from reports.risk_grades import MARKS, TINTS
from reports.table import BLANK, LABEL_TINT
from reports.typefaces import HEI, SONG

TITLE = "安全风险告知卡"
ALARMS = (("火警", "119"), ("急救", "120"), ("报警", "110"))
MARGIN = 18 * MM
_WIDTH = A4_PORTRAIT[0] - 2 * MARGIN
_LABEL_WIDTH = 34 * MM
_PAD = 2.2 * MM
_SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.5)
_TITLE_SIZE, _LINE_SIZE = 26.0, 10.5
_FIRST_HEAD, _NEXT_HEAD, _FOOTER = 16 * MM, 8 * MM, 6 * MM


def risk_card(record: Record, context: PrintContext, committee_phone: str = "") -> PrintResult:
    """The card of one risk as PDF, A4 portrait: the largest letters with which it stands on one sheet, 10.5 pt at least."""
    title = f"{TITLE} {record.get('no') or ''}".strip()
    paper = Paper(A4_PORTRAIT, title, context.unit_name, context.is_draft)
    room = paper.height - 2 * MARGIN - _FOOTER
    for size in _SIZES:
        blocks = _story(record, context, committee_phone, size)
        pages = flow(blocks, room - _FIRST_HEAD, room - _NEXT_HEAD)
        if len(pages) == 1:
            break
    code = content_code(title, context, (text for block in blocks for text in block.texts))
    for number, page in enumerate(pages, 1):
        start = _draw_head(paper, record, number)
        for top, block in page:
            block.draw(paper, MARGIN, start + top)
        draw_footer(paper, MARGIN, context, code, f"第 {number} 页/共 {len(pages)} 页")
        paper.end_page()
    return paper.finish()


def _story(record: Record, context: PrintContext, committee_phone: str, size: float) -> list[Block]:
    rows = [_Row.laid(label, text, size) for label, text in card_lines(record, context)]
    ends = _Ends(context.unit_name, committee_phone, long_date(context.printed_at))
    return [_Band.of(record), Gap(3 * MM), *rows, Gap(3 * MM), _Alarms(), ends]


def card_lines(record: Record, context: PrintContext) -> list[tuple[str, str]]:
    """What the card says, by label and in its order; an empty text is printed as “—”."""

    def shown(name: str) -> str:
        return show(RISK.field(name), record.get(name), context.reference_title)

    place = "，".join(dict.fromkeys(filter(None, (shown("premises"), shown("location")))))
    who = "，".join(filter(None, (shown("responsible_unit"), shown("responsible_person"))))
    return [
        ("风险点", shown("risk_point")),
        ("位置", place),
        ("主要风险", shown("description")),
        ("可能发生的事故", shown("accident_types")),
        ("致因", shown("causes")),
        ("可能的后果", shown("consequence")),
        ("管控措施", _numbered(_measures(record))),
        ("应急措施", shown("emergency")),
        ("责任单位\n责任人", who),
        ("联系电话", shown("phone")),
    ]


def _measures(record: Record) -> list[str]:
    """The measures that hold, by what is done: who passes by need not know owner and cost."""
    return [str(row["text"]) for row in record.get("measures") or [] if row.get("state") != "failed"]


def _numbered(texts: Sequence[str]) -> str:
    return (
        "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1))
        if len(texts) > 1
        else "".join(texts)
    )


@dataclass(frozen=True)
class _Band(Whole):
    """The level over the whole width: shape, colour word and word on its tint."""

    code: str
    words: str

    @classmethod
    def of(cls, record: Record) -> _Band:
        """The band of a risk's final level."""
        level = code_table("risk_level").get(record.get("level_final") or "")
        return cls(
            level.code if level else "", f"{level.extra['color']}色　{level.label}风险" if level else BLANK
        )

    @property
    def height(self) -> float:
        """Height in points."""
        return 22 * MM

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return (self.words,)

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws it."""
        size = 30.0
        if self.code:
            paper.fill(x, top, _WIDTH, self.height, TINTS[self.code])
        paper.frame(x, top, _WIDTH, self.height, 2 * OUTLINE)
        start = x + (_WIDTH - text_width(self.words, HEI, size) - 1.4 * size) / 2
        if self.code:
            draw_mark(paper, MARKS[self.code], start, top + (self.height - size) / 2, size)
        paper.write(start + 1.4 * size, top + (self.height - size) / 2, self.words, HEI, size)


@dataclass(frozen=True)
class _Row:
    """A label and its text; cut between lines only when it is taller than a page."""

    label: tuple[str, ...]
    lines: tuple[str, ...]
    size: float
    keeps_next: bool = False

    @classmethod
    def laid(cls, label: str, text: str, size: float) -> _Row:
        """The row with its lines broken for letters of that size."""
        names = break_lines(label, (_LABEL_WIDTH - 2 * _PAD) / size, char_widths(HEI))
        lines = break_lines(text or BLANK, (_WIDTH - _LABEL_WIDTH - 2 * _PAD) / size, char_widths(SONG))
        return cls(tuple(names), tuple(lines), size)

    @property
    def leading(self) -> float:
        """From line to line, in points."""
        return self.size * 1.4

    @property
    def height(self) -> float:
        """Height in points."""
        return max(len(self.lines), len(self.label)) * self.leading + 2 * _PAD

    @property
    def least(self) -> float:
        """All of it while it is short; a few lines of one that may need a page of its own."""
        return min(self.height, 12 * self.leading + 2 * _PAD)

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return (*self.label, *self.lines)

    def split(self, room: float) -> tuple[Block, Block]:
        """The lines that fit, and the rest under the same label."""
        count = min(int((room - 2 * _PAD) // self.leading), len(self.lines) - 1)
        return replace(self, lines=self.lines[:count]), replace(self, lines=self.lines[count:])

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws label and text in their frame."""
        paper.fill(x, top, _LABEL_WIDTH, self.height, LABEL_TINT)
        paper.frame(x, top, _WIDTH, self.height, OUTLINE)
        paper.rule(x + _LABEL_WIDTH, top, x + _LABEL_WIDTH, top + self.height, HAIRLINE)
        self._write(
            self.label,
            top,
            lambda y, line: paper.write_centred(x + _LABEL_WIDTH / 2, y, line, HEI, self.size),
        )
        self._write(
            self.lines, top, lambda y, line: paper.write(x + _LABEL_WIDTH + _PAD, y, line, SONG, self.size)
        )

    def _write(self, lines: Sequence[str], top: float, put: Callable[[float, str], object]) -> None:
        start = top + (self.height - len(lines) * self.leading) / 2 + (self.leading - self.size) / 2
        for place, line in enumerate(lines):
            if line:
                put(start + place * self.leading, line)


@dataclass(frozen=True)
class _Alarms(Whole):
    """火警 119, 急救 120, 报警 110 across the sheet."""

    texts: tuple[str, ...] = tuple(f"{word} {number}" for word, number in ALARMS)

    @property
    def height(self) -> float:
        """Height in points."""
        return 15 * MM

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws the three numbers side by side."""
        paper.frame(x, top, _WIDTH, self.height, 2 * OUTLINE)
        width = _WIDTH / len(self.texts)
        for place, text in enumerate(self.texts):
            paper.write_centred(x + (place + 0.5) * width, top + (self.height - 22) / 2, text, HEI, 22)


@dataclass(frozen=True)
class _Ends(Whole):
    """Who put the card up, with its telephone, the place of the stamp and the day."""

    unit_name: str
    phone: str
    day: str

    @property
    def height(self) -> float:
        """Height in points."""
        return 18 * MM

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says."""
        return (self.unit_name, self.phone)

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws two lines that end at the right."""
        phone = f"（电话：{self.phone}）" if self.phone else ""
        paper.write_right(x + _WIDTH, top + 4 * MM, f"{self.unit_name}{phone}{STAMP}", SONG, _LINE_SIZE)
        paper.write_right(x + _WIDTH, top + 11 * MM, self.day, SONG, _LINE_SIZE)


def _draw_head(paper: Paper, record: Record, number: int) -> float:
    words = f"编号：{record.get('no') or BLANK}"
    if number > 1:
        paper.write(MARGIN, MARGIN, f"{TITLE}（续）", SONG, _LINE_SIZE)
        paper.write_right(paper.width - MARGIN, MARGIN, words, SONG, _LINE_SIZE)
        return MARGIN + _NEXT_HEAD
    paper.write_centred(paper.width / 2, MARGIN, TITLE, HEI, _TITLE_SIZE)
    paper.write_right(paper.width - MARGIN, MARGIN + _TITLE_SIZE - _LINE_SIZE, words, SONG, _LINE_SIZE)
    return MARGIN + _FIRST_HEAD
