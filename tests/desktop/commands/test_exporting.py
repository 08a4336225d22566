"""export TYPE, template and fill, as scripts run them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from desktop.office import Office
from tests import factories
from tests.desktop.commands.command_line import run


@pytest.fixture
def database(office: Office) -> Path:
    """A ledger with a place and two hazards, closed again by the command that opens it."""
    place = office.add("premises", factories.premises())["id"]
    office.add("hazard", factories.planned_hazard(premises=place))
    office.add("hazard", factories.hazard(description="灭火器过期"))
    return office.database


def test_a_list_is_exported_with_search_and_masked_names(database: Path, tmp_path: Path) -> None:
    answer = run("export", "hazard", "--db", database, "--out", "表.xlsx", "--search", "通道", cwd=tmp_path)
    assert (answer.code, answer.lines) == (0, ["表.xlsx", "共 1 条"])
    head, row = CalamineWorkbook.from_path(tmp_path / "表.xlsx").get_sheet_by_index(0).to_python()
    cells = dict(zip(head, row, strict=True))
    assert (cells["所属场所"], cells["整改责任人"], cells["隐患级别"]) == ("老张面馆", "张**", "一般")
    answer = run("export", "hazard", "--db", database, "--out", "表.csv", "--personal", cwd=tmp_path)
    assert "张伟明" in (tmp_path / "表.csv").read_text(encoding="utf-8-sig")


def test_wrong_usage_of_the_two_exports_is_told(database: Path, tmp_path: Path) -> None:
    answer = run("export", "--db", database, cwd=tmp_path)
    assert answer.code == 2 and "还缺 --to, --period, --passphrase-file" in answer.err
    answer = run("export", "hazard", "--db", database, cwd=tmp_path)
    assert answer.code == 2 and "还缺 --out" in answer.err
    answer = run("export", "hazard", "--db", database, "--out", "表.pdf", cwd=tmp_path)
    assert answer.code == 1 and "sheet_format_unknown" in answer.err


def test_a_blank_sheet_offers_choices_and_known_places(database: Path, tmp_path: Path) -> None:
    assert run("template", "hazard", "--out", "空白.xlsx", "--db", database, cwd=tmp_path).code == 0
    book = load_workbook(tmp_path / "空白.xlsx")
    assert book.sheetnames == ["隐患", "填写说明", "选项"] and book["选项"].sheet_state == "hidden"
    sheet = book["隐患"]
    heads = {cell.value: cell for cell in sheet[1]}
    assert "整改情况" not in heads and "整改前照片" not in heads
    assert "必填" in heads["隐患描述"].comment.text
    ranges = {str(each.sqref): each for each in sheet.data_validations.dataValidation}
    level = ranges[f"{heads['隐患级别'].column_letter}2:{heads['隐患级别'].column_letter}1001"]
    column, rows = level.formula1.split("!")[1].split(":")[0].split("$")[1:3], level.formula1.split("$")[-1]
    offered = [book["选项"][f"{column[0]}{row}"].value for row in range(1, int(rows) + 1)]
    assert offered[0] == "一般"
    assert any(cell.value == "老张面馆" for line in book["选项"].iter_rows() for cell in line)


def test_a_blank_sheet_needs_no_ledger(tmp_path: Path) -> None:
    answer = run("template", "training", "--out", "空白.xlsx", cwd=tmp_path)
    assert (answer.code, answer.lines) == (0, ["空白.xlsx"])


def test_a_form_is_filled_and_unknown_marks_are_named(database: Path, tmp_path: Path) -> None:
    given = ("--db", database, "--type", "hazard", "--out")
    answer = run("fill", "风险隐患月报附表", *given, "附表", "--period", "2026年11月", cwd=tmp_path)
    assert (answer.code, answer.lines) == (0, ["附表.docx", "共 2 条"])
    answer = run("fill", "应急演练情况统计表.xlsx", *given, "演练.xlsx", cwd=tmp_path)
    assert answer.code == 0 and "{{演练主题}}" in answer.err
    answer = run("fill", "没有.xlsx", *given, "x.xlsx", cwd=tmp_path)
    assert answer.code == 1 and "隐患排查整改清单.xlsx" in answer.err


def test_an_edited_sheet_comes_back_with_its_differences(database: Path, tmp_path: Path) -> None:
    run("export", "hazard", "--db", database, "--out", "表.xlsx", cwd=tmp_path)
    book = load_workbook(tmp_path / "表.xlsx")
    heads = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(3, heads["隐患描述"]).value = "灭火器过期2具"
    book.save(tmp_path / "表.xlsx")
    given = ("import", "hazard", "表.xlsx", "--db", database)
    answer = run(*given, "--dry-run", cwd=tmp_path)
    assert "隐患描述：灭火器过期 → 灭火器过期2具" in answer.err and "没有写入" in answer.err
    answer = run(*given, cwd=tmp_path)
    assert (answer.code, answer.lines) == (0, ["YH-2026-0002"])
    assert "改动 1 条，没有变化 1 条" in answer.err
    answer = run(*given, "--json", cwd=tmp_path)
    assert '"unchanged": 2' in answer.out
    answer = run("import", "risk", "表.xlsx", "--db", database, cwd=tmp_path)
    assert answer.code == 1 and "sheet_of_other_type" in answer.err
