"""回收站 on paper and as a file, and whether its print still holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.spec.query import Query
from desktop.deleted_papers import export_bin, print_bin
from desktop.office import Office
from desktop.print_checks import Standing, check_print, remember_print
from desktop.spreadsheets.exporting import Format
from tests import factories
from tests.printed_text import text_of


@pytest.fixture
def with_deleted(office: Office) -> Office:
    hazards = [
        office.add("hazard", factories.hazard(description=each))["id"] for each in ("䶮㐂𠮷堆物", "乙")
    ]
    place = office.add("premises", factories.premises(name="阿强饭店"))["id"]
    office.retire("hazard", hazards, "=重复登记")
    office.retire("premises", [place], "登记错了")
    return office


def test_the_whole_bin_prints_as_one_ledger_with_kind_time_person_and_reason(with_deleted: Office) -> None:
    text = text_of(print_bin(with_deleted, "").pdf)
    for word in (
        "回收站（全部）",
        "台账",
        "隐患",
        "场所",
        "YH-2026-",
        "阿强饭店",
        "䶮㐂𠮷堆物",
        "登记错了",
        "王芳",
        "共 3 条",
    ):
        assert word in text
    hazards = text_of(print_bin(with_deleted, "hazard").pdf)
    assert "回收站（隐患）" in hazards and "共 2 条" in hazards and "阿强饭店" not in hazards
    assert "本期无记录" in text_of(print_bin(with_deleted, "drill").pdf)


@pytest.mark.parametrize("table", ["", "hazard"])
def test_a_printed_bin_is_current_until_something_comes_back_or_follows(
    with_deleted: Office, table: str
) -> None:
    printed = print_bin(with_deleted, table)
    remember_print(with_deleted, printed)
    assert printed.trace is not None
    code = printed.trace.pages[0].code
    assert check_print(with_deleted, code).standing is Standing.CURRENT
    (first,) = (
        each["id"]
        for each in with_deleted.rows("hazard", with_deleted.ids("hazard", Query(is_retired=True)))
        if each["no"] == "YH-2026-0001"
    )
    with_deleted.restore("hazard", [first])
    later = with_deleted.add("hazard", factories.hazard(description="丙"))
    with_deleted.retire("hazard", [later["id"]], "误登")
    found = check_print(with_deleted, code)
    assert found.standing is Standing.CHANGED
    told = "；".join(found.differences)
    assert "隐患 YH-2026-0001 已不在回收站里" in told
    assert f"回收站里多了 1 条：隐患 {later['no']}" in told


def test_the_bin_is_exported_with_real_times_and_harmless_texts(with_deleted: Office, tmp_path: Path) -> None:
    sheet_file, text_file = tmp_path / "回收站.xlsx", tmp_path / "回收站.csv"
    assert export_bin(with_deleted, "", sheet_file, Format.XLSX) == 3
    sheet = load_workbook(sheet_file).active
    head, *rows = sheet.iter_rows(values_only=True)
    assert head == ("台账", "编号", "内容", "删除时间", "删除人", "原因")
    assert {row[0] for row in rows} == {"隐患", "场所"}
    assert rows[0][3].year == 2026  # type: ignore[union-attr]
    assert "=重复登记" in {row[5] for row in rows} and sheet.freeze_panes == "B2"
    assert export_bin(with_deleted, "hazard", text_file, Format.CSV) == 2
    with text_file.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["编号", "内容", "删除时间", "删除人", "原因"]
    assert lines[1][4] == "'=重复登记"
