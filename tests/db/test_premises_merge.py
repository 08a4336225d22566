from __future__ import annotations

import json
from typing import Any

import pytest

from db import premises_merge, premises_parting
from db.change_log import history, verify_chain
from db.errors import AppError, InvalidRecord
from db.premises_merge import BOTH, GONE, KEPT, MERGED, differences, merged_into, moved_by_merging
from db.premises_parting import PARTED
from db.spec import RECORD_TYPES
from db.spec.query import Query
from desktop.office import Office
from tests import factories

Pair = tuple[dict[str, Any], dict[str, Any]]


@pytest.fixture
def pair(office: Office) -> Pair:
    """The same restaurant, registered twice; a risk, a hazard, an inspection, a drill and a plan hang on the second."""
    kept = office.add("premises", factories.premises(name="阿强饭店", flags="九小场所"))
    gone = office.add(
        "premises",
        factories.premises(name="阿强小饭店", usc=None, landlord="沈国荣", flags="瓶装液化气、出租/外包"),
    )
    office.add("hazard", factories.planned_hazard(premises=gone["no"]))
    office.add("risk", factories.risk(premises=gone["no"]))
    office.add("inspection", factories.inspection(gone["no"]))
    office.add("drill", factories.drill(premises=gone["no"]))
    office.add("drill_plan", factories.drill_plan(gone["no"]))
    office.add("premises", factories.premises(name="隔壁", landlord_premises=gone["no"]))
    return kept, gone


def merge(office: Office, kept: dict[str, Any], gone: dict[str, Any], **choices: str) -> dict[str, Any]:
    work = lambda tx: premises_merge.merge(tx, kept["id"], gone["id"], choices, {})  # noqa: E731
    merged: dict[str, Any] = office.write(work, MERGED)
    return merged


def part(office: Office, gone: dict[str, Any]) -> dict[str, Any]:
    parted: dict[str, Any] = office.write(lambda tx: premises_parting.part(tx, gone["id"]), PARTED)
    return parted


def hanging_on(office: Office, premises: dict[str, Any]) -> dict[str, int]:
    tables = ("hazard", "risk", "inspection", "drill", "drill_plan")
    return {each: office.count(each, Query(references={"premises": premises["id"]})) for each in tables}


def contents(office: Office) -> list[dict[str, Any]]:
    """Every record without what each write moves on."""
    moving = ("rev", "updated_at", "updated_by", "report_state")
    tables = ("premises", "hazard", "risk", "inspection", "drill", "drill_plan")
    return [
        {name: value for name, value in record.items() if name not in moving}
        for table in tables
        for is_retired in (False, True)
        for record in office.rows(table, office.ids(table, Query(is_retired=is_retired)))
    ]


def test_everything_that_refers_to_the_other_one_moves(office: Office, pair: Pair) -> None:
    kept, gone = pair
    assert moved_by_merging(office.store.reader(), gone["id"]) == {
        "premises": 1, "risk": 1, "inspection": 1, "hazard": 1, "drill_plan": 1, "drill": 1,
    }  # fmt: skip
    merge(office, kept, gone)
    assert set(hanging_on(office, kept).values()) == {1}
    assert set(hanging_on(office, gone).values()) == {0}
    assert office.find("premises", "隔壁")["landlord_premises"] == kept["id"]


def test_the_other_one_is_retired_with_its_number_and_where_it_went(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merge(office, kept, gone)
    retired = office.get("premises", gone["id"])
    assert retired["no"] == gone["no"]
    assert (retired["merged_into"], retired["retired_reason"]) == (kept["id"], f"合并到 {kept['no']}")
    assert [each["id"] for each in merged_into(office.store.reader(), kept["id"])] == [gone["id"]]


def test_every_moved_record_gets_its_next_revision_and_a_row_of_the_log(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merge(office, kept, gone)
    (hazard,) = office.rows("hazard", office.ids("hazard", Query()))
    assert hazard["rev"] == 2
    moved = history(office.store.reader(), "hazard", hazard["id"])[-1]
    assert (moved.operation, moved.before) == (MERGED, {"premises": gone["id"]})
    assert verify_chain(office.store.reader()) is None


def test_lists_are_united_and_empty_fields_filled_unless_the_clerk_says_otherwise(
    office: Office, pair: Pair
) -> None:
    kept, gone = pair
    offered = {each.field.name: each.choice for each in differences(kept, gone)}
    assert offered == {"name": KEPT, "landlord": GONE, "flags": BOTH, "usc": KEPT}
    merged = merge(office, kept, gone)
    assert merged["name"] == "阿强饭店" and merged["landlord"] == "沈国荣"
    assert merged["flags"] == ["nine_small", "bottled_gas", "outsourced"]
    assert merged["usc"] == kept["usc"] and merged["short_name"] == "阿强小饭店"


def test_a_chosen_value_comes_from_the_other_one_with_its_code_status(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merged = merge(office, kept, gone, name=GONE, usc=GONE, flags=KEPT)
    assert (merged["name"], merged["short_name"]) == ("阿强小饭店", "阿强饭店")
    assert (merged["usc"], merged["usc_status"]) == (None, None)
    assert merged["flags"] == kept["flags"]


def test_values_of_every_kind_are_chosen_one_by_one(office: Office, pair: Pair) -> None:
    mine = {
        "smoke_alarm": "是",
        "employees": 6,
        "area_m2": "46",
        "sprinkler": None,
        "opened_on": "2020-01-01",
    }
    theirs = {"smoke_alarm": "否", "employees": 9, "area_m2": "64", "sprinkler": "是", "opened_on": None}
    kept, gone = (
        office.change("premises", pair[0]["id"], mine),
        office.change("premises", pair[1]["id"], theirs),
    )
    merged = merge(office, kept, gone, employees=GONE, area_m2=BOTH)
    assert [merged[name] for name in mine] == [True, 9, "46", True, "2020-01-01"]


def test_remarks_of_both_can_stand_together(office: Office, pair: Pair) -> None:
    kept = office.change("premises", pair[0]["id"], {"note": "沿街"})
    gone = office.change("premises", pair[1]["id"], {"note": "二楼住人"})
    assert next(each for each in differences(kept, gone) if each.field.name == "note").may_be_both
    assert merge(office, kept, gone, note=BOTH)["note"] == "沿街\n二楼住人"


def test_remarks_that_do_not_fit_together_are_refused(office: Office, pair: Pair) -> None:
    kept = office.change("premises", pair[0]["id"], {"note": "甲" * 2500})
    gone = office.change("premises", pair[1]["id"], {"note": "乙" * 2500})
    with pytest.raises(InvalidRecord) as refused:
        merge(office, kept, gone, note=BOTH)
    assert [each.message_id for each in refused.value.problems] == ["text_too_long"]


def test_what_was_said_to_be_two_is_one_after_all(office: Office, pair: Pair) -> None:
    kept, gone = pair
    rows = [{"no": each, "reason": "不同"} for each in (gone["no"], "CS-2026-0003")]
    office.change("premises", kept["id"], {"distinct_from": rows})
    assert [each["no"] for each in merge(office, kept, gone)["distinct_from"]] == ["CS-2026-0003"]


def test_premises_that_would_be_their_own_landlord_have_none(office: Office, pair: Pair) -> None:
    kept, gone = pair
    office.change("premises", kept["id"], {"landlord_premises": gone["no"]})
    assert merge(office, kept, gone)["landlord_premises"] is None


def test_other_names_that_do_not_fit_are_left_out(office: Office, pair: Pair) -> None:
    kept = office.change("premises", pair[0]["id"], {"short_name": "饭" * 198})
    assert merge(office, kept, pair[1])["short_name"] == "饭" * 198


def test_parting_restores_every_record_as_a_new_write(office: Office, pair: Pair) -> None:
    kept, gone = pair
    before = contents(office)
    merge(office, kept, gone)
    assert contents(office) != before
    part(office, gone)
    assert contents(office) == before
    assert office.get("premises", gone["id"])["rev"] == 3
    operations = [each.operation for each in history(office.store.reader(), "premises", gone["id"])]
    assert operations == ["新增场所", MERGED, PARTED]
    assert verify_chain(office.store.reader()) is None


def test_parting_is_refused_when_a_record_has_moved_on_and_names_it(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merge(office, kept, gone)
    (hazard,) = office.rows("hazard", office.ids("hazard", Query()))
    office.change("hazard", hazard["id"], {"location": "后厨"})
    before = contents(office)
    with pytest.raises(AppError, match="merge_moved_on") as refused:
        part(office, gone)
    assert refused.value.params["records"] == f"隐患 {hazard['no']}"
    assert contents(office) == before


def test_what_came_after_merging_stays_where_it_is(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merge(office, kept, gone)
    later = office.add("hazard", factories.hazard(premises=kept["no"]))
    part(office, gone)
    assert office.get("hazard", later["id"])["premises"] == kept["id"]


def test_merges_are_parted_in_reverse_order(office: Office, pair: Pair) -> None:
    kept, gone = pair
    third = office.find("premises", "隔壁")  # its landlord is the one it is merged into
    merge(office, gone, third)
    merge(office, kept, office.get("premises", gone["id"]))
    with pytest.raises(AppError, match="merge_moved_on"):
        part(office, third)
    part(office, gone)
    back = part(office, third)
    assert (back["retired_at"], back["landlord_premises"]) == (None, gone["id"])


def test_a_merge_after_a_parted_one_is_parted_by_itself(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merge(office, kept, gone)
    part(office, gone)
    before = contents(office)
    merge(office, kept, gone)
    part(office, gone)
    assert contents(office) == before


def test_premises_that_were_never_merged_cannot_be_parted(office: Office, pair: Pair) -> None:
    with pytest.raises(AppError, match="not_merged"):
        part(office, pair[0])
    with pytest.raises(AppError, match="record_not_found"):
        part(office, {"id": "01JDQ000000000000000000000"})


def test_merged_premises_come_back_by_parting_only(office: Office, pair: Pair) -> None:
    kept, gone = pair
    merge(office, kept, gone)
    with pytest.raises(AppError, match="merged_not_restored"):
        office.restore("premises", [gone["id"]])


def test_what_cannot_be_merged_is_refused(office: Office, pair: Pair) -> None:
    kept, gone = pair
    with pytest.raises(AppError, match="merge_with_itself"):
        merge(office, kept, kept)
    with pytest.raises(AppError, match="record_not_found"):
        merge(office, kept, {"id": "01JDQ000000000000000000000"})
    with pytest.raises(AppError, match="record_changed_meanwhile"):
        office.write(lambda tx: premises_merge.merge(tx, kept["id"], gone["id"], {}, {gone["id"]: 7}), MERGED)
    office.retire("premises", [gone["id"]])
    with pytest.raises(AppError, match="record_retired"):
        merge(office, kept, gone)


def test_values_that_contradict_each_other_are_refused_whole(office: Office, pair: Pair) -> None:
    kept = office.act("premises", pair[0]["id"], "close", {"closed_on": "2026-11-01", "status_note": "停"})
    gone = office.change("premises", pair[1]["id"], {"opened_on": "2026-11-20"})
    with pytest.raises(InvalidRecord):
        merge(office, kept, gone)
    assert office.get("premises", gone["id"])["retired_at"] is None


def referring(no: str) -> list[tuple[str, dict[str, Any]]]:
    """A record of every type that may refer to premises, in its own field or in a child row."""
    return [
        ("tip", factories.tip(premises=no)),
        ("training", factories.training(no)),
        ("accident", factories.accident(no)),
        ("special_work_certificate", factories.special_work_certificate(no)),
        ("document", factories.document(premises=no)),
        ("drill", factories.drill(also_premises=[{"premises": no, "count": 12}])),
    ]


def test_every_type_that_refers_to_premises_moves_and_comes_back(office: Office, pair: Pair) -> None:
    kept, gone = pair
    made = [(table, office.add(table, typed)["id"]) for table, typed in referring(gone["no"])]

    def naming(premises: dict[str, Any]) -> int:
        records = [office.get(table, record_id) for table, record_id in made]
        return sum(premises["id"] in json.dumps(each) for each in records)

    merge(office, kept, gone)
    assert (naming(kept), naming(gone)) == (len(made), 0)
    part(office, gone)
    assert (naming(kept), naming(gone)) == (0, len(made))


def test_no_type_that_refers_to_premises_is_forgotten_here() -> None:
    own = {"premises", "risk", "inspection", "hazard", "drill_plan", "assessment_campaign"}
    found = {
        each.table
        for each in RECORD_TYPES.values()
        for field in each.fields
        for part_ in (field, *field.rows)
        if part_.refers_to == "premises"
    }
    assert found == own | {table for table, _ in referring("")}
