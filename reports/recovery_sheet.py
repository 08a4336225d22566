"""恢复码: the sheet by which an administrator who forgot the password gets in again. Kept in a locked drawer."""

from __future__ import annotations

from reports.page_furniture import draw_note, draw_signatures, long_date
from reports.paper import A4_PORTRAIT, HAIRLINE, MM, Paper
from reports.print_context import PrintContext, PrintResult
from reports.typefaces import HEI

_MARGIN = 20 * MM
_TITLE = "登录恢复码"
_NOTES = (
    "用途：所有管理员都忘记密码时，在登录窗口点“忘记密码…”，选管理员姓名，输入下面的恢复码，重设密码。",
    "本码只能用一次，用过以后程序会给出新的一张；以前打印的作废。字母大小写和短横线可以不管，没有 0、O、1、I、L。",
    "请锁在柜子里，由主要负责人保管，不要拍照，不要和电脑放在一起。程序里只留下校验值，不留原码，丢了只能由管理员登录后另打一张。",
)


def recovery_sheet(code: str, context: PrintContext) -> PrintResult:
    """The sheet as PDF, one page A4."""
    paper = Paper(A4_PORTRAIT, _TITLE, context.unit_name, False)
    width = paper.width - 2 * _MARGIN
    paper.write_centred(paper.width / 2, _MARGIN, _TITLE, HEI, 20)
    top = draw_note(paper, f"单位：{context.unit_name}", _MARGIN, _MARGIN + 18 * MM, width, 12)
    top = draw_note(paper, f"日期：{long_date(context.printed_at.date())}", _MARGIN, top + 2 * MM, width, 12)
    box = top + 8 * MM
    paper.frame(_MARGIN, box, width, 24 * MM, HAIRLINE)
    paper.write_centred(paper.width / 2, box + 9 * MM, code, HEI, 20)
    top = box + 34 * MM
    for note in _NOTES:
        top = draw_note(paper, note, _MARGIN, top, width, 12) + 3 * MM
    draw_signatures(paper, _MARGIN, top + 12 * MM, ("管理员（签字）", "保管人（签字）", "日期"), 10.5)
    paper.end_page()
    return paper.finish()
