from __future__ import annotations

from typing import Any

import pytest

from desktop.office import Office
from desktop.premises_file import close_premises, ending_word, open_records, print_file, read_file
from tests import factories


@pytest.fixture
def shop(office: Office) -> dict[str, Any]:
    return office.add("premises", factories.premises())


def test_a_file_tells_what_is_owed_and_what_is_near(office: Office, shop: dict[str, Any]) -> None:
    office.add("premises", factories.premises(name="隔壁"))
    office.add("drill", factories.drill(premises=shop["id"]))
    file = read_file(office, shop["id"])
    drill, check = file.duties
    assert drill.sentence.startswith("疏散演练（每年一次）：上次 2026-11-09，下次最迟 2027-12-31")
    assert "还没有记录" in check.sentence and not (drill.is_overdue or check.is_overdue)
    assert [(word, twin.name) for word, twin in file.same_ground] == [("同一地址", "隔壁")]


def test_closed_premises_owe_nothing(office: Office, shop: dict[str, Any]) -> None:
    office.act("premises", shop["id"], "close", {"closed_on": "2026-11-20", "status_note": "停"})
    assert read_file(office, shop["id"]).duties == ()


def test_only_kinds_with_open_records_are_asked_about(office: Office, shop: dict[str, Any]) -> None:
    assert open_records(office, shop["id"]) == {}
    office.add("risk", factories.risk(premises=shop["id"]))
    assert list(open_records(office, shop["id"])) == ["risk"]
    assert (ending_word("risk"), ending_word("drill_plan")) == ("关闭风险", "取消")


def test_closing_is_one_operation_in_the_history_of_each_record(office: Office, shop: dict[str, Any]) -> None:
    risk = office.add("risk", factories.risk(premises=shop["id"]))
    typed = {"closed_on": "2026-11-20", "status_note": "停"}
    close_premises(office, shop, "move_out", typed, {"risk": "场所迁出"})
    assert office.history("premises", shop["id"])[0].operation == "场所迁出"
    assert office.history("risk", risk["id"])[0].operation == "场所迁出"


def test_the_file_is_printed_with_everything_that_hangs_on_it(office: Office, shop: dict[str, Any]) -> None:
    few = print_file(office, shop["id"])
    for _ in range(40):
        office.add("hazard", factories.planned_hazard(premises=shop["id"]))
    assert few.pages < print_file(office, shop["id"]).pages
