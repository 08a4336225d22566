"""The slip that goes with a package to the street office: what is in it, how it is recognised, who handed
it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.chinese_text import char_widths
from reports.line_breaking import break_lines
from reports.page_furniture import content_code, draw_footer, draw_note, draw_signatures, grouped
from reports.paper import A4_PORTRAIT, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.qr import draw_qr
from reports.table import Cell, LaidRow, draw_rows, label_cell, lay_row
from reports.typefaces import HEI

TITLE = "数据包交接单"
MARGIN = 20 * MM
_LABEL = 30 * MM
_QR_SIDE = 48 * MM
_KEEP = (
    "请核对：收件单位导入后，屏幕显示的校验码应与本单一致；不一致时不得签收。"
    "签名用于完整性校验（防篡改），不代替签字盖章。"
)


@dataclass(frozen=True)
class HandoverSlip:
    """One sealed package. `record_counts` are (what, how many); `package_id` is 64 hex digits."""

    from_name: str
    from_code: str
    to_name: str
    to_code: str
    period: str
    serial: int
    epoch: int
    package_id: str
    file_name: str
    file_size: int  # bytes
    sealed_at: datetime
    record_counts: Sequence[tuple[str, int]]
    attachment_count: int
    signer_fingerprint: str
    withheld: str = ""  # which columns did not go or went masked, in words
    not_attached: str = ""  # attachments that the package names and that follow in later volumes, in words

    @property
    def check_code(self) -> str:
        """The first twelve hex digits of the package id in groups of four: what people read out."""
        return grouped(self.package_id[:12].upper(), 4)


def handover_slip(slip: HandoverSlip, context: PrintContext) -> PrintResult:
    """The slip as PDF, one page A4."""
    title = f"{TITLE} 第{slip.serial}号"
    paper = Paper(A4_PORTRAIT, title, slip.from_name, context.is_draft)
    width = paper.width - 2 * MARGIN
    paper.write_centred(paper.width / 2, MARGIN, TITLE, HEI, 20)
    rows = _rows(slip, width)
    top = draw_rows(paper, MARGIN, MARGIN + 17 * MM, rows) + 5 * MM
    _draw_check_code(paper, slip, top)
    for party, signer in (("移交", "移交人（签字）"), ("接收", "接收人（签字）")):
        top += _QR_SIDE + 12 * MM if party == "移交" else 26 * MM
        name = slip.from_name if party == "移交" else slip.to_name
        for number, line in enumerate(break_lines(f"{party}单位：{name}", width / 10.5, char_widths(HEI))):
            paper.write(MARGIN, top + number * 5 * MM, line, HEI, 10.5)
        draw_signatures(paper, MARGIN, top + 11 * MM, (signer, "日期"), 10.5)
    code = content_code(title, context, (cell.text for row in rows for cell in row.cells))
    draw_footer(paper, MARGIN, context, code, "第 1 页/共 1 页")
    paper.end_page()
    return paper.finish()


def _rows(slip: HandoverSlip, width: float) -> list[LaidRow]:
    counts = "，".join(f"{what} {count} 条" for what, count in slip.record_counts)
    wide = (
        ("移交单位", f"{slip.from_name}（{slip.from_code}）"),
        ("接收单位", f"{slip.to_name}（{slip.to_code}）"),
    )
    pairs = (
        (("报送期间", slip.period), ("封包时间", f"{slip.sealed_at:%Y-%m-%d %H:%M}")),
        (("包序号", f"第 {slip.serial} 号"), ("密钥轮次", f"{slip.epoch:02d}")),
        (("文件大小", f"{slip.file_size:,} 字节"), ("附件", f"{slip.attachment_count} 份")),
    )
    below = (
        ("记录", f"{counts}（共 {sum(count for _, count in slip.record_counts)} 条）"),
        *((("没有给的栏目", slip.withheld),) if slip.withheld else ()),
        *((("未随附", slip.not_attached),) if slip.not_attached else ()),
        ("文件名", slip.file_name),
        ("包标识\n（SHA-256）", grouped(slip.package_id, 8)),
        ("签名密钥指纹", slip.signer_fingerprint),
    )
    value = width / 2 - _LABEL
    return [
        *(_wide(label, text, width) for label, text in wide),
        *(lay_row((_LABEL, value) * 2, [cell for pair in both for cell in _pair(*pair)]) for both in pairs),
        *(_wide(label, text, width) for label, text in below),
    ]


def _pair(label: str, text: str) -> tuple[Cell, Cell]:
    return label_cell(label), Cell(text)


def _wide(label: str, text: str, width: float) -> LaidRow:
    return lay_row((_LABEL, width - _LABEL), _pair(label, text))


def _draw_check_code(paper: Paper, slip: HandoverSlip, top: float) -> None:
    """The code to scan, and beside it the short code to read out."""
    draw_qr(paper, slip.package_id.upper(), MARGIN - 2 * MM, top, _QR_SIDE)
    x = MARGIN + _QR_SIDE + 4 * MM
    paper.write(x, top + 7 * MM, "校验码", HEI, 12)
    paper.write(x, top + 14 * MM, slip.check_code, HEI, 24)
    room = paper.width - MARGIN - x
    draw_note(paper, _KEEP, x, top + 27 * MM, room)
