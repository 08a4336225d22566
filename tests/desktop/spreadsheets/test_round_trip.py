"""What is exported is read again as what it was: every field of every record type, .xlsx and .csv."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from db.spec import COMMITTEE, RECORD_TYPES
from db.spec.field import Kind
from db.spec.formula_guard import unguarded
from db.spec.kinds import parse
from db.spec.query import Query, Sort
from db.typed_values import reading_of
from desktop.office import Office
from desktop.spreadsheets.cells import read_back
from desktop.spreadsheets.exporting import Export, Format, export
from tests.desktop.spreadsheets.full_records import fill_every_type

TABLES = [each for each in RECORD_TYPES if each != COMMITTEE.table]


@pytest.fixture
def full_office(office: Office) -> Office:
    """Three records of every type, every field filled."""
    fill_every_type(office)
    return office


def sheet(path: Path) -> list[list[Any]]:
    """The first sheet of an exported file, the guard of csv cells taken off."""
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [[unguarded(each) for each in row] for row in csv.reader(file)]


@pytest.mark.parametrize("format_", list(Format))
@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_every_type_comes_back_as_it_was(
    full_office: Office, tmp_path: Path, table: str, format_: Format
) -> None:
    path = tmp_path / f"导出.{format_}"
    query = Query(sort=(Sort("no"),))
    count = export(full_office, Export(table, query, "台账", with_personal=True, format=format_), path)
    stored = full_office.rows(table, full_office.ids(table, query))
    head, *rows = sheet(path)
    assert count == len(rows) == len(stored)
    reading = reading_of(full_office.store.reader(), full_office.clock.today())
    for record, row in zip(stored, rows, strict=True):
        cells = dict(zip(head, row, strict=True))
        assert cells[f"记录标识（勿改）{table}"] == f"{record['id']}@{record['rev']}"
        for field in RECORD_TYPES[table].fields:
            typed = read_back(field, cells[field.label])
            assert parse(field, typed, reading) == record[field.name], (field.name, cells[field.label])


def test_kinds_of_cells_are_what_a_spreadsheet_expects(full_office: Office, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "隐患.xlsx"
    names = ("no", "found_on", "funds", "description", "status")
    export(full_office, Export("hazard", Query(sort=(Sort("no"),)), "隐患台账", names), path)
    page = openpyxl.load_workbook(path).active
    assert [each.value for each in page[1]][:5] == [
        "编号",
        "排查日期",
        "整改资金（万元）",
        "隐患描述",
        "状态",
    ]
    assert [page.cell(2, place).data_type for place in range(1, 6)] == ["s", "d", "n", "s", "s"]
    assert page.cell(2, 1).number_format == page.cell(2, 4).number_format == "@"
    assert page.freeze_panes == "B2"
    assert page.print_title_rows == "$1:$1"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.column_dimensions["F"].hidden
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_a_text_longer_than_a_cell_goes_on_in_the_next_column(office: Office, tmp_path: Path) -> None:
    rows = [
        {"item": f"第{n}项：疏散通道是否畅通、有无堆物、指示灯是否亮" * 3, "category": "FIRE"}
        for n in range(900)
    ]
    office.add("checklist", {"name": "很长的检查表", "items": rows})
    path = tmp_path / "检查表.xlsx"
    export(office, Export("checklist", Query(search="很长"), "检查表"), path)
    head, row = sheet(path)
    field = RECORD_TYPES["checklist"].field("items")
    places = [
        place
        for place, label in enumerate(head)
        if label == field.label or label.startswith(f"{field.label}（续")
    ]
    assert len(places) > 1
    typed = read_back(field, "".join(row[place] for place in places))
    assert [each["item"] for each in typed] == [each["item"] for each in rows]
    assert field.kind is Kind.ROWS
