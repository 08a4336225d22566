"""The four ledgers that committees handed in: how many rows, which values, which questions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from db.spec.query import Query, Sort
from desktop.importing.plan import Action, Import, open_file
from desktop.importing.questions import Asks
from desktop.importing.writing import try_out, write
from desktop.office import Office

FILES = Path(__file__).parents[2] / "data" / "spreadsheets"


def tried(office: Office, table: str, name: str) -> Import:
    work = open_file(office, table, FILES / name)
    try_out(work)
    return work


def asked(work: Import) -> Counter[tuple[str, str]]:
    """How many distinct values are asked, by field and by why."""
    return Counter((each.field.name, each.why.value) for each in work.questions())


def records_of(office: Office, table: str) -> list[dict[str, object]]:
    return office.rows(table, office.ids(table, Query(sort=(Sort("no"),))))


def test_the_hazard_ledger_comes_in_completely(office: Office) -> None:
    work = tried(office, "hazard", "隐患排查整改台账-2024.xlsx")
    assert (len(work.rows), work.count(Action.NEW), work.count(Action.REFUSED)) == (60, 60, 0)
    assert [(each.number, each.reason) for each in work.skipped] == [(64, "合计行"), (65, "签字或说明行")]
    assert asked(work) == {
        ("category", "source"): 15,
        ("level", "meaning"): 1,
        ("found_by", "missing"): 1,
        ("rect_unit", "evidence"): 1,
        ("rectified_on", "evidence"): 1,
        ("recheck_on", "evidence"): 1,
        ("recheck_by", "evidence"): 1,
        ("closed_by", "evidence"): 1,
    }
    outcome = write(work)
    assert (outcome.expected, outcome.read, outcome.written, outcome.refused) == (62, 60, 60, 0)
    found = records_of(office, "hazard")
    assert Counter(each["level"] for each in found) == {"general": 56, "suspected_major": 4}
    assert Counter(each["status"] for each in found) == {"registered": 60}
    first, last = found[0], found[-1]
    assert first["found_on"] == "2024-01-08" and first["deadline"] == "2024-01-15"
    assert (first["location"], first["rect_person"], first["category"]) == ("太来村冷库", "张建国", "GAS")
    assert first["note"] == (
        "已拍照\n导入自《隐患排查整改台账-2024.xlsx》台账第4行；联系电话：13800000000；整改情况：已整改；销号日期：2024-01-13"
    )
    assert (last["found_on"], last["deadline"]) == ("2024-03-07", "2024-03-14")
    assert [each["found_on"] for each in found] == sorted(str(each["found_on"]) for each in found)


def test_the_old_hazards_are_closed_when_the_clerk_says_who_rechecked_and_closed_them(office: Office) -> None:
    work = open_file(office, "hazard", FILES / "隐患排查整改台账-2024.xlsx")
    work.layout.constants |= {
        "rect_unit": "各责任场所", "rectified_on": "同销号日期", "recheck_on": "同销号日期", "recheck_by": "李秀英",
        "closed_by": "陈建国",
    }  # fmt: skip
    try_out(work)
    write(work)
    found = records_of(office, "hazard")
    # 45 were put right; two of these are rechecked by whom the table names as the one who put them right.
    states = Counter((each["level"], each["status"]) for each in found)
    assert states[("general", "closed")] + states[("general", "awaiting_recheck")] == 42
    assert states[("suspected_major", "awaiting_department")] == 0  # nobody committed to a plan with funds
    closed = next(each for each in found if each["status"] == "closed")
    assert closed["rectified_on"] == closed["recheck_on"] == closed["closed_on"]
    assert (closed["recheck_by"], closed["closed_by"], closed["recheck_result"]) == (
        "李秀英",
        "陈建国",
        "pass",
    )
    left = [each for each in found if each["status"] == "awaiting_recheck"]
    assert all(each["rect_person"] == "李秀英" and "没有登记“复查”" in str(each["note"]) for each in left)


def test_the_risk_inventory_comes_in_completely(office: Office) -> None:
    work = tried(office, "risk", "安全风险分级管控清单.xlsx")
    assert (len(work.rows), work.count(Action.REFUSED), len(work.skipped)) == (40, 0, 0)
    assert asked(work) == {
        ("category", "source"): 15,
        ("responsible_unit", "missing"): 1,
        ("assessed_on", "missing"): 1,
        ("assessors", "missing"): 1,
        ("override_reason", "missing"): 1,
    }
    assert write(work).written == 40
    found = records_of(office, "risk")
    assert Counter(each["level_final"] for each in found) == {
        "yellow": 14,
        "orange": 10,
        "blue": 13,
        "red": 3,
    }
    second = found[1]
    assert (second["method"], second["likelihood"], second["severity"], second["score"]) == (
        "ls",
        "2",
        "3",
        "6",
    )
    assert (second["level_calc"], second["level_final"], second["override_reason"]) == (
        "blue",
        "yellow",
        "沿用原表等级",
    )
    measures = second["measures"]
    assert isinstance(measures, list)
    assert [(row["kind"], row["text"], row["owner"]) for row in measures] == [
        ("human", "网格员每日巡查", "李秀英"),
        ("technical", "安装烟感报警", "李秀英"),
        ("engineering", "设置防火分隔", "李秀英"),
        ("managerial", "签订安全承诺书", "李秀英"),
    ]


def test_the_drill_register_comes_in_completely(office: Office) -> None:
    work = tried(office, "drill", "应急演练登记表.xls")
    assert (len(work.rows), work.count(Action.NEW), len(work.skipped)) == (18, 18, 0)
    questions = asked(work)
    assert (
        questions.pop(("commander", "person")) == 7
    )  # nobody of them is in the list of people yet; 王伟, 陈静 …
    assert questions == {
        ("scenario", "source"): 5,
        ("organiser", "missing"): 1,
        ("process", "missing"): 1,
        ("recorder", "missing"): 1,
    }
    assert write(work).written == 18
    found = records_of(office, "drill")
    first, second = found[0], found[1]
    assert (first["date"], first["starts_at"], first["participants"]) == (
        "2024-01-08",
        "2024-01-08T09:30",
        35,
    )
    assert (first["form"], first["scenario"], first["issues"]) == ("tabletop", "highrise_evacuation", None)
    assert (second["date"], second["starts_at"], second["form"]) == (
        "2024-01-27",
        "2024-01-27T14:30",
        "operational",
    )
    issues = second["issues"]
    assert isinstance(issues, list)
    assert issues[0]["text"] == "部分居民未用湿毛巾捂口鼻（改进措施：下次演练前培训）"
    assert sum(int(str(each["participants"])) for each in found) == 1134


def test_the_list_of_small_premises_comes_in_completely(office: Office) -> None:
    work = tried(office, "premises", "九小场所底册.csv")
    assert (len(work.rows), work.count(Action.NEW), len(work.skipped)) == (120, 120, 0)
    assert asked(work) == {("usc", "meaning"): 1}  # “无” is no credit code
    assert write(work).written == 120
    found = records_of(office, "premises")
    assert (found[0]["main_person"], found[0]["phone"], found[0]["area_m2"]) == (
        "沈阿妹、陆根生",
        "13900000000",
        "45",
    )
    assert [found[place]["area_m2"] for place in (1, 2, 7)] == ["45.5", "120", "60"]
    assert [found[place]["people_live_in"] for place in (0, 1, 2, 4)] == [None, True, False, False]
    assert found[6]["usc"] == "91310118MA1JLXXX0X" and found[6]["usc_status"] == "to_verify"
    assert Counter(each["type"] for each in found)["small_restaurant"] == 14


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("hazard", "隐患排查整改台账-2024.xlsx"),
        ("risk", "安全风险分级管控清单.xlsx"),
        ("drill", "应急演练登记表.xls"),
        ("premises", "九小场所底册.csv"),
    ],
)
def test_a_file_that_came_in_already_adds_nothing(office: Office, table: str, name: str) -> None:
    write(tried(office, table, name))
    again = tried(office, table, name)
    assert again.count(Action.UNCHANGED) == len(again.rows)
    assert again.chosen_rows() == []
    assert write(again).written == 0


def test_nothing_is_asked_twice_of_a_layout(office: Office) -> None:
    work = tried(office, "drill", "应急演练登记表.xls")
    for question in work.questions():
        if question.why is Asks.PERSON:
            work.layout.answers.setdefault("commander", {})[question.text] = "陈建国"
    try_out(work)
    write(work)
    again = open_file(office, "drill", FILES / "应急演练登记表.xls")
    assert again.layout.is_remembered
    try_out(again)
    assert ("commander", "person") not in asked(again)
