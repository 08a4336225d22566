from __future__ import annotations

import pytest

from db.spec.query import Query, Sort
from desktop.office import Office
from desktop.stored_rows import StoredRows
from tests import factories


@pytest.mark.parametrize("count", [0, 3, 2100])
def test_records_come_in_the_order_of_their_ids_however_often_they_are_read(
    office: Office, count: int
) -> None:
    office.register_all("hazard", [factories.hazard() for _ in range(count)])
    ids = office.ids("hazard", Query(sort=(Sort("updated_at"),)))
    rows = StoredRows(office, "hazard", ids)
    assert len(rows) == len(ids) and bool(rows) is bool(ids)
    for _ in range(2):
        assert [each["id"] for each in rows] == ids
    if ids:
        assert rows[-1]["id"] == ids[-1]
        assert [each["id"] for each in rows[1:3]] == ids[1:3]


def test_a_long_ledger_prints_all_its_records(office: Office) -> None:
    from desktop.documents import hazard_ledger

    office.register_all("hazard", [factories.hazard() for _ in range(2100)])
    trace = hazard_ledger(office).trace
    assert trace and trace.record_count == 2100
    assert len({row.record_id for page in trace.pages for row in page.rows}) == 2100
