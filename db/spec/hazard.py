"""The hazard ledger (part B2) and its closed loop (part D): no step without its evidence.

Sources of the rules: 安全生产法 §41, §75; 青夏街〔2024〕13号 clause 13 (a department signs off every major hazard).
Overdue, supervised and extended are derived, never stored. States: `hazard_states`; steps: `hazard_steps`.
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Values
from db.spec.hazard_side_steps import JUDGEMENT_FIELDS
from db.spec.hazard_states import (
    AWAITING_DEPARTMENT,
    AWAITING_RECHECK,
    CLOSED,
    ESCALATED,
    FIVE_FIELDS,
    MAJOR_LEVELS,
    MERGED,
    NOTIFIED,
    PLAN_FIELDS,
    RECTIFYING,
    REGISTERED,
    SIGNOFF_FIELDS,
    STATUSES,
    VOID,
    WITH_PLAN,
    before,
    is_major,
    lacks_signoff,
    missing_commitments,
    missing_plan,
    not_major,
)
from db.spec.hazard_steps import TRANSITIONS

__all__ = [
    "AWAITING_DEPARTMENT", "AWAITING_RECHECK", "CLOSED", "ESCALATED", "HAZARD", "MAJOR_LEVELS", "MERGED", "NOTIFIED",
    "RECTIFYING", "REGISTERED", "SIGNOFF_FIELDS", "VOID", "is_major", "lead_department",
]  # fmt: skip


def _derive(record: Record) -> None:
    """A suspected major hazard may come with nothing but its description (part H 10): the rest can follow.

    One that is suspected again after the department said no waits for a new answer.
    """
    if is_major(record):
        record["source"] = record.get("source") or "patrol"
        record["category"] = record.get("category") or "OTH"
        if record.get("judge_result") == "not_major":
            record.update(dict.fromkeys(JUDGEMENT_FIELDS))


def _check(record: Values) -> list[Problem]:
    return [
        *before(record, "deadline", "found_on", "整改期限", "排查日期"),
        *_check_found_on(record),
        *_check_kept_evidence(record),
    ]


def _check_found_on(record: Values) -> list[Problem]:
    """A finding comes before everything that was done about it; the months' counts rest on that."""
    days = [record[name] for name in ("rectified_on", "closed_on", "void_on") if record.get(name)]
    days += [row["ended_on"] for row in record.get("closings") or [] if row.get("ended_on")]
    found = record.get("found_on")
    return (
        [Problem("found_on", "found_after_step", {"day": min(days)})]
        if found and days and found > min(days)
        else []
    )


def _check_kept_evidence(record: Values) -> list[Problem]:
    """What a step demanded stays true when the record is changed afterwards."""
    status, problems = record.get("status"), []
    if status in WITH_PLAN:
        problems += [Problem(name, "required", {"label": PLAN_FIELDS[name]}) for name in missing_plan(record)]
    if record.get("recheck_result") == "pass" and record.get("recheck_by") == record.get("rect_person"):
        problems.append(Problem("rect_person", "rechecked_by_rectifier"))
    raised_after_closing = status == CLOSED and is_major(record)
    lowered_before_signoff = status == AWAITING_DEPARTMENT and not is_major(record)
    if (raised_after_closing or lowered_before_signoff) and lacks_signoff(record):
        problems.append(Problem("level", "department_signoff_missing"))
    return problems


def _check_change(earlier: Values, record: Values) -> list[Problem]:
    """A form lowers no suspicion and takes no commitment back: the step `judge` and a new value do."""
    problems = []
    if is_major(earlier) and not is_major(record):
        problems.append(Problem("level", "level_needs_department_answer"))
    if record.get("status") in WITH_PLAN and is_major(earlier):
        taken = set(missing_commitments(record)) - set(missing_commitments(earlier))
        problems += [
            Problem(name, "required", {"label": FIVE_FIELDS[name]}) for name in FIVE_FIELDS if name in taken
        ]
    return problems


def lead_department(category: str) -> str:
    """The department that leads a hazard category (editable table `hazard_category`); "" when unknown."""
    found = code_table("hazard_category").get(category)
    return str(found.extra.get("lead_department", "")) if found else ""


HAZARD = RecordType(
    table="hazard",
    label="隐患",
    number_prefix="YH",
    title_field="description",
    date_field="found_on",
    due_field="deadline",
    statuses=STATUSES,
    derive=_derive,
    check=_check,
    check_change=_check_change,
    may_be_bare=is_major,
    transitions=TRANSITIONS,
    fields=(
        Field("found_on", Kind.DATE, "排查日期", required=True, prefill=Prefill.TODAY, list_width=100, pdf_width_mm=20, section="发现"),
        Field("source", Kind.CHOICE, "隐患来源", required=True, codes=("hazard_source",), initial="patrol", section="发现"),
        Field("premises", Kind.REFERENCE, "所属场所", refers_to="premises", list_width=140, section="发现"),
        Field("inspection", Kind.REFERENCE, "来自检查", refers_to="inspection", since=2, folded=True, section="发现"),
        Field("risk", Kind.REFERENCE, "来自风险点", refers_to="risk", since=2, folded=True, section="发现"),
        Field("drill", Kind.REFERENCE, "来自演练", refers_to="drill", since=2, folded=True, section="发现"),
        Field("repeat_of", Kind.REFERENCE, "重复于", refers_to="hazard", since=2, folded=True, section="发现"),
        Field("location", Kind.TEXT, "具体位置", required_if=not_major, search=True, prefill=Prefill.LAST, list_width=150, pdf_width_mm=30, section="发现"),
        Field("category", Kind.CHOICE, "隐患类别", required=True, codes=("hazard_category",), list_width=100, pdf_width_mm=18, section="发现"),
        Field("description", Kind.LONG_TEXT, "隐患描述", required=True, search=True, list_width=260, pdf_width_mm=52, section="发现"),
        Field("level", Kind.CHOICE, "隐患级别", required=True, codes=("hazard_level",), initial="general", list_width=110, pdf_width_mm=20, section="发现"),
        Field("basis", Kind.TEXT, "判定依据", search=True, max_length=500, folded=True, section="发现"),
        Field("accident_type", Kind.CHOICE, "可能事故", codes=("accident_type_2025", "accident_type_1986"), folded=True, section="发现"),
        Field("found_by", Kind.PERSON, "排查人", required_if=not_major, search=True, prefill=Prefill.CLERK, list_width=80, pdf_width_mm=16, section="发现"),
        Field("photo_before", Kind.ATTACHMENTS, "整改前照片", section="照片"),
        Field("photo_note", Kind.TEXT, "照片说明", max_length=300, since=2, folded=True, hint="照片早于排查日期较多等情况，写明原因", section="照片"),
        Field("immediate_fix", Kind.YES_NO, "即查即改", computed=True, section="整改"),
        Field("measures", Kind.LONG_TEXT, "整改措施", search=True, pdf_width_mm=40, section="整改"),
        Field("rect_unit", Kind.TEXT, "整改责任单位", search=True, prefill=Prefill.LAST, pdf_width_mm=22, section="整改"),
        Field("rect_person", Kind.PERSON, "整改责任人", search=True, personal=True, list_width=90, pdf_width_mm=16, section="整改"),
        Field("actual_controller", Kind.PERSON, "实际控制人", personal=True, folded=True, section="整改"),
        Field("starts_on", Kind.DATE, "整改开始日期", since=2, folded=True, section="整改"),
        Field("deadline", Kind.DATE, "整改期限", list_width=100, pdf_width_mm=20, section="整改"),
        Field("funds", Kind.MONEY, "整改资金（万元）", unit="万元", folded=True, section="整改"),
        Field("funds_source", Kind.TEXT, "资金来源", since=2, folded=True, hint="如：责任单位自筹、物业维修资金、社区经费", section="整改"),
        Field("emergency_plan", Kind.LONG_TEXT, "应急预案", since=2, folded=True, hint="整改期间出现险情怎么处置；也可只放预案文件", section="整改"),
        Field("emergency_plan_file", Kind.ATTACHMENTS, "应急预案文件", since=2, folded=True, section="整改"),
        Field("interim_measures", Kind.LONG_TEXT, "临时防范措施", folded=True, section="整改"),
        Field("external_id", Kind.TEXT, "平台编号", search=True, folded=True, hint="区一体化平台的编号", section="整改"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="整改"),
        Field("notified_on", Kind.DATE, "告知日期", prefill=Prefill.TODAY, since=2, by_action=True, section="告知与上报"),
        Field("notified_to", Kind.PERSON, "告知对象", personal=True, since=2, by_action=True, hint="主要负责人或实际控制人", section="告知与上报"),
        Field("notify_mode", Kind.CHOICE, "告知方式", codes=("notify_mode",), since=2, by_action=True, section="告知与上报"),
        Field("notify_note", Kind.TEXT, "告知情况", max_length=500, since=2, by_action=True, hint="如：告知单编号、对方答复", section="告知与上报"),
        Field("escalated_on", Kind.DATE, "上报日期", prefill=Prefill.TODAY, since=2, by_action=True, section="告知与上报"),
        Field("escalated_to", Kind.TEXT, "上报或移交对象", search=True, since=2, by_action=True, section="告知与上报"),
        Field("escalated_doc_no", Kind.TEXT, "上报文号", search=True, since=2, by_action=True, hint="书面上报的文号或上报单编号", section="告知与上报"),
        Field("escalate_note", Kind.TEXT, "上报情况", max_length=500, since=2, by_action=True, hint="电话或当面上报的，写明接报人", section="告知与上报"),
        Field("judge_result", Kind.CHOICE, "部门判定", codes=("department_judgement",), since=2, by_action=True, section="部门判定"),
        Field("judge_unit", Kind.TEXT, "判定部门", since=2, by_action=True, section="部门判定"),
        Field("judge_on", Kind.DATE, "判定日期", prefill=Prefill.TODAY, since=2, by_action=True, section="部门判定"),
        Field("judge_doc", Kind.TEXT, "判定文号或答复人", since=2, by_action=True, section="部门判定"),
        Field("judge_scan", Kind.ATTACHMENTS, "判定文件扫描件", since=2, by_action=True, section="部门判定"),
        Field("rectified_on", Kind.DATE, "整改完成日期", prefill=Prefill.TODAY, by_action=True, list_width=100, section="整改结果"),
        Field("rect_note", Kind.LONG_TEXT, "整改情况", by_action=True, search=True, section="整改结果"),
        Field("photo_after", Kind.ATTACHMENTS, "整改后照片", by_action=True, section="整改结果"),
        Field("funds_spent", Kind.MONEY, "实际投入（万元）", unit="万元", since=2, by_action=True, section="整改结果"),
        Field("recheck_on", Kind.DATE, "复查日期", prefill=Prefill.TODAY, by_action=True, section="复查"),
        Field("recheck_by", Kind.PERSON, "复查人", by_action=True, section="复查"),
        Field("recheck_result", Kind.CHOICE, "复查结果", codes=("recheck_result",), by_action=True, section="复查"),
        Field("recheck_note", Kind.LONG_TEXT, "复查意见", by_action=True, hint="不合格时写明原因", section="复查"),
        Field("new_deadline", Kind.DATE, "新的整改期限", by_action=True, section="复查"),
        Field("failed_rechecks", Kind.INTEGER, "复查不合格次数", computed=True, section="复查"),
        Field("extension_on", Kind.DATE, "批准延期日期", prefill=Prefill.TODAY, since=2, by_action=True, hint="要在原期限到期之前", section="延期"),
        Field("extension_reason", Kind.TEXT, "延期理由", max_length=500, since=2, by_action=True, section="延期"),
        Field("extension_approved_by", Kind.PERSON, "延期批准人", since=2, by_action=True, section="延期"),
        Field(
            "extensions", Kind.ROWS, "延期记录", computed=True, since=2, section="延期",
            rows=(
                Field("on", Kind.DATE, "批准日期"), Field("old", Kind.DATE, "原期限"), Field("new", Kind.DATE, "延期至"),
                Field("reason", Kind.TEXT, "理由", max_length=500), Field("approved_by", Kind.PERSON, "批准人"),
            ),
        ),
        Field("dept_signoff_unit", Kind.TEXT, "审核部门", by_action=True, section="部门审核"),
        Field("dept_signoff_doc_no", Kind.TEXT, "审核文号", by_action=True, section="部门审核"),
        Field("dept_signoff_person", Kind.PERSON, "审核人", by_action=True, section="部门审核"),
        Field("dept_signoff_date", Kind.DATE, "审核日期", by_action=True, section="部门审核"),
        Field("dept_signoff_scan", Kind.ATTACHMENTS, "审核文件扫描件", by_action=True, section="部门审核"),
        Field("send_back_reason", Kind.TEXT, "部门退回原因", max_length=500, since=2, by_action=True, section="部门审核"),
        Field("closed_on", Kind.DATE, "销号日期", prefill=Prefill.TODAY, by_action=True, list_width=100, pdf_width_mm=20, section="销号"),
        Field("closed_by", Kind.PERSON, "销号审核人", by_action=True, section="销号"),
        Field("merged_into", Kind.REFERENCE, "合并到", refers_to="hazard", since=2, by_action=True, section="合并或作废"),
        Field("void_reason", Kind.TEXT, "合并或作废理由", max_length=500, since=2, by_action=True, section="合并或作废"),
        Field("void_on", Kind.DATE, "合并或作废日期", prefill=Prefill.TODAY, since=2, by_action=True, section="合并或作废"),
        Field("void_by", Kind.PERSON, "批准人", since=2, by_action=True, hint="分管领导", section="合并或作废"),
        Field("reopened_on", Kind.DATE, "重新打开日期", prefill=Prefill.TODAY, since=2, by_action=True, section="重新打开"),
        Field("reopen_reason", Kind.TEXT, "重新打开理由", max_length=500, since=2, by_action=True, section="重新打开"),
        Field("reopened_by", Kind.PERSON, "重新打开审核人", since=2, by_action=True, section="重新打开"),
        Field("times_reopened", Kind.INTEGER, "重新打开次数", computed=True, since=2, section="重新打开"),
        Field(
            "closings", Kind.ROWS, "以往办结", computed=True, since=2, section="重新打开",
            rows=(
                Field("outcome", Kind.CHOICE, "结果", codes=("hazard_outcome",)), Field("ended_on", Kind.DATE, "办结日期"),
                Field("ended_by", Kind.PERSON, "办结审核人"), Field("rectified_on", Kind.DATE, "整改完成日期"),
                Field("rect_note", Kind.TEXT, "情况", max_length=500), Field("recheck_by", Kind.PERSON, "复查人"),
                Field("signoff_doc_no", Kind.TEXT, "审核文号"), Field("reopened_on", Kind.DATE, "重新打开日期"),
                Field("reopened_by", Kind.PERSON, "审核人"), Field("reason", Kind.TEXT, "理由", max_length=500),
            ),
        ),
    ),
)  # fmt: skip
