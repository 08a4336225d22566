from __future__ import annotations

from datetime import date

import pytest

from db.duties.windows import Window, calendar_bounds, due_window, months_later, windows_until


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}" if len(text) == 5 else text)


def due(counted: str, months: int, start: str, done: list[str], today: str) -> str:
    found = windows_until(counted, months, day(start), [day(each) for each in done], day(today))
    return due_window(found).last.isoformat()


@pytest.mark.parametrize(
    ("of", "months", "expected"),
    [("01-31", 1, "2026-02-28"), ("08-31", 6, "2027-02-28"), ("11-09", 12, "2027-11-09"), ("01-15", 6, "2026-07-15")],
)  # fmt: skip
def test_months_later_stays_within_the_month(of: str, months: int, expected: str) -> None:
    assert months_later(day(of), months).isoformat() == expected


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [(1, "11-01", "11-30"), (3, "10-01", "12-31"), (6, "07-01", "12-31"), (12, "01-01", "12-31")],
)
def test_calendar_windows_are_months_quarters_halves_and_years(months: int, first: str, last: str) -> None:
    assert calendar_bounds(day("11-23"), months) == (day(first), day(last))


def test_drilled_in_january_is_due_in_july_when_counted_from_the_last_time() -> None:
    assert due("rolling", 6, "01-02", ["01-15"], "03-01") == "2026-07-15"


def test_counted_from_the_last_time_the_first_is_due_at_the_end_of_its_half_year() -> None:
    assert due("rolling", 6, "11-23", [], "11-23") == "2026-12-31"


def test_a_quarter_done_leads_to_the_end_of_the_next() -> None:
    assert due("calendar", 3, "07-01", ["08-20", "11-03"], "11-23") == "2027-03-31"


def test_a_quarter_missed_is_overdue_until_it_is_done_again() -> None:
    assert due("calendar", 3, "02-10", ["02-20"], "11-23") == "2026-06-30"
    assert due("calendar", 3, "02-10", ["02-20", "10-08"], "11-23") == "2027-03-31"


def test_what_was_done_outside_a_window_does_not_fulfil_it() -> None:
    found = windows_until("calendar", 6, day("01-05"), [day("07-01")], day("07-02"))
    assert found == [
        Window(day("01-01"), day("06-30"), None),
        Window(day("07-01"), day("12-31"), day("07-01")),
        Window(day("2027-01-01"), day("2027-06-30"), None),
    ]


def test_a_year_counts_from_new_year_whenever_the_last_was() -> None:
    assert due("calendar", 12, "2025-03-01", ["2025-11-09"], "11-23") == "2026-12-31"
