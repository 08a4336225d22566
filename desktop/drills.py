"""From a plan to its drill, from a drill to the hazard it brought to light, and what a plan for a duty starts with."""

from __future__ import annotations

from typing import Any

from db import records
from db.drill_improvements import Improvement, open_improvements
from db.drill_plans import note_children
from db.errors import AppError
from db.spec import DRILL, HAZARD, PREMISES
from db.spec.code_tables import label_of
from db.spec.drill_plan import person_in
from db.spec.field import Record, Values
from db.store import Transaction
from db.typed_values import find_reference
from desktop.office import Office

_SAME = (
    "topic", "premises", "scenario", "form", "content", "purpose", "level", "organiser", "plan_ref", "aim",
    "place", "situation", "safety_measures",
)  # fmt: skip
_BY_ROLE = {"commander": "commander", "evaluator": "evaluator", "recorder": "recorder"}
_SCENARIOS = {
    "small_school": "school_evacuation", "school": "school_evacuation", "nursing_home": "school_evacuation",
    "housing": "highrise_evacuation", "fuel_station": "chemical_leak", "gas_station": "gas_leak",
}  # fmt: skip


def drill_of_plan(office: Office, plan: Values) -> dict[str, Any]:
    """What the form of the drill that was planned starts with: everything the scheme already says."""
    values = {name: plan.get(name) for name in _SAME} | {"plan": plan["id"]}
    values["date"] = min(plan["planned_on"], office.today)
    values["should_attend"] = plan.get("headcount")
    values["roles"] = [
        {"role": _role_word(row), "person": row.get("person")} for row in plan.get("roles") or []
    ]
    values["steps"] = [
        {
            "at": f"第{row['offset_min']}分钟",
            "event": row.get("event"),
            "action": row.get("action"),
            "role": row.get("role"),
        }
        for row in plan.get("scheme_steps") or []
    ]
    people = {name: person_in(plan, role) for name, role in _BY_ROLE.items()}
    return {name: value for name, value in (values | people).items() if value not in (None, [])}


def _role_word(row: Values) -> str:
    label = label_of(("drill_role",), row["role"])
    return f"{label}（{row['duty']}）" if row.get("duty") and len(row["duty"]) <= 20 else label


def plan_for_premises(office: Office, premises_id: str) -> dict[str, Any]:
    """What the form of a plan starts with that is to fulfil the evacuation duty of these premises."""
    premises = office.get(PREMISES.table, premises_id)
    drill = drill_for_premises(office, premises_id)
    return {name: drill[name] for name in ("topic", "premises", "place", "scenario", "form")} | {
        "planned_on": None,
        "organiser": premises["name"],
        "headcount": premises.get("employees"),
    }


def drill_for_premises(office: Office, premises_id: str) -> dict[str, Any]:
    """What the form of a drill starts with that was already held on these premises."""
    premises = office.get(PREMISES.table, premises_id)
    return {
        "topic": f"{premises['name']}疏散逃生演练",
        "premises": premises_id,
        "place": premises["name"],
        "organiser": premises["name"],
        "scenario": _SCENARIOS.get(premises["type"], "shop_fire"),
        "form": "operational",
    }


def hazard_of_issue(office: Office, drill: Values, place: int) -> dict[str, Any]:
    """What the form of the hazard starts with that a drill brought to light."""
    issue = drill["issues"][place]
    values = {
        "description": issue["text"],
        "drill": drill["id"],
        "premises": drill.get("premises"),
        "location": drill.get("place"),
        "found_on": drill["date"],
        "rect_person": issue.get("owner"),
        "deadline": issue.get("due"),
    }
    return {name: value for name, value in values.items() if value is not None}


def register_issue_hazard(office: Office, drill: Values, place: int, typed: Values) -> Record:
    """Register the hazard and note it beside the problem of the drill, in one transaction.

    Raises InvalidRecord for the hazard, AppError `record_changed_meanwhile` when the drill is no longer what was seen.
    """

    def work(tx: Transaction) -> Record:
        hazard = records.register(tx, HAZARD.table, typed, office.committee["code"])
        issues = [
            {**row, "hazard": hazard["id"]} if number == place else row
            for number, row in enumerate(drill["issues"])
        ]
        records.change(tx, DRILL.table, drill["id"], {"issues": issues}, drill["rev"])
        return hazard

    registered: Record = office.write(work, "演练问题转为隐患")
    return registered


def self_check_of_premises(office: Office, premises_id: str) -> dict[str, Any]:
    """What the form of a self-check starts with that the principal of these premises led (plan, clause 12)."""
    premises = office.get(PREMISES.table, premises_id)
    values = {
        "premises": premises_id,
        "kind": "self_check",
        "subject": "重大事故隐患自查自改",
        "led_by": premises.get("main_person"),
        "led_by_principal": True,
        "inspectors": premises.get("main_person"),
    }
    return {name: value for name, value in values.items() if value is not None}


def has_children(office: Office, typed: Values) -> bool:
    """Whether children take part by what stands in a form: the kind of premises, or the groups counted."""
    record: Record = {
        "premises": _known_id(office, typed.get("premises")),
        "also_premises": [
            {"premises": _known_id(office, row.get("premises"))} for row in typed.get("also_premises") or []
        ],
    }
    note_children(office.store.reader(), DRILL.table, record)
    groups = typed.get("participant_groups") or []
    return bool(record["with_children"]) or any(row.get("group") == "students" for row in groups)


def _known_id(office: Office, typed: Any) -> str | None:
    """The id of premises that are named by id, number or name; None while a name is being typed."""
    return find_reference(office.store.reader(), PREMISES.table, str(typed)) if typed else None


def improvements(office: Office) -> list[Improvement]:
    """Every open problem of all drills, what is due first on top."""
    return open_improvements(office.store.reader())


def finish_improvement(office: Office, item: Improvement) -> Record:
    """Note that a problem was put right today.

    Raises AppError `record_changed_meanwhile` when the drill's list is no longer what was seen.
    """
    drill = office.get(DRILL.table, item.drill_id)
    issues = list(drill["issues"] or [])
    if item.place >= len(issues) or issues[item.place].get("text") != item.text:
        raise AppError("record_changed_meanwhile", who=drill["updated_by"], at=drill["updated_at"][:16])
    issues[item.place] = {**issues[item.place], "done_on": office.today}
    return office.change(DRILL.table, drill["id"], {"issues": issues}, drill["rev"])


__all__ = [
    "Improvement", "drill_for_premises", "drill_of_plan", "finish_improvement", "has_children", "hazard_of_issue",
    "improvements", "plan_for_premises", "register_issue_hazard", "self_check_of_premises",
]  # fmt: skip
