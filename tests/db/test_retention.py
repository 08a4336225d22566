"""What was kept long enough: counted from the end of the year, never what is open, permanent or has no rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.clock import FixedClock
from db.errors import AppError
from db.spec.query import Query
from desktop.office import Office
from desktop.operations import list_operations
from desktop.retention import due_records, take_out
from tests import factories
from tests.fixtures_people import ADMIN, PASSWORD


def test_ten_years_run_from_the_end_of_the_records_year(office: Office, clock: FixedClock) -> None:
    office.add("training", factories.training(date="2016-01-04", year_focus=None))
    assert due_records(office) == []  # until the end of 2026
    clock.moment = clock.moment.replace(year=2027, month=1, day=1)
    [due] = due_records(office)
    assert (due.table, due.day, due.rule) == ("training", "2016-01-04", "培训、签到记录：10年")
    office.keep_own_numbers({"retention_short_years": 15})
    assert due_records(office) == []


def test_open_major_and_unruled_records_are_never_proposed(office: Office, clock: FixedClock) -> None:
    for level in ("一般", "疑似重大"):
        office.add("hazard", factories.planned_hazard(level=level, found_on="2024-05-06", deadline=None))
    office.add("document", factories.document())
    clock.moment = clock.moment.replace(year=2099)
    assert [each for each in due_records(office) if each.table in ("hazard", "document")] == []


def test_two_persons_take_out_what_the_printed_list_says_and_nothing_else(office: Office) -> None:
    first = office.add("training", factories.training(date="2012-03-01", year_focus=None))
    listed = due_records(office)
    for names in (("王芳", ""), ("王芳", " 王芳 ")):
        with pytest.raises(AppError, match="retention_two_people"):
            take_out(office, listed, *names)
    office.add("training", factories.training(date="2013-03-01", year_focus=None))
    with pytest.raises(AppError, match="retention_list_changed"):
        take_out(office, listed, "王芳", "陈建国")
    assert take_out(office, due_records(office), "王芳", "陈建国") == 2
    assert office.count("training", Query()) == 0
    [kept] = office.rows("training", [first["id"]])
    assert kept["retired_reason"] == "保管期满移出（经办 王芳、监销 陈建国）"
    with pytest.raises(AppError, match="retention_nothing_due"):
        take_out(office, due_records(office), "王芳", "陈建国")


def test_where_people_sign_in_the_second_one_gives_a_password(seat: Callable[[str], Office]) -> None:
    office = seat(ADMIN)
    office.add("training", factories.training(date="2012-03-01", year_focus=None))
    listed = due_records(office)
    with pytest.raises(AppError, match="sign_in_refused"):
        take_out(office, listed, "别人", factories.LEAD, "不是他的密码2026")
    with pytest.raises(AppError, match="retention_two_people"):
        take_out(office, listed, "别人", ADMIN, PASSWORD)
    with pytest.raises(AppError, match="not_allowed"):
        take_out(seat(factories.LEAD), listed, "", ADMIN, PASSWORD)
    office = seat(ADMIN)
    assert take_out(office, listed, "别人", factories.LEAD, PASSWORD) == 1
    assert list_operations(office)[0].name == f"保管期满移出 1 条（{ADMIN}、{factories.LEAD}）"
