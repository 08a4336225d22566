"""Export, edit in Excel, import again: a difference per cell, nothing overwritten that is younger than the export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from db.clock import FixedClock
from db.errors import AppError
from db.spec import COMMITTEE, RECORD_TYPES
from db.spec.query import Query, Sort
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from desktop.spreadsheets.blank import write_blank
from desktop.spreadsheets.differences import Change, EditedRow
from desktop.spreadsheets.exporting import Export, Format, export
from desktop.spreadsheets.own_sheet import OwnSheet, own_sheet
from desktop.spreadsheets.writing_back import edited_rows, write_back
from reports.sheet_reading.book import read_book
from tests import factories
from tests.desktop.spreadsheets.full_records import fill_every_type
from tests.fixtures_ledger import PASSPHRASE, START

TABLES = [each for each in RECORD_TYPES if each != COMMITTEE.table]


def exported(office: Office, path: Path, table: str = "hazard", **changes: Any) -> Path:
    asked = Export(table, Query(sort=(Sort("no"),)), "台账", **({"with_personal": True} | changes))
    export(office, asked, path)
    return path


def read(path: Path) -> OwnSheet:
    sheet = own_sheet(read_book(path))
    assert sheet is not None
    return sheet


def edit(path: Path, work: Callable[[Worksheet, dict[str, int]], None]) -> OwnSheet:
    """The sheet after somebody edited it in a spreadsheet program; `work` gets the places of the headings."""
    book = load_workbook(path)
    sheet = book.active
    work(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    book.save(path)
    return read(path)


def set_cell(row: int, label: str, value: object) -> Callable[[Worksheet, dict[str, int]], None]:
    return lambda sheet, places: sheet.cell(row, places[label]).__setattr__("value", value)


def told(row: EditedRow) -> list[tuple[str, str, str]]:
    return [(each.label, each.before, each.after) for each in row.cells]


@pytest.fixture
def hazards(office: Office) -> list[str]:
    place = office.add("premises", factories.premises())["id"]
    typed = (factories.planned_hazard(premises=place), factories.hazard(description="灭火器过期"))
    return [office.add("hazard", each)["id"] for each in typed]


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("with_personal", [True, False])
def test_nothing_was_changed_where_nobody_changed_anything(
    office: Office, tmp_path: Path, format_: Format, with_personal: bool
) -> None:
    fill_every_type(office)
    for table in TABLES:
        path = tmp_path / f"{table}.{format_}"
        exported(office, path, table, format=format_, with_personal=with_personal)
        rows = edited_rows(office, read(path))
        changed = [told(each) for each in rows if each.change is not Change.UNCHANGED]
        assert (len(rows), changed) == (office.count(table, Query()), [])


def test_each_changed_cell_is_shown_old_and_new_and_written_as_one_operation(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    path = exported(office, tmp_path / "表.xlsx")

    def work(sheet: Worksheet, places: dict[str, int]) -> None:
        sheet.cell(2, places["整改责任人"]).value = "李秀英"
        sheet.cell(2, places["整改期限"]).value = "2026.11.30"
        sheet.cell(2, places["所属场所"]).value = None
        sheet.cell(3, places["整改资金（万元）"]).value = 0.35

    sheet = edit(path, work)
    first, second = edited_rows(office, sheet)
    assert first.change is second.change is Change.CHANGED
    assert told(first) == [
        ("所属场所", "老张面馆", ""), ("整改责任人", "张伟明", "李秀英"), ("整改期限", "2026-11-18", "2026-11-30"),
    ]  # fmt: skip
    assert told(second) == [("整改资金（万元）", "", "0.35")]
    assert office.get("hazard", hazards[0])["rev"] == 1
    assert len(write_back(office, sheet, [first, second])) == 2
    record = office.get("hazard", hazards[0])
    assert (record["rect_person"], record["deadline"], record["premises"]) == ("李秀英", "2026-11-30", None)
    assert office.get("hazard", hazards[1])["funds"] == "0.35"
    assert office.history("hazard", hazards[0])[0].operation == "按表格修改 2 条隐患"


def test_what_was_changed_in_the_program_meanwhile_is_flagged_and_not_overwritten(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    path = exported(office, tmp_path / "表.xlsx")
    office.change("hazard", hazards[0], {"rect_person": "赵志刚"})
    office.change("hazard", hazards[1], {"location": "三楼走廊"})

    def work(sheet: Worksheet, places: dict[str, int]) -> None:
        sheet.cell(2, places["整改责任人"]).value = "李秀英"
        sheet.cell(3, places["隐患描述"]).value = "灭火器过期2具"

    sheet = edit(path, work)
    first, second = edited_rows(office, sheet)
    assert (first.change, first.is_chosen, told(first)) == (
        Change.CONFLICT, False, [("整改责任人", "赵志刚", "李秀英")],
    )  # fmt: skip
    assert (second.change, told(second)) == (Change.CHANGED, [("隐患描述", "灭火器过期", "灭火器过期2具")])
    assert "王芳 在程序里改过" in second.remark
    write_back(office, sheet, [first, second])
    assert office.get("hazard", hazards[0])["rect_person"] == "赵志刚"
    assert office.get("hazard", hazards[1])["location"] == "三楼走廊"
    first.is_chosen = True
    write_back(office, sheet, [first])
    assert office.get("hazard", hazards[0])["rect_person"] == "李秀英"


def test_a_record_that_changes_between_preview_and_writing_stops_the_whole(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    sheet = edit(exported(office, tmp_path / "表.xlsx"), set_cell(2, "隐患描述", "通道已清"))
    rows = edited_rows(office, sheet)
    office.change("hazard", hazards[0], {"location": "三楼走廊"})
    with pytest.raises(AppError, match="record_changed_meanwhile"):
        write_back(office, sheet, rows)
    assert office.get("hazard", hazards[0])["description"] != "通道已清"


@pytest.mark.parametrize(
    ("label", "value", "why"),
    [("整改期限", "11-30", "哪一年"), ("隐患级别", "特大", "没有“特大”"), ("销号日期", "2026-11-20", "办理步骤"),
     ("复查不合格次数", 3, "程序算出"), ("隐患描述", None, "必填")],
)  # fmt: skip
def test_a_cell_that_cannot_be_taken_says_why(
    office: Office, hazards: list[str], tmp_path: Path, label: str, value: object, why: str
) -> None:
    sheet = edit(exported(office, tmp_path / "表.xlsx"), set_cell(2, label, value))
    row = edited_rows(office, sheet)[0]
    assert row.change is Change.REFUSED and not row.is_chosen
    assert why in row.cells[0].why_not
    assert write_back(office, sheet, [row]) == []


def test_rows_added_below_are_registered_and_copied_ones_are_refused(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    def work(sheet: Worksheet, places: dict[str, int]) -> None:
        for column in range(1, sheet.max_column + 1):
            sheet.cell(4, column).value = sheet.cell(5, column).value = sheet.cell(3, column).value
        sheet.cell(5, places["记录标识（勿改）hazard"]).value = None
        sheet.cell(5, places["编号"]).value = None
        sheet.cell(5, places["隐患描述"]).value = "楼道堆物"

    sheet = edit(exported(office, tmp_path / "表.xlsx"), work)
    rows = edited_rows(office, sheet)
    assert [each.change for each in rows] == [Change.UNCHANGED, Change.UNCHANGED, Change.REFUSED, Change.NEW]
    (record,) = write_back(office, sheet, rows)
    assert (record["no"], record["description"]) == ("YH-2026-0003", "楼道堆物")


def test_a_whole_ledger_comes_into_another_one_with_all_its_own_fields(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    office.add("risk", factories.risk())
    office.add("drill", factories.drill())
    other = Office.create(
        tmp_path / "别处" / DATABASE_NAME, committee=factories.COMMITTEE, clerk="王芳", lead="陈建国",
        passphrase=PASSPHRASE, clock=FixedClock(START),
    )  # fmt: skip
    try:
        for table in ("premises", "hazard", "risk", "drill"):
            sheet = read(exported(office, tmp_path / f"{table}.xlsx", table))
            rows = edited_rows(other, sheet)
            assert {each.change for each in rows} == {Change.NEW}
            write_back(other, sheet, rows)
            for mine, theirs in zip(_records(office, table), _records(other, table), strict=True):
                assert _own(table, mine) == _own(table, theirs)
        note = other.find("hazard", "YH-2026-0001")["note"]
        assert note == "原编号 YH-2026-0001"
        assert other.find("hazard", "YH-2026-0001")["premises"] == other.find("premises", "老张面馆")["id"]
    finally:
        other.close()


def _records(office: Office, table: str) -> list[dict[str, Any]]:
    return office.rows(table, office.ids(table, Query(sort=(Sort("no"),))))


def _own(table: str, record: dict[str, Any]) -> dict[str, Any]:
    fields = RECORD_TYPES[table].fields
    names = [
        each.name for each in fields if not each.by_action and not each.refers_to and each.name != "note"
    ]
    return {name: record[name] for name in names}


def test_a_blank_sheet_that_was_filled_in_is_read_exactly(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "空白.xlsx"
    write_blank(RECORD_TYPES["risk"], path, office)

    def work(sheet: Worksheet, places: dict[str, int]) -> None:
        typed = {RECORD_TYPES["risk"].field(name).label: value for name, value in factories.risk().items()}
        for label, value in typed.items():
            if isinstance(value, str):
                sheet.cell(2, places[label]).value = value
        sheet.cell(2, places["风险等级"]).value = "黄"
        sheet.cell(
            2, places["管控措施"]
        ).value = (
            "类别：人防｜措施内容：每日巡查｜责任人：张伟明\n2. 类别：技防｜措施内容：装烟感｜责任人：王芳"
        )

    sheet = edit(path, work)
    (row,) = edited_rows(office, sheet)
    assert row.change is Change.NEW, [each for each in row.cells if each.why_not]
    (record,) = write_back(office, sheet, [row])
    assert [each["text"] for each in record["measures"]] == ["每日巡查", "装烟感"]


def test_child_rows_that_cannot_be_read_show_how_they_are_written(office: Office, tmp_path: Path) -> None:
    office.add("risk", factories.risk())
    sheet = edit(exported(office, tmp_path / "表.xlsx", "risk"), set_cell(2, "管控措施", "每日巡查"))
    (row,) = edited_rows(office, sheet)
    assert "请写成“类别：…｜措施内容：…" in row.cells[0].why_not


def test_tips_are_not_registered_from_a_sheet(office: Office, tmp_path: Path) -> None:
    fill_every_type(office)
    path = exported(office, tmp_path / "举报.xlsx", "tip")
    sheet = edit(path, set_cell(2, "记录标识（勿改）tip", None))
    row = edited_rows(office, sheet)[0]
    assert row.change is Change.REFUSED and "举报人要另外保密登记" in row.remark
