"""What an import asks the ledger: which rows are there, which numbers, which people; and taking a row back."""

from __future__ import annotations

from db.importing import ids_by_number, key_of, known_people, rows_by_key, taken_back
from db.records import register, retire
from db.spec import HAZARD
from db.spec.query import Query
from desktop.office import Office
from tests import factories

NAMES = ("location", "found_on", "description")


def test_rows_are_found_by_their_key_and_not_from_the_recycle_bin(office: Office) -> None:
    kept, gone = (office.add("hazard", factories.hazard(location=place)) for place in ("一号楼", "二号楼"))
    office.retire("hazard", [gone["id"]])
    found = rows_by_key(office.store.reader(), "hazard", NAMES)
    assert found == {key_of(HAZARD, kept, NAMES): [kept["id"]]}


def test_a_record_that_lacks_a_part_of_its_key_has_none(office: Office) -> None:
    kept = office.add("hazard", factories.suspected_major())
    assert key_of(HAZARD, kept, NAMES) == ()
    assert rows_by_key(office.store.reader(), "hazard", NAMES) == {}


def test_numbers_of_records_in_use_are_found(office: Office) -> None:
    kept = office.add("hazard", factories.hazard())
    gone = office.add("hazard", factories.hazard())
    office.store.write(lambda tx: retire(tx, "hazard", [gone["id"]], ""), who="王芳", operation="删除")
    numbers = [str(kept["no"]), str(gone["no"]), "YH-1999-0001"]
    assert ids_by_number(office.store.reader(), "hazard", numbers) == {kept["no"]: kept["id"]}


def test_people_of_the_committee_and_of_its_records_are_known_but_not_outsiders(office: Office) -> None:
    office.add("hazard", factories.planned_hazard(found_by="赵六", rect_person="店主"))
    people = known_people(office.store.reader())
    assert {"王芳", "陈建国", "赵六"} <= people
    assert "店主" not in people


def test_what_is_taken_back_leaves_no_number_behind(office: Office) -> None:
    def work(tx: object) -> None:
        with taken_back(tx):  # type: ignore[arg-type]
            register(tx, "hazard", factories.hazard(), factories.COMMITTEE_CODE)  # type: ignore[arg-type]
        register(tx, "hazard", factories.hazard(), factories.COMMITTEE_CODE)  # type: ignore[arg-type]

    office.write(work, "新增")
    (kept,) = office.rows("hazard", office.ids("hazard", Query()))
    assert kept["no"] == "YH-2026-0001"
