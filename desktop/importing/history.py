"""Old hazards that were dealt with long ago: each step is taken that the old table has the evidence for, and none else.

What the table says beyond that is kept in the note as it stands, so that no rectification, recheck or closing is made up
(part D: no step without its evidence).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from db import records
from db.errors import AppError, InvalidRecord
from db.spec import HAZARD
from db.spec.field import Field, Record
from db.spec.hazard_states import BEFORE_PLAN, FIVE_FIELDS, PLAN_FIELDS, RECTIFYING, is_major
from db.spec.kinds import YES, show
from db.spec.text import search_form
from db.store import Transaction
from desktop.messages import sentence

_STEPS = (
    ("notify", ("notified_on", "notified_to", "notify_mode")),
    ("escalate", ("escalated_on", "escalated_to")),
    ("assign", ()),
    ("rectify", ("rectified_on",)),
    ("recheck", ("recheck_on", "recheck_by")),
    ("close_out", ("closed_on", "closed_by")),
)
# What a closed hazard needs of those who know, when the old table does not say it.
EVIDENCE = ("rect_unit", "rectified_on", "recheck_on", "recheck_by", "closed_by")
SAME_AS_CLOSED = "同销号日期"
_NOT_DONE = re.compile(r"未整改|整改中|正在整改|未完成|没有整改|尚未|进行中|待整改|未销号|否|不合格")


def says_done(evidence: Mapping[str, Any]) -> bool:
    """Whether the old table says that the hazard was put right."""
    note = str(evidence.get("rect_note") or "")
    if search_form(note) in YES:
        return True
    return bool(evidence.get("closed_on") or evidence.get("rectified_on")) or (
        bool(note) and not _NOT_DONE.search(note) and bool(re.search(r"已|完成|整改到位|合格", note))
    )


def steps_with_evidence(
    typed: Mapping[str, Any], evidence: Mapping[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    """The steps for which everything is there, each with what it takes of the evidence, in the order of the course."""
    steps: list[tuple[str, dict[str, Any]]] = []
    has_plan = all(typed.get(name) for name in PLAN_FIELDS)
    commits = not is_major({"level": typed.get("level")}) or all(typed.get(name) for name in FIVE_FIELDS)
    for name, needs in _STEPS:
        step = HAZARD.transition(name)
        assert step is not None
        if any(not evidence.get(each) for each in needs):
            if name in ("notify", "escalate"):
                continue
            break
        if name == "assign" and not (has_plan and commits):
            break
        if name == "rectify" and (
            _NOT_DONE.search(str(evidence.get("rect_note") or "")) or not _has_result(evidence)
        ):
            break
        given = {each: evidence[each] for each in step.asks if evidence.get(each) and each not in typed}
        if name == "recheck" and evidence.get("closed_on"):
            given.setdefault("recheck_result", "pass")
        steps.append((name, given))
    return steps


def _has_result(evidence: Mapping[str, Any]) -> bool:
    return bool(evidence.get("rect_note") or evidence.get("photo_after"))


def unused(evidence: Mapping[str, Any], steps: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    """The evidence that no step takes up, for the note."""
    used = {name for _, given in steps for name in given}
    return {
        name: value
        for name, value in evidence.items()
        if name not in used and value and name != "photo_after"
    }


def words_of(evidence: Mapping[str, Any]) -> str:
    """Evidence in words: 整改情况：已整改；销号日期：2024-01-13."""
    fields = [(HAZARD.field(name), value) for name, value in evidence.items()]
    return "；".join(f"{field.label}：{_text(field, value)}" for field, value in fields)


def _text(field: Field, value: Any) -> str:
    return show(field, value) if not isinstance(value, str) else value


def take_steps(
    transaction: Transaction, record: Record, steps: list[tuple[str, dict[str, Any]]]
) -> tuple[Record, str]:
    """The record after the steps, and why one was not taken ("" when all were); what it would have said is in there."""
    for place, (name, given) in enumerate(steps):
        if name == "assign" and record["status"] not in (*BEFORE_PLAN, RECTIFYING):
            continue
        try:
            record = records.take_step(transaction, HAZARD.table, record["id"], name, given)
        except (InvalidRecord, AppError) as error:
            step = HAZARD.transition(name)
            assert step is not None
            left = {
                field: value
                for _, each in steps[place:]
                for field, value in each.items()
                if field != "photo_after"
            }
            return record, f"原表写着 {words_of(left)}，没有登记“{step.label}”：{sentence(error)}"
    return record, ""
