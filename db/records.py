"""Writing records: register, change, take a step, retire, restore. Each runs in a transaction of the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from db.change_log import log_change, log_new
from db.drill_plans import WITH_CHILDREN, note_children, plans_to_settle
from db.errors import AppError, InvalidRecord, Problem
from db.facts import GATHERING, facts_of, gathered
from db.numbering import next_number
from db.return_uniqueness import TABLE as MONTHLY_RETURN
from db.return_uniqueness import refuse_second_return
from db.row_codec import HEAD_COLUMNS, SEARCHED, UNLOGGED, columns_of, from_row, new_record_json, to_row
from db.settings import own_number
from db.spec import DRILL, DRILL_PLAN, PREMISES, RECORD_TYPES
from db.spec.field import Prefill, Record, RecordType, Transition, Values
from db.spec.kinds import Reading
from db.store import Transaction
from db.typed_values import find_reference, merged, missing_fields, read_values
from db.ulid import new_ulid
from db.value import EMPTY

PERSONAL_GONE = (
    "个人信息已清除"  # in the reason of a deleted record whose personal data were erased (db.erasure)
)


def register(
    transaction: Transaction, table: str, typed: Values, committee_code: str, worked_out: Values = EMPTY
) -> Record:
    """Register a new record and give it its number; `worked_out` are values in their stored form that
    come from elsewhere: computed ones, or what an import has read already.

    Raises InvalidRecord with every problem.
    """
    record_type = RECORD_TYPES[table]
    reading = _reading(transaction)
    values, problems = read_values(record_type, typed, reading) if typed else ({}, [])
    record: Record = {**_blank(table), **values, **worked_out}
    if record_type.may_be_bare(record):
        record |= _prefilled(record_type, record, reading.today, transaction.who)
    _note_children(transaction, table, record)
    _settle(transaction, record_type, record, problems)
    if table in GATHERING:
        record |= gathered(transaction.connection, record_type, record, transaction.at)
    record |= {
        "id": new_ulid(), "status": _first_status(record_type, record), "rev": 1, "committee_code": committee_code,
        "created_at": transaction.at, "created_by": transaction.who,
        "updated_at": transaction.at, "updated_by": transaction.who,
    }  # fmt: skip
    if record_type.number_prefix:
        year = int((record.get(record_type.date_field) or transaction.at)[:4])
        record["no"] = next_number(transaction, committee_code, record_type.number_prefix, year)
    insert(transaction, record_type, record)
    log_new(transaction, table, record["id"], new_record_json(record_type, record))
    _settle_plans(transaction, record_type, None, record)
    return record


@cache
def _blank(table: str) -> Record:
    """What a new record of that table starts with, to be copied."""
    head = [name for name in HEAD_COLUMNS if name not in SEARCHED]
    return {**dict.fromkeys(head), **RECORD_TYPES[table].blank}


def _reading(transaction: Transaction) -> Reading:
    """How values are read in this transaction; made once, as an import reads thousands of records."""
    if transaction.reading is None:
        today = date.fromisoformat(transaction.at[:10])
        # The connection is asked for anew each time: records may wait to be written.
        find = lambda table, text: find_reference(transaction.connection, table, text)  # noqa: E731
        transaction.reading = Reading(today, find)
    return transaction.reading


def _note_children(transaction: Transaction, table: str, record: Record) -> None:
    if table in WITH_CHILDREN:  # for the others no waiting record is written
        note_children(transaction.connection, table, record)


def _first_status(record_type: RecordType, record: Values) -> str:
    return record_type.first_status(record) if record_type.first_status else record_type.initial_status


def _prefilled(record_type: RecordType, record: Values, today: date, clerk: str) -> dict[str, str]:
    prefills = {Prefill.TODAY: today.isoformat(), Prefill.CLERK: clerk}
    return {
        field.name: prefills[field.prefill]
        for field in record_type.fields
        if field.prefill in prefills and not field.by_action and record.get(field.name) is None
    }


def change(
    transaction: Transaction, table: str, record_id: str, typed: Values, seen_rev: int | None = None
) -> Record:
    """Put new values into a record's own fields; what a step wrote stays. An equal record is not written again.

    Raises InvalidRecord, and AppError `record_not_found`, `record_retired`, `record_changed_meanwhile`.
    """
    record_type = RECORD_TYPES[table]
    before = _current(transaction, record_type, record_id, seen_rev)
    values, problems = read_values(record_type, typed, _reading(transaction))
    record = merged(before, values)
    _note_children(transaction, table, record)
    problems += record_type.check_change(before, record)
    _settle(transaction, record_type, record, problems)
    return update(transaction, record_type, before, record)


def take_step(
    transaction: Transaction,
    table: str,
    record_id: str,
    step_name: str,
    typed: Values,
    seen_rev: int | None = None,
) -> Record:
    """Take a step of the record's course with its evidence.

    Raises InvalidRecord, and AppError `step_unknown`, `step_not_from_here`, and what the step's guard names.
    """
    record_type = RECORD_TYPES[table]
    before = _current(transaction, record_type, record_id, seen_rev)
    step = record_type.transition(step_name)
    if step is None:
        raise AppError(
            "step_unknown", step=step_name, known="、".join(each.name for each in record_type.transitions)
        )
    if before["status"] not in step.sources:
        state = record_type.status(before["status"]).label
        raise AppError("step_not_from_here", step=step.label, status=state, no=before["no"] or "")
    record, problems = _with_evidence(transaction, record_type, before, step, typed)
    facts = facts_of(transaction.connection, record_type, record, transaction.at)
    if not step.is_offered(before):
        raise AppError("step_not_for_this_record", step=step.label, no=before["no"] or "")
    refusal = step.guard(before | {name: record[name] for name in before if name not in step.asks} | facts)
    if refusal:
        raise AppError(refusal.message_id, no=before["no"] or "", **refusal.params)
    step.prepare(before, record, facts)
    record_type.propose(record, lambda key: own_number(transaction.connection, key))
    problems += _missing_evidence(record_type, step, record) + step.check(record | facts)
    problems += [each for each in record_type.check(record) if _is_new(each.field or "", record, before)]
    if problems:
        raise InvalidRecord(_once(problems))
    record["status"] = step.apply(record)
    return update(transaction, record_type, before, {name: record.get(name) for name in before})


def _with_evidence(
    transaction: Transaction, record_type: RecordType, before: Record, step: Transition, typed: Values
) -> tuple[Record, list[Problem]]:
    reading = _reading(transaction)
    plan = {name for other in record_type.transitions if other.name == "assign" for name in other.asks}
    allowed = frozenset(step.asks) | (plan if step.name == "rectify" else set())
    values, problems = read_values(record_type, typed, reading, allowed=allowed)
    for name in step.asks:
        field = record_type.field(name)
        if field.by_action and name not in values and field.prefill == "today" and name in step.needs:
            values[name] = reading.today.isoformat()
    return merged(before, values), problems


def _is_new(name: str, record: Values, before: Values) -> bool:
    return record.get(name) != before.get(name)


def _missing_evidence(record_type: RecordType, step: Transition, record: Values) -> list[Problem]:
    return [
        Problem(name, "required", {"label": record_type.field(name).label})
        for name in step.needs
        if record.get(name) is None
    ]


def retire(transaction: Transaction, table: str, record_ids: Iterable[str], reason: str) -> int:
    """Put records into the recycle bin; they keep their numbers. Gives how many were not there before."""
    return _mark(transaction, table, record_ids, transaction.at, reason)


def restore(transaction: Transaction, table: str, record_ids: Iterable[str]) -> int:
    """Take records out of the recycle bin. Gives how many were in it."""
    return _mark(transaction, table, record_ids, None, None)


def _mark(
    transaction: Transaction, table: str, record_ids: Iterable[str], at: str | None, reason: str | None
) -> int:
    record_type, marked = RECORD_TYPES[table], 0
    for record_id in record_ids:
        before = load(transaction, record_type, record_id)
        if before is None:
            raise AppError("record_not_found", what=record_id)
        refusal = record_type.why_kept(before) if at else None
        if refusal and before["retired_at"] is None:
            raise AppError(refusal.message_id, **refusal.params)
        # Records of merged premises are elsewhere; they come back by parting only.
        if at is None and table == PREMISES.table and before["merged_into"]:
            raise AppError("merged_not_restored", no=before["no"] or "", reason=before["retired_reason"])
        if at is None and PERSONAL_GONE in (before["retired_reason"] or ""):
            raise AppError("erased_not_restored", no=before["no"] or "")
        if (before["retired_at"] is None) != (at is None):
            if at is None and table == MONTHLY_RETURN:
                refuse_second_return(transaction.connection, before)
            update(transaction, record_type, before, before | {"retired_at": at, "retired_reason": reason})
            marked += 1
    return marked


def load(transaction: Transaction, record_type: RecordType, record_id: str) -> Record | None:
    """The record with that id as this transaction sees it, or None."""
    names = ", ".join(f'"{name}"' for name in columns_of(record_type))
    row = transaction.execute(
        f"SELECT {names} FROM {record_type.table} WHERE id = ?", (record_id,)
    ).fetchone()
    return from_row(record_type, row) if row else None


def insert(transaction: Transaction, record_type: RecordType, record: Values) -> None:
    """Write a new row, without a log entry of its own: for `register` and for what a package brings."""
    statement, row = _insertion(record_type.table, columns_of(record_type)), to_row(record_type, record)
    if transaction.waiting is not None:
        transaction.waiting.add(statement, row)
    else:
        transaction.execute(statement, row)


@lru_cache(maxsize=64)
def _insertion(table: str, names: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"


def replace(transaction: Transaction, record_type: RecordType, record: Values) -> None:
    """Write a row over the one with the same id, without a log entry of its own."""
    names = columns_of(record_type)
    assignments = ", ".join(f'"{name}" = ?' for name in names)
    transaction.execute(
        f"UPDATE {record_type.table} SET {assignments} WHERE id = ?",
        [*to_row(record_type, record), record["id"]],
    )


def update(transaction: Transaction, record_type: RecordType, before: Record, record: Record) -> Record:
    """Write a changed record as its next revision, with its log entry; the record as it was when nothing changed."""
    changed = _logged(record, before)
    if not changed:
        return before
    record |= {"rev": before["rev"] + 1, "updated_at": transaction.at, "updated_by": transaction.who}
    replace(transaction, record_type, record)
    earlier = {name: before.get(name) for name in changed}
    log_change(transaction, record_type.table, record["id"], record["rev"], earlier, changed)
    _settle_plans(transaction, record_type, before, record)
    return record


def _settle_plans(
    transaction: Transaction, record_type: RecordType, before: Values | None, record: Values
) -> None:
    """A drill marks the plan it came from, and frees it again when it is deleted or names another."""
    if record_type is DRILL and (record.get("plan") or (before or {}).get("plan")):
        for plan, status in plans_to_settle(transaction.connection, before, record):
            update(transaction, DRILL_PLAN, plan, plan | {"status": status})


def _logged(record: Values, before: Values) -> dict[str, Any]:
    return {
        name: value for name, value in record.items() if name not in UNLOGGED and value != before.get(name)
    }


def _current(
    transaction: Transaction, record_type: RecordType, record_id: str, seen_rev: int | None
) -> Record:
    record = load(transaction, record_type, record_id)
    if record is None:
        raise AppError("record_not_found", what=record_id)
    if record["retired_at"]:
        raise AppError("record_retired", no=record["no"] or "")
    if seen_rev is not None and record["rev"] != seen_rev:
        raise AppError("record_changed_meanwhile", who=record["updated_by"], at=record["updated_at"][:16])
    return record


def _settle(
    transaction: Transaction, record_type: RecordType, record: Record, problems: list[Problem]
) -> None:
    """Work out what follows from the values and raise every problem at once."""
    record_type.derive(record)
    record_type.propose(record, lambda key: own_number(transaction.connection_aside, key))
    unread = {problem.field for problem in problems}
    found = missing_fields(record_type, record) + record_type.check(record)
    problems += [problem for problem in found if problem.field not in unread]
    if problems:
        order = {field.name: place for place, field in enumerate(record_type.fields)}
        raise InvalidRecord(sorted(_once(problems), key=lambda each: order.get(each.field or "", -1)))


def _once(problems: Iterable[Problem]) -> list[Problem]:
    seen: set[tuple[object, ...]] = set()
    kept = []
    for problem in problems:
        detail = "" if problem.row is None else (problem.message_id, problem.params.get("label"))
        key = (problem.field, problem.row, detail)
        if problem.field is None or key not in seen:
            seen.add(key)
            kept.append(problem)
    return kept
