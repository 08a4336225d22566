"""The steps of a hazard from registering to closing out, each with its evidence (part D).

Sources: 安全生产法 §41, §75; 青夏街〔2024〕13号 clause 13. The steps beside the course are in `hazard_side_steps`.
"""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Record, Transition, Values
from db.spec.hazard_side_steps import SIDE_STEPS, may_end
from db.spec.hazard_states import (
    AWAITING_DEPARTMENT,
    AWAITING_RECHECK,
    BEFORE_PLAN,
    CLOSED,
    ESCALATED,
    FIVE_FIELDS,
    NOTIFIED,
    OPEN,
    PLAN_FIELDS,
    RECTIFYING,
    REGISTERED,
    SIGNOFF_FIELDS,
    before,
    before_reopening,
    is_major,
    lacks_signoff,
    missing_commitments,
)


def _notify(record: Record) -> str:
    return NOTIFIED if record["status"] == REGISTERED else str(record["status"])


def _check_notify(record: Values) -> list[Problem]:
    return before(record, "notified_on", "found_on", "告知日期", "排查日期")


def _escalate(record: Record) -> str:
    """A hazard whose unit refuses goes back to 已上报; one that is already put right stays where it is."""
    return ESCALATED if record["status"] in (*BEFORE_PLAN, RECTIFYING) else str(record["status"])


def _check_escalate(record: Values) -> list[Problem]:
    problems = before(record, "escalated_on", "found_on", "上报日期", "排查日期")
    if not any(record.get(name) for name in ("escalated_doc_no", "external_id", "escalate_note")):
        problems.append(Problem("escalated_doc_no", "escalation_evidence_missing"))
    return problems


def _is_unreported_major(record: Values) -> bool:
    return is_major(record) and not record.get("escalated_on")


def _check_assign(record: Values) -> list[Problem]:
    problems = [
        Problem(name, "required", {"label": FIVE_FIELDS[name]}) for name in missing_commitments(record)
    ]
    return problems + before(record, "deadline", "starts_on", "整改期限", "整改开始日期")


def _needs_plan(record: Values) -> Problem | None:
    if any(not record.get(name) for name in PLAN_FIELDS):
        return Problem(None, "rectification_plan_missing")
    missing = "、".join(FIVE_FIELDS[name] for name in missing_commitments(record))
    return Problem(None, "five_commitments_missing", {"missing": missing}) if missing else None


def _rectify(record: Record) -> str:
    for name in ("recheck_on", "recheck_by", "recheck_result", "recheck_note", "send_back_reason"):
        record[name] = None
    return AWAITING_RECHECK


def _check_rectify(record: Values) -> list[Problem]:
    problems = before(record, "rectified_on", "found_on", "整改完成日期", "排查日期")
    problems += before_reopening(record, "rectified_on", "整改完成日期")
    if not record.get("rect_note") and not record.get("photo_after"):
        problems.append(Problem("rect_note", "rectification_evidence_missing"))
    return problems


def _back_to_rectifying(record: Record) -> str:
    record["deadline"] = record.pop("new_deadline", None) or record["deadline"]
    record["failed_rechecks"] = (record.get("failed_rechecks") or 0) + 1
    for name in ("rectified_on", "rect_note", "photo_after"):  # the next rectification brings its own
        record[name] = None
    return RECTIFYING


def _send_back(record: Record) -> str:
    for name in SIGNOFF_FIELDS:
        record[name] = None
    return _back_to_rectifying(record)


def _recheck(record: Record) -> str:
    if record["recheck_result"] == "fail":
        return _back_to_rectifying(record)
    record["new_deadline"] = None
    return AWAITING_DEPARTMENT if is_major(record) else AWAITING_RECHECK


def _check_recheck(record: Values) -> list[Problem]:
    problems = before(record, "recheck_on", "rectified_on", "复查日期", "整改完成日期")
    if record.get("recheck_by") and record.get("recheck_by") == record.get("rect_person"):
        problems.append(Problem("recheck_by", "rechecked_by_rectifier"))
    if record.get("recheck_result") == "fail":
        if not record.get("recheck_note"):
            problems.append(Problem("recheck_note", "failed_recheck_reason_missing"))
        if not record.get("new_deadline"):
            problems.append(Problem("new_deadline", "failed_recheck_deadline_missing"))
        problems += before(record, "new_deadline", "recheck_on", "新的整改期限", "复查日期")
    return problems


def _may_recheck(record: Values) -> Problem | None:
    """A passed recheck stands, unless the hazard became major since: then the department comes after another one."""
    passed = record.get("recheck_result") == "pass" and not is_major(record)
    return Problem(None, "recheck_already_passed") if passed else None


def _may_close(record: Values) -> Problem | None:
    if is_major(record) and lacks_signoff(record):
        return Problem(None, "department_signoff_missing")
    if record.get("recheck_result") != "pass":
        return Problem(None, "recheck_missing")
    return may_end(record)


def _check_close(record: Values) -> list[Problem]:
    problems = before(record, "closed_on", "recheck_on", "销号日期", "复查日期")
    if record.get("closed_by") and record["closed_by"] == record.get("recheck_by"):
        problems.append(Problem("closed_by", "closed_by_rechecker"))
    return problems


def _may_fix_on_spot(record: Values) -> Problem | None:
    return Problem(None, "major_cannot_be_fixed_on_the_spot") if is_major(record) else may_end(record)


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
    problems = before(record, "rectified_on", "found_on", "整改完成日期", "排查日期")
    problems += before_reopening(record, "rectified_on", "整改完成日期")
    for name, label in (("photo_before", "整改前照片"), ("photo_after", "整改后照片")):
        if not record.get(name):
            problems.append(Problem(name, "required", {"label": label}))
    if record.get("closed_by") and record["closed_by"] == record.get("rect_person"):
        problems.append(Problem("closed_by", "rechecked_by_rectifier"))
    return problems


TRANSITIONS = (
    Transition(
        "notify", "告知", (REGISTERED, ESCALATED, RECTIFYING), ("notified_on", "notified_to", "notify_mode", "notify_note"),
        ("notified_on", "notified_to", "notify_mode"), _notify, check=_check_notify,
    ),
    Transition(
        "escalate", "上报/移交", OPEN,
        ("escalated_on", "escalated_to", "escalated_doc_no", "external_id", "escalate_note"),
        ("escalated_on", "escalated_to"), _escalate, check=_check_escalate, is_urgent=_is_unreported_major,
    ),
    Transition(
        "assign", "落实整改", BEFORE_PLAN,
        ("measures", "rect_unit", "rect_person", "actual_controller", "starts_on", "deadline", "funds", "funds_source",
         "emergency_plan", "emergency_plan_file", "interim_measures"),
        ("measures", "rect_unit", "rect_person", "deadline"), lambda record: RECTIFYING, check=_check_assign,
    ),
    Transition(
        "fix_on_spot", "即查即改", (*BEFORE_PLAN, RECTIFYING),
        ("photo_before", "rectified_on", "rect_note", "photo_after", "rect_unit", "rect_person", "closed_by"),
        ("rectified_on", "rect_note", "rect_person", "closed_by"), _fix_on_spot,
        guard=_may_fix_on_spot, check=_check_fix_on_spot,
    ),
    Transition(
        "rectify", "登记整改", (*BEFORE_PLAN, RECTIFYING), ("rectified_on", "rect_note", "photo_after", "funds_spent"),
        ("rectified_on",), _rectify, guard=_needs_plan, check=_check_rectify, is_urgent=lambda record: (
            record.get("status") == RECTIFYING and not _is_unreported_major(record)
        ),
    ),
    Transition(
        "recheck", "复查", (AWAITING_RECHECK,),
        ("recheck_on", "recheck_by", "recheck_result", "recheck_note", "new_deadline"),
        ("recheck_on", "recheck_by", "recheck_result"), _recheck, guard=_may_recheck, check=_check_recheck,
        is_urgent=lambda record: True,
    ),
    Transition(
        "sign_off", "登记部门意见", (AWAITING_DEPARTMENT,), SIGNOFF_FIELDS, SIGNOFF_FIELDS,
        lambda record: AWAITING_DEPARTMENT, is_urgent=lacks_signoff,
    ),
    Transition(
        "send_back", "部门退回", (AWAITING_DEPARTMENT,), ("send_back_reason", "new_deadline"),
        ("send_back_reason", "new_deadline"), _send_back, is_urgent=lacks_signoff,
    ),
    Transition(
        "close_out", "销号", (AWAITING_RECHECK, AWAITING_DEPARTMENT), ("closed_on", "closed_by"),
        ("closed_on", "closed_by"), lambda record: CLOSED, guard=_may_close, check=_check_close,
        is_urgent=lambda record: True,
    ),
    *SIDE_STEPS,
)  # fmt: skip
