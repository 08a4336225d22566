"""Tasks (part B12): one item of the list that a plan is broken into, with its owner, its days and its evidence.

Source: 青夏街〔2024〕13号 safeguard 6 (项目化、清单化，逐一明确责任单位和完成时限，倒排工期、挂图作战). Overdue is derived from `due`;
what was finished after it stays marked (`done_late`).
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

NOT_STARTED, IN_PROGRESS, AWAITING_CONFIRMATION = "not_started", "in_progress", "awaiting_confirmation"
SUSPENDED, DONE = "suspended", "done"


def _derive(record: Record) -> None:
    day = record.get("due") or record.get("start")
    if record.get("year") is None and day:
        record["year"] = int(day[:4])
    record["done_late"] = is_done_late(record)


def is_done_late(record: Values) -> bool:
    """逾期完成: whether it was finished after its due day."""
    done, due = record.get("done_on"), record.get("due")
    return bool(done and due and done > due)


def _check(record: Values) -> list[Problem]:
    problems = []
    start, due, until = record.get("start"), record.get("due"), record.get("repeat_until")
    if start and due and due < start:
        problems.append(Problem("due", "date_before", {"label": "完成期限", "other": "开始日期"}))
    if start and until and until < start:
        problems.append(Problem("repeat_until", "date_before", {"label": "重复到", "other": "开始日期"}))
    if not record.get("programme") and not record.get("plan"):
        problems.append(Problem("programme", "task_source_missing"))
    return problems


def _check_change(before: Values, record: Values) -> list[Problem]:
    """What was finished late stays late: the day of a task that is done does not move."""
    is_moved = before.get("status") == DONE and record.get("due") not in (None, before.get("due"))
    return [Problem("due", "task_is_done")] if is_moved else []


def _start(record: Record) -> str:
    return IN_PROGRESS


def _submit(record: Record) -> str:
    record["return_reason"] = None
    return AWAITING_CONFIRMATION


def _may_confirm(record: Values) -> Problem | None:
    if record.get("evidence_lost"):
        return Problem(None, "task_evidence_lost", {"count": record["evidence_lost"]})
    has_evidence = record.get("evidence") or record.get("files")
    return None if has_evidence else Problem(None, "task_evidence_missing")


def _confirm(record: Record) -> str:
    record["progress"] = 100
    record["done_late"] = is_done_late(record)
    return DONE


def _send_back(record: Record) -> str:
    for name in ("done_on", "confirmed_by", "submitted_on"):
        record[name] = None
    record["done_late"] = False
    return IN_PROGRESS


def _suspend(record: Record) -> str:
    return SUSPENDED


def _resume(record: Record) -> str:
    record["suspend_reason"] = None
    return IN_PROGRESS if record.get("started_on") else NOT_STARTED


TASK = RecordType(
    table="task",
    label="任务",
    number_prefix="RW",
    since=2,
    title_field="title",
    date_field="start",
    due_field="due",
    statuses=(
        Status(NOT_STARTED, "未开始"),
        Status(IN_PROGRESS, "进行中"),
        Status(AWAITING_CONFIRMATION, "待确认"),
        Status(SUSPENDED, "暂缓"),
        Status(DONE, "完成", is_open=False),
    ),
    derive=_derive,
    check=_check,
    check_change=_check_change,
    transitions=(
        Transition("start", "开始办理", (NOT_STARTED,), ("started_on",), ("started_on",), _start),
        Transition(
            "submit", "提交确认", (NOT_STARTED, IN_PROGRESS), ("result", "evidence", "files", "submitted_on"),
            ("result", "submitted_on"), _submit,
        ),
        Transition(
            "report_progress", "登记进展", (IN_PROGRESS,), ("progress", "progress_note", "evidence", "files"),
            ("progress",), lambda record: IN_PROGRESS,
        ),
        Transition(
            "confirm", "确认完成", (AWAITING_CONFIRMATION,), ("done_on", "confirmed_by"), ("done_on", "confirmed_by"),
            _confirm, guard=_may_confirm,
        ),
        Transition(
            "send_back", "退回", (AWAITING_CONFIRMATION,), ("return_reason",), ("return_reason",), _send_back,
        ),
        Transition(
            "suspend", "暂缓", (NOT_STARTED, IN_PROGRESS), ("suspend_reason",), ("suspend_reason",), _suspend,
        ),
        Transition("resume", "恢复办理", (SUSPENDED,), (), (), _resume),
        Transition("reopen", "重新办理", (DONE,), ("return_reason",), ("return_reason",), _send_back),
    ),
    fields=(
        Field("title", Kind.TEXT, "任务", required=True, search=True, list_width=260, pdf_width_mm=58, section="任务"),
        Field("programme", Kind.REFERENCE, "行动方案", refers_to="programme", prefill=Prefill.LAST, section="任务"),
        Field("clause", Kind.TEXT, "条款编号", search=True, max_length=20, section="任务"),
        Field("clause_title", Kind.TEXT, "依据条款", search=True, max_length=60, list_width=150, pdf_width_mm=30, section="任务"),
        Field("plan", Kind.REFERENCE, "本单位方案", refers_to="document", prefill=Prefill.LAST, folded=True, section="任务"),
        Field("year", Kind.INTEGER, "年度", minimum=2000, maximum=2100, list_width=64, section="任务"),
        Field("target", Kind.LONG_TEXT, "年度目标", search=True, pdf_width_mm=44, section="任务"),
        Field("owner", Kind.PERSON, "责任人", required=True, search=True, list_width=90, pdf_width_mm=18, section="责任和时限"),
        Field("co_owners", Kind.TEXT, "配合人员", search=True, section="责任和时限"),
        Field("start", Kind.DATE, "开始日期", required=True, prefill=Prefill.TODAY, list_width=100, pdf_width_mm=21, section="责任和时限"),
        Field("due", Kind.DATE, "完成期限", required=True, list_width=100, pdf_width_mm=21, section="责任和时限"),
        Field("recurrence", Kind.CHOICE, "重复", required=True, codes=("recurrence",), initial="once", pdf_width_mm=16, section="责任和时限"),
        Field("repeat_until", Kind.DATE, "重复到", hint="不填则一直重复；改为“一次”就不再生成", section="责任和时限"),
        Field("progress", Kind.INTEGER, "进度", unit="%", maximum=100, initial=0, list_width=64, pdf_width_mm=14, section="进展"),
        Field("progress_note", Kind.LONG_TEXT, "进展情况", search=True, section="进展"),
        Field(
            "evidence", Kind.ROWS, "佐证", section="佐证",
            rows=(
                Field("table", Kind.CHOICE, "台账", required=True, codes=("evidence_ledger",)),
                Field("record", Kind.TEXT, "记录", required=True, max_length=40, folded=True),
                Field("title", Kind.TEXT, "内容", max_length=4000),
            ),
        ),
        Field("files", Kind.ATTACHMENTS, "附件", section="佐证"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="进展"),
        Field("series", Kind.TEXT, "所属系列", computed=True, section="责任和时限"),
        Field("period", Kind.TEXT, "所属期", computed=True, list_width=90, section="责任和时限"),
        Field("started_on", Kind.DATE, "实际开始", prefill=Prefill.TODAY, by_action=True, section="进展"),
        Field("result", Kind.LONG_TEXT, "完成情况", by_action=True, search=True, section="进展"),
        Field("submitted_on", Kind.DATE, "提交日期", prefill=Prefill.TODAY, by_action=True, section="进展"),
        Field("done_on", Kind.DATE, "完成日期", prefill=Prefill.TODAY, by_action=True, list_width=100, section="进展"),
        Field("confirmed_by", Kind.PERSON, "确认人", by_action=True, section="进展"),
        Field("done_late", Kind.YES_NO, "逾期完成", computed=True, section="进展"),
        Field("return_reason", Kind.TEXT, "退回原因", max_length=300, by_action=True, section="进展"),
        Field("suspend_reason", Kind.TEXT, "暂缓原因", max_length=300, by_action=True, section="进展"),
    ),
)  # fmt: skip
