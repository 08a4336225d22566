"""A hazard is rechecked by another person and closed by a second one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError
from db.spec.field import Record
from desktop.office import Office
from tests import factories
from tests.db.spec.hazard_steps import awaiting_recheck, refused


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
