"""Every figure of every month of a year against an independent count in plain SQL; the identity and who breaks it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from db.hazard_counts import hazard_counts
from db.monthly_figures import (
    BALANCE,
    MONTH,
    YEAR,
    Span,
    all_figures,
    balances,
    figure,
    measured,
    measured_one,
    offending_hazards,
)
from db.spec.return_months import month_bounds, year_start
from desktop.office import Office
from tests import factories
from tests.sample_year import SampleYear

MONTHS = [f"2026-{month:02d}" for month in range(1, 13)]
ALIVE = "retired_at IS NULL"
# Written without a look at how the program counts: what a clerk with a filter and a pencil would do.
CAME = f"""SELECT id, found_on AS day, 'found' AS what, 1 AS step FROM hazard WHERE {ALIVE} UNION ALL
 SELECT h.id, json_extract(c.value, '$.reopened_on'), 'reopened', 1 FROM hazard h, json_each(h.closings) c WHERE h.{ALIVE}"""
WENT = f"""SELECT id, coalesce(closed_on, void_on) AS day, status AS what, -1 AS step FROM hazard
 WHERE {ALIVE} AND status IN ('closed', 'merged', 'void') UNION ALL
 SELECT h.id, json_extract(c.value, '$.ended_on'), json_extract(c.value, '$.outcome'), -1
 FROM hazard h, json_each(h.closings) c WHERE h.{ALIVE}"""
STORY = f"({CAME} UNION ALL {WENT})"
OPEN_AT_END = f"SELECT id FROM {STORY} WHERE day <= :b GROUP BY id HAVING sum(step) = 1"
FOUND = f"hazard WHERE {ALIVE} AND found_on >= :a AND found_on <= :b"
VISIT = f"inspection WHERE {ALIVE} AND date >= :a AND date <= :b"
TRAINED = f"training WHERE {ALIVE} AND status NOT IN ('planned', 'cancelled') AND date >= :a AND date <= :b"
ACCIDENT = f"accident WHERE {ALIVE} AND is_production AND date >= :a AND date <= :b"
ASSESSED = f"""SELECT id, assessed_on AS day, level_final AS level, outcome FROM risk WHERE {ALIVE} UNION ALL
 SELECT r.id, json_extract(j.value, '$.assessed_on'), json_extract(j.value, '$.level_final'),
 json_extract(j.value, '$.outcome') FROM risk r, json_each(r.assessments) j WHERE r.{ALIVE}"""
LEVEL = (
    f"""SELECT level FROM ({ASSESSED}) a WHERE a.id = risk.id AND a.day <= :b ORDER BY a.day DESC LIMIT 1"""
)
PENCIL = {
    "inspections": f"SELECT count(*) FROM {VISIT}",
    "inspected": f"SELECT count(DISTINCT premises) FROM {VISIT}",
    "inspectors": f"""WITH RECURSIVE names(id, rest, n) AS (SELECT id, inspectors || '、', 0 FROM {VISIT}
        UNION ALL SELECT id, substr(rest, instr(rest, '、') + 1), n + 1 FROM names WHERE rest != '')
        SELECT coalesce(sum(m), 0) FROM (SELECT max(n) AS m FROM names GROUP BY id)""",
    "failed_items": f"SELECT coalesce(sum(hazards_found), 0) FROM {VISIT}",
    "self_checks": f"SELECT count(*) FROM {VISIT} AND kind = 'self_check'",
    "self_checks_led": f"SELECT count(*) FROM {VISIT} AND kind = 'self_check' AND led_by_principal",
    "opening": f"SELECT coalesce(sum(step), 0) FROM {STORY} WHERE day < :a",
    "found": f"SELECT count(*) FROM {FOUND}",
    "found_general": f"SELECT count(*) FROM {FOUND} AND level = 'general'",
    "found_major": f"SELECT count(*) FROM {FOUND} AND level != 'general'",
    "reopened": f"SELECT count(*) FROM {STORY} WHERE what = 'reopened' AND day >= :a AND day <= :b",
    "closed": f"SELECT count(*) FROM {STORY} WHERE what = 'closed' AND day >= :a AND day <= :b",
    "merged": f"SELECT count(*) FROM {STORY} WHERE what = 'merged' AND day >= :a AND day <= :b",
    "voided": f"SELECT count(*) FROM {STORY} WHERE what = 'void' AND day >= :a AND day <= :b",
    "fixed_on_spot": f"SELECT count(*) FROM hazard WHERE {ALIVE} AND immediate_fix AND closed_on >= :a AND closed_on <= :b",
    "closing": f"SELECT coalesce(sum(step), 0) FROM {STORY} WHERE day <= :b",
    "closing_major": f"SELECT count(*) FROM hazard WHERE level != 'general' AND id IN ({OPEN_AT_END})",
    "overdue": f"SELECT count(*) FROM hazard WHERE :b > deadline AND id IN ({OPEN_AT_END})",
    "repeated": f"SELECT count(repeat_of) FROM {FOUND}",
    "source.": f"SELECT count(*) FROM {FOUND} AND source = :code",
    "category.": f"SELECT count(*) FROM {FOUND} AND category = :code",
    "orders": f"SELECT count(*) FROM supervision_order WHERE {ALIVE} AND issued_on >= :a AND issued_on <= :b",
    "order.": f"SELECT count(*) FROM supervision_order WHERE {ALIVE} AND issued_on >= :a AND issued_on <= :b AND action = :code",
    "orders_open": f"SELECT count(*) FROM supervision_order WHERE {ALIVE} AND issued_on <= :b AND coalesce(cleared_on, '9') > :b",
    "risk.": f"SELECT count(*) FROM risk WHERE {ALIVE} AND coalesce(closed_on, '9') > :b AND ({LEVEL}) = :code",
    "risks_new": f"SELECT count(*) FROM (SELECT id, min(day) AS d FROM ({ASSESSED}) GROUP BY id) WHERE d >= :a AND d <= :b",
    "risks_lowered": f"SELECT count(*) FROM ({ASSESSED}) WHERE outcome IN ('lowered', 'reduced') AND day >= :a AND day <= :b",
    "risks_closed": f"SELECT count(*) FROM risk WHERE {ALIVE} AND closed_on >= :a AND closed_on <= :b",
    "drills_planned": f"SELECT count(*) FROM drill_plan WHERE {ALIVE} AND status IN ('planned', 'prepared', 'held') AND planned_on >= :a AND planned_on <= :b",
    "drills": f"SELECT count(*) FROM drill WHERE {ALIVE} AND date >= :a AND date <= :b",
    "drill_people": f"SELECT coalesce(sum(participants), 0) FROM drill WHERE {ALIVE} AND date >= :a AND date <= :b",
    "trainings": f"SELECT count(*) FROM {TRAINED} AND kind <> 'publicity'",
    "trained": f"SELECT coalesce(sum(headcount), 0) FROM {TRAINED} AND kind <> 'publicity'",
    "publicity": f"SELECT count(*) FROM {TRAINED} AND kind = 'publicity'",
    "leaflets": f"SELECT coalesce(sum(leaflets), 0) FROM {TRAINED}",
    "meetings": f"SELECT count(*) FROM document WHERE {ALIVE} AND kind = 'minutes' AND dated >= :a AND dated <= :b",
    "studies": f"SELECT count(*) FROM document WHERE {ALIVE} AND kind = 'study' AND dated >= :a AND dated <= :b",
    "tips_accepted": f"SELECT count(*) FROM tip WHERE {ALIVE} AND screening = 'accept' AND screened_on >= :a AND screened_on <= :b",
    "tips_confirmed": f"SELECT count(*) FROM tip WHERE {ALIVE} AND verify_result IN ('true', 'partly') AND verified_on >= :a AND verified_on <= :b",
    "tips_closed": f"SELECT count(*) FROM tip WHERE {ALIVE} AND closed_on >= :a AND closed_on <= :b",
    "accidents": f"SELECT count(*) FROM {ACCIDENT}",
    "dead": f"SELECT coalesce(sum(final_dead), 0) FROM {ACCIDENT}",
    "injured": f"SELECT coalesce(sum(final_serious), 0) FROM {ACCIDENT}",
    "funds": f"SELECT printf('%.2f', coalesce(sum(funds_spent), 0)) FROM hazard WHERE {ALIVE} AND status = 'closed' AND rectified_on >= :a AND rectified_on <= :b",
    "tasks_due": f"SELECT count(*) FROM task WHERE {ALIVE} AND due >= :a AND due <= :b",
    "tasks_done": f"SELECT count(*) FROM task WHERE {ALIVE} AND due >= :a AND due <= :b AND status = 'done'",
    "tasks_finished": f"SELECT count(*) FROM task WHERE {ALIVE} AND done_on >= :a AND done_on <= :b AND status = 'done'",
    "tasks_overdue": f"SELECT count(*) FROM task WHERE {ALIVE} AND due < :b AND coalesce(done_on, '9') > :b",
}  # fmt: skip


@pytest.fixture
def full_office(office: Office) -> Office:
    """A year of records in the ledger of 章浜社区."""
    SampleYear(office).write()
    return office


def pencil(office: Office, key: str, span: Span) -> Decimal:
    """The same figure, counted by hand."""
    name, _, code = key.partition(".")
    statement = PENCIL[name + "." if code else name]
    bound = {"a": span.first, "b": span.last, "code": code}
    known = {each: value for each, value in bound.items() if f":{each}" in statement}
    return Decimal(str(office.store.reader().execute(statement, known).fetchone()[0]))


def test_every_figure_of_every_month_of_a_year_equals_a_count_by_hand(full_office: Office) -> None:
    differing, sums = [], dict.fromkeys((each.key.split(".")[0] for each in all_figures()), Decimal(0))
    for month in MONTHS:
        first, last = month_bounds(month, 25)
        spans = {MONTH: Span(first, last), YEAR: Span(year_start(month, 25), last)}
        found = measured(full_office.store.reader(), spans)
        for (key, name), value in found.items():
            by_hand = pencil(full_office, key, spans[name])
            sums[key.split(".")[0]] += value.value
            differing += [(month, key, name, value.text, by_hand)] if value.value != by_hand else []
        for name in spans:
            assert balances({key: found[key, name].value for key in BALANCE})
            assert offending_hazards(full_office.store.reader(), spans[name]) == []
    assert differing == []
    never = {key for key, total in sums.items() if not total}
    assert never == set()  # every figure was really counted


def test_the_identity_counts_as_the_counts_of_hazards_do(full_office: Office) -> None:
    reader, span = full_office.store.reader(), Span("2026-05-26", "2026-06-25")
    counts = hazard_counts(reader, span.first, span.last)
    found = [int(measured_one(reader, key, span).value) for key in BALANCE]
    assert found == [counts.opening, counts.found, counts.reopened, counts.closed, counts.merged, counts.voided, counts.closing]  # fmt: skip


def test_a_figure_names_the_records_behind_it(office: Office) -> None:
    inside = office.add("hazard", factories.hazard(found_on="2026-11-25"))
    office.add("hazard", factories.hazard(found_on="2026-11-26"))
    gone = office.add("hazard", factories.hazard())
    office.retire("hazard", [gone["id"]])
    found = measured_one(office.store.reader(), "found", Span(*month_bounds("2026-11", 25)))
    assert (found.text, found.ids) == ("1", (inside["id"],))
    assert len(found.ids_sha256) == 64
    by_category = measured_one(office.store.reader(), "category.FIRE", Span(*month_bounds("2026-11", 25)))
    assert by_category.ids == found.ids


def test_a_hazard_whose_dates_contradict_each_other_is_named(office: Office) -> None:
    span = Span(*month_bounds("2026-11", 25))
    hazard = office.add("hazard", factories.hazard())
    assert offending_hazards(office.store.reader(), span) == []
    spoil = "UPDATE hazard SET status = 'closed', closed_on = ? WHERE id = ?"
    for day in (None, "2026-11-01"):  # as a ledger that was taken over from elsewhere may have it
        office.write(lambda tx, day=day: tx.execute(spoil, (day, hazard["id"])), "改坏")
        assert offending_hazards(office.store.reader(), span) == [(hazard["id"], hazard["no"])]


def test_an_unknown_figure_is_a_key_error() -> None:
    assert figure("risk.red").label == "期末在管重大"
    with pytest.raises(KeyError):
        figure("nothing")
