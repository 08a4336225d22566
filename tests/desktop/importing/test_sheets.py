"""Finding the table of a sheet: heads of one and two lines, merged cells, months, totals, signatures, sections."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from desktop.importing.heads import guess_columns
from desktop.importing.sheets import Form, find_forms, same_forms
from reports.sheet_reading.book import Book, Cell, Sheet, read_book, read_pasted
from tests.desktop.importing.workbooks import HEADS, hazard_row, save


def only_form(path: Path, table: str = "hazard") -> Form:
    (form,) = find_forms(read_book(path), table)
    return form


def targets_of(form: Form, table: str) -> dict[str, str]:
    found = guess_columns([(each.head, each.samples) for each in form.columns], table)
    return {each.head: target for each, target in zip(form.columns, found, strict=True)}


def test_title_rows_stand_above_and_totals_and_signatures_below(tmp_path: Path) -> None:
    rows = [
        ["2026年隐患排查台账"], ["填报单位：章浜社区"], [], list(HEADS),
        hazard_row(1), hazard_row(2), ["本页合计", "", "", 2], ["", "填表人：王芳", "", "审核人：陈建国"], ["注：一式两份。"],
    ]  # fmt: skip
    form = only_form(save(tmp_path / "表.xlsx", ("三月", rows)))
    assert [row.number for row in form.rows] == [5, 6]
    assert form.caption.startswith("2026年隐患排查台账")
    assert [(each.number, each.reason) for each in form.skipped] == [
        (7, "合计行"),
        (8, "签字或说明行"),
        (9, "签字或说明行"),
    ]


def test_heads_repeated_on_every_page_empty_numbered_rows_and_sections_are_no_records(tmp_path: Path) -> None:
    rows = [
        list(HEADS),
        ["一、消防类"],
        hazard_row(1),
        list(HEADS),
        hazard_row(2),
        [3],
        ["二、燃气类"],
        hazard_row(4),
    ]
    form = only_form(save(tmp_path / "表.xlsx", ("表", rows)))
    assert [(row.number, row.section) for row in form.rows] == [
        (3, "一、消防类"),
        (5, "一、消防类"),
        (8, "二、燃气类"),
    ]
    assert [each.reason for each in form.skipped] == [
        "只有一个格子有内容，像是分节标题",
        "重复的表头",
        "只有序号",
        "只有一个格子有内容，像是分节标题",
    ]


def test_a_head_of_two_lines_with_merged_cells_becomes_one_head_a_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "风险点", "位置", "风险评价", None, "管控措施", None])
    sheet.append([None, None, None, "可能性L", "严重性S", "人防", "技防"])
    for merged in ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"):
        sheet.merge_cells(merged)
    sheet.append([1, "车棚", "一号楼", 3, 4, "巡查", "烟感"])
    book.save(tmp_path / "表.xlsx")
    form = only_form(tmp_path / "表.xlsx", "risk")
    assert targets_of(form, "risk") == {
        "序号": "serial", "风险点": "risk_point", "位置": "location", "风险评价/可能性L": "likelihood",
        "风险评价/严重性S": "severity", "管控措施/人防": "measures.human", "管控措施/技防": "measures.technical",
    }  # fmt: skip
    assert [row.number for row in form.rows] == [3]


def test_a_head_of_two_lines_is_found_without_merged_cells_too(tmp_path: Path) -> None:
    text = "序号,风险点,位置,风险评价,,管控措施,\n,,,可能性L,严重性S,人防,技防\n1,车棚,一号楼,3,4,巡查,烟感\n"
    (tmp_path / "表.csv").write_text(text, encoding="utf-8")
    form = only_form(tmp_path / "表.csv", "risk")
    assert targets_of(form, "risk")["风险评价/严重性S"] == "severity"
    assert [row.number for row in form.rows] == [3]


def test_what_is_merged_over_several_rows_holds_for_each_of_them(tmp_path: Path) -> None:
    file = save(tmp_path / "表.xlsx", ("表", [list(HEADS), hazard_row(1), hazard_row(2), hazard_row(3)]))
    book = openpyxl.load_workbook(file)
    for cell in ("B3", "B4", "C3", "C4"):
        book["表"][cell] = None
    book["表"].merge_cells("B2:B4")
    book["表"].merge_cells("C2:C4")
    book.save(file)
    form = only_form(file)
    assert [(row.text(1), row.text(2)) for row in form.rows] == [("2026.3.5", "佳乐苑1号楼")] * 3


def test_the_months_of_one_form_come_in_together_and_hidden_or_other_sheets_do_not(tmp_path: Path) -> None:
    months = [(f"{month}月", [["台账"], list(HEADS), hazard_row(month)]) for month in (1, 2, 3)]
    file = save(
        tmp_path / "表.xlsx",
        *months,
        ("说明", [["这本台账每月一页。"]]),
        ("旧", [list(HEADS), hazard_row(9)]),
    )
    book = openpyxl.load_workbook(file)
    book["旧"].sheet_state = "hidden"
    book.save(file)
    forms = find_forms(read_book(file), "hazard")
    assert [form.sheet for form in same_forms(forms)] == ["1月", "2月", "3月"]
    assert [form.sheet for form in forms if form.is_hidden] == ["旧"]


def test_hidden_rows_come_in_and_are_marked(tmp_path: Path) -> None:
    file = save(tmp_path / "表.xlsx", ("表", [list(HEADS), hazard_row(1), hazard_row(2)]))
    book = openpyxl.load_workbook(file)
    book["表"].row_dimensions[3].hidden = True
    book.save(file)
    assert [(row.number, row.is_hidden) for row in only_form(file).rows] == [(2, False), (3, True)]


def test_a_block_without_a_head_is_offered_column_by_column() -> None:
    (form,) = find_forms(read_pasted("一号楼\t堆物\n二号楼\t飞线\n"), "hazard")
    assert not form.has_head
    assert [each.head for each in form.columns] == ["第1列", "第2列"]
    assert len(form.rows) == 2


@pytest.mark.parametrize(
    ("table", "head", "samples", "target"),
    [
        ("hazard", "存在问题（隐患内容）", ["堆物"], "description"),
        ("hazard", "隐患描述", ["堆物"], "description"),
        ("hazard", "检查发现的主要问题及隐患", ["堆物"], "description"),
        ("hazard", "整改完成时间", ["2026-3-5"], "rectified_on"),
        ("hazard", "要求整改完成时间", ["2026-3-5"], "deadline"),
        ("hazard", "备  注", ["无"], "note"),
        ("hazard", "领导批示", ["阅"], ""),
        ("premises", "面积（㎡）", ["45"], "area_m2"),
        ("premises", "法定代表人（负责人）", ["张三"], "main_person"),
        ("drill", "演练内容", ["消防疏散演练"], "topic"),
        ("drill", "演练内容", ["单项", "综合"], "content"),
        ("training", "参训人数", ["30人"], "headcount"),
    ],
)
def test_a_column_is_told_by_its_head_and_its_values(
    table: str, head: str, samples: list[str], target: str
) -> None:
    assert guess_columns([(head, samples)], table) == [target]


def test_each_field_is_given_to_the_column_that_means_it_most() -> None:
    heads = [
        ("整改责任人", ["张三"]),
        ("责任人", ["李四"]),
        ("检查时间", ["2026-3-5"]),
        ("时间", ["2026-3-6"]),
    ]
    assert guess_columns(heads, "hazard") == ["rect_person", "", "found_on", ""]


def test_a_tick_of_the_spreadsheet_and_the_number_one_are_told_apart() -> None:
    rows: list[tuple[Cell, ...]] = [("场所名称", "地址", "灭火器", "是否住人")]
    rows += [("甲店", "一号", 1, True), ("乙店", "二号", 1.0, False), ("丙店", "三号", 0, 1)]
    (form,) = find_forms(Book("表.xlsx", (Sheet("底册", rows),)), "premises")
    assert [row.texts[2:] for row in form.rows] == [("1", "是"), ("1", "否"), ("0", "1")]
