"""What a clause has to show: its tasks by year and the records that prove it."""

from __future__ import annotations

from db.clause_counts import ALL_YEARS
from desktop import programme
from desktop.office import Office
from tests import factories


def test_a_clause_counts_its_tasks_and_the_records_that_prove_it_by_year(office: Office) -> None:
    programme.make_year_tasks(office, "", 2026)
    office.add("drill", factories.drill())
    office.add("drill", factories.drill(date="2025-11-09", starts_at=None, ends_at=None))
    office.add("document", factories.document(title="演练通知", clause="T21"))
    plan = programme.programme_of(office, "")
    (standing,) = programme.standings(office, plan, ["T21"])
    assert standing.tasks[2026] == (4, 0, 2) and standing.tasks[2024] == (0, 0, 0)
    counts = {proof.word: proof.counts for proof in standing.proofs}
    assert (counts["演练"][2025], counts["演练"][2026], counts["演练"][ALL_YEARS]) == (1, 1, 2)
    assert counts["按本条归档的资料"][2024] == 1


def test_a_plan_that_was_not_used_yet_can_be_looked_at(office: Office) -> None:
    plan = programme.programme_of(office, "")
    assert plan["id"] == "" and len(programme.standings(office, plan)) == len(plan["clauses"])
    assert {proof.table for each in programme.standings(office, plan) for proof in each.proofs} >= {
        "hazard",
        "drill",
    }
