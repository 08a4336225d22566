from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.query import Query
from desktop.inspections import hazard_values, photos_of_item, register_failed, register_item, round_values
from desktop.office import Office
from tests import factories

ITEMS = [
    {"item": "燃气报警器通电", "result": "不合格", "note": "报警器未通电", "category": "GAS", "location": "后厨"},
    {"item": "出口疏散门未锁", "result": "合格"},
    {"item": "灭火器在位", "result": "不合格"},
]  # fmt: skip


@pytest.fixture
def inspection(office: Office) -> dict[str, object]:
    premises = office.add("premises", factories.premises())["id"]
    photos = [
        factories.attachment(1, "第１项"),
        factories.attachment(2, "第1、3项，后厨"),
        factories.attachment(3),
    ]
    return office.add(
        "inspection", factories.inspection(premises, items=ITEMS, photos=photos, kind="联合检查")
    )


def test_photos_belong_to_the_items_their_captions_name(inspection: dict[str, object]) -> None:
    found = [[photo["sha256"][-1] for photo in photos_of_item(inspection, number)] for number in (1, 2, 3)]
    assert found == [["1", "2"], [], ["2"]]


def test_a_failed_item_brings_all_that_is_known_of_its_hazard(
    office: Office, inspection: dict[str, object]
) -> None:
    office.keep_own_numbers({"rectify_days": 7})
    first, third = (hazard_values(office, inspection, place) for place in (0, 2))
    assert first["description"] == "报警器未通电（检查项目：燃气报警器通电）"
    assert (first["location"], first["category"], first["source"]) == ("后厨", "GAS", "inspection")
    assert (first["found_on"], first["found_by"], first["deadline"]) == ("2026-11-05", "陈建国", "2026-11-12")
    assert (third["description"], third["location"]) == ("检查不合格：灭火器在位", "夏阳大道88号")
    assert (third["category"], third["rect_unit"], third["rect_person"]) == ("OTH", "老张面馆", "张伟明")


def test_all_failed_items_become_hazards_at_once_and_only_once(
    office: Office, inspection: dict[str, object]
) -> None:
    hazards = register_failed(office, str(inspection["id"]))
    now = office.get("inspection", str(inspection["id"]))
    assert [row["hazard"] for row in now["items"]] == [hazards[0]["id"], None, hazards[1]["id"]]
    assert {each["inspection"] for each in hazards} == {inspection["id"]}
    assert (now["outcome"], hazards[0]["photo_before"][0]["sha256"][-1]) == ("handed_on", "1")
    with pytest.raises(AppError, match="no_failed_items_left"):
        register_failed(office, str(inspection["id"]))


def test_one_item_is_registered_with_what_was_typed(office: Office, inspection: dict[str, object]) -> None:
    typed = {**hazard_values(office, inspection, 0), "level": "疑似重大", "measures": "立即停用"}
    hazard = register_item(office, str(inspection["id"]), 0, "燃气报警器通电", typed)
    assert (hazard["level"], hazard["measures"]) == ("suspected_major", "立即停用")
    assert office.get("inspection", str(inspection["id"]))["outcome"] == "to_do"
    with pytest.raises(AppError, match="item_has_hazard"):
        register_item(office, str(inspection["id"]), 0, "燃气报警器通电", typed)


@pytest.mark.parametrize(("place", "item"), [(1, "出口疏散门未锁"), (0, "别的项目"), (9, "没有这一行")])
def test_an_item_that_is_no_longer_the_failed_one_is_refused(
    office: Office, inspection: dict[str, object], place: int, item: str
) -> None:
    with pytest.raises(AppError, match="item_is_not_failed"):
        register_item(office, str(inspection["id"]), place, item, hazard_values(office, inspection, 0))


def test_a_hazard_that_cannot_be_kept_leaves_the_inspection_as_it_was(
    office: Office, inspection: dict[str, object]
) -> None:
    with pytest.raises(InvalidRecord):
        register_item(office, str(inspection["id"]), 0, "燃气报警器通电", {"description": "只有描述"})
    assert office.get("inspection", str(inspection["id"]))["items"][0]["hazard"] is None
    assert office.count("hazard", Query()) == 0


def test_a_round_starts_with_the_fitting_checklists(office: Office) -> None:
    premises = office.add("premises", factories.premises())["id"]
    values = round_values(office, premises)
    assert values["subject"] == "通用消防、用电安全、燃气安全、小场所和“三合一”检查"
    assert values["checklist"].startswith("通用消防检查表（第1版）、")
    assert (len(values["items"]), values["kind"], values["date"]) == (25, "patrol", "2026-11-23")
