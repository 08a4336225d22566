from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import AppError, InvalidRecord
from db.spec import HAZARD
from db.spec.field import Record
from db.spec.hazard import SIGNOFF_FIELDS, is_major
from db.spec.query import Query
from desktop.messages import problem_sentence
from desktop.office import Office
from tests import factories

SCAN = [factories.attachment(9, "部门意见")]
LOCATED = {"location": "地下室", "found_by": factories.CLERK}
BEFORE, AFTER = [factories.attachment(1)], [factories.attachment(2)]


@pytest.fixture
def act(office: Office) -> Callable[..., Record]:
    return lambda record, step, typed: office.act("hazard", record["id"], step, typed)


def refused(
    act: Callable[..., Record], record: Record, step: str, typed: dict[str, Any]
) -> list[tuple[Any, str]]:
    with pytest.raises(InvalidRecord) as error:
        act(record, step, typed)
    return [(each.field, each.message_id) for each in error.value.problems]


def awaiting_recheck(office: Office, **changes: Any) -> Record:
    hazard = office.add("hazard", factories.planned_hazard(**changes))
    return office.act("hazard", hazard["id"], "rectify", factories.rectification())


def awaiting_department(office: Office) -> Record:
    hazard = awaiting_recheck(office, level="重大")
    return office.act("hazard", hazard["id"], "recheck", factories.passed_recheck())


def test_a_general_hazard_goes_the_whole_course(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert hazard["status"] == "registered"
    hazard = act(hazard, "assign", factories.plan())
    assert hazard["status"] == "rectifying"
    hazard = act(hazard, "rectify", factories.rectification())
    assert hazard["status"] == "awaiting_recheck"
    hazard = act(hazard, "recheck", factories.passed_recheck())
    assert hazard["status"] == "awaiting_recheck"
    hazard = act(hazard, "close_out", factories.close_out())
    assert (hazard["status"], hazard["closed_on"], hazard["closed_by"]) == (
        "closed",
        "2026-11-15",
        factories.LEAD,
    )


def test_a_suspected_major_hazard_is_registered_with_nothing_but_its_description(office: Office) -> None:
    hazard = office.add("hazard", factories.suspected_major())
    assert hazard["no"] == "YH-2026-0001"
    assert (hazard["found_on"], hazard["found_by"]) == ("2026-11-23", factories.CLERK)
    assert (hazard["source"], hazard["category"], hazard["location"]) == ("patrol", "OTH", None)


def test_a_general_hazard_needs_its_place_finder_and_day(office: Office) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add("hazard", {"description": "通道堵塞"})
    fields = [each.field for each in error.value.problems]
    assert fields == ["found_on", "location", "category", "found_by"]


def test_even_a_major_hazard_needs_its_description(office: Office) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add("hazard", {"level": "重大"})
    assert [each.field for each in error.value.problems] == ["description"]


def test_a_plan_names_measures_unit_person_and_deadline(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert [name for name, _ in refused(act, hazard, "assign", {})] == [
        "measures",
        "rect_unit",
        "rect_person",
        "deadline",
    ]


def test_a_deadline_before_the_finding_is_refused(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert refused(act, hazard, "assign", factories.plan(deadline="2026-11-02")) == [
        ("deadline", "date_before")
    ]
    with pytest.raises(InvalidRecord):
        office.add("hazard", factories.planned_hazard(deadline="2026-11-02"))


def test_nothing_is_rectified_without_a_plan(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    with pytest.raises(AppError, match="rectification_plan_missing"):
        act(hazard, "rectify", factories.rectification())
    done = act(hazard, "rectify", factories.rectification() | factories.plan())
    assert (done["status"], done["rect_person"]) == ("awaiting_recheck", factories.RECTIFIER)


def test_a_rectification_is_shown_by_words_or_a_photo(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    bare = factories.rectification(rect_note=None)
    assert refused(act, hazard, "rectify", bare) == [("rect_note", "rectification_evidence_missing")]
    assert act(hazard, "rectify", bare | {"photo_after": AFTER})["status"] == "awaiting_recheck"


def test_a_rectification_is_today_unless_said_otherwise(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    assert act(hazard, "rectify", {"rect_note": "已清理"})["rectified_on"] == "2026-11-23"


def test_a_rectification_before_the_finding_is_refused(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    early = factories.rectification(rectified_on="2026-11-01")
    assert refused(act, hazard, "rectify", early) == [("rectified_on", "date_before")]


def test_whoever_rectified_cannot_recheck(office: Office, act: Callable[..., Record]) -> None:
    hazard = awaiting_recheck(office)
    own = factories.passed_recheck(recheck_by=factories.RECTIFIER)
    assert refused(act, hazard, "recheck", own) == [("recheck_by", "rechecked_by_rectifier")]


def test_a_recheck_names_its_day_person_and_result(office: Office, act: Callable[..., Record]) -> None:
    hazard = awaiting_recheck(office)
    assert refused(act, hazard, "recheck", {}) == [("recheck_by", "required"), ("recheck_result", "required")]
    early = factories.passed_recheck(recheck_on="2026-11-09")
    assert refused(act, hazard, "recheck", early) == [("recheck_on", "date_before")]


def test_a_failed_recheck_needs_a_reason_and_a_new_deadline(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = awaiting_recheck(office)
    bare = factories.failed_recheck(recheck_note=None, new_deadline=None)
    assert refused(act, hazard, "recheck", bare) == [
        ("recheck_note", "failed_recheck_reason_missing"),
        ("new_deadline", "failed_recheck_deadline_missing"),
    ]
    early = factories.failed_recheck(new_deadline="2026-11-11")
    assert refused(act, hazard, "recheck", early) == [("new_deadline", "date_before")]


def test_a_failed_recheck_goes_back_with_the_new_deadline(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.failed_recheck())
    assert (hazard["status"], hazard["deadline"], hazard["new_deadline"]) == (
        "rectifying",
        "2026-11-25",
        None,
    )
    assert hazard["failed_rechecks"] == 1


def test_the_next_rectification_brings_its_own_evidence(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.failed_recheck())
    assert refused(act, hazard, "rectify", {}) == [("rect_note", "rectification_evidence_missing")]
    again = act(hazard, "rectify", {"rect_note": "第二次清理"})
    assert (again["rectified_on"], again["recheck_result"]) == ("2026-11-23", None)
    late = {"recheck_on": "今天", "new_deadline": "2026-12-01"}
    failed = act(again, "recheck", factories.failed_recheck(**late))
    assert failed["failed_rechecks"] == 2


def test_a_new_deadline_means_nothing_when_the_recheck_passes(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck(new_deadline="2026-12-01"))
    assert (hazard["deadline"], hazard["new_deadline"]) == ("2026-11-18", None)


def test_a_passed_recheck_is_not_done_again(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck())
    with pytest.raises(AppError, match="recheck_already_passed"):
        act(hazard, "recheck", factories.failed_recheck())


def test_nothing_closes_without_a_passed_recheck(office: Office, act: Callable[..., Record]) -> None:
    with pytest.raises(AppError, match="recheck_missing"):
        act(awaiting_recheck(office), "close_out", factories.close_out())


def test_a_second_person_closes(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck())
    alone = factories.close_out(closed_by=factories.RECHECKER)
    assert refused(act, hazard, "close_out", alone) == [("closed_by", "closed_by_rechecker")]
    assert refused(act, hazard, "close_out", {}) == [("closed_by", "required")]
    early = factories.close_out(closed_on="2026-11-11")
    assert refused(act, hazard, "close_out", early) == [("closed_on", "date_before")]


def test_a_major_hazard_cannot_be_closed_without_the_departments_document(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = awaiting_department(office)
    assert hazard["status"] == "awaiting_department"
    with pytest.raises(AppError, match="department_signoff_missing"):
        act(hazard, "close_out", factories.close_out())
    without_scan = factories.department_signoff([])
    assert refused(act, hazard, "sign_off", without_scan) == [("dept_signoff_scan", "required")]
    signed = act(hazard, "sign_off", factories.department_signoff(SCAN))
    assert signed["status"] == "awaiting_department"
    assert act(signed, "close_out", factories.close_out())["status"] == "closed"


def test_a_hazard_found_to_be_major_after_its_recheck_is_rechecked_for_the_department(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck())
    office.change("hazard", hazard["id"], {"level": "重大"})
    with pytest.raises(AppError, match="department_signoff_missing"):
        act(hazard, "close_out", factories.close_out())
    assert act(hazard, "recheck", factories.passed_recheck())["status"] == "awaiting_department"


def test_a_level_is_lowered_only_with_the_departments_answer(
    office: Office, act: Callable[..., Record]
) -> None:
    hazard = office.add("hazard", factories.suspected_major())
    with pytest.raises(InvalidRecord) as error:
        office.change("hazard", hazard["id"], {"level": "一般"} | LOCATED)
    assert [(each.field, each.message_id) for each in error.value.problems] == [
        ("level", "level_needs_department_answer")
    ]
    assert [name for name, _ in refused(act, hazard, "judge", {})] == [
        "judge_result",
        "judge_unit",
        "judge_doc",
    ]
    early = factories.judgement(judge_on="2026-11-01")
    assert refused(act, hazard, "judge", early) == [("judge_on", "date_before")]
    judged = act(hazard, "judge", factories.judgement())
    assert (judged["level"], judged["judge_doc"], judged["status"]) == (
        "general",
        "青夏城建函〔2026〕5号",
        "registered",
    )


def test_a_hazard_suspected_again_waits_for_a_new_answer(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard(level="疑似重大"))
    act(hazard, "judge", factories.judgement(judge_on="2026-11-05"))
    again = office.change("hazard", hazard["id"], {"level": "疑似重大"})
    assert (again["judge_result"], again["judge_unit"]) == (None, None)
    with pytest.raises(InvalidRecord, match="invalid_record"):
        office.change("hazard", hazard["id"], {"level": "一般"})


def test_what_the_department_confirms_is_major(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(
        office.add("hazard", factories.hazard(level="疑似重大")),
        "judge",
        factories.judgement(judge_result="属于重大隐患"),
    )
    assert (hazard["level"], hazard["status"]) == ("major", "registered")


def test_what_is_not_major_needs_no_department_to_close(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_department(office), "judge", factories.judgement())
    assert (hazard["level"], hazard["status"]) == ("general", "awaiting_recheck")
    assert act(hazard, "close_out", factories.close_out(closed_on="2026-11-23"))["status"] == "closed"


def test_only_a_suspicion_is_judged(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert "judge" not in [each.transition.name for each in office.possible_steps(hazard)]
    with pytest.raises(AppError, match="step_not_for_this_record"):
        act(hazard, "judge", factories.judgement())


def test_the_department_may_send_a_hazard_back(office: Office, act: Callable[..., Record]) -> None:
    hazard = awaiting_department(office)
    act(hazard, "sign_off", factories.department_signoff(SCAN))
    assert [name for name, _ in refused(act, hazard, "send_back", {})] == ["send_back_reason", "new_deadline"]
    back = act(hazard, "send_back", {"send_back_reason": "防火门未验收", "new_deadline": "2026-12-20"})
    assert (back["status"], back["deadline"], back["dept_signoff_doc_no"]) == (
        "rectifying",
        "2026-12-20",
        None,
    )


def test_a_closed_hazard_keeps_its_evidence(office: Office, act: Callable[..., Record]) -> None:
    hazard = act(awaiting_recheck(office), "recheck", factories.passed_recheck())
    act(hazard, "close_out", factories.close_out())
    for typed, field in (
        ({"level": "重大"}, "level"),
        ({"measures": ""}, "measures"),
        ({"rect_person": factories.RECHECKER}, "rect_person"),
    ):
        with pytest.raises(InvalidRecord) as error:
            office.change("hazard", hazard["id"], typed)
        assert [each.field for each in error.value.problems] == [field]


def test_what_a_step_writes_cannot_be_typed(office: Office) -> None:
    with pytest.raises(InvalidRecord) as error:
        office.add("hazard", factories.hazard(closed_on="2026-11-20", recheck_result="合格"))
    assert {each.message_id for each in error.value.problems} == {"field_written_by_step"}
    hazard = office.add("hazard", factories.hazard())
    for name in ("status", "no", "rev", "committee_code", "retired_at"):
        with pytest.raises(InvalidRecord):
            office.change("hazard", hazard["id"], {name: "closed"})


def test_a_step_takes_only_its_own_fields(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.add("hazard", factories.planned_hazard())
    typed = factories.rectification(recheck_result="合格")
    assert ("recheck_result", "field_unknown") in refused(act, hazard, "rectify", typed)


def test_a_hazard_fixed_on_the_spot_is_closed_at_once(office: Office) -> None:
    hazard = office.register_fixed(factories.hazard() | factories.fix_on_spot(BEFORE, AFTER))
    assert (hazard["status"], hazard["immediate_fix"], hazard["no"]) == ("closed", True, "YH-2026-0001")
    assert (hazard["measures"], hazard["deadline"]) == ("当场清理完毕", "2026-11-03")
    assert (hazard["recheck_on"], hazard["closed_on"]) == ("2026-11-03", "2026-11-03")
    assert office.change("hazard", hazard["id"], {"rect_unit": ""})["rect_unit"] is None


@pytest.mark.parametrize("level", ["疑似重大", "重大"])
def test_a_major_hazard_is_never_fixed_on_the_spot(office: Office, level: str) -> None:
    with pytest.raises(AppError, match="major_cannot_be_fixed_on_the_spot"):
        office.register_fixed(factories.hazard(level=level) | factories.fix_on_spot(BEFORE, AFTER))
    assert office.add("hazard", factories.hazard())["no"] == "YH-2026-0001"


def test_fixing_on_the_spot_shows_before_and_after_and_a_second_person(office: Office) -> None:
    typed = factories.hazard() | factories.fix_on_spot([], [], closed_by=factories.RECTIFIER)
    with pytest.raises(InvalidRecord) as error:
        office.register_fixed(typed)
    assert [(each.field, each.message_id) for each in error.value.problems] == [
        ("photo_before", "required"),
        ("photo_after", "required"),
        ("closed_by", "rechecked_by_rectifier"),
    ]


def test_a_closed_hazard_takes_no_further_step(office: Office, act: Callable[..., Record]) -> None:
    hazard = office.register_fixed(factories.hazard() | factories.fix_on_spot(BEFORE, AFTER))
    assert [each.transition.name for each in office.possible_steps(hazard)] == ["reopen"]
    with pytest.raises(AppError, match="step_not_from_here"):
        act(hazard, "close_out", factories.close_out())


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


TYPED: dict[str, list[dict[str, Any]]] = {
    "assign": [{}, factories.plan(), factories.plan(rect_person=factories.RECHECKER)],
    "fix_on_spot": [{}, factories.fix_on_spot(BEFORE, AFTER), factories.fix_on_spot(BEFORE, [])],
    "rectify": [{}, factories.rectification(), factories.rectification() | factories.plan()],
    "recheck": [
        {},
        factories.passed_recheck(),
        factories.failed_recheck(),
        factories.passed_recheck(recheck_by=factories.RECTIFIER),
    ],
    "sign_off": [{}, factories.department_signoff(SCAN), factories.department_signoff([])],
    "close_out": [{}, factories.close_out(), factories.close_out(closed_by=factories.RECHECKER)],
    "change": [
        {"level": "重大"},
        {"level": "一般"},
        {"level": "疑似重大"},
        {"rect_person": factories.RECHECKER},
        {"deadline": ""},
        {"measures": ""},
        {"rect_unit": ""},
        {"found_on": "2026-11-1"},
    ],
}
STEPS = st.sampled_from([(name, typed) for name, each in TYPED.items() for typed in each])


def lacking(hazard: Record) -> list[str]:
    """The evidence a closed hazard lacks."""
    needed = [
        "measures",
        "rect_person",
        "deadline",
        "rectified_on",
        "recheck_on",
        "recheck_by",
        "closed_on",
        "closed_by",
    ]
    needed += list(SIGNOFF_FIELDS) if is_major(hazard) else []
    missing = [name for name in needed if not hazard[name]]
    missing += [] if hazard["recheck_result"] == "pass" else ["recheck_result"]
    missing += [] if hazard["rect_note"] or hazard["photo_after"] else ["rect_note"]
    if hazard["immediate_fix"]:
        missing += [name for name in ("photo_before", "photo_after") if not hazard[name]]
        missing += ["level"] if is_major(hazard) and not hazard["dept_signoff_scan"] else []
    else:
        missing += ["second person"] if hazard["closed_by"] == hazard["recheck_by"] else []
    return missing + (["another person"] if hazard["recheck_by"] == hazard["rect_person"] else [])


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(["一般", "疑似重大", "重大"]), st.lists(STEPS, max_size=14))
def test_no_sequence_of_steps_and_changes_closes_a_hazard_without_its_evidence(
    office: Office, level: str, steps: list[tuple[str, dict[str, Any]]]
) -> None:
    hazard = office.add("hazard", factories.hazard(level=level))
    for name, typed in steps:
        try:
            if name == "change":
                office.change("hazard", hazard["id"], typed)
            else:
                office.act("hazard", hazard["id"], name, typed)
        except (AppError, InvalidRecord):
            continue
        hazard = office.get("hazard", hazard["id"])
        assert hazard["status"] != "closed" or lacking(hazard) == []
