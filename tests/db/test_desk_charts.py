"""The figures of the charts: every bar is exactly its records."""

from __future__ import annotations

from datetime import date

import pytest

from db.desk_charts import Chart, by_code, desk_charts, duty_coverage, found_and_closed, overdue_ages
from desktop.office import Office
from tests import factories

TODAY = date(2026, 11, 23)


def figures(chart: Chart) -> dict[str, list[int]]:
    """Counts by category, of categories with any."""
    pairs = zip(chart.categories, chart.parts, strict=True)
    return {label: counts for label, row in pairs if any(counts := [part.count for part in row])}


def test_an_empty_ledger_has_charts_that_say_so(office: Office) -> None:
    assert all(each.is_empty for each in desk_charts(office.store.reader(), TODAY))


def test_months_count_what_was_found_and_what_was_closed_in_them(office: Office) -> None:
    fixed = [office.attach(small_photo(), "照片.jpg")]
    office.add("hazard", factories.hazard(found_on="2026-10-08"))
    office.add("hazard", factories.hazard(found_on="2025-11-30"))  # thirteen months ago: not shown
    spot = factories.fix_on_spot(fixed, fixed, rectified_on="2026-11-20")
    closed = office.register_fixed(factories.hazard(found_on="2026-11-20") | spot)
    chart = found_and_closed(office.store.reader(), TODAY)
    assert figures(chart) == {"10月": [1, 0], "11月": [1, 1]}
    assert chart.categories[0] == "12月" and chart.parts[-1][1].ids == (closed["id"],)
    assert chart.words(11, 1) == "近十二个月隐患：11月 销号"


def test_hazards_of_the_year_by_category_leave_out_void_ones_and_name_unknown_codes(office: Office) -> None:
    void = office.add("hazard", factories.hazard(category="GAS"))
    office.act("hazard", void["id"], "void", factories.voiding())
    office.add("hazard", factories.hazard(category="FIRE"))
    later = office.add("hazard", factories.hazard(category="EBIKE"))
    office.write(
        lambda tx: tx.execute("UPDATE hazard SET category = 'NEW' WHERE id = ?", (later["id"],)), "测试"
    )
    chart = by_code(office.store.reader(), TODAY, "category", "按类别")
    assert figures(chart) == {"消防": [0, 1], "NEW": [0, 1]}


@pytest.mark.parametrize(
    ("deadline", "label"),
    [
        ("2026-11-22", "逾期1–7天"),
        ("2026-11-15", "逾期8–15天"),
        ("2026-11-07", "逾期16–30天"),
        ("2026-10-01", "逾期31–90天"),
        ("2026-08-01", "逾期90天以上"),
    ],
)
def test_overdue_hazards_stand_in_the_class_of_their_days(office: Office, deadline: str, label: str) -> None:
    typed = factories.planned_hazard(found_on="2026-07-01", deadline=deadline)
    office.add("hazard", typed)
    office.add("hazard", factories.planned_hazard(deadline="2026-11-23"))
    assert figures(overdue_ages(office.store.reader(), TODAY)) == {label: [1]}


def test_premises_with_a_duty_are_in_time_soon_due_or_overdue(office: Office) -> None:
    hotels = [
        office.add("premises", factories.premises(name=f"旅馆{n}", type="小旅馆", address=f"路{n}号"))["id"]
        for n in range(3)
    ]
    for hotel, day in zip(hotels, ("2026-11-01", "2026-06-01", "2026-01-05"), strict=True):
        office.add("drill", factories.drill(premises=hotel, date=day, starts_at=None, ends_at=None))
    chart = duty_coverage(office.store.reader(), TODAY)
    in_time, soon, overdue = (part.ids for part in chart.parts[0])
    assert (in_time, soon, overdue) == ((hotels[0],), (hotels[1],), (hotels[2],))


def small_photo() -> bytes:
    """A small picture."""
    from tests.ui.sample_ledger import photo

    return photo("整改", "#8d6e63")
