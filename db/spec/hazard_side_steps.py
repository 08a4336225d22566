"""Steps beside a hazard's course: the department's answer, more time, merging, voiding, reopening (part D)."""

from __future__ import annotations

from db.errors import Problem
from db.spec.field import Record, Transition, Values
from db.spec.hazard_states import (
    AWAITING_DEPARTMENT,
    AWAITING_RECHECK,
    CLOSED,
    MERGED,
    OPEN,
    RECTIFYING,
    REGISTERED,
    SIGNOFF_FIELDS,
    VOID,
    before,
    before_reopening,
    is_major,
    missing_commitments,
    missing_plan,
)

JUDGEMENT_FIELDS = ("judge_result", "judge_unit", "judge_on", "judge_doc", "judge_scan")
_WRITTEN_BY_CLOSING = (
    "rectified_on", "rect_note", "photo_after", "funds_spent", "recheck_on", "recheck_by", "recheck_result",
    "recheck_note", *SIGNOFF_FIELDS, "closed_on", "closed_by", "immediate_fix",
)  # fmt: skip
_WRITTEN_BY_ENDING = ("merged_into", "void_reason", "void_by", "void_on")


def may_end(record: Values) -> Problem | None:
    """Why a hazard may not leave the open ones: supervision orders that are not cleared (fact `open_orders`)."""
    count = record.get("open_orders") or 0
    return Problem(None, "supervision_order_open", {"count": count}) if count else None


def _judge(record: Record) -> str:
    """The department's answer decides the level; one that is not major needs no department to close it."""
    if record["judge_result"] == "major":
        record["level"] = "major"
        return str(record["status"])
    record["level"] = "general"
    return AWAITING_RECHECK if record["status"] == AWAITING_DEPARTMENT else str(record["status"])


def _check_judge(record: Values) -> list[Problem]:
    return before(record, "judge_on", "found_on", "判定日期", "排查日期")


def _may_extend(record: Values) -> Problem | None:
    return None if record.get("deadline") else Problem(None, "extension_without_deadline")


def _check_extend(record: Values) -> list[Problem]:
    """More time is granted before the old one is over (part D: reason before expiry)."""
    problems = []
    granted, old, new = (record.get(name) for name in ("extension_on", "deadline", "new_deadline"))
    if granted and old and granted > old:
        problems.append(Problem("extension_on", "extension_after_expiry", {"deadline": old}))
    if new and old and new <= old:
        problems.append(Problem("new_deadline", "extension_not_later", {"deadline": old}))
    return problems


def _extend(record: Record) -> str:
    row = {
        "on": record["extension_on"], "old": record["deadline"], "new": record["new_deadline"],
        "reason": record["extension_reason"], "approved_by": record["extension_approved_by"],
    }  # fmt: skip
    record["extensions"], record["deadline"] = (
        [*(record.get("extensions") or []), row],
        record["new_deadline"],
    )
    for name in ("extension_on", "new_deadline", "extension_reason", "extension_approved_by"):
        record[name] = None
    return str(record["status"])


def _check_ending(record: Values) -> list[Problem]:
    problems = before(record, "void_on", "found_on", "合并或作废日期", "排查日期")
    problems += before_reopening(record, "void_on", "合并或作废日期")
    lead = record.get("lead")  # a fact: who leads the committee's safety work now
    if lead and record.get("void_by") and record["void_by"] != lead:
        problems.append(Problem("void_by", "void_not_by_lead", {"lead": lead}))
    return problems


def _check_merge(record: Values) -> list[Problem]:
    problems = _check_ending(record)
    if not record.get("merged_into"):
        return problems
    if record["merged_into"] == record.get("id"):
        problems.append(Problem("merged_into", "merged_into_itself"))
    elif record.get("merge_target_status", REGISTERED) not in OPEN:
        problems.append(Problem("merged_into", "merge_target_not_open"))
    return problems


def _check_reopen(record: Values) -> list[Problem]:
    problems = before(record, "reopened_on", "closed_on", "重新打开日期", "销号日期")
    problems += before(record, "reopened_on", "void_on", "重新打开日期", "合并或作废日期")
    return problems + before(record, "new_deadline", "reopened_on", "新的整改期限", "重新打开日期")


def _reopen(record: Record) -> str:
    """What closing wrote moves into the row of that closing (and stays in the log); the plan stays."""
    row = {
        "outcome": record["status"], "ended_on": record.get("closed_on") or record.get("void_on"),
        "ended_by": record.get("closed_by") or record.get("void_by"), "rectified_on": record.get("rectified_on"),
        "rect_note": (record.get("rect_note") or record.get("void_reason") or "")[:500] or None,
        "recheck_by": record.get("recheck_by"), "signoff_doc_no": record.get("dept_signoff_doc_no"),
        "reopened_on": record["reopened_on"], "reopened_by": record["reopened_by"], "reason": record["reopen_reason"],
    }  # fmt: skip
    record["closings"] = [*(record.get("closings") or []), row]
    record["times_reopened"] = (record.get("times_reopened") or 0) + 1
    record["deadline"] = record["new_deadline"]
    for name in (
        *_WRITTEN_BY_CLOSING,
        *_WRITTEN_BY_ENDING,
        "new_deadline",
        "reopened_on",
        "reopened_by",
        "reopen_reason",
    ):
        record[name] = None
    return REGISTERED if missing_plan(record) or missing_commitments(record) else RECTIFYING


SIDE_STEPS = (
    Transition(
        "judge", "登记部门判定", OPEN, JUDGEMENT_FIELDS, ("judge_result", "judge_unit", "judge_on", "judge_doc"), _judge,
        check=_check_judge, is_offered=is_major, is_aside=True,
    ),
    Transition(
        "extend", "延期", OPEN, ("new_deadline", "extension_on", "extension_reason", "extension_approved_by"),
        ("new_deadline", "extension_on", "extension_reason", "extension_approved_by"), _extend,
        guard=_may_extend, check=_check_extend, is_aside=True,
    ),
    Transition(
        "merge", "合并到另一条", OPEN, ("merged_into", "void_reason", "void_on", "void_by"),
        ("merged_into", "void_reason", "void_on", "void_by"), lambda record: MERGED,
        guard=may_end, check=_check_merge, is_aside=True,
    ),
    Transition(
        "void", "作废", OPEN, ("void_reason", "void_on", "void_by"), ("void_reason", "void_on", "void_by"),
        lambda record: VOID, guard=may_end, check=_check_ending, is_aside=True,
    ),
    Transition(
        "reopen", "重新打开", (CLOSED, MERGED, VOID), ("reopened_on", "reopen_reason", "reopened_by", "new_deadline"),
        ("reopened_on", "reopen_reason", "reopened_by", "new_deadline"), _reopen, check=_check_reopen, is_aside=True,
    ),
)  # fmt: skip
