from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from db import records
from db.clock import CHINA, FixedClock
from db.errors import AppError, InvalidRecord
from db.lists import records_by_id
from db.row_codec import canonical_json
from db.settings import keep_setting, setting
from db.spec import RECORD_TYPES
from db.spec.query import Query
from db.store import Store
from db.ulid import is_ulid, new_ulid
from desktop.office import Office
from tests import factories


def problems(error: pytest.ExceptionInfo[InvalidRecord]) -> list[tuple[str | None, str]]:
    return [(each.field, each.message_id) for each in error.value.problems]


def register(
    store: Store, table: str, typed: dict[str, Any], code: str = factories.COMMITTEE_CODE
) -> dict[str, Any]:
    return store.write(lambda tx: records.register(tx, table, typed, code), who="王芳", operation="新增")


def test_a_registered_record_reads_back_as_it_was_given_out(store: Store) -> None:
    for table, typed in (
        ("premises", factories.premises()),
        ("risk", factories.risk()),
        ("hazard", factories.planned_hazard()),
        ("drill", factories.drill(photos=[factories.attachment(1)])),
    ):
        record = register(store, table, typed)
        assert records_by_id(store.reader(), table, [record["id"]]) == [record]


def test_a_record_says_who_made_it_and_when(office: Office, clock: FixedClock) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert (hazard["created_by"], hazard["created_at"]) == ("王芳", "2026-11-23T09:30:00+08:00")
    clock.moment = datetime(2026, 11, 24, 8, 0, tzinfo=CHINA)
    changed = office.change("hazard", hazard["id"], {"note": "补充"})
    assert (changed["rev"], changed["created_at"]) == (2, hazard["created_at"])
    assert changed["updated_at"] == "2026-11-24T08:00:00+08:00"


def test_every_problem_of_a_form_is_named_at_once_in_its_order(office: Office) -> None:
    typed = factories.hazard(found_on="4.7", level="特大", funds="很多", location="", wrong="x")
    with pytest.raises(InvalidRecord) as refused:
        office.add("hazard", typed)
    assert problems(refused) == [
        ("wrong", "field_unknown"),
        ("found_on", "date_year_missing"),
        ("location", "required"),
        ("level", "choice_unknown"),
        ("funds", "number_expected"),
    ]


def test_each_wrong_child_row_is_named(office: Office) -> None:
    typed = factories.risk(measures=[{"kind": "人防"}, {"kind": "魔法", "text": "x", "owner": "y"}])
    with pytest.raises(InvalidRecord) as refused:
        office.add("risk", typed)
    assert [(each.row, each.message_id) for each in refused.value.problems] == [
        (0, "required"),
        (0, "required"),
        (1, "choice_unknown"),
    ]


def test_a_refused_change_names_only_what_is_wrong(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    with pytest.raises(InvalidRecord) as refused:
        office.change("hazard", hazard["id"], {"description": ""})
    assert problems(refused) == [("description", "required")]


# Numbers.


def test_numbers_have_no_gap_after_refused_saves(office: Office) -> None:
    office.add("hazard", factories.hazard())
    for wrong in ({"level": "特大"}, {"found_on": "2026-2-30"}):
        with pytest.raises(InvalidRecord):
            office.add("hazard", factories.hazard(**wrong))
    with pytest.raises(InvalidRecord):
        office.register_all("hazard", [factories.hazard(), factories.hazard(location=None)])
    assert office.add("hazard", factories.hazard())["no"] == "YH-2026-0002"


def test_numbers_are_never_used_again(office: Office) -> None:
    first = office.add("hazard", factories.hazard())
    office.retire("hazard", [first["id"]], "登记重复")
    assert office.add("hazard", factories.hazard())["no"] == "YH-2026-0002"
    office.restore("hazard", [first["id"]])
    assert office.get("hazard", first["id"])["no"] == "YH-2026-0001"


def test_numbers_count_per_type_year_and_committee(store: Store) -> None:
    numbers = [
        register(store, "hazard", factories.hazard(found_on="2025-12-31"))["no"],
        register(store, "hazard", factories.hazard(found_on="2026-01-01"))["no"],
        register(store, "hazard", factories.hazard(found_on="2025-01-01"))["no"],
        register(store, "hazard", factories.hazard(), "310118001004")["no"],
        register(store, "premises", factories.premises())["no"],
        register(store, "risk", factories.risk())["no"],
        register(store, "drill", factories.drill())["no"],
    ]
    assert numbers == [
        "YH-2025-0001",
        "YH-2026-0001",
        "YH-2025-0002",
        "YH-2026-0001",
        "CS-2026-0001",
        "FX-2026-0001",
        "YL-2026-0001",
    ]


def test_people_have_no_number(office: Office) -> None:
    assert office.add("person", {"name": "李秀英", "post": "clerk"})["no"] is None


# References.


def test_a_reference_is_meant_by_id_number_or_name(office: Office) -> None:
    shop = office.add("premises", factories.premises())
    for typed in (shop["id"], shop["no"], "cs-2026-0001", "ＣＳ－２０２６－０００１", " 老张面馆 "):
        assert office.add("hazard", factories.hazard(premises=typed))["premises"] == shop["id"]
        assert office.find("premises", typed)["id"] == shop["id"]


def test_a_name_that_two_records_have_means_neither(office: Office) -> None:
    shops = [office.add("premises", factories.premises(address=address)) for address in ("1号", "2号")]
    with pytest.raises(InvalidRecord) as refused:
        office.add("hazard", factories.hazard(premises="老张面馆"))
    assert problems(refused) == [("premises", "reference_unknown")]
    office.retire("premises", [shops[0]["id"]])
    assert office.find("premises", "老张面馆")["id"] == shops[1]["id"]


def test_an_unknown_id_number_or_name_is_not_found(office: Office) -> None:
    for text in (new_ulid(), "CS-2026-0009", "没有"):
        with pytest.raises(AppError, match="record_not_found"):
            office.find("premises", text)


def test_nested_objects_and_letters_become_fields(office: Office) -> None:
    typed = factories.risk(likelihood=None, severity=None) | {"inputs.L": "3", "S": "4"}
    assert office.add("risk", typed)["score"] == "12"
    hazard = office.add("hazard", factories.planned_hazard(level="重大"))
    office.act("hazard", hazard["id"], "rectify", factories.rectification())
    office.act("hazard", hazard["id"], "recheck", factories.passed_recheck())
    flat = factories.department_signoff([factories.attachment(3)])
    nested = {"dept_signoff": {name.removeprefix("dept_signoff_"): value for name, value in flat.items()}}
    assert office.act("hazard", hazard["id"], "sign_off", nested)["dept_signoff_unit"] == "夏阳街道城建中心"


# Changing, retiring, restoring.


def test_a_change_that_changes_nothing_is_no_revision(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert office.change("hazard", hazard["id"], {"location": hazard["location"]})["rev"] == 1
    assert len(office.history("hazard", hazard["id"])) == 1


def test_a_form_that_sends_every_field_back_changes_only_what_was_typed(office: Office) -> None:
    risk = office.add("risk", factories.risk())
    typed = {field.name: risk[field.name] for field in RECORD_TYPES["risk"].fields if not field.by_action}
    changed = office.change("risk", risk["id"], typed | {"note": "沿街整治重点"})
    assert (changed["rev"], changed["note"], changed["measures"]) == (2, "沿街整治重点", risk["measures"])


def test_a_form_opened_before_anothers_change_is_not_saved_over_it(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    office.change("hazard", hazard["id"], {"note": "一"}, seen_rev=1)
    with pytest.raises(AppError, match="record_changed_meanwhile") as refused:
        office.change("hazard", hazard["id"], {"note": "二"}, seen_rev=1)
    assert refused.value.params == {"who": "王芳", "at": "2026-11-23T09:30"}
    with pytest.raises(AppError, match="record_changed_meanwhile"):
        office.act("hazard", hazard["id"], "assign", factories.plan(), seen_rev=1)


def test_what_is_in_the_recycle_bin_cannot_be_changed_until_it_is_restored(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    assert office.retire("hazard", [hazard["id"]], "登记重复") == 1
    assert office.retire("hazard", [hazard["id"]], "再删一次") == 0
    retired = office.get("hazard", hazard["id"])
    assert (retired["retired_reason"], retired["rev"]) == ("登记重复", 2)
    with pytest.raises(AppError, match="record_retired"):
        office.change("hazard", hazard["id"], {"note": "改"})
    assert office.restore("hazard", [hazard["id"]]) == 1
    assert office.restore("hazard", [hazard["id"]]) == 0
    assert office.change("hazard", hazard["id"], {"note": "改"})["rev"] == 4


def test_retiring_several_is_all_or_nothing(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    with pytest.raises(AppError, match="record_not_found"):
        office.retire("hazard", [hazard["id"], "gone"])
    assert office.count("hazard", Query()) == 1
    with pytest.raises(AppError, match="record_not_found"):
        office.change("hazard", "gone", {})


def test_an_unknown_step_names_the_known_ones(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    with pytest.raises(AppError, match="step_unknown") as refused:
        office.act("hazard", hazard["id"], "fly", {})
    assert "close_out" in str(refused.value.params["known"])


# The rest of the ground floor.


def test_a_ulid_sorts_by_its_time_and_is_recognised() -> None:
    ids = [new_ulid() for _ in range(200)]
    assert len(set(ids)) == 200
    assert all(is_ulid(each) for each in ids)
    assert sorted(each[:10] for each in ids) == [each[:10] for each in ids]
    for wrong in ("", ids[0][:-1], ids[0].lower(), "8" + ids[0][1:], "U" * 26):
        assert not is_ulid(wrong)


def test_a_setting_is_kept_and_replaced(store: Store) -> None:
    assert setting(store.reader(), "clerk") == ""
    for name in ("王芳", "李秀英"):
        store.write(lambda tx, name=name: keep_setting(tx, "clerk", name), who="王芳", operation="设置")  # type: ignore[misc]
        assert setting(store.reader(), "clerk") == name


def test_json_has_one_text() -> None:
    assert canonical_json({"b": 1, "a": "中"}) == '{"a":"中","b":1}'
    with pytest.raises(ValueError):
        canonical_json(float("nan"))


def test_a_record_type_knows_its_own_names_only() -> None:
    hazard = RECORD_TYPES["hazard"]
    assert hazard.status("closed").label == "已销号"
    assert hazard.transition("fly") is None
    assert RECORD_TYPES["person"].initial_status == ""
    with pytest.raises(KeyError):
        hazard.status("flying")
    with pytest.raises(KeyError):
        hazard.field("wings")
