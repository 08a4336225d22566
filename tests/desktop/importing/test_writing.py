"""Trying out and writing: what cannot be read is asked, repeated rows are found, all rows go in as one operation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.errors import AppError, Cancelled
from db.spec.query import Query, Sort
from desktop.importing.layout import read_layout, targets
from desktop.importing.plan import Action, Import, open_file, open_pasted
from desktop.importing.questions import Asks
from desktop.importing.writing import take_in, told_assumptions, try_out, write
from desktop.jobs import Token
from desktop.office import Office
from tests import factories
from tests.desktop.importing.workbooks import (
    DISPIMG,
    HEADS,
    hazard_row,
    save,
    with_anchored_picture,
    with_cell_picture,
)


def hazards(office: Office) -> list[dict[str, Any]]:
    return office.rows("hazard", office.ids("hazard", Query(sort=(Sort("no"),))))


def opened(
    office: Office, path: Path, *rows: list[Any], heads: tuple[str, ...] = HEADS, table: str = "hazard"
) -> Import:
    work = open_file(office, table, save(path / "台账.xlsx", ("表", [list(heads), *rows])))
    try_out(work)
    return work


def test_all_rows_are_one_operation_with_a_name_and_one_batch(office: Office, tmp_path: Path) -> None:
    write(opened(office, tmp_path, *(hazard_row(number) for number in range(1, 38))))
    batches = (
        office.store.reader()
        .execute("SELECT DISTINCT batch, operation FROM change WHERE table_name = 'hazard'")
        .fetchall()
    )
    assert [operation for _, operation in batches] == ["导入 37 条隐患"]


def test_trying_out_writes_nothing(office: Office, tmp_path: Path) -> None:
    before = office.store.reader().execute("SELECT count(*) FROM change").fetchone()
    opened(office, tmp_path, hazard_row(1))
    assert hazards(office) == []
    assert office.store.reader().execute("SELECT count(*) FROM change").fetchone() == before
    write(opened(office, tmp_path, hazard_row(1)))
    assert [each["no"] for each in hazards(office)] == ["YH-2026-0001"]


@pytest.mark.parametrize(
    "day", ["2024/4/7", "2024.4.7", "2024年4月7日", "20240407", "45389", 45389, "２０２４．４．７"]
)
def test_days_are_read_as_people_write_them(office: Office, tmp_path: Path, day: object) -> None:
    write(opened(office, tmp_path, hazard_row(1, day=day, deadline="")))
    assert hazards(office)[0]["found_on"] == "2024-04-07"


def test_a_day_without_a_year_is_asked_once_and_never_guessed(office: Office, tmp_path: Path) -> None:
    rows = [
        hazard_row(1, day="3月5日"),
        hazard_row(2, day="3月5日"),
        hazard_row(3, day="24-4-7", deadline=""),
    ]
    path = save(tmp_path / "台账.xlsx", ("2026年", [list(HEADS), *rows]))
    work = open_file(office, "hazard", path)
    try_out(work)
    days = [each for each in work.questions() if each.field.name == "found_on"]
    assert [(each.text, each.proposal, each.count, each.is_assumed) for each in days] == [
        ("3月5日", "2026-03-05", 2, False),
        ("24-4-7", "2024-04-07", 1, False),
    ]
    assert work.count(Action.REFUSED) == 3
    work.layout.answers["found_on"] = {"3月5日": "2026-03-05", "24-4-7": "2024-04-07"}
    try_out(work)
    write(work)
    assert {each["found_on"] for each in hazards(office)} == {"2026-03-05", "2024-04-07"}


def test_a_day_that_does_not_exist_is_refused_with_its_reason(office: Office, tmp_path: Path) -> None:
    work = opened(office, tmp_path, hazard_row(1, day="2024-2-30"), hazard_row(2))
    (refused,) = [row for row in work.rows if row.action is Action.REFUSED]
    (problem,) = refused.problems
    assert (refused.source.number, problem.name, problem.text) == (2, "found_on", "2024-2-30")
    assert "没有 2024-2-30 这一天" in problem.reason
    outcome = write(work)
    assert (outcome.read, outcome.written, outcome.refused) == (2, 1, 1)


def test_a_level_that_is_no_level_is_asked(office: Office, tmp_path: Path) -> None:
    work = opened(office, tmp_path, hazard_row(1, level="三级"), hazard_row(2, level="一般隐患"))
    (question,) = [each for each in work.questions() if each.field.name == "level"]
    assert (question.text, question.why, question.proposal) == ("三级", Asks.UNREADABLE, None)
    work.layout.answers["level"] = {"三级": "一般"}
    try_out(work)
    write(work)
    assert [each["level"] for each in hazards(office)] == ["general", "general"]
    assert "隐患级别原为：三级" in hazards(office)[0]["note"]


def test_whether_it_is_major_is_a_level_too(office: Office, tmp_path: Path) -> None:
    heads = ("日期", "位置", "隐患描述", "是否重大隐患")
    rows = [["2026-3-5", "一号楼", "堆物", "否"], ["2026-3-5", "二号楼", "堆物", "是"]]
    write(opened(office, tmp_path, *rows, heads=heads))
    assert [each["level"] for each in hazards(office)] == ["general", "suspected_major"]


def test_an_unknown_person_of_the_committee_is_asked_and_may_be_somebody_known(
    office: Office, tmp_path: Path
) -> None:
    heads = (*HEADS, "排查人")
    work = opened(office, tmp_path, [*hazard_row(1), "小王"], [*hazard_row(2), factories.CLERK], heads=heads)
    (question,) = [each for each in work.questions() if each.why is Asks.PERSON]
    assert (question.text, question.proposal, question.count) == ("小王", "小王", 1)
    work.layout.answers["found_by"] = {"小王": factories.CLERK}
    try_out(work)
    write(work)
    assert [each["found_by"] for each in hazards(office)] == [factories.CLERK, factories.CLERK]


def test_what_was_taken_as_proposed_is_told(office: Office, tmp_path: Path) -> None:
    work = opened(office, tmp_path, hazard_row(1), hazard_row(2))
    assert "隐患类别：“楼道堆放杂物” → 消防（2 行）" in told_assumptions(work)
    assert f"排查人：原表没有 → {factories.CLERK}（2 行）" in told_assumptions(work)


def test_a_cell_can_be_put_right_in_the_preview(office: Office, tmp_path: Path) -> None:
    work = opened(office, tmp_path, hazard_row(1, day="2024-2-30", deadline=""), hazard_row(2))
    row = work.rows[0]
    row.overrides["found_on"] = "2024-02-29"
    try_out(work, only=[row])
    assert (row.action, row.shown["found_on"]) == (Action.NEW, "2024-02-29")
    assert write(work).written == 2


def test_a_row_that_is_left_out_does_not_go_in(office: Office, tmp_path: Path) -> None:
    work = opened(office, tmp_path, hazard_row(1), hazard_row(2))
    work.rows[0].is_wanted = False
    outcome = write(work)
    assert (outcome.written, outcome.left_out) == (1, 1)
    assert [each["location"] for each in hazards(office)] == ["佳乐苑2号楼"]


def test_repeated_rows_are_found_in_the_file_and_in_the_ledger(office: Office, tmp_path: Path) -> None:
    write(opened(office, tmp_path, hazard_row(1)))
    work = opened(
        office, tmp_path, hazard_row(1), hazard_row(1, deadline="2026-04-01"), hazard_row(2), hazard_row(2),
        hazard_row(2, person="李四"),
    )  # fmt: skip
    assert [(row.action, row.twin, row.is_chosen) for row in work.rows] == [
        (Action.UNCHANGED, "YH-2026-0001", False),
        (Action.LIKELY_TWICE, "YH-2026-0001", False),
        (Action.NEW, "", True),
        (Action.UNCHANGED, "第4行", False),
        (Action.LIKELY_TWICE, "第4行", True),
    ]


def test_a_row_with_a_number_of_the_ledger_changes_that_record(office: Office, tmp_path: Path) -> None:
    kept = office.add("hazard", factories.planned_hazard())
    heads = ("编号", "整改期限", "隐患描述")
    work = opened(office, tmp_path, [kept["no"], "2026-12-01", ""], heads=heads)
    assert (work.rows[0].action, work.rows[0].twin) == (Action.UPDATE, kept["no"])
    assert work.rows[0].remarks == ("整改期限：2026-11-18 → 2026-12-01",)
    outcome = write(work)
    changed = office.get("hazard", kept["id"])
    assert (outcome.updated, outcome.written) == (1, 0)
    assert (changed["deadline"], changed["description"]) == ("2026-12-01", kept["description"])
    assert changed["note"] == kept["note"]


def test_pasted_rows_are_added_and_never_overwrite(office: Office) -> None:
    kept = office.add("hazard", factories.planned_hazard())
    work = open_pasted(
        office, "hazard", f"编号\t隐患描述\t位置\t排查日期\n{kept['no']}\t飞线充电\t一号楼\t2026-3-5\n"
    )
    try_out(work)
    assert (work.rows[0].action, work.rows[0].is_chosen) == (Action.LIKELY_TWICE, False)
    work.rows[0].is_wanted = True
    outcome = write(work)
    assert (outcome.written, outcome.updated) == (1, 0)
    assert office.get("hazard", kept["id"])["rev"] == kept["rev"]
    assert [each["description"] for each in hazards(office)][1] == "飞线充电"


def test_a_number_that_the_ledger_does_not_know_makes_a_new_record(office: Office, tmp_path: Path) -> None:
    work = opened(
        office,
        tmp_path,
        ["AQ-2019-7", "一号楼", "飞线充电", "2026-3-5"],
        heads=("编号", "位置", "问题", "日期"),
    )
    write(work)
    (found,) = hazards(office)
    assert found["no"] == "YH-2026-0001"
    assert "原编号：AQ-2019-7" in found["note"]


def test_premises_are_found_by_name_or_number_and_asked_when_unknown(office: Office, tmp_path: Path) -> None:
    known = office.add("premises", factories.premises())
    heads = (*HEADS, "所属场所")
    rows = [[*hazard_row(1), "老张面馆"], [*hazard_row(2), known["no"]], [*hazard_row(3), "没登记的店"]]
    work = opened(office, tmp_path, *rows, heads=heads)
    (question,) = [each for each in work.questions() if each.field.name == "premises"]
    assert (question.text, question.proposal) == ("没登记的店", "")
    work.layout.answers["premises"] = {"没登记的店": ""}
    try_out(work)
    write(work)
    assert [each["premises"] for each in hazards(office)] == [known["id"], known["id"], None]
    assert "所属场所：没登记的店" in hazards(office)[2]["note"]


def test_rows_that_say_how_they_ended_take_the_steps_they_have_evidence_for(
    office: Office, tmp_path: Path
) -> None:
    heads = ("日期", "位置", "隐患描述", "整改措施", "责任单位", "责任人", "整改期限", "整改情况", "整改完成日期", "复查人",
             "复查日期", "销号日期", "销号人")  # fmt: skip
    plan = ["清理", "物业", "张伟明", "2026-3-12"]
    rows = [
        ["2026-3-1", "一号楼", "堆物", *plan, "已清理", "2026-3-6", "李秀英", "2026-3-7", "2026-3-8", "陈建国"],
        ["2026-3-2", "二号楼", "堆物", *plan, "已清理", "2026-3-6", "李秀英", "2026-3-7", "", ""],
        ["2026-3-3", "三号楼", "堆物", *plan, "整改中", "", "", "", "", ""],
        ["2026-3-4", "四号楼", "堆物", "", "", "", "", "已整改", "", "", "", "2026-3-9", ""],
        ["2026-3-5", "五号楼", "堆物", *plan, "已清理", "2026-3-6", "张伟明", "2026-3-7", "2026-3-8", "陈建国"],
    ]  # fmt: skip
    work = opened(office, tmp_path, *rows, heads=heads)
    write(work)
    found = hazards(office)
    assert [each["status"] for each in found] == [
        "closed", "awaiting_recheck", "rectifying", "registered", "awaiting_recheck",
    ]  # fmt: skip
    assert (found[0]["closed_on"], found[0]["recheck_by"]) == ("2026-03-08", "李秀英")
    assert "整改情况：已整改；销号日期：2026-3-9" in found[3]["note"]
    assert "复查人不能是整改责任人本人" in found[4]["note"]
    assert "没有复查、销号的凭据" in work.rows[3].remarks[0]


def test_pictures_in_cells_and_on_cells_become_photos_of_their_row(office: Office, tmp_path: Path) -> None:
    heads = [*HEADS, "照片"]
    for path in (
        with_cell_picture(tmp_path / "单元格.xlsx", [heads, [*hazard_row(1), DISPIMG]]),
        with_anchored_picture(tmp_path / "浮动.xlsx", [heads, [*hazard_row(2), ""]], "I2"),
    ):
        work = open_file(office, "hazard", path)
        try_out(work)
        write(work)
    found = hazards(office)
    assert [len(each["photo_before"]) for each in found] == [1, 1]
    assert "DISPIMG" not in json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(("is_done", "field"), [(True, "photo_after"), (False, "photo_before")])
def test_a_picture_after_rectification_is_its_evidence_or_stays_with_the_record(
    office: Office, tmp_path: Path, is_done: bool, field: str
) -> None:
    heads = [
        "日期",
        "位置",
        "隐患描述",
        "整改措施",
        "责任单位",
        "责任人",
        "整改期限",
        "整改完成日期",
        "整改后照片",
    ]
    done = "2026-3-6" if is_done else ""
    row = ["2026-3-1", "一号楼", "堆物", "清理", "物业", "张伟明", "2026-3-12", done, DISPIMG]
    work = open_file(office, "hazard", with_cell_picture(tmp_path / "照片.xlsx", [heads, row]))
    try_out(work)
    write(work)
    (found,) = hazards(office)
    assert [name for name in ("photo_before", "photo_after") if found[name]] == [field]
    assert found["status"] == ("awaiting_recheck" if is_done else "rectifying")


def test_a_picture_that_cannot_be_read_is_told_and_its_row_comes_in(office: Office, tmp_path: Path) -> None:
    from tests.desktop.importing.workbooks import rewritten

    path = with_cell_picture(tmp_path / "坏.xlsx", [[*HEADS, "照片"], [*hazard_row(1), DISPIMG]])
    work = open_file(office, "hazard", rewritten(path, "xl/media/image1.png", b"no picture"))
    try_out(work)
    outcome = write(work)
    assert outcome.written == 1
    assert "表第2行的图片没有导入" in outcome.remarks[0] or "Sheet1第2行的图片没有导入" in outcome.remarks[0]


def test_rows_of_a_record_written_by_this_program_are_taken_apart(office: Office) -> None:
    text = '"1. 种类：食品经营许可证｜编号：JY1\n2. 种类：排污许可｜有效期至：2027-01-01"'
    work = open_pasted(
        office,
        "premises",
        f"名称\t类型\t地址\t主要负责人\t许可证照\t记录标识（勿改）premises\n甲\t小商店\t一路\t张三\t{text}\tX@1\n",
    )
    try_out(work)
    write(work)
    (found,) = office.rows("premises", office.ids("premises", Query()))
    assert [(row["kind"], row["no"], row["expires_on"]) for row in found["licences"]] == [
        ("食品经营许可证", "JY1", None),
        ("排污许可", None, "2027-01-01"),
    ]
    assert found["note"] is None


def test_a_shop_that_is_not_registered_stands_for_the_place_of_its_hazard(
    office: Office, tmp_path: Path
) -> None:
    rows = [["2026-3-5", "老王五金店", "灭火器过期", "李四"], ["2026-3-6", "鑫鑫超市", "出口堵塞", "同上"]]
    work = opened(office, tmp_path, *rows, heads=("排查时间", "隐患单位（场所）", "隐患情况", "督查人员"))
    assert work.count(Action.NEW) == 2
    write(work)
    assert [(each["location"], each["found_by"]) for each in hazards(office)] == [
        ("老王五金店", "李四"),
        ("鑫鑫超市", "李四"),
    ]
    assert "所属场所：老王五金店" in hazards(office)[0]["note"]


def test_months_on_several_sheets_go_in_together(office: Office, tmp_path: Path) -> None:
    sheets = [
        (f"{month}月", [["2026年台账"], list(HEADS), hazard_row(month, day=f"{month}月5日", deadline="")])
        for month in (3, 4)
    ]
    work = open_file(office, "hazard", save(tmp_path / "表.xlsx", *sheets))
    work.layout.answers["found_on"] = {"3月5日": "2026-03-05", "4月5日": "2026-04-05"}
    try_out(work)
    assert write(work).written == 2
    assert [each["note"] for each in hazards(office)] == [
        "导入自《表.xlsx》3月第3行",
        "导入自《表.xlsx》4月第3行",
    ]


def test_taking_in_at_once_comes_to_the_same_as_trying_out_and_writing(
    office: Office, tmp_path: Path
) -> None:
    rows = [hazard_row(1), hazard_row(1), hazard_row(2, day="2024-2-30"), hazard_row(3)]
    work = open_file(office, "hazard", save(tmp_path / "台账.xlsx", ("表", [list(HEADS), *rows])))
    outcome = take_in(work)
    assert [row.action for row in work.rows] == [Action.NEW, Action.UNCHANGED, Action.REFUSED, Action.NEW]
    assert (outcome.read, outcome.written, outcome.refused, outcome.left_out) == (4, 2, 1, 1)
    assert [each["no"] for each in hazards(office)] == ["YH-2026-0001", "YH-2026-0002"]
    batches = office.store.reader().execute(
        "SELECT DISTINCT batch, operation FROM change WHERE table_name = 'hazard'"
    )
    assert [operation for _, operation in batches] == ["导入《台账.xlsx》（隐患）"]


def test_a_formula_that_failed_is_no_value(office: Office, tmp_path: Path) -> None:
    work = open_pasted(office, "hazard", "日期\t位置\t隐患描述\n2026-3-5\t一号楼\t#REF!\n")
    try_out(work)
    assert "公式出错" in work.rows[0].problems[0].reason


def test_stopping_keeps_nothing(office: Office, tmp_path: Path) -> None:
    work = opened(office, tmp_path, hazard_row(1))
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        write(work, token)
    assert hazards(office) == []


def test_a_mapping_file_names_targets_by_name_or_word_and_is_refused_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "m.json"
    file.write_text('{"columns": {"甲": "隐患描述", "乙": "location"}}', encoding="utf-8")
    assert read_layout(file, "hazard").columns == {"甲": "description", "乙": "location"}
    for content, message_id in (
        ('{"columns": {"甲": "nowhere"}}', "mapping_target_unknown"),
        ("[1]", "mapping_unreadable"),
        ("{", "mapping_unreadable"),
    ):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(AppError) as refused:
            read_layout(file, "hazard")
        assert refused.value.message_id == message_id


def test_every_type_offers_its_own_fields_as_targets() -> None:
    assert list(targets("hazard"))[:4] == ["", "ignored", "no", "found_on"]
    assert targets("risk")["measures.human"] == "管控措施（人防）"
    assert "score" not in targets("risk")


def test_a_rare_and_a_long_name_come_in_whole(office: Office, tmp_path: Path) -> None:
    name = factories.MINORITY_NAME * 3
    work = opened(office, tmp_path, hazard_row(1, person=name[:60], place=factories.RARE_NAME))
    write(work)
    (found,) = hazards(office)
    assert (found["rect_person"], found["location"]) == (name[:60], factories.RARE_NAME)
