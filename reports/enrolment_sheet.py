"""The enrolment sheet: a unit's public keys on stamped paper, which is where trust in its packages starts
(SLP-1 §10).

It speaks of 完整性校验 (防篡改签名) and never of an electronic seal: legal effect stays with signature and
stamp.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reports.page_furniture import content_code, draw_footer, draw_note, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, HAIRLINE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.qr import draw_qr
from reports.table import Cell, LaidRow, draw_rows, label_cell, lay_row
from reports.typefaces import HEI

MARGIN = 20 * MM
_LABEL = 30 * MM
QR_SIDE = 52 * MM
_TITLES = {"committee": "完整性校验密钥登记表", "office": "街道收件密钥登记表"}
_NOTES = {
    "committee": "登记办法：街道经办人扫描二维码或录入右侧文字后，须将屏幕显示的八组数字与本表逐组核对，"
    "完全一致并见签字盖章，方可登记。任何一组不符，不得登记，并与填报单位联系。",
    "office": "登记办法：村居经办人扫描二维码或录入右侧文字后，须将屏幕显示的各八组数字与本表逐组核对，"
    "完全一致并见街道签字盖章，方可采用。任何一组不符，不得采用，并与街道联系。",
}
_PURPOSE = "用途：完整性校验（防篡改签名）。本表只登记公开密钥；私钥由本单位保管，任何人不得索取。"


@dataclass(frozen=True)
class EnrolmentKey:
    """One public key. `digit_groups`: eight groups of five digits to compare; `fingerprint`: OpenSSH's."""

    purpose: str
    public_key_line: str
    fingerprint: str
    digit_groups: Sequence[str]


@dataclass(frozen=True)
class EnrolmentSheet:
    """What a unit puts its stamp under; `sheet_text` is the upper-case text of the QR code."""

    kind: Literal["committee", "office"]
    name: str
    code: str
    epoch: int
    keys: Sequence[EnrolmentKey]
    sheet_text: str
    issued_on: date
    reason: str = ""  # why this sheet takes the place of an earlier one
    former: str = ""  # the codes and names before, a line each


def enrolment_sheet(sheet: EnrolmentSheet, context: PrintContext) -> PrintResult:
    """The sheet as PDF, one page A4."""
    title = _TITLES[sheet.kind]
    paper = Paper(A4_PORTRAIT, title, sheet.name, context.is_draft)
    width = paper.width - 2 * MARGIN
    paper.write_centred(paper.width / 2, MARGIN, title, HEI, 20)
    rows = _rows(sheet, width)
    top = draw_rows(paper, MARGIN, MARGIN + 16 * MM, rows) + 3 * MM
    top = _draw_scanned(paper, sheet, top, width) + 2 * MM
    top = draw_note(paper, _NOTES[sheet.kind], MARGIN, top, width) + 1 * MM
    top = draw_note(paper, _PURPOSE, MARGIN, top, width)
    draw_signatures(paper, MARGIN, top + 9 * MM, ("经办人（签字）", "负责人（签字）", "日期"), 10.5)
    code = content_code(
        title, context, [sheet.sheet_text, *(cell.text for row in rows for cell in row.cells)]
    )
    draw_footer(paper, MARGIN, context, code, "第 1 页/共 1 页")
    paper.end_page()
    return paper.finish()


def _rows(sheet: EnrolmentSheet, width: float) -> list[LaidRow]:
    value = width / 2 - _LABEL
    pairs = (label_cell("单位代码"), Cell(sheet.code), label_cell("密钥轮次"), Cell(f"{sheet.epoch:02d}"))
    rows = [_wide("单位名称", sheet.name, width), lay_row((_LABEL, value) * 2, pairs)]
    rows.append(_wide("制表日期", long_date(sheet.issued_on), width))
    if sheet.reason:
        rows.append(_wide("登记缘由", sheet.reason, width))
    if sheet.former:
        rows.append(_wide("原代码和名称", sheet.former, width))
    for key in sheet.keys:
        rows.append(lay_row((width,), (label_cell(key.purpose, "left"),)))
        rows.append(_wide("公开密钥", key.public_key_line, width))
        rows.append(_wide("指纹", key.fingerprint, width))
        rows.append(_digits(key.digit_groups, width))
    return rows


def _wide(label: str, text: str, width: float) -> LaidRow:
    return lay_row((_LABEL, width - _LABEL), (label_cell(label), Cell(text)))


def _digits(groups: Sequence[str], width: float) -> LaidRow:
    """The groups in two lines, far enough apart to be read out one by one."""
    half = (len(groups) + 1) // 2
    text = "\n".join("　　".join(part) for part in (groups[:half], groups[half:]) if part)
    return lay_row((_LABEL, width - _LABEL), (label_cell("核对数字"), Cell(text, "center", HEI)))


def _draw_scanned(paper: Paper, sheet: EnrolmentSheet, top: float, width: float) -> float:
    """The QR code, and its text in groups for typing."""
    draw_qr(paper, sheet.sheet_text, MARGIN - 2 * MM, top, QR_SIDE)
    x = MARGIN + QR_SIDE + 4 * MM
    room = MARGIN + width - x
    paper.write(x, top + 4 * MM, "二维码内容（无法扫描时照此录入，不分大小写，行间不加空格）", HEI, 9.5)
    end = _write_typed(paper, sheet.sheet_text, x, top + 12 * MM)
    paper.frame(x - 2 * MM, top + 10 * MM, room + 2 * MM, end - top - 9 * MM, HAIRLINE)
    return max(top + QR_SIDE, end + 4 * MM)


def _write_typed(paper: Paper, text: str, x: float, top: float) -> float:
    """The text in lines of 25 characters, spaced evenly, so that none is overlooked."""
    step = 4.2 * MM
    for start in range(0, len(text), 25):
        for place, char in enumerate(text[start : start + 25]):
            paper.write_centred(x + (place + 0.5) * step, top, char, HEI, 11)
        top += 7 * MM
    return top
