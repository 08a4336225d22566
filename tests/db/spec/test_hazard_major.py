"""A major hazard, or one suspected to be major, closes with the department only."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.field import Record
from desktop.office import Office
from tests import factories
from tests.db.spec.hazard_steps import LOCATED, SCAN, awaiting_department, awaiting_recheck, refused


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
