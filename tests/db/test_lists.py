from __future__ import annotations

from typing import Any

import pytest

from db.report_states import report_states
from db.spec.query import Query, Sort
from db.store import Store
from desktop.office import Office
from tests import factories


def texts(office: Office, table: str, query: Query, field: str) -> list[Any]:
    return [row[field] for row in office.rows(table, office.ids(table, query))]


def found(office: Office, words: str) -> list[str]:
    return sorted(texts(office, "hazard", Query(search=words), "location"))


@pytest.fixture
def places(office: Office) -> Office:
    for location, description in (
        ("A栋１０１", "通道堆物100%，见附件_1"),
        ("B栋", "燃气软管\\接头老化"),
        ("C栋", "通道上锁 燃气报警器缺失"),
        ("䶮㐂路", "飞线充电"),
    ):
        office.add("hazard", factories.hazard(location=location, description=description, category="其他"))
    return office


@pytest.mark.parametrize(
    ("words", "locations"),
    [
        ("通道", ["A栋101", "C栋"]),
        ("燃气", ["B栋", "C栋"]),
        ("通道 燃气", ["C栋"]),
        ("燃气\u3000通道", ["C栋"]),
        ("充", ["䶮㐂路"]),
        ("100%", ["A栋101"]),
        ("%", ["A栋101"]),
        ("_", ["A栋101"]),
        ("件_1", ["A栋101"]),
        ("件%1", []),
        ("\\接", ["B栋"]),
        ("\\", ["B栋"]),
        ("Ａ栋", ["A栋101"]),
        ("a栋", ["A栋101"]),
        ("１０１", ["A栋101"]),
        ("㐂", ["䶮㐂路"]),
        ("没有", []),
        ("'", []),
        ("YH-2026-0003", ["C栋"]),
        ("yh-2026-0003", ["C栋"]),
        ("村居巡查 飞线", ["䶮㐂路"]),
    ],
)
def test_a_search_finds_every_word_literally(places: Office, words: str, locations: list[str]) -> None:
    assert found(places, words) == locations
    assert places.count("hazard", Query(search=words)) == len(locations)


def test_no_words_find_everything(places: Office) -> None:
    assert places.count("hazard", Query(search=" \u3000")) == 4
    assert places.count("hazard", Query(search="\u200b")) == 4


def test_the_newest_number_comes_first(places: Office) -> None:
    assert texts(places, "hazard", Query(), "no") == [f"YH-2026-000{place}" for place in (4, 3, 2, 1)]
    ascending = Query(sort=(Sort("no"),))
    assert texts(places, "hazard", ascending, "no") == [f"YH-2026-000{place}" for place in (1, 2, 3, 4)]


@pytest.fixture
def risks(office: Office) -> Office:
    for likelihood, severity in ((2, 3), (5, 5), (3, 4), (3, 5)):
        office.add("risk", factories.risk(likelihood=str(likelihood), severity=str(severity)))
    return office


def test_risks_sort_by_the_order_of_their_levels(risks: Office) -> None:
    levels = texts(risks, "risk", Query(sort=(Sort("level_final"),)), "level_final")
    assert levels == ["red", "orange", "yellow", "blue"]
    downwards = texts(risks, "risk", Query(sort=(Sort("level_final", descending=True),)), "level_final")
    assert downwards == ["blue", "yellow", "orange", "red"]


def test_scores_sort_as_numbers(risks: Office) -> None:
    assert texts(risks, "risk", Query(sort=(Sort("score"),)), "score") == ["6", "12", "15", "25"]


def test_what_is_empty_sorts_last_either_way(office: Office) -> None:
    for deadline in (None, "2026-12-01", "2026-11-30"):
        office.add("hazard", factories.planned_hazard(deadline=deadline))
    for is_descending in (False, True):
        query = Query(sort=(Sort("deadline", is_descending),))
        assert texts(office, "hazard", query, "deadline")[-1] is None


def test_a_column_of_references_sorts_by_what_it_shows(office: Office) -> None:
    shops = {
        name: office.add("premises", factories.premises(name=name))["id"] for name in ("丙店", "甲店", "乙店")
    }
    for shop in shops.values():
        office.add("hazard", factories.hazard(premises=shop))
    ids = texts(office, "hazard", Query(sort=(Sort("premises"),)), "premises")
    assert [office.title("premises", each) for each in ids] == ["丙店", "甲店", "乙店"]  # bing, jia, yi


def test_several_sort_keys_apply_in_order(risks: Office) -> None:
    query = Query(sort=(Sort("likelihood", descending=True), Sort("severity")))
    rows = risks.rows("risk", risks.ids("risk", query))
    assert [(row["likelihood"], row["severity"]) for row in rows] == [
        ("5", "5"),
        ("3", "4"),
        ("3", "5"),
        ("2", "3"),
    ]


def test_choices_filter_by_any_of_the_codes(risks: Office) -> None:
    assert risks.count("risk", Query(choices={"level_final": ("red", "orange")})) == 2
    assert risks.count("risk", Query(choices={"level_final": ("red",), "method": ("lec",)})) == 0
    assert risks.count("risk", Query(choices={"level_final": ()})) == 4
    assert risks.count("risk", Query(choices={"accident_types": ("2025-06", "2025-27")})) == 4
    assert risks.count("risk", Query(choices={"accident_types": ("2025-27",)})) == 0


def test_an_unknown_field_is_no_filter(risks: Office) -> None:
    for query in (Query(choices={"1=1; --": ("a",)}), Query(references={"x": "y"}), Query(sort=(Sort("x"),))):
        with pytest.raises(KeyError):
            risks.ids("risk", query)


def test_a_period_filters_by_the_day_of_the_record(office: Office) -> None:
    for day in ("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01"):
        office.add("hazard", factories.hazard(found_on=day))
    november = Query(date_from="2026-11-01", date_to="2026-11-30", sort=(Sort("found_on"),))
    assert texts(office, "hazard", november, "found_on") == ["2026-11-01", "2026-11-30"]


def test_open_overdue_and_due_soon(office: Office) -> None:
    for deadline in ("2026-11-22", "2026-11-23", "2026-11-30", None):
        office.add("hazard", factories.planned_hazard(deadline=deadline))
    photos = [factories.attachment(1)]
    office.register_fixed(factories.hazard() | factories.fix_on_spot(photos, photos))
    assert office.count("hazard", Query(is_open=True)) == 4
    assert office.count("hazard", Query(is_open=False)) == 1
    assert office.count("hazard", Query(statuses=("closed", "rectifying"))) == 1
    assert texts(office, "hazard", Query(is_overdue=True), "deadline") == ["2026-11-22"]
    due = texts(office, "hazard", Query(due_by="2026-11-29"), "deadline")
    assert sorted(due) == ["2026-11-22", "2026-11-23"]


def test_a_type_without_deadline_or_day_has_none_overdue_and_none_in_a_period(office: Office) -> None:
    office.add("premises", factories.premises())
    assert office.count("premises", Query(is_overdue=True)) == 0
    assert office.count("premises", Query(date_to="2099-12-31")) == 0
    assert office.count("person", Query(is_open=True)) == 0


def test_references_filter_by_record(office: Office) -> None:
    shop = office.add("premises", factories.premises())
    office.add("hazard", factories.hazard(premises="老张面馆"))
    office.add("hazard", factories.hazard())
    assert office.count("hazard", Query(references={"premises": shop["id"]})) == 1


def test_what_is_in_the_recycle_bin_is_listed_apart(office: Office) -> None:
    kept, gone = (office.add("hazard", factories.hazard())["id"] for _ in range(2))
    office.retire("hazard", [gone], "登记重复")
    assert office.ids("hazard", Query()) == [kept]
    assert office.ids("hazard", Query(is_retired=True, sort=(Sort("retired_at", True),))) == [gone]


def test_rows_come_in_the_order_asked_for_and_over_many_blocks(office: Office) -> None:
    office.register_all("hazard", [factories.hazard() for _ in range(1203)])
    ids = office.ids("hazard", Query(sort=(Sort("no"),)))
    assert [row["id"] for row in office.rows("hazard", [*ids, "gone"])] == ids
    assert len(office.titles("hazard", ids)) == 1203


def seal(store: Store, record: dict[str, Any], rev: int, *, is_reported: bool) -> None:
    def work(tx: Any) -> None:
        tx.execute(
            "INSERT OR IGNORE INTO sealed_package VALUES ('P', 1, 1, '2026-11', '',"
            " '', 0, x'', x'', x'', x'', x'', '',"
            " NULL,"
            " NULL, '')"
        )
        tx.execute("INSERT INTO sealed_record VALUES ('P', 'hazard', ?, ?)", (record["id"], rev))
        if is_reported:
            tx.execute("INSERT INTO reported_record VALUES (?, 'hazard', ?, 'P')", (record["id"], rev))

    store.write(work, who="王芳", operation="封包")


def test_a_record_says_how_far_it_is_on_its_way_to_the_street(office: Office) -> None:
    fresh, sealed, reported, changed = office.register_all("hazard", [factories.hazard() for _ in range(4)])
    seal(office.store, sealed, 1, is_reported=False)
    seal(office.store, reported, 1, is_reported=True)
    seal(office.store, changed, 1, is_reported=True)
    office.change("hazard", changed["id"], {"note": "补充"})
    states = {
        each["id"]: each["report_state"] for each in office.rows("hazard", office.ids("hazard", Query()))
    }
    assert [states[each["id"]] for each in (fresh, sealed, reported, changed)] == [
        "unreported",
        "sealed",
        "reported",
        "changed",
    ]
    assert office.ids("hazard", Query(report_state="sealed")) == [sealed["id"]]
    assert office.ids("hazard", Query(report_state="reported")) == [reported["id"]]
    unreported = office.ids("hazard", Query(report_state="unreported"))
    assert set(unreported) == {fresh["id"], changed["id"]}
    assert report_states(office.store.reader(), []) == {}


def test_chinese_names_are_sorted_by_their_pinyin(office: Office) -> None:
    names = ["张记面馆", "阿强饭店", "李家小店", "陈氏诊所", "王府超市", "宝山仓库"]
    for name in names:
        office.add("premises", factories.premises(name=name))
    rows = office.rows("premises", office.ids("premises", Query(sort=(Sort("name"),))))
    assert [each["name"][0] for each in rows] == ["阿", "宝", "陈", "李", "王", "张"]


def test_a_limit_gives_the_first_of_the_same_list(places: Office) -> None:
    for query in (Query(), Query(search="通道"), Query(sort=(Sort("description"),))):
        everything = places.ids("hazard", query)
        for limit in (0, 1, 2, 9):
            assert places.ids("hazard", query, limit) == everything[:limit]


def test_only_the_records_that_a_query_asks_for_are_among_it(places: Office) -> None:
    found, everything = places.ids("hazard", Query(search="通道")), places.ids("hazard", Query())
    many = [*everything, *(f"{number:026}" for number in range(1200))]
    assert places.ids_among("hazard", Query(search="通道"), many) == set(found)
    assert places.ids_among("hazard", Query(search="通道"), []) == set()


def test_a_list_limited_to_chosen_records_holds_them_and_no_others(office: Office) -> None:
    ids = [office.add("hazard", factories.hazard(description=f"第{n}处"))["id"] for n in range(4)]
    assert set(office.ids("hazard", Query(only=(ids[0], ids[2])))) == {ids[0], ids[2]}
    assert office.ids("hazard", Query(only=())) == []
    assert office.ids_among("hazard", Query(only=(ids[1],)), ids) == {ids[1]}


def test_yes_and_no_are_told_apart(office: Office) -> None:
    premises = office.add("premises", factories.premises())["id"]
    own = office.add("inspection", factories.inspection(premises, kind="企业自查", led_by_principal="是"))[
        "id"
    ]
    other = office.add("inspection", factories.inspection(premises))["id"]
    assert office.ids("inspection", Query(choices={"led_by_principal": ("1",)})) == [own]
    assert office.ids("inspection", Query(choices={"led_by_principal": ("0",)})) == [other]


def test_records_that_have_something_in_a_field_are_found(office: Office) -> None:
    first = office.add("hazard", factories.hazard())
    again = office.add("hazard", factories.hazard(repeat_of=first["no"]))
    assert office.ids("hazard", Query(filled=("repeat_of",))) == [again["id"]]
    with pytest.raises(KeyError):
        office.ids("hazard", Query(filled=("weather",)))


def test_open_orders_are_derived_for_the_rows_of_a_list(office: Office) -> None:
    first, second = (office.add("hazard", factories.hazard()) for _ in range(2))
    for _ in range(2):
        office.add("supervision_order", factories.supervision_order(hazard=first["id"]))
    rows = office.rows("hazard", [first["id"], second["id"]])
    assert [each.get("open_orders") for each in rows] == [2, None]
