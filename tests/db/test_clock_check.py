"""A clock is not believed before the ledger's last entry or before the program's year, and numbers follow the record's year."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from db.clock import CHINA, FixedClock
from db.clock_check import BUILT_IN, is_behind, known_year, last_known_time
from desktop.clock_doubt import can_be_trusted, clock_warning, trust_the_clock, year_doubt
from desktop.news import CHANGELOG
from desktop.office import Office
from tests import factories


@pytest.mark.parametrize(
    ("now", "is_wrong"),
    [
        ("2026-11-23T09:30:00+08:00", False),
        ("2026-11-23T09:26:00+08:00", False),  # put right by some minutes
        ("2026-11-23T09:24:00+08:00", True),
        ("2027-03-01T00:00:00+08:00", False),
        ("2019-01-01T00:00:00+08:00", True),
    ],
)
def test_a_clock_behind_the_last_entry_is_wrong(office: Office, now: str, is_wrong: bool) -> None:
    assert is_behind(office.store.reader(), now) is is_wrong


def test_the_programs_year_is_that_of_its_newest_release() -> None:
    years = re.findall(r"^## \d+\.\d+\.\d+（(\d{4})-", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    assert int(years[0]) == BUILT_IN


def test_a_clock_before_the_programs_year_is_wrong_in_any_ledger(office: Office, clock: FixedClock) -> None:
    trust_the_clock(office)  # nothing in the log is gone by any more
    assert last_known_time(office.store.reader()) == ""
    clock.moment = datetime(2019, 1, 1, 9, 0, tzinfo=CHINA)
    assert "比这个程序发布的 2026 年还早" in clock_warning(office)
    assert not can_be_trusted(office)
    assert known_year(office.store.reader(), "2019-01-01") == 2026


def test_an_entry_that_lay_ahead_is_left_aside_when_the_clerk_says_so(
    office: Office, clock: FixedClock
) -> None:
    clock.moment = datetime(2031, 1, 1, 9, 0, tzinfo=CHINA)
    office.add("hazard", factories.hazard())
    clock.moment = datetime(2026, 11, 24, 9, 0, tzinfo=CHINA)
    assert "比台账里最近一次记录（2031-01-01 09:00）还早" in clock_warning(office)
    assert can_be_trusted(office)
    trust_the_clock(office)
    assert clock_warning(office) == ""
    office.add("hazard", factories.hazard())
    clock.moment = datetime(2026, 11, 1, 9, 0, tzinfo=CHINA)
    assert clock_warning(office) != ""


def test_a_record_of_another_year_gets_the_number_of_its_year(office: Office, clock: FixedClock) -> None:
    clock.moment = datetime(2027, 1, 2, 9, 0, tzinfo=CHINA)
    numbers = [
        office.add("hazard", factories.hazard(found_on=day, deadline=None))["no"]
        for day in ("2026-12-31", "2027-01-01", "2026-12-30")
    ]
    assert numbers == ["YH-2026-0001", "YH-2027-0001", "YH-2026-0002"]


def test_a_past_year_is_asked_about_only_while_the_clock_is_wrong(office: Office, clock: FixedClock) -> None:
    assert year_doubt(office, 2019) == ""
    clock.moment = datetime(2019, 1, 1, 9, 0, tzinfo=CHINA)
    assert "编进 2019 年的号" in year_doubt(office, 2019)
    assert year_doubt(office, 2026) == ""
