from __future__ import annotations

from datetime import date, datetime, timedelta

from desktop.backup_thinning import DAYS, MONTHS, WEEKS, kept_backups

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12)


def test_every_backup_of_today_is_kept() -> None:
    made = [NOON - timedelta(minutes=turn) for turn in range(5)]
    assert kept_backups(made, TODAY) == set(made)


def test_of_earlier_days_the_last_one_is_kept() -> None:
    yesterday = [NOON - timedelta(days=1, hours=hour) for hour in range(5)]
    assert kept_backups([NOON, *yesterday], TODAY) == {NOON, yesterday[0]}


def test_three_years_of_daily_backups_become_days_weeks_and_months() -> None:
    made = [NOON - timedelta(days=day) for day in range(1100)]
    kept = kept_backups(made, TODAY)
    assert {NOON - timedelta(days=day) for day in range(DAYS)} <= kept
    assert DAYS < len(kept) <= DAYS + WEEKS + MONTHS
    assert min(kept) < NOON - timedelta(days=30 * (MONTHS - 2))


def test_backups_that_a_clock_put_back_left_in_the_future_stay() -> None:
    future = NOON + timedelta(days=400)
    assert kept_backups([future, future - timedelta(hours=1), NOON], TODAY) >= {future, NOON}


def test_nothing_is_kept_of_nothing() -> None:
    assert kept_backups([], TODAY) == set()
