"""The hazard ledger (part B2) and its closed loop (part D): no step without its evidence.

Sources of the rules: 安全生产法 §41, §75; 青夏街〔2024〕13号 clause 13 (a department signs off every major hazard).
Overdue is derived from `deadline`, never stored.
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.code_tables import code_table
from db.spec.field import Field, Kind, Prefill, Record, RecordType, Status, Transition, Values

REGISTERED, RECTIFYING, AWAITING_RECHECK = "registered", "rectifying", "awaiting_recheck"
AWAITING_DEPARTMENT, CLOSED = "awaiting_department", "closed"
MAJOR_LEVELS = ("suspected_major", "major")
SIGNOFF_FIELDS = (
    "dept_signoff_unit", "dept_signoff_doc_no", "dept_signoff_person", "dept_signoff_date", "dept_signoff_scan",
)  # fmt: skip
PLAN_FIELDS = {
    "measures": "整改措施",
    "rect_unit": "整改责任单位",
    "rect_person": "整改责任人",
    "deadline": "整改期限",
}


def is_major(record: Values) -> bool:
    """Whether a department has to sign off before it closes (疑似重大 and 重大)."""
    return record.get("level") in MAJOR_LEVELS


def _not_major(record: Values) -> bool:
    return not is_major(record)


def _before(record: Values, field: str, other: str, label: str, other_label: str) -> list[Problem]:
    value, reference = record.get(field), record.get(other)
    if value and reference and value < reference:
        return [Problem(field, "date_before", {"label": label, "other": other_label})]
    return []


def _derive(record: Record) -> None:
    """A suspected major hazard may come with nothing but its description (part H 10): the rest can follow."""
    if is_major(record):
        record["source"] = record.get("source") or "patrol"
        record["category"] = record.get("category") or "OTH"


def _check(record: Values) -> list[Problem]:
    return [
        *_before(record, "deadline", "found_on", "整改期限", "排查日期"),
        *_check_kept_evidence(record),
    ]


def _check_kept_evidence(record: Values) -> list[Problem]:
    """What a step demanded stays true when the record is changed afterwards."""
    status, problems = record.get("status"), []
    if status not in (None, REGISTERED):
        missing = [name for name in PLAN_FIELDS if not record.get(name)]
        if record.get("immediate_fix") and "rect_unit" in missing:  # who fixes on the spot may have no unit
            missing.remove("rect_unit")
        problems += [Problem(name, "required", {"label": PLAN_FIELDS[name]}) for name in missing]
    if record.get("recheck_result") == "pass" and record.get("recheck_by") == record.get("rect_person"):
        problems.append(Problem("rect_person", "rechecked_by_rectifier"))
    raised_after_closing = status == CLOSED and is_major(record)
    lowered_before_signoff = status == AWAITING_DEPARTMENT and not is_major(record)
    if (raised_after_closing or lowered_before_signoff) and _lacks_signoff(record):
        problems.append(Problem("level", "department_signoff_missing"))
    return problems


def _needs_plan(record: Values) -> Problem | None:
    missing = [name for name in PLAN_FIELDS if not record.get(name)]
    return Problem(None, "rectification_plan_missing") if missing else None


def _assign(record: Record) -> str:
    return RECTIFYING


def _rectify(record: Record) -> str:
    for name in ("recheck_on", "recheck_by", "recheck_result", "recheck_note"):
        record[name] = None
    return AWAITING_RECHECK


def _check_rectify(record: Values) -> list[Problem]:
    problems = _before(record, "rectified_on", "found_on", "整改完成日期", "排查日期")
    if not record.get("rect_note") and not record.get("photo_after"):
        problems.append(Problem("rect_note", "rectification_evidence_missing"))
    return problems


def _recheck(record: Record) -> str:
    if record["recheck_result"] == "fail":
        record["deadline"] = record.pop("new_deadline", None) or record["deadline"]
        record["failed_rechecks"] = (record.get("failed_rechecks") or 0) + 1
        for name in ("rectified_on", "rect_note", "photo_after"):  # the next rectification brings its own
            record[name] = None
        return RECTIFYING
    record["new_deadline"] = None
    return AWAITING_DEPARTMENT if is_major(record) else AWAITING_RECHECK


def _check_recheck(record: Values) -> list[Problem]:
    problems = _before(record, "recheck_on", "rectified_on", "复查日期", "整改完成日期")
    if record.get("recheck_by") and record.get("recheck_by") == record.get("rect_person"):
        problems.append(Problem("recheck_by", "rechecked_by_rectifier"))
    if record.get("recheck_result") == "fail":
        if not record.get("recheck_note"):
            problems.append(Problem("recheck_note", "failed_recheck_reason_missing"))
        if not record.get("new_deadline"):
            problems.append(Problem("new_deadline", "failed_recheck_deadline_missing"))
        elif record.get("recheck_on") and record["new_deadline"] < record["recheck_on"]:
            problems.append(
                Problem("new_deadline", "date_before", {"label": "新的整改期限", "other": "复查日期"})
            )
    return problems


def _may_recheck(record: Values) -> Problem | None:
    """A passed recheck stands, unless the hazard became major since: then the department comes after another one."""
    passed = record.get("recheck_result") == "pass" and not is_major(record)
    return Problem(None, "recheck_already_passed") if passed else None


def _may_close(record: Values) -> Problem | None:
    return None if record.get("recheck_result") == "pass" else Problem(None, "recheck_missing")


def _needs_signoff(record: Values) -> Problem | None:
    missing = is_major(record) and _lacks_signoff(record)
    return Problem(None, "department_signoff_missing") if missing else _may_close(record)


def _lacks_signoff(record: Values) -> bool:
    return not all(record.get(name) for name in SIGNOFF_FIELDS)


def _check_close(record: Values) -> list[Problem]:
    problems = _before(record, "closed_on", "recheck_on", "销号日期", "复查日期")
    if record.get("closed_by") and record["closed_by"] == record.get("recheck_by"):
        problems.append(Problem("closed_by", "closed_by_rechecker"))
    return problems


def _close(record: Record) -> str:
    return CLOSED


def _only_general(record: Values) -> Problem | None:
    return Problem(None, "major_cannot_be_fixed_on_the_spot") if is_major(record) else None


def _fix_on_spot(record: Record) -> str:
    day = record["rectified_on"]
    record["immediate_fix"] = True
    record["measures"] = record.get("measures") or record["rect_note"]
    record["deadline"] = record.get("deadline") or day
    record["recheck_on"] = record["closed_on"] = day
    record["recheck_by"] = record["closed_by"]
    record["recheck_result"] = "pass"
    return CLOSED


def _check_fix_on_spot(record: Values) -> list[Problem]:
    problems = _before(record, "rectified_on", "found_on", "整改完成日期", "排查日期")
    for name, label in (("photo_before", "整改前照片"), ("photo_after", "整改后照片")):
        if not record.get(name):
            problems.append(Problem(name, "required", {"label": label}))
    if record.get("closed_by") and record["closed_by"] == record.get("rect_person"):
        problems.append(Problem("closed_by", "rechecked_by_rectifier"))
    return problems


def _sign_off(record: Record) -> str:
    return AWAITING_DEPARTMENT


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
    statuses=(
        Status(REGISTERED, "已上账"),
        Status(RECTIFYING, "整改中"),
        Status(AWAITING_RECHECK, "待复查"),
        Status(AWAITING_DEPARTMENT, "待部门审核"),
        Status(CLOSED, "已销号", is_open=False),
    ),
    derive=_derive,
    check=_check,
    may_be_bare=is_major,
    transitions=(
        Transition(
            "assign", "落实整改", (REGISTERED,),
            ("measures", "rect_unit", "rect_person", "actual_controller", "deadline", "funds", "interim_measures"),
            ("measures", "rect_unit", "rect_person", "deadline"), _assign,
        ),
        Transition(
            "fix_on_spot", "即查即改", (REGISTERED, RECTIFYING),
            ("photo_before", "rectified_on", "rect_note", "photo_after", "rect_unit", "rect_person", "closed_by"),
            ("rectified_on", "rect_note", "rect_person", "closed_by"), _fix_on_spot,
            guard=_only_general, check=_check_fix_on_spot,
        ),
        Transition(
            "rectify", "登记整改", (REGISTERED, RECTIFYING), ("rectified_on", "rect_note", "photo_after", "funds"),
            ("rectified_on",), _rectify, guard=_needs_plan, check=_check_rectify,
        ),
        Transition(
            "recheck", "复查", (AWAITING_RECHECK,),
            ("recheck_on", "recheck_by", "recheck_result", "recheck_note", "new_deadline"),
            ("recheck_on", "recheck_by", "recheck_result"), _recheck, guard=_may_recheck, check=_check_recheck,
        ),
        Transition(
            "sign_off", "登记部门意见", (AWAITING_DEPARTMENT,), SIGNOFF_FIELDS, SIGNOFF_FIELDS, _sign_off,
        ),
        Transition(
            "close_out", "销号", (AWAITING_RECHECK, AWAITING_DEPARTMENT), ("closed_on", "closed_by"),
            ("closed_on", "closed_by"), _close, guard=_needs_signoff, check=_check_close,
        ),
    ),
    fields=(
        Field("found_on", Kind.DATE, "排查日期", required=True, prefill=Prefill.TODAY, list_width=100, pdf_width_mm=20, section="发现"),
        Field("source", Kind.CHOICE, "隐患来源", required=True, codes=("hazard_source",), initial="patrol", section="发现"),
        Field("premises", Kind.REFERENCE, "所属场所", refers_to="premises", list_width=140, section="发现"),
        Field("inspection", Kind.REFERENCE, "来自检查", refers_to="inspection", since=2, folded=True, section="发现"),
        Field("risk", Kind.REFERENCE, "来自风险点", refers_to="risk", since=2, folded=True, section="发现"),
        Field("drill", Kind.REFERENCE, "来自演练", refers_to="drill", since=2, folded=True, section="发现"),
        Field("repeat_of", Kind.REFERENCE, "重复于", refers_to="hazard", since=2, folded=True, section="发现"),
        Field("location", Kind.TEXT, "具体位置", required_if=_not_major, search=True, prefill=Prefill.LAST, list_width=150, pdf_width_mm=30, section="发现"),
        Field("category", Kind.CHOICE, "隐患类别", required=True, codes=("hazard_category",), list_width=100, pdf_width_mm=18, section="发现"),
        Field("description", Kind.LONG_TEXT, "隐患描述", required=True, search=True, list_width=260, pdf_width_mm=52, section="发现"),
        Field("level", Kind.CHOICE, "隐患级别", required=True, codes=("hazard_level",), initial="general", list_width=110, pdf_width_mm=20, section="发现"),
        Field("basis", Kind.TEXT, "判定依据", search=True, max_length=500, folded=True, section="发现"),
        Field("accident_type", Kind.CHOICE, "可能事故", codes=("accident_type_2025", "accident_type_1986"), folded=True, section="发现"),
        Field("found_by", Kind.PERSON, "排查人", required_if=_not_major, search=True, prefill=Prefill.CLERK, list_width=80, pdf_width_mm=16, section="发现"),
        Field("photo_before", Kind.ATTACHMENTS, "整改前照片", section="照片"),
        Field("immediate_fix", Kind.YES_NO, "即查即改", computed=True, section="整改"),
        Field("measures", Kind.LONG_TEXT, "整改措施", search=True, pdf_width_mm=40, section="整改"),
        Field("rect_unit", Kind.TEXT, "整改责任单位", search=True, prefill=Prefill.LAST, pdf_width_mm=22, section="整改"),
        Field("rect_person", Kind.PERSON, "整改责任人", search=True, personal=True, list_width=90, pdf_width_mm=16, section="整改"),
        Field("actual_controller", Kind.PERSON, "实际控制人", personal=True, folded=True, section="整改"),
        Field("deadline", Kind.DATE, "整改期限", list_width=100, pdf_width_mm=20, section="整改"),
        Field("funds", Kind.MONEY, "整改资金（万元）", unit="万元", folded=True, section="整改"),
        Field("interim_measures", Kind.LONG_TEXT, "临时防范措施", folded=True, section="整改"),
        Field("external_id", Kind.TEXT, "平台编号", search=True, folded=True, hint="区一体化平台的编号", section="整改"),
        Field("note", Kind.LONG_TEXT, "备注", search=True, folded=True, section="整改"),
        Field("rectified_on", Kind.DATE, "整改完成日期", prefill=Prefill.TODAY, by_action=True, list_width=100, section="整改结果"),
        Field("rect_note", Kind.LONG_TEXT, "整改情况", by_action=True, search=True, section="整改结果"),
        Field("photo_after", Kind.ATTACHMENTS, "整改后照片", by_action=True, section="整改结果"),
        Field("recheck_on", Kind.DATE, "复查日期", prefill=Prefill.TODAY, by_action=True, section="复查"),
        Field("recheck_by", Kind.PERSON, "复查人", by_action=True, section="复查"),
        Field("recheck_result", Kind.CHOICE, "复查结果", codes=("recheck_result",), by_action=True, section="复查"),
        Field("recheck_note", Kind.LONG_TEXT, "复查意见", by_action=True, hint="不合格时写明原因", section="复查"),
        Field("new_deadline", Kind.DATE, "新的整改期限", by_action=True, hint="复查不合格时必填", section="复查"),
        Field("failed_rechecks", Kind.INTEGER, "复查不合格次数", computed=True, section="复查"),
        Field("dept_signoff_unit", Kind.TEXT, "审核部门", by_action=True, section="部门审核"),
        Field("dept_signoff_doc_no", Kind.TEXT, "审核文号", by_action=True, section="部门审核"),
        Field("dept_signoff_person", Kind.PERSON, "审核人", by_action=True, section="部门审核"),
        Field("dept_signoff_date", Kind.DATE, "审核日期", by_action=True, section="部门审核"),
        Field("dept_signoff_scan", Kind.ATTACHMENTS, "审核文件扫描件", by_action=True, section="部门审核"),
        Field("closed_on", Kind.DATE, "销号日期", prefill=Prefill.TODAY, by_action=True, list_width=100, pdf_width_mm=20, section="销号"),
        Field("closed_by", Kind.PERSON, "销号审核人", by_action=True, section="销号"),
    ),
)  # fmt: skip
