"""The states of a hazard, and what its level and its state ask of it (part D; 青夏街〔2024〕13号 clause 13)."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Status, Values

REGISTERED, NOTIFIED, ESCALATED = "registered", "notified", "escalated"
RECTIFYING, AWAITING_RECHECK, AWAITING_DEPARTMENT = "rectifying", "awaiting_recheck", "awaiting_department"
CLOSED, MERGED, VOID = "closed", "merged", "void"
BEFORE_PLAN = (REGISTERED, NOTIFIED, ESCALATED)
WITH_PLAN = (RECTIFYING, AWAITING_RECHECK, AWAITING_DEPARTMENT, CLOSED)
OPEN = (*BEFORE_PLAN, RECTIFYING, AWAITING_RECHECK, AWAITING_DEPARTMENT)
STATUSES = (
    Status(REGISTERED, "已上账"),
    Status(NOTIFIED, "已告知"),
    Status(ESCALATED, "已上报"),
    Status(RECTIFYING, "整改中"),
    Status(AWAITING_RECHECK, "待复查"),
    Status(AWAITING_DEPARTMENT, "待部门审核"),
    Status(CLOSED, "已销号", is_open=False),
    Status(MERGED, "已合并", is_open=False),
    Status(VOID, "已作废", is_open=False),
)
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
# 五落实（责任、措施、资金、时限、预案）: what a major hazard needs beyond PLAN_FIELDS (part B3).
FIVE_FIELDS = {
    "funds": "整改资金",
    "funds_source": "资金来源",
    "starts_on": "整改开始日期",
    "emergency_plan": "应急预案",
}


def is_major(record: Values) -> bool:
    """Whether a department has to sign off before it closes (疑似重大 and 重大)."""
    return record.get("level") in MAJOR_LEVELS


def not_major(record: Values) -> bool:
    """Whether the committee itself rechecks and closes it."""
    return not is_major(record)


def missing_plan(record: Values) -> list[str]:
    """Which fields of the rectification plan are empty; whoever fixes on the spot may have no unit."""
    missing = [name for name in PLAN_FIELDS if not record.get(name)]
    if record.get("immediate_fix") and "rect_unit" in missing:
        missing.remove("rect_unit")
    return missing


def missing_commitments(record: Values) -> list[str]:
    """Which of the five commitments a major hazard still lacks beyond its plan; a file may stand for the plan's text."""
    if not is_major(record):
        return []
    missing = [name for name in FIVE_FIELDS if not record.get(name)]
    if record.get("emergency_plan_file") and "emergency_plan" in missing:
        missing.remove("emergency_plan")
    return missing


def lacks_signoff(record: Values) -> bool:
    """Whether the department's document is not complete yet."""
    return not all(record.get(name) for name in SIGNOFF_FIELDS)


def before(record: Values, field: str, other: str, label: str, other_label: str) -> list[Problem]:
    """A problem when the day in `field` comes before the one in `other`; an empty day is no problem."""
    value, reference = record.get(field), record.get(other)
    if value and reference and value < reference:
        return [Problem(field, "date_before", {"label": label, "other": other_label})]
    return []


def before_reopening(record: Values, field: str, label: str) -> list[Problem]:
    """A problem when the day in `field` comes before the last reopening: the earlier course is over."""
    reopened = [row["reopened_on"] for row in record.get("closings") or []]
    last = {field: record.get(field), "reopened_on": max(reopened, default=None)}
    return before(last, field, "reopened_on", label, "重新打开日期")
