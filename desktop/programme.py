"""Programmes and their tasks in an open ledger: import, making a year's tasks, the next of a series, standings of clauses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import programme_tasks
from db.clause_counts import (
    ALL_YEARS,
    ClauseStanding,
    Proof,
    clause_standings,
    tasks_of,
)
from db.clause_counts import (
    clause_progress as progress_of_clauses,
)
from db.errors import AppError
from db.evidence import evidence_ledgers, evidence_row, lost_evidence, resolved_evidence
from db.programme_file import (
    check_programme,
    find_programme,
    keep_programme,
    read_programme,
    shipped_programmes,
)
from db.records import change
from db.spec import DOCUMENT, PERSON, PROGRAMME, TASK
from db.spec.document import OWN_PLAN
from db.spec.field import Record, Values
from db.spec.query import Query, Sort
from db.store import Transaction
from desktop.office import Office
from desktop.people.permissions import Right

__all__ = ["ALL_YEARS", "ClauseStanding", "Proof", "evidence_ledgers", "evidence_row"]


def import_programme(office: Office, path: Path) -> tuple[Record, str]:
    """Take a programme file in, in one transaction; the record and whether it was `added`, `changed` or the `same`.

    Raises EnvironmentProblem `file_unreadable`, AppError `programme_file_not_ours`, InvalidRecord.
    """
    typed = read_programme(path)
    code = office.committee["code"]
    kept: tuple[Record, str] = office.write(lambda tx: keep_programme(tx, typed, code), "导入行动方案")
    return kept


def programmes(office: Office) -> list[Record]:
    """Every programme, the newest first: those in the ledger, then those that ship and were not used yet.

    A programme that was not used yet has an empty id; it comes into the ledger with its first tasks.
    """
    query = Query(sort=(Sort("from_on", descending=True),))
    kept = office.rows(PROGRAMME.table, office.ids(PROGRAMME.table, query))
    known = {each["key"] for each in kept}
    reader, today = office.store.reader(), office.clock.today()
    shipped = [check_programme(reader, read_programme(path), today) for path in shipped_programmes()]
    return kept + [each | {"id": ""} for each in shipped if each["key"] not in known]


def programme_of(office: Office, key: str) -> Record:
    """The programme of that key, kept or shipped; the newest for "". Raises AppError `programme_unknown`."""
    found = programmes(office)
    chosen = next((each for each in found if key in ("", each["key"])), None)
    if chosen is None:
        raise AppError("programme_unknown", what=key, known="、".join(each["key"] for each in found))
    return chosen


def own_plans(office: Office) -> list[Record]:
    """The committee's own plans (本单位方案) in use, the newest first."""
    query = Query(choices={"kind": (OWN_PLAN,)}, is_open=True, sort=(Sort("dated", descending=True),))
    return office.rows(DOCUMENT.table, office.ids(DOCUMENT.table, query))


def make_year_tasks(office: Office, key: str, year: int, plan: str | None = None) -> list[Record]:
    """按方案生成任务清单: the tasks of a programme for a year that are not there yet, in one transaction.

    Raises AppError `programme_unknown`, `programme_not_in_year`.
    """
    programme, code, owner_of = programme_of(office, key), office.committee["code"], owners(office)

    def work(tx: Transaction) -> list[Record]:
        kept = programme if programme["id"] else taken_in(tx, programme["key"], code)
        return programme_tasks.make_year_tasks(tx, kept, year, owner_of, plan, code)

    made: list[Record] = office.write(work, "按方案生成任务清单")
    return made


def tasks_wanting(office: Office, key: str, year: int) -> int:
    """How many tasks `make_year_tasks` would make. Raises as it does."""
    reader = office.store.reader()
    return len(programme_tasks.wanting_tasks(reader, programme_of(office, key), year, owners(office)))


def take_in(office: Office, key: str) -> Record:
    """The programme of that key as a record of this ledger, where it is put when it is used the first time."""
    code = office.committee["code"]
    taken: Record = office.write(lambda tx: taken_in(tx, key, code), "使用行动方案")
    return taken


def taken_in(tx: Transaction, key: str, code: str) -> Record:
    """The shipped programme of that key as a record of this ledger."""
    known = find_programme(tx.connection, key)
    if known:
        return known
    typed = next(each for each in map(read_programme, shipped_programmes()) if each["key"] == key)
    return keep_programme(tx, typed, code)[0]


def owners(office: Office) -> Callable[[str], str]:
    """Who a task of a post falls to: the person of that post now; without one the clerk's or the lead's."""
    people = office.rows(PERSON.table, office.ids(PERSON.table, Query()))
    today = office.today
    named = {
        each["post"]: each["name"]
        for each in reversed(people)
        if not each["until_on"] or each["until_on"] > today
    }
    named |= {"clerk": office.clerk, "safety_lead": office.lead}
    return lambda post: named.get(post) or office.lead


def open_tasks(office: Office) -> list[Record]:
    """Every task that is not done, by day."""
    query = Query(is_open=True, sort=(Sort("due"), Sort("no")))
    return office.rows(TASK.table, office.ids(TASK.table, query))


def reassign(office: Office, task_ids: list[str], owner: str) -> int:
    """Give these tasks another owner, in one transaction; how many. Raises InvalidRecord, and nothing is changed."""

    def work(tx: Transaction) -> int:
        for each in task_ids:
            change(tx, TASK.table, each, {"owner": owner})
        return len(task_ids)

    return int(office.write(work, "批量更换责任人"))


def make_next_tasks(office: Office) -> list[Record]:
    """The next task of each series whose time has come; also those missed while the program was off. None: no write."""
    if not programme_tasks.is_any_due(office.store.reader(), office.today):
        return []
    code = office.committee["code"]
    made: list[Record] = office.write(
        lambda tx: programme_tasks.make_next_tasks(tx, code), "生成下一期任务", Right.ROUTINE
    )
    return made


def standings(office: Office, programme: Record, keys: list[str] | None = None) -> list[ClauseStanding]:
    """The standing of each clause of a programme, or of those with these keys."""
    return clause_standings(office.store.reader(), programme, office.today, keys)


def clause_progress(office: Office, programme: Record) -> dict[str, tuple[int, int]]:
    """(all, done) of the tasks of each clause of a programme, over all years."""
    return progress_of_clauses(office.store.reader(), programme["id"])


def year_tasks(office: Office, year: int) -> list[Record]:
    """Every task of a year, by day."""
    return tasks_of(office.store.reader(), year)


def resolved(office: Office, rows: list[Values]) -> list[Record]:
    """Evidence rows with the ids of their records, where they can be found."""
    return resolved_evidence(office.store.reader(), rows)


def lost(office: Office, rows: list[Any]) -> list[Values]:
    """Evidence rows whose record is gone or in the recycle bin."""
    return lost_evidence(office.store.reader(), rows)
