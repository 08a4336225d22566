"""Records that are registered by the thousand: written in blocks, and yet as if each had been written at once."""

from __future__ import annotations

from typing import Any

import pytest

from db import records
from db.change_log import history, verify_chain
from db.importing import taken_back
from db.integrity import find_damage
from db.settings import keep_setting
from db.spec.query import Query
from db.store import Transaction
from db.typed_values import find_reference
from desktop.office import Office
from tests import factories

MANY = 1200  # more than one block


def register(tx: Transaction, table: str = "hazard", **changes: Any) -> dict[str, Any]:
    typed = factories.premises(**changes) if table == "premises" else factories.hazard(**changes)
    return records.register(tx, table, typed, factories.COMMITTEE_CODE)


def numbers(office: Office) -> list[str]:
    return sorted(each["no"] for each in office.rows("hazard", office.ids("hazard", Query())))


def test_thousands_of_records_are_whole_numbered_and_chained(office: Office) -> None:
    register_one = lambda tx: register(tx)  # noqa: E731
    first = office.write(register_one, "新增")

    def work(tx: Transaction) -> list[dict[str, Any]]:
        with tx.gathering():
            return [register(tx, description=f"第{place}处") for place in range(MANY)]

    made = office.write(work, "导入")
    last = office.write(register_one, "新增")
    assert numbers(office) == [f"YH-2026-{place:04d}" for place in range(1, MANY + 3)]
    assert (first["no"], last["no"]) == ("YH-2026-0001", f"YH-2026-{MANY + 2:04d}")
    assert office.rows("hazard", [made[700]["id"]])[0]["description"] == "第700处"
    (entry,) = history(office.store.reader(), "hazard", made[700]["id"])
    assert (entry.after["no"], entry.after["description"]) == (made[700]["no"], "第700处")
    assert verify_chain(office.store.reader()) is None
    assert list(find_damage(office.store.reader(), office.attachments)) == []


def test_whoever_looks_at_the_database_meanwhile_finds_everything_written(office: Office) -> None:
    def work(tx: Transaction) -> tuple[object, object, str | None]:
        with tx.gathering():
            place = register(tx, "premises", name="阿强饭店")
            counted = tx.execute("SELECT count(*) FROM premises").fetchone()[0]
            later = register(tx, premises="阿强饭店")  # named by what still waited a moment ago
            return (
                counted,
                later["premises"] == place["id"],
                find_reference(tx.connection, "hazard", later["no"]),
            )

    counted, is_found, by_number = office.write(work, "导入")
    assert (counted, is_found) == (1, True)
    assert by_number is not None


def test_a_change_among_new_records_keeps_the_chain_and_the_numbers(office: Office) -> None:
    def work(tx: Transaction) -> None:
        with tx.gathering():
            early = register(tx)
            records.change(tx, "hazard", early["id"], {"note": "补充"})
            keep_setting(tx, "分管", "陈建国")
            register(tx)

    office.write(work, "导入")
    assert numbers(office) == ["YH-2026-0001", "YH-2026-0002"]
    assert verify_chain(office.store.reader()) is None


def test_what_is_taken_back_among_new_records_leaves_nothing_behind(office: Office) -> None:
    def work(tx: Transaction) -> None:
        with tx.gathering():
            register(tx)
            with taken_back(tx):
                register(tx)
                register(tx)
            register(tx)

    office.write(work, "导入")
    assert numbers(office) == ["YH-2026-0001", "YH-2026-0002"]
    assert verify_chain(office.store.reader()) is None


def test_a_failure_in_the_middle_keeps_nothing_and_gives_its_numbers_back(office: Office) -> None:
    def work(tx: Transaction) -> None:
        with tx.gathering():
            for _ in range(MANY):
                register(tx)
            raise KeyError("the power went")

    with pytest.raises(KeyError):
        office.write(work, "导入")
    assert numbers(office) == []
    office.write(lambda tx: register(tx), "新增")
    assert numbers(office) == ["YH-2026-0001"]
    assert verify_chain(office.store.reader()) is None
