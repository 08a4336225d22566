"""The words by which a spreadsheet names other records find these records again, and only these."""

from __future__ import annotations

import pytest

from db.sheet_rows import longest_text, reference_words, some_columns
from db.spec import HAZARD
from db.typed_values import find_reference
from desktop.office import Office
from tests import factories


def words(office: Office, table: str, *ids: str) -> list[str]:
    found = reference_words(office.store.reader(), table, ids)
    return [found[each] for each in ids]


def test_a_name_that_one_record_has_stands_for_it_and_a_shared_one_gives_way_to_the_number(
    office: Office,
) -> None:
    names = ("老张面馆", "商铺", "商铺", "CS-2026-0001", "字" * 61)
    ids = [office.add("premises", factories.premises(name=each, usc=None))["id"] for each in names]
    found = words(office, "premises", *ids)
    assert found == ["老张面馆", "CS-2026-0002", "CS-2026-0003", "CS-2026-0004", "CS-2026-0005"]
    connection = office.store.reader()
    assert [find_reference(connection, "premises", each) for each in found] == ids


def test_a_record_in_the_recycle_bin_is_named_by_its_number_and_one_without_by_its_id(office: Office) -> None:
    retired = office.add("premises", factories.premises())["id"]
    office.retire("premises", [retired])
    twins = [office.add("person", {"name": "王小明", "post": "网格员"})["id"] for _ in range(2)]
    assert words(office, "premises", retired) == ["CS-2026-0001"]
    assert words(office, "person", *twins) == twins


def test_a_hazard_is_named_by_its_number_for_its_description_is_no_name(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())["id"]
    assert words(office, "hazard", hazard) == ["YH-2026-0001"]


def test_only_the_columns_that_go_out_are_read_in_the_order_asked(office: Office) -> None:
    first, second = (office.add("hazard", factories.hazard(funds=each))["id"] for each in ("0.5", None))
    found = some_columns(
        office.store.reader(), HAZARD, [second, "gone", first], ["no", "funds", "immediate_fix"]
    )
    assert [(each["id"], each["no"], each["funds"]) for each in found] == [
        (second, "YH-2026-0002", None), (first, "YH-2026-0001", "0.5"),
    ]  # fmt: skip
    assert set(found[0]) == {"id", "no", "funds", "immediate_fix"}


@pytest.mark.parametrize(("table", "longest"), [("hazard", 0), ("risk", 0)])
def test_an_empty_table_has_no_longest_text(office: Office, table: str, longest: int) -> None:
    name = {"hazard": "extensions", "risk": "measures"}[table]
    assert longest_text(office.store.reader(), table, name) == longest
