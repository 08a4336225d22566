"""Making, freezing and correcting monthly returns, and what the ledger has to say about them later.

Works on a connection of any thread; what writes takes a transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from db import records
from db.clock_check import BUILT_IN, is_behind, last_known_time
from db.errors import AppError, InvalidRecord, Problem
from db.lists import records_by_id
from db.monthly_figures import (
    MONTH,
    YEAR,
    Measured,
    Span,
    all_figures,
    figure,
    measured,
    measured_one,
    offending_hazards,
)
from db.return_narrative import drafted_text
from db.return_standing import bounds_of_month
from db.return_uniqueness import refuse_second_return
from db.spec import MONTHLY_RETURN, TASK
from db.spec.field import Record, Values
from db.spec.monthly_return import (
    CORRECTED,
    DRAFT,
    FIXED,
    SENT,
    TEXTS,
    snapshot_hash,
)
from db.spec.return_months import (
    shifted_month,
)
from db.spec.task import DONE
from db.store import Transaction

_CORRECTABLE = FIXED[:-1]  # signed, sent, accepted, returned


def begin(connection: sqlite3.Connection, record: Values, at: str) -> Record:
    """What a new return takes over: its days, its version and, where nothing was typed, the drafted text.

    Raises AppError `return_exists` when the month has one already; a correction names the one it corrects.
    """
    month = record["month"]
    refuse_second_return(connection, record)
    found: Record = {"version": record.get("version") or 1}
    if not record.get("from_on"):
        names = ("from_on", "until_on", "year_from")
        found |= dict(zip(names, bounds_of_month(connection, month), strict=True))
    drafted = _drafted({**record, **found}, connection, at)
    return found | {"drafted": drafted, "narrative": record.get("narrative") or drafted}


def _drafted(record: Values, connection: sqlite3.Connection, at: str) -> str:
    return drafted_text(_texts(live_figures(connection, record, at[:10])))


def _texts(found: Mapping[tuple[str, str], Measured]) -> dict[str, str]:
    return {key: value.text for (key, name), value in found.items() if name == MONTH}


def spans_of(record: Values, today: str) -> dict[str, Span]:
    """The days a return counts: month and year to date, both up to its last day or today, whichever comes first."""
    last = min(record["until_on"], max(today, record["from_on"]))
    return {MONTH: Span(record["from_on"], last), YEAR: Span(record["year_from"], last)}


def live_figures(
    connection: sqlite3.Connection, record: Values, today: str
) -> dict[tuple[str, str], Measured]:
    """Every figure of a return as the ledger stands now, by (key, MONTH or YEAR)."""
    return measured(connection, spans_of(record, today))


def figure_rows(found: Mapping[tuple[str, str], Measured]) -> list[Record]:
    """The figures as rows of a return, in the order of the paper; a stock has no figure for the year."""
    return [
        {
            "key": each.key, "group": each.group, "label": each.label, "unit": each.unit, "month": found[each.key, MONTH].text,
            "year": None if each.is_stock else found[each.key, YEAR].text, "ids_sha256": found[each.key, MONTH].ids_sha256,
        }
        for each in all_figures()
    ]  # fmt: skip


def task_rows(connection: sqlite3.Connection, first: str, last: str) -> list[Record]:
    """The task list of a month: what had begun by its end and was not finished before it."""
    ids = connection.execute(
        "SELECT id FROM task WHERE retired_at IS NULL AND start <= ?"
        " AND (status != ? OR done_on >= ? OR due >= ?) ORDER BY due, no",
        (last, DONE, first, first),
    ).fetchall()
    return [_task_row(each, last) for each in records_by_id(connection, TASK.table, [row[0] for row in ids])]


def _task_row(task: Values, last: str) -> Record:
    evidence = "、".join(str(row.get("title") or "").split()[0] for row in task.get("evidence") or [] if row.get("title"))  # fmt: skip
    return {
        "no": task["no"], "title": task["title"], "owner": task["owner"], "due": task["due"],
        "note": task.get("result") or task.get("progress_note"), "progress": task.get("progress") or 0,
        "state": _task_state(task, last), "evidence": evidence or None,
    }  # fmt: skip


def _task_state(task: Values, last: str) -> str:
    if task["status"] == DONE:
        return "逾期完成" if task.get("done_late") else "完成"
    label = TASK.status(task["status"]).label
    return f"{label}（逾期）" if task["due"] < last else label


def take_snapshot(connection: sqlite3.Connection, record: Values, now: str) -> Record:
    """Figures, tasks and whoever breaks the identity, frozen with their hash and the time.

    A clock that stands before the last entry of the change log is not believed: that entry's time is taken, with a flag.
    """
    moment = max(now, last_known_time(connection))
    spans = spans_of(record, moment[:10])
    found = measured(connection, spans)
    span = spans[MONTH]
    seq = connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0]
    offenders = [{"record": each, "no": no} for each, no in offending_hazards(connection, span)]
    late = last_adjustments(connection, record, moment[:10])
    taken: Record = {
        "adjustments": [adjustment_row(connection, each) for each in late] or None,
        "figures": figure_rows(found), "tasks": task_rows(connection, span.first, span.last) or None, "offenders": offenders or None,
        "compiled_at": moment[:16], "is_clock_doubtful": moment != now, "counted_until": span.last, "snapshot_seq": seq,
    }  # fmt: skip
    taken["snapshot_sha256"] = snapshot_hash(taken)
    fresh = drafted_text(_texts(found))
    if record.get("narrative") in (None, record.get("drafted")):  # nobody edited it: it follows the figures
        taken["narrative"] = fresh
    return taken | {"drafted": fresh}


def return_facts(connection: sqlite3.Connection, record: Values, now: str) -> dict[str, Any]:
    """`take_snapshot` for the step 汇总, and whether the clock stands before what the ledger has seen."""
    known = last_known_time(connection) or f"{BUILT_IN}-01-01"
    return {
        "take_snapshot": lambda: take_snapshot(connection, record, now or known),
        "is_clock_wrong": bool(now) and is_behind(connection, now),
        "clock_now": now[:16].replace("T", " "),
        "clock_known": known[:16].replace("T", " "),
    }


def correct(transaction: Transaction, return_id: str, committee_code: str) -> Record:
    """The next version of a signed return, as a draft with the texts that were typed; the earlier one stays as it was signed.

    Raises AppError `record_not_found`, `return_not_correctable`.
    """
    before = records.load(transaction, MONTHLY_RETURN, return_id)
    if before is None:
        raise AppError("record_not_found", what=return_id)
    if before["status"] not in _CORRECTABLE or before["retired_at"]:
        raise AppError("return_not_correctable", no=before["no"])
    typed = {name: before[name] for name in ("month", "recipient", "filled_by", "phone", *TEXTS)}
    typed["correction_reason"] = before["answer_note"]
    if (
        before["narrative"] == before["drafted"]
    ):  # nobody edited it: it is drafted anew, with the figures of now
        del typed["narrative"]
    kept = {name: before[name] for name in ("from_on", "until_on", "year_from")}
    worked_out = kept | {"corrects": return_id, "version": before["version"] + 1}
    made = records.register(transaction, MONTHLY_RETURN.table, typed, committee_code, worked_out)
    records.update(transaction, MONTHLY_RETURN, before, before | {"status": CORRECTED})
    return made


def redraft(transaction: Transaction, return_id: str) -> Record:
    """Put the program's own text, with the figures of now, in place of the draft's. Raises AppError, InvalidRecord."""
    before = records.load(transaction, MONTHLY_RETURN, return_id)
    if before is None:
        raise AppError("record_not_found", what=return_id)
    if before["status"] != DRAFT or before["retired_at"]:
        raise InvalidRecord([Problem("narrative", "return_is_fixed", {"no": before["no"]})])
    fresh = _drafted(before, transaction.connection, transaction.at)
    changed = before | {"drafted": fresh, "narrative": fresh}
    return records.update(transaction, MONTHLY_RETURN, before, changed)


def behind_figure(
    connection: sqlite3.Connection, record: Values, key: str, name: str, today: str
) -> Measured:
    """The records behind one figure of a return as the ledger stands now; the day up to which a frozen one counted holds."""
    last = record.get("counted_until") or today
    return measured_one(connection, key, spans_of(record, last)[name])


def adjustments(connection: sqlite3.Connection, record: Values, today: str) -> list[Record]:
    """次月调整: figures of a frozen return that would be different today, with the records written since that make it so.

    Each has key, table, label, unit, then, now, and `ids`: records of the figure written since, or for a smaller figure the
    ones that were there and are not in it now.
    """
    rows: Sequence[Values] = record.get("figures") or []
    if not rows:
        return []
    found = live_figures(connection, record, today)
    changed = {
        each["key"]: _changed(connection, record, each, found[each["key"], MONTH])
        for each in rows
        if (each["key"], MONTH) in found and found[each["key"], MONTH].ids_sha256 != each["ids_sha256"]
    }
    return [changed[each["key"]] for each in rows if each["key"] in changed]


def last_adjustments(connection: sqlite3.Connection, record: Values, today: str) -> list[Record]:
    """The adjustments of the return of the month before, if that one was signed: they are told in this one."""
    row = connection.execute(
        f"SELECT id FROM monthly_return WHERE month = ? AND retired_at IS NULL AND status IN ({_marks(_CORRECTABLE)})"
        " ORDER BY version DESC LIMIT 1",
        (shifted_month(record["month"], -1),),
    ).fetchone()
    if row is None:
        return []
    return adjustments(connection, records_by_id(connection, MONTHLY_RETURN.table, [row[0]])[0], today)


def adjustment_row(connection: sqlite3.Connection, found: Values) -> Record:
    """An adjustment as it stands in a return: with the numbers of its records."""
    numbers = [each["no"] for each in records_by_id(connection, found["table"], found["ids"][:50])]
    more = f"等 {len(found['ids'])} 条" if len(found["ids"]) > len(numbers) else ""
    kept = {name: found[name] for name in ("label", "unit", "then", "now")}
    return kept | {"unit": found["unit"] or None, "records": "、".join(numbers) + more or None}


def _marks(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _changed(connection: sqlite3.Connection, record: Values, row: Values, now: Measured) -> Record:
    since, before = _written(connection, figure(row["key"]).table, record["snapshot_seq"])
    entered = [each for each in now.ids if each in since]
    left = sorted((since & before) - set(now.ids)) if Decimal(now.text) <= Decimal(row["month"]) else []
    return {
        "key": row["key"], "table": figure(row["key"]).table, "label": f"{row['group']}：{row['label']}", "unit": row.get("unit") or "", "then": row["month"],
        "now": now.text, "ids": tuple(entered or left),
    }  # fmt: skip


def _written(connection: sqlite3.Connection, table: str, seq: int) -> tuple[set[str], set[str]]:
    """Records of a table written after that entry of the log, and those of them that were there before it."""
    rows = connection.execute(
        "SELECT record_id, max(rev), min(rev) FROM change WHERE seq > ? AND table_name = ? GROUP BY record_id",
        (seq, table),
    ).fetchall()
    return {row[0] for row in rows}, {row[0] for row in rows if row[2] > 1}


def is_sent(record: Values) -> bool:
    """Whether a return is with the street: marked by hand, answered, or confirmed by a package's receipt."""
    return record["status"] in (SENT, "accepted") or (
        record["status"] == "signed" and record.get("report_state") == "reported"
    )
