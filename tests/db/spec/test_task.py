"""A task's course: what each step asks for, and what stays visible of it."""

from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.field import Record
from desktop import programme
from desktop.office import Office
from tests import factories


@pytest.fixture
def task(office: Office) -> Record:
    """A task of the programme that ships, due 2026-11-30."""
    made = programme.make_year_tasks(office, "", 2026)
    return office.add("task", factories.task(programme=made[0]["programme"]))


def drill_row(office: Office) -> Record:
    return programme.evidence_row("drill", office.add("drill", factories.drill()))


def submitted(office: Office, task: Record, **typed: object) -> Record:
    return office.act("task", task["id"], "submit", {"result": "通道已打通"} | typed)


def test_a_task_goes_from_not_started_to_done_with_its_evidence(office: Office, task: Record) -> None:
    assert (task["no"], task["status"], task["done_late"]) == (task["no"], "not_started", False)
    assert office.act("task", task["id"], "start", {})["status"] == "in_progress"
    office.act(
        "task", task["id"], "report_progress", {"progress": "60%".rstrip("%"), "progress_note": "完成一半"}
    )
    assert submitted(office, task, evidence=[drill_row(office)])["status"] == "awaiting_confirmation"
    done = office.act("task", task["id"], "confirm", {"confirmed_by": factories.LEAD})
    assert (done["status"], done["progress"], done["done_on"]) == ("done", 100, "2026-11-23")
    assert not done["done_late"]


def test_a_task_is_not_confirmed_without_evidence(office: Office, task: Record) -> None:
    submitted(office, task)
    with pytest.raises(AppError, match="task_evidence_missing"):
        office.act("task", task["id"], "confirm", {"confirmed_by": factories.LEAD})


def test_a_task_is_not_confirmed_with_evidence_that_was_deleted(office: Office, task: Record) -> None:
    row = drill_row(office)
    submitted(office, task, evidence=[row])
    office.retire("drill", [row["record"]])
    with pytest.raises(AppError, match="task_evidence_lost"):
        office.act("task", task["id"], "confirm", {"confirmed_by": factories.LEAD})


def test_what_was_finished_after_its_day_stays_finished_late(office: Office, task: Record) -> None:
    submitted(office, task, evidence=[drill_row(office)])
    late = {"confirmed_by": factories.LEAD, "done_on": "2026-12-02"}
    assert office.act("task", task["id"], "confirm", late)["done_late"]
    assert office.change("task", task["id"], {"note": "已核对"})["done_late"]
    reopened = office.act("task", task["id"], "reopen", {"return_reason": "照片不清"})
    assert (reopened["status"], reopened["done_on"], reopened["done_late"]) == ("in_progress", None, False)


def test_the_day_of_a_task_that_is_done_does_not_move(office: Office, task: Record) -> None:
    submitted(office, task, evidence=[drill_row(office)])
    office.act("task", task["id"], "confirm", {"confirmed_by": factories.LEAD, "done_on": "2026-12-02"})
    with pytest.raises(InvalidRecord) as refused:
        office.change("task", task["id"], {"due": "2026-12-31"})
    assert [each.message_id for each in refused.value.problems] == ["task_is_done"]
    office.change("task", task["id"], {"due": task["due"], "note": "已归档"})


def test_a_submitted_task_may_be_sent_back_with_a_reason(office: Office, task: Record) -> None:
    submitted(office, task)
    with pytest.raises(InvalidRecord):
        office.act("task", task["id"], "send_back", {})
    assert office.act("task", task["id"], "send_back", {"return_reason": "缺照片"})["status"] == "in_progress"
    assert submitted(office, task)["return_reason"] is None


@pytest.mark.parametrize("started", [False, True])
def test_a_suspended_task_needs_a_reason_and_goes_on_where_it_stood(
    office: Office, task: Record, started: bool
) -> None:
    if started:
        office.act("task", task["id"], "start", {})
    with pytest.raises(InvalidRecord):
        office.act("task", task["id"], "suspend", {})
    office.act("task", task["id"], "suspend", {"suspend_reason": "等待街道资金"})
    resumed = office.act("task", task["id"], "resume", {})
    assert resumed["status"] == ("in_progress" if started else "not_started")
    assert resumed["suspend_reason"] is None


@pytest.mark.parametrize(
    ("changes", "message_id"),
    [
        ({"due": "2026-10-31"}, "date_before"),
        ({"repeat_until": "2026-10-31"}, "date_before"),
        ({"programme": None}, "task_source_missing"),
        ({"progress": "120"}, "number_too_large"),
    ],
)
def test_a_task_that_makes_no_sense_is_refused(
    office: Office, task: Record, changes: dict[str, object], message_id: str
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.add("task", factories.task(**({"programme": task["programme"]} | changes)))
    assert [each.message_id for each in refused.value.problems] == [message_id]


def test_the_year_of_a_task_follows_from_its_day(office: Office, task: Record) -> None:
    added = office.add("task", factories.task(programme=task["programme"], year=None, due="2027-01-31"))
    assert added["year"] == 2027


def test_evidence_may_be_given_by_number(office: Office) -> None:
    drill = office.add("drill", factories.drill())
    (row,) = programme.resolved(office, [{"table": "drill", "record": drill["no"]}])
    assert row["record"] == drill["id"] and drill["topic"] in row["title"]
    unknown = {"table": "drill", "record": "YL-2026-9999"}
    assert programme.resolved(office, [unknown]) == [unknown] and programme.lost(office, [unknown]) == [
        unknown
    ]
