"""月报: every month's return, its course to the street, and its figures, each a way to the records behind it."""

from __future__ import annotations

from collections.abc import Callable

from db.errors import LedgerError
from db.spec import MONTHLY_RETURN
from db.spec.field import Record, Values
from db.spec.monthly_return import DRAFT, FIXED, RETURNED
from db.spec.query import Sort
from db.spec.return_months import month_words
from desktop import monthly_return
from desktop.office import Office
from desktop.owed_returns import days_too_late, late_entry_words
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.pages.return_board import return_panel
from ui.theme.tokens import Tone
from ui.widgets.course_steps import Course

TABLE = MONTHLY_RETURN.table
_STANDS = {
    "draft": 0,
    "compiled": 1,
    "reviewed": 2,
    "signed": 3,
    "sent": 4,
    "returned": 4,
    "accepted": 5,
    "corrected": 5,
}


def return_course(record: Values) -> Course:
    """汇总 ─ 审核 ─ 签发 ─ 报送 ─ 回执; a package's receipt says that it was sent."""
    stands = _STANDS[record.get("status") or DRAFT]
    if stands == _STANDS["signed"] and monthly_return.is_sent(record):
        stands += 1
    return Course(("汇总", "审核", "签发", "报送", "回执"), stands)


def _marks(office: Office, record: Values) -> tuple[Mark, ...]:
    found = []
    if record["status"] == "signed" and monthly_return.is_sent(record):
        found.append(Mark("已报送（凭回执）", Tone.DONE, is_pill=True))
    if record.get("is_clock_doubtful"):
        found.append(Mark("汇总时电脑时间可疑", Tone.DANGER, is_pill=True))
    if days := days_too_late(office, record):
        found.append(Mark(f"逾期 {days} 天报送", Tone.WAITING, is_pill=True))
    if late_entry_words(office, record):
        found.append(Mark("补报", Tone.NEUTRAL, is_pill=True))
    return tuple(found)


def _make_present(context: PageContext, none: Record) -> None:
    make_month(context, context.office.today[:7])


def make_month(context: PageContext, month: str) -> None:
    """Compile a month and go to it; when it has a return already, go to that one."""
    try:
        found = monthly_return.return_of_month(context.office, month)
        made = found or monthly_return.begin_return(context.office, month)
    except LedgerError as error:
        context.bar.tell_fault(error)
        return
    context.actions.open_list(TABLE, Filters(), made["id"])
    words = "已经有了。" if found else "已编好草稿，请核对文字和数据。"
    context.bar.tell(f"{month_words(month)}月报{words}")


def _make_earlier(context: PageContext, none: Record) -> None:
    from ui.owed_returns_dialog import make_owed_month

    make_owed_month(context)


def _show_rollup(context: PageContext, none: Record) -> None:
    from ui.rollup_dialog import show_rollup

    show_rollup(context)


def _correct(context: PageContext, record: Record) -> None:
    _write(
        context,
        lambda: monthly_return.correct_return(context.office, record["id"]),
        "已建立更正版草稿，原来的一版不变",
    )


def _redraft(context: PageContext, record: Record) -> None:
    _write(context, lambda: monthly_return.redraft(context.office, record["id"]), "已按现在的数据重拟文字")


def _write(context: PageContext, work: Callable[[], Record], words: str) -> None:
    try:
        made = work()
    except LedgerError as error:
        context.bar.tell_fault(error)
        return
    context.actions.open_list(TABLE, Filters(), made["id"])
    context.bar.tell(words)


def _print_comparison(context: PageContext, record: Record) -> None:
    from desktop.return_documents import return_comparison

    office, record_id = context.office, record["id"]
    context.actions.print_document(
        lambda: return_comparison(office, record_id), "月报更正对照", str(record.get("no") or "")
    )


RETURN_DEEDS = (
    Deed(
        "correct", "更正（做下一版）", _correct, "原来的一版保留，按现在的数据做下一版",
        is_offered=lambda record: record["status"] in FIXED[:-1], is_next=lambda record: record["status"] == RETURNED,
    ),
    Deed(
        "comparison", "打印更正对照", _print_comparison, "更正版与上一版的不同：文字、每个数据、任务", icon="print",
        is_offered=lambda record: bool(record.get("corrects")),
    ),
    Deed("redraft", "按最新数据重拟文字", _redraft, "用程序拟的文字替换“工作开展情况”", is_offered=lambda record: record["status"] == DRAFT),
)  # fmt: skip
RETURN_LIST_DEEDS = (
    Deed("present", "编制本月月报", _make_present, "一键汇总本月：文字、任务完成情况和全部数据", icon="add"),
    Deed(
        "rollup",
        "分期汇总",
        _show_rollup,
        "月、季、半年、年：同一套数据，每个数字打开它的记录",
        icon="monthly_return",
    ),
    Deed("earlier", "未报送的月份", _make_earlier, "还没有报送的月份：补报，或接着办"),
)

MONTHLY_RETURNS = LedgerKind(
    record_type=MONTHLY_RETURN,
    title="月报",
    search_hint="搜索编号、月份、文字",
    columns=(("no", 112), ("title", 220), ("until_on", 100), ("compiled_at", 130), ("sent_on", 100), ("status", 84)),
    stretched="title",
    choice_filters=(),
    empty_heading="还没有月报",
    empty_sentence="每月27日前报送工作开展情况和任务清单完成情况。点“编制本月月报”，文字和数据由程序先填好，核对后汇总、审核、签发。",
    empty_deed="present",
    print_one_word="打印月报",
    course=return_course,
    further_marks=_marks,
    deeds=RETURN_DEEDS,
    list_deeds=RETURN_LIST_DEEDS,
    panel=return_panel,
    panel_fields=("figures", "tasks", "offenders", "adjustments", "drafted", "snapshot_seq", "from_on", "until_on", "year_from", "is_clock_doubtful"),
    shows_also=("hazard", "inspection", "risk", "drill", "drill_plan", "training", "document", "supervision_order", "tip", "accident", "task"),
    sort=(Sort("month", descending=True), Sort("no", descending=True)),
)  # fmt: skip
