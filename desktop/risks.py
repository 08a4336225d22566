"""Risks and what belongs to them: why one is to be assessed again, its hazards, and a failed measure that becomes one."""

from __future__ import annotations

from typing import Any

from db import attention, records, risk_counts
from db.errors import AppError
from db.spec import HAZARD, RISK
from db.spec.code_tables import label_of
from db.spec.field import Record, Values
from db.spec.query import Query, Sort
from db.spec.risk_assessment import measure_state
from db.store import Transaction
from desktop.form_values import new_values
from desktop.office import Office


def review_sentences(office: Office, risk: Record) -> list[str]:
    """Why a risk is to be assessed again, one sentence a reason; empty when it is not."""
    reasons = attention.review_reasons(office.store.reader(), risk, office.today)
    return [_sentence(office, risk, each) for each in reasons]


def _sentence(office: Office, risk: Record, reason: attention.ReviewReason) -> str:
    if reason.kind == "cause":
        note = f"：{risk['review_cause_note']}" if risk.get("review_cause_note") else ""
        return f"{reason.on} {label_of(('review_cause',), reason.what)}{note}"
    if reason.kind == "hazard":
        hazard = office.get(HAZARD.table, reason.what)
        return f"{reason.on} 在这里登记了{label_of(('hazard_level',), hazard['level'])}隐患 {hazard['no']}"
    if reason.kind == "due":
        return f"复评日期 {reason.on} 已到"
    if reason.kind == "change":
        return f"{reason.on} 场所登记了变更：{label_of(('premises_change',), reason.what)}"
    return f"{reason.on} 场所{'变更了用途' if reason.kind == 'use' else '更换了负责人或租户'}"


def hazards_of(office: Office, risk_id: str) -> list[Record]:
    """The hazards that came from a risk, the newest first."""
    newest_first = Query(references={"risk": risk_id}, sort=(Sort("no", descending=True),))
    return office.rows(HAZARD.table, office.ids(HAZARD.table, newest_first))


def hazard_of_failed_measure(office: Office, risk: Record, place: int) -> dict[str, Any]:
    """What the form of the hazard starts with that a failed measure becomes: point, place, category, and the words."""
    measure = risk["measures"][place]
    return new_values(office, HAZARD.table) | {
        "description": f"风险点“{risk['risk_point']}”的管控措施失效：{measure['text']}",
        "premises": risk.get("premises"),
        "location": risk.get("location"),
        "category": risk.get("category"),
        "accident_type": next(iter(risk.get("accident_types") or []), None),
        "risk": risk["id"],
        "rect_unit": risk.get("responsible_unit"),
        "rect_person": measure.get("owner"),
    }


def register_failed_measure(office: Office, risk: Record, place: int, typed: Values) -> Record:
    """Register the hazard and mark the measure 失效, in one transaction; the hazard.

    Raises InvalidRecord, AppError `record_changed_meanwhile`, and `measure_failed_already` for one marked before.
    """
    if measure_state(risk["measures"][place]) == "failed":
        raise AppError("measure_failed_already")
    measures = [dict(row) for row in risk["measures"]]
    measures[place]["state"] = "failed"

    def work(tx: Transaction) -> Record:
        hazard = records.register(tx, HAZARD.table, typed, office.committee["code"])
        records.change(tx, RISK.table, risk["id"], {"measures": measures}, risk["rev"])
        return hazard

    registered: Record = office.write(work, "措施失效转为隐患")
    return registered


def matrix_counts(office: Office) -> dict[tuple[str, str], int]:
    """How many open risks stand in each cell of the LS matrix, by likelihood and severity."""
    found = risk_counts.matrix_counts(office.store.reader())
    return {(each.likelihood, each.severity): each.count for each in found}


def method_counts(office: Office) -> dict[str, dict[str, int]]:
    """How many open risks of each level there are, by method."""
    counts: dict[str, dict[str, int]] = {}
    for each in risk_counts.method_counts(office.store.reader()):
        counts.setdefault(each.method, {})[each.level] = each.count
    return counts
