"""Steps beside the course: telling, reporting, more time, merging, voiding, reopening, and an order that holds a hazard open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from db.errors import AppError, InvalidRecord
from db.spec import HAZARD
from db.spec.field import Record
from db.spec.query import Query
from desktop.messages import problem_sentence
from desktop.office import Office
from tests import factories
from tests.db.spec.hazard_steps import AFTER, BEFORE, SCAN, awaiting_recheck, refused


def test_a_unit_is_told_and_the_telling_is_dated(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert [name for name, _ in refused(act, hazard, "notify", {})] == ["notified_to", "notify_mode"]
    early = factories.notification(notified_on="2026-11-01")
    assert refused(act, hazard, "notify", early) == [("notified_on", "date_before")]
    told = act(hazard, "notify", factories.notification())
    assert (told["status"], told["notified_to"]) == ("notified", factories.RECTIFIER)
    (newest, *_) = office.history("hazard", hazard["id"])
    assert (newest.operation, newest.who) == ("告知", factories.CLERK)
    assert act(told, "assign", factories.plan())["status"] == "rectifying"
    assert act(told, "notify", factories.notification(notified_to="赵总"))["status"] == "rectifying"


def test_a_bare_suspicion_is_reported_at_once(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.suspected_major())
    assert office.possible_steps(hazard)[0].transition.name == "escalate"
    assert act(hazard, "escalate", factories.escalation())["status"] == "escalated"


def test_reporting_names_to_whom_and_under_which_number(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    bare = factories.escalation(escalate_note=None)
    assert refused(act, hazard, "escalate", bare) == [("escalated_doc_no", "escalation_evidence_missing")]
    assert refused(act, hazard, "escalate", {"external_id": "QP-1"}) == [("escalated_to", "required")]
    assert act(hazard, "escalate", bare | {"external_id": "QP-2026-77"})["status"] == "escalated"


@pytest.mark.parametrize(("step", "status"), [("assign", "escalated"), ("rectify", "awaiting_recheck")])
def test_a_refusal_is_reported_and_what_is_put_right_stays_where_it_is(
    office: Office, act: Callable[..., Record], step: str, status: str
) -> None:
    hazard = act(
        office.add("hazard", factories.planned_hazard()),
        step,
        factories.rectification() if step == "rectify" else factories.plan(),
    )
    assert act(hazard, "escalate", factories.escalation())["status"] == status


def test_only_rectifying_a_major_hazard_asks_for_the_five_commitments(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = act(office.add("hazard", factories.hazard(level="疑似重大")), "escalate", factories.escalation())
    five = ["funds", "funds_source", "starts_on", "emergency_plan"]
    assert [name for name, _ in refused(act, hazard, "assign", factories.plan())] == five
    with pytest.raises(AppError, match="five_commitments_missing"):
        act(hazard, "rectify", factories.rectification() | factories.plan())
    backwards = factories.major_plan(starts_on="2026-12-01")
    assert refused(act, hazard, "assign", backwards) == [("deadline", "date_before")]
    filed = factories.major_plan(emergency_plan=None, emergency_plan_file=SCAN)
    planned = act(hazard, "assign", filed)
    assert planned["status"] == "rectifying"
    with pytest.raises(InvalidRecord) as error:
        office.change("hazard", hazard["id"], {"funds_source": ""})
    assert [each.field for each in error.value.problems] == ["funds_source"]


def test_more_time_is_granted_before_the_old_deadline_is_over(
    office: Office, act: Callable[..., Record]
) -> None:
    with pytest.raises(AppError, match="extension_without_deadline"):
        act(office.add("hazard", factories.hazard()), "extend", factories.extension())
    hazard = office.add("hazard", factories.planned_hazard())
    late = factories.extension(extension_on="2026-11-19", new_deadline="2026-11-18")
    assert refused(act, hazard, "extend", late) == [
        ("extension_on", "extension_after_expiry"),
        ("new_deadline", "extension_not_later"),
    ]
    assert [name for name, _ in refused(act, hazard, "extend", {"extension_on": "2026-11-01"})] == [
        "new_deadline", "extension_reason", "extension_approved_by",
    ]  # fmt: skip
    extended = act(hazard, "extend", factories.extension())
    assert (extended["status"], extended["deadline"], extended["new_deadline"]) == (
        "registered",
        "2026-12-10",
        None,
    )
    again = act(extended, "extend", factories.extension(new_deadline="2026-12-31"))
    assert [(row["old"], row["new"]) for row in again["extensions"]] == [
        ("2026-11-18", "2026-12-10"),
        ("2026-12-10", "2026-12-31"),
    ]


def test_a_hazard_is_merged_into_an_open_one_and_stays_in_the_list(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard, other = (office.add("hazard", factories.hazard(description=each)) for each in ("甲", "乙"))
    into = lambda target: factories.voiding(merged_into=target)  # noqa: E731
    assert refused(act, hazard, "merge", into(hazard["id"])) == [("merged_into", "merged_into_itself")]
    assert [name for name, _ in refused(act, hazard, "merge", {})] == [
        "merged_into",
        "void_reason",
        "void_by",
    ]
    merged = act(hazard, "merge", into(other["no"]))
    assert (merged["status"], merged["merged_into"]) == ("merged", other["id"])
    assert office.count("hazard", Query()) == 2
    assert refused(act, other, "merge", into(merged["id"])) == [("merged_into", "merge_target_not_open")]
    office.retire("hazard", [merged["id"]])
    assert refused(act, other, "merge", into(merged["id"])) == [("merged_into", "merge_target_not_open")]


def test_only_the_lead_voids_a_hazard(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    own = factories.voiding(void_by=factories.CLERK, void_on="2026-11-01")
    assert refused(act, hazard, "void", own) == [("void_on", "date_before"), ("void_by", "void_not_by_lead")]
    voided = act(hazard, "void", factories.voiding())
    assert voided["status"] == "void"
    assert act(voided, "reopen", factories.reopening())["status"] == "registered"


def test_a_closed_hazard_is_reopened_and_its_closing_stays_on_record(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck())
    closed = act(hazard, "close_out", factories.close_out())
    early = factories.reopening(reopened_on="2026-11-14", new_deadline="2026-11-13")
    assert refused(act, closed, "reopen", early) == [
        ("reopened_on", "date_before"),
        ("new_deadline", "date_before"),
    ]
    again = act(closed, "reopen", factories.reopening())
    assert (again["status"], again["times_reopened"], again["deadline"]) == ("rectifying", 1, "2026-12-01")
    assert (again["closed_on"], again["recheck_result"], again["rect_note"]) == (None, None, None)
    early = factories.rectification(rectified_on="2026-11-19")
    assert refused(act, again, "rectify", early) == [("rectified_on", "date_before")]
    assert refused(act, again, "void", factories.voiding(void_on="2026-11-19")) == [
        ("void_on", "date_before")
    ]
    (row,) = again["closings"]
    assert (row["outcome"], row["ended_on"], row["recheck_by"]) == (
        "closed",
        "2026-11-15",
        factories.RECHECKER,
    )
    with pytest.raises(InvalidRecord) as error:
        office.change("hazard", hazard["id"], {"found_on": "2026-11-16"})
    assert [each.message_id for each in error.value.problems] == ["found_after_step"]


@pytest.mark.parametrize(
    ("step", "typed"),
    [
        ("close_out", factories.close_out()),
        ("void", factories.voiding()),
        ("fix_on_spot", factories.fix_on_spot(BEFORE, AFTER)),
    ],
)
def test_no_hazard_ends_while_a_supervision_order_is_open(
    office: Office, act: Callable[..., Record], step: str, typed: dict[str, Any]
) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    if step == "close_out":
        act(hazard, "rectify", factories.rectification())
        act(hazard, "recheck", factories.passed_recheck())
    order = office.add("supervision_order", factories.supervision_order(hazard=hazard["id"]))
    with pytest.raises(AppError, match="supervision_order_open"):
        act(hazard, step, typed)
    why_not = {
        each.transition.name: each.why_not
        for each in office.possible_steps(office.get("hazard", hazard["id"]))
    }
    assert why_not[step] and problem_sentence(why_not[step]).startswith("还有 1 份督办单没有解除")
    office.act("supervision_order", order["id"], "answer", {"feedback": "已整改"})
    office.act("supervision_order", order["id"], "clear", {"clear_doc": "摘牌通知"})
    act(hazard, step, typed)
    assert office.get("hazard", hazard["id"])["status"] not in HAZARD.open_statuses
