"""What becomes of open hazards, risks and planned drills when premises close, move out or are pulled down (part D)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from db.lists import records_by_id
from db.records import take_step
from db.settings import setting
from db.spec import DRILL_PLAN, HAZARD, PREMISES, RECORD_TYPES, RISK
from db.spec.code_tables import find_code
from db.spec.field import Field, Kind, Record, Transition, Values
from db.store import Transaction

# What may end the records of a type together with their premises. A hazard is followed until it is put right or void.
ENDING_STEPS: Mapping[str, str] = {
    HAZARD.table: "void", RISK.table: "close", DRILL_PLAN.table: "cancel"
}  # fmt: skip
REASON = "场所关闭"


def open_records(connection: sqlite3.Connection, table: str, premises_id: str) -> list[Record]:
    """The records of that type on the premises in which something is still to be done, by number."""
    statuses = RECORD_TYPES[table].open_statuses
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT id FROM {table} WHERE premises = ? AND retired_at IS NULL AND status IN ({marks}) ORDER BY no",
        (premises_id, *statuses),
    ).fetchall()
    return records_by_id(connection, table, [row[0] for row in rows])


def ending_step(table: str) -> Transition | None:
    """The step that ends records of that type when their premises close; None when there is none or it asks for more
    than a day, a reason and a name."""
    step = RECORD_TYPES[table].transition(ENDING_STEPS[table])
    if step is None:
        return None
    asked = [RECORD_TYPES[table].field(name) for name in step.needs]
    return step if all(_answer(each, REASON, "-", "-") is not None for each in asked) else None


def close_premises(
    transaction: Transaction,
    premises_id: str,
    step_name: str,
    typed: Values,
    ended: Mapping[str, str],
    seen_rev: int | None = None,
) -> Record:
    """Close premises and end what hangs on them, all or nothing; gives the closed premises.

    `ended` maps a table to the reason with which its open records end; tables it does not name stay as they are.
    Raises InvalidRecord, AppError as any step does.
    """
    lead = setting(transaction.connection, "lead") or transaction.who  # who approves, where a step asks
    closed = take_step(transaction, PREMISES.table, premises_id, step_name, typed, seen_rev)
    for table, reason in ended.items():
        step = ending_step(table)
        if step is None:
            continue
        for record in open_records(transaction.connection, table, premises_id):
            if record["status"] in step.sources:
                evidence = _evidence(table, step, reason, closed["closed_on"], lead)
                take_step(transaction, table, record["id"], step.name, evidence)
    return closed


def _evidence(table: str, step: Transition, reason: str, day: str, who: str) -> dict[str, Any]:
    """What the step needs, and of what it may ask besides the choice that says 场所关闭."""
    asked = [RECORD_TYPES[table].field(name) for name in step.asks]
    answers = {each.name: _answer(each, reason, day, who) for each in asked}
    return {
        each.name: answers[each.name]
        for each in asked
        if each.name in step.needs or (each.kind is Kind.CHOICE and answers[each.name])
    }


def _answer(field: Field, reason: str, day: str, who: str) -> Any:
    if field.kind is Kind.CHOICE:
        found = find_code(field.codes, REASON)
        return found.code if found else None
    return {Kind.DATE: day, Kind.TEXT: reason, Kind.LONG_TEXT: reason, Kind.PERSON: who}.get(field.kind)
