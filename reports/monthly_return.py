"""The monthly return as a letter to the street (parts B11 and E), with its figures and its task list as 附件.

A draft says so on every page. Figures and tasks come as the return has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from db.spec import MONTHLY_RETURN, Record
from db.spec.monthly_return import FIXED
from db.spec.return_months import month_words
from reports.flow import Block, paragraphs
from reports.official_letter import WIDTH, Letter, LetterAttachment, print_letter
from reports.page_furniture import long_date
from reports.print_context import PrintContext, PrintResult
from reports.record_blocks import rows_table
from reports.return_tables import TASK_COLUMNS, columns_table, figure_columns

SUBJECT = "安全生产工作情况的报告"
NONE = "无。"
_SIGNERS = ("填报人（签字）", "审核人（签字）", "签发人（签字）")
_FIGURES = figure_columns(("本月", "month"), ("本年累计", "year"))
_DONE = ("完成", "逾期完成")


@dataclass(frozen=True)
class ReturnSheet:
    """What is printed of one return; `identity` is the sentence of 期初 + … = 期末, `basis` the plan it answers to, and
    `late_entry` says when a month was entered that was reported after its day.
    """

    record: Record
    figures: Sequence[Record]
    tasks: Sequence[Record]
    adjustments: Sequence[Record]
    identity: str
    recipient: str = "街道工作专班"
    basis: str = ""
    late_entry: str = ""


def monthly_return(sheet: ReturnSheet, context: PrintContext) -> PrintResult:
    """The return as PDF; until it is signed every page is marked as a draft."""
    record = sheet.record
    version = record.get("version") or 1
    second = f"（更正第{version}版）" if version > 1 else ""
    letter = Letter(
        title=(f"关于报送{month_words(record['month'])}", f"{SUBJECT}{second}"),
        recipient=sheet.recipient,
        parts=_parts(sheet),
        day=date.fromisoformat(record["signed_on"]) if record.get("signed_on") else context.printed_at.date(),
        closing="特此报告。",
        attachments=_attachments(sheet, context),
        note=_note(record),
    )
    return print_letter(letter, replace(context, is_draft=record["status"] not in FIXED))


def _parts(sheet: ReturnSheet) -> list[tuple[str, str]]:
    record = sheet.record
    parts = [
        ("", _opening(sheet)),
        ("工作开展情况", record.get("narrative") or NONE),
        ("任务清单完成情况", _task_words(sheet.tasks)),
        ("主要数据", f"各项数据见附件1。隐患：{sheet.identity.replace(' ', '')}。{_adjusted(sheet)}"),
        ("困难和建议", record.get("difficulties") or NONE),
    ]
    return parts + ([("下步打算", record["next_steps"])] if record.get("next_steps") else [])


def _opening(sheet: ReturnSheet) -> str:
    record = sheet.record
    first, last = (long_date(date.fromisoformat(record[name])) for name in ("from_on", "until_on"))
    basis = f"根据{sheet.basis}要求，" if sheet.basis else ""
    words = f"{basis}现将{month_words(record['month'])}工作开展情况和任务清单完成情况报告如下。数据统计{first}至{last}"
    moment = str(record.get("compiled_at") or "").replace("T", " ")
    words += f"，{moment}汇总。" if moment else "。"
    words += f"本期为{sheet.late_entry}。" if sheet.late_entry else ""
    reason = record.get("correction_reason")
    return words + (f"\n本版更正原因：{reason}" if reason else "")


def _task_words(tasks: Sequence[Record]) -> str:
    if not tasks:
        return "本期没有列入任务清单的任务。"
    done = sum(row["state"] in _DONE for row in tasks)
    late = sum("逾期）" in row["state"] for row in tasks)
    return f"本期任务清单共{len(tasks)}项，已完成{done}项，正在推进{len(tasks) - done}项（其中逾期{late}项），明细见附件2。"


def _adjusted(sheet: ReturnSheet) -> str:
    place = 3 if sheet.tasks else 2
    return f"上月数据有{len(sheet.adjustments)}项调整，见附件{place}。" if sheet.adjustments else ""


def _note(record: Record) -> str:
    phone = f"，联系电话：{record['phone']}" if record.get("phone") else ""
    return f"联系人：{record['filled_by']}{phone}"


def _attachments(sheet: ReturnSheet, context: PrintContext) -> list[LetterAttachment]:
    month = month_words(sheet.record["month"])
    found = [LetterAttachment(f"{month}安全生产工作数据表", _figures(sheet), _SIGNERS)]
    if sheet.tasks:
        tasks = columns_table(TASK_COLUMNS, sheet.tasks, WIDTH)
        found.append(LetterAttachment(f"{month}任务清单完成情况表", tasks))
    if sheet.adjustments:
        field = MONTHLY_RETURN.field("adjustments")
        adjusted = rows_table(field, sheet.adjustments, context, WIDTH)
        found.append(LetterAttachment("上月数据的次月调整", adjusted))
    return found


def _figures(sheet: ReturnSheet) -> list[Block]:
    counted = [row for row in sheet.figures if {row["month"], row.get("year") or "0"} != {"0"}]
    words = (
        f"编号 {sheet.record.get('no') or '—'}。未列出的项目本月和本年累计均为 0。隐患：{sheet.identity}。"
    )
    return [*columns_table(_FIGURES, counted, WIDTH), paragraphs(words, WIDTH)]
