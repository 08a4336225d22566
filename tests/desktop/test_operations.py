from __future__ import annotations

import pytest

from db.clock import FixedClock
from db.packages import StreetOffice, keep_street_office
from desktop import operations
from desktop.office import Office
from desktop.operations import counts_words, list_operations, what_changed
from tests import factories


def trust(office: Office) -> None:
    street = StreetOffice(
        "310118001000", "夏阳街道办事处", 1, "s", "d", "t", office.clock.now().isoformat(), "王芳"
    )
    office.write(lambda tx: keep_street_office(tx, street), "登记街道登记表")


def test_what_stands_in_other_tables_is_listed_in_its_place_and_says_why_it_lasts(
    office: Office, clock: FixedClock
) -> None:
    office.add("hazard", factories.hazard())
    clock.moment = clock.moment.replace(hour=10)
    trust(office)
    clock.moment = clock.moment.replace(hour=11)
    office.add("premises", factories.premises())
    listed = list_operations(office)
    assert [each.name for each in listed] == [
        "新增场所", "登记街道登记表：夏阳街道办事处", "新增隐患", "建立台账",
    ]  # fmt: skip
    assert listed[1].why_lasting == "undo_not_trust"
    assert [each.name for each in list_operations(office, table="hazard")] == ["新增隐患"]
    assert [each.name for each in list_operations(office, before=listed[2])] == ["建立台账"]
    assert list_operations(office, who="李敏") == []


def test_an_operation_tells_its_records_and_what_became_of_their_fields(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    office.change("hazard", hazard["id"], {"note": "新的备注", "location": "三楼"})
    edit, added = list_operations(office)[:2]
    assert counts_words(edit) == "隐患 1 条"
    text = what_changed(office, edit)
    assert f"【隐患】{hazard['no']}" in text and f"位置：{hazard['location']} → 三楼" in text.replace(
        "具体", ""
    )
    assert "新登记" in what_changed(office, added)


def test_of_a_great_operation_the_first_records_are_told(office: Office) -> None:
    office.register_all("hazard", [factories.hazard(location=f"{place}号") for place in range(33)])
    assert what_changed(office, list_operations(office)[0]).endswith("……另有 3 条")


def test_deleting_names_the_batch_that_brings_the_records_back(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    batch, count = operations.retire(office, "hazard", [hazard["id"]], "登记重复")
    assert count == 1
    office.undo_operation(batch)
    assert office.get("hazard", hazard["id"])["retired_at"] is None


@pytest.mark.parametrize("table", ["hazard", ""])
def test_people_are_those_who_wrote(office: Office, table: str) -> None:
    assert operations.people(office) == ["王芳"]
    assert all(each.who == "王芳" for each in list_operations(office, table=table))
