from __future__ import annotations

from collections.abc import Callable

import pytest

from db.errors import AppError, InvalidRecord
from desktop.office import Office
from tests import factories
from tests.fixtures_people import ADMIN

Seat = Callable[[str], Office]


def rectified(office: Office) -> str:
    record = office.add("hazard", factories.planned_hazard())
    office.act("hazard", record["id"], "rectify", factories.rectification())
    return str(record["id"])


def test_who_rechecked_cannot_close_under_another_name(seat: Seat) -> None:
    record_id = rectified(seat(factories.CLERK))
    office = seat(factories.LEAD)
    office.act("hazard", record_id, "recheck", factories.passed_recheck())  # bears the name of 李秀英
    with pytest.raises(AppError, match="own_name_needed"):
        office.act("hazard", record_id, "close_out", {"closed_by": ADMIN})
    with pytest.raises(AppError, match="four_eyes_same_person"):
        office.act("hazard", record_id, "close_out", {})
    closed = seat(ADMIN).act("hazard", record_id, "close_out", {})
    assert (closed["status"], closed["closed_by"]) == ("closed", ADMIN)


def test_who_reviewed_a_return_cannot_sign_it(seat: Seat) -> None:
    office = seat(factories.CLERK)
    record = office.add("monthly_return", factories.monthly_return())
    office.act("monthly_return", record["id"], "compile", {})
    with pytest.raises(AppError, match="not_allowed"):
        office.act("monthly_return", record["id"], "review", {})
    office = seat(factories.LEAD)
    assert office.act("monthly_return", record["id"], "review", {})["reviewed_by"] == factories.LEAD
    with pytest.raises(AppError, match="four_eyes_same_person"):
        office.act("monthly_return", record["id"], "sign", {})
    assert seat(ADMIN).act("monthly_return", record["id"], "sign", {})["signed_by"] == ADMIN


def test_without_signing_in_two_names_must_stand_there(office: Office) -> None:
    record = office.add("monthly_return", factories.monthly_return())
    office.act("monthly_return", record["id"], "compile", {})
    office.act("monthly_return", record["id"], "review", {"reviewed_by": factories.LEAD})
    with pytest.raises(InvalidRecord) as told:
        office.act("monthly_return", record["id"], "sign", {"signed_by": factories.LEAD})
    assert [each.message_id for each in told.value.problems] == ["return_signed_by_reviewer"]
