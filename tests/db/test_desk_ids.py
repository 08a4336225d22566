"""What waits on the work table for a reason that no field holds."""

from __future__ import annotations

import pytest

from db.desk_ids import premises_with_papers_until, returned_records
from desktop.office import Office
from tests import factories


@pytest.mark.parametrize(
    "papers",
    [
        {"licences": [{"kind": "营业执照"}, {"kind": "许可证", "expires_on": "2026-12-01"}]},
        {"lessees": [{"name": "张三", "ends_on": "2026-12-01"}]},
        {"lift_next_inspection_on": "2026-12-01"},
        {"standardisation_level": "三级", "standardisation_expires_on": "2026-12-01"},
    ],
)
def test_premises_are_found_by_whatever_ends_first(office: Office, papers: dict[str, object]) -> None:
    place = office.add("premises", factories.premises(**papers))
    office.add("premises", factories.premises(name="没有证照的店", address="别处1号"))
    connection = office.store.reader()
    assert premises_with_papers_until(connection, "2026-11-30") == []
    assert premises_with_papers_until(connection, "2026-12-01") == [place["id"]]


def test_nothing_was_sent_back_before_the_first_package(office: Office) -> None:
    assert returned_records(office.store.reader()) == []
