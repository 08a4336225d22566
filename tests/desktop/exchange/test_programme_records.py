"""What a package carries of a programme, its tasks and reviews is what the street's check lets in."""

from __future__ import annotations

import pytest

from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop import programme
from desktop.exchange.schema import check_record, wire_record
from desktop.office import Office
from tests import factories


@pytest.mark.parametrize("table", ["programme", "task", "period_review"])
def test_programme_tasks_and_reviews_pass_the_check_of_a_package(office: Office, table: str) -> None:
    made = programme.make_year_tasks(office, "", 2026)
    row = programme.evidence_row("drill", office.add("drill", factories.drill()))
    office.act("task", made[0]["id"], "submit", {"result": "已完成", "evidence": [row]})
    office.act("task", made[0]["id"], "confirm", {"confirmed_by": factories.LEAD})
    office.add("period_review", factories.period_review())
    records = office.rows(table, office.ids(table, Query()))
    assert records
    for record in records:
        wire = wire_record(RECORD_TYPES[table], record)
        assert check_record(table, wire, factories.COMMITTEE_CODE) == [], record["no"]
