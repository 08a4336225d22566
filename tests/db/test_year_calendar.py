"""The year calendar: what is due when, and what the ledger shows of it."""

from __future__ import annotations

from datetime import date

from db.year_calendar import Entry, State, calendar_items, year_entries
from desktop.office import Office
from tests import factories
from tests.db.test_monthly_returns import act, signed

TODAY = date(2026, 11, 23)


def entry(office: Office, key: str, month: int, today: date = TODAY, year: int = 2026) -> Entry:
    entries = year_entries(office.store.reader(), year, today)
    return next(each for each in entries if (each.key, each.due.month) == (key, month))


def test_every_item_says_where_it_comes_from() -> None:
    assert all(each["label"] and each["source"] for each in calendar_items())
    assert len({each["key"] for each in calendar_items()}) == len(calendar_items())


def test_an_entry_is_ahead_then_waits_then_has_no_record(office: Office) -> None:
    states = [entry(office, "return", month).state for month in (12, 11, 10)]
    assert states == [State.AHEAD, State.NOW, State.NO_RECORD]


def test_the_return_is_due_on_the_27th_and_done_once_the_package_left(office: Office) -> None:
    columns = "id, epoch, serial, period, created, base_name, file_size, header, bag_info, manifest, tagmanifest, signature, sealed_by, state"
    for serial, state in ((1, "sealed"), (2, "written")):
        before = entry(office, "return", 11)
        assert (before.due, before.state) == (date(2026, 11, 27), State.NOW)
        values = (
            str(serial), 1, serial, "2026-11", "2026-11-23", f"包{serial}", 1, b"", b"", b"", b"", b"", "王芳", state
        )  # fmt: skip
        office.write(
            lambda tx, values=values: tx.execute(
                f"INSERT INTO sealed_package ({columns}) VALUES ({', '.join('?' * len(values))})", values
            ),
            "封包",
        )
    assert entry(office, "return", 11).state is State.DONE


def test_a_return_that_went_on_paper_is_done_too(office: Office) -> None:
    found = signed(office)
    assert entry(office, "return", 11).state is State.NOW
    act(office, found, "send", sent_way="纸质")
    assert entry(office, "return", 11).state is State.DONE


def test_a_review_counts_for_its_own_period(office: Office) -> None:
    office.add("period_review", factories.period_review(kind="季度专项督导", year="2026", ordinal="3"))
    assert [entry(office, "supervision", month).found.done for month in (3, 6, 9, 12)] == [0, 0, 1, 0]


def test_publicity_of_the_month_is_found_by_its_occasion(office: Office) -> None:
    office.add("training", factories.publicity(occasion="消防宣传月", date="2026-11-10"))
    assert entry(office, "fire_month", 11).state is State.DONE
    assert entry(office, "safety_month", 6).state is State.NO_RECORD


def test_a_duty_counts_premises_and_names_those_that_are_left(office: Office) -> None:
    assert entry(office, "drill", 12).state is State.NOT_ASKED
    hotels = [
        office.add("premises", factories.premises(name=f"旅馆{n}", type="小旅馆", address=f"路{n}号"))["id"]
        for n in range(2)
    ]
    for day in ("2026-03-01", "2026-08-01"):
        office.add("drill", factories.drill(premises=hotels[0], date=day, starts_at=None, ends_at=None))
    found = entry(office, "drill", 12).found
    assert (found.done, found.total, found.ids) == (1, 2, (hotels[1],))
    assert entry(office, "drill", 6).state is State.SHORT


def test_risks_drills_and_major_hazards_of_the_year_are_measured_against_all_of_them(office: Office) -> None:
    assert entry(office, "dynamic_zero", 12).state is State.DONE
    office.add("hazard", factories.suspected_major())
    assert entry(office, "dynamic_zero", 12).found.total == 1
    drill = office.add("drill", factories.drill())
    assert entry(office, "filing", 12).found.ids == (drill["id"],)
    risk = office.add("risk", factories.risk())
    assert entry(office, "risks", 12).found.total == 1, risk


def test_a_past_year_shows_only_what_is_still_known_of_it(office: Office) -> None:
    keys = {each.key for each in year_entries(office.store.reader(), 2025, TODAY)}
    assert "return" in keys and keys.isdisjoint({"risks", "dynamic_zero", "drill", "self_check", "backlog"})
