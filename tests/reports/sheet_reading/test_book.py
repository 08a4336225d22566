"""Reading spreadsheet files of every kind, and refusing what is none or is made to burst."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

import pytest

from db.errors import AppError, EnvironmentProblem
from reports.sheet_reading.book import read_book, read_pasted
from tests.desktop.importing.workbooks import (
    DISPIMG,
    picture,
    rewritten,
    save,
    with_anchored_picture,
    with_cell_picture,
)

TEXT = "场所名称,地址\n老张面馆,夏阳大道88号\n“䶮”记,㐂路𠮷号\n"
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_whatever_its_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "底册.csv"
    file.write_bytes(TEXT.encode(encoding))
    (sheet,) = read_book(file).sheets
    assert sheet.rows[1] == ("老张面馆", "夏阳大道88号")
    assert sheet.rows[2] == ("“䶮”记", "㐂路𠮷号")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，", "|"])
def test_what_parts_the_cells_is_found_out(tmp_path: Path, delimiter: str) -> None:
    file = tmp_path / "底册.txt"
    file.write_text(TEXT.replace(",", delimiter), encoding="utf-8")
    assert [len(row) for row in read_book(file).sheets[0].rows] == [2, 2, 2]


def test_a_pasted_cell_with_line_breaks_stays_one_cell() -> None:
    (sheet,) = read_pasted('地点\t问题\n一号楼\t"堆物\n飞线"\n').sheets
    assert sheet.rows == [("地点", "问题"), ("一号楼", "堆物\n飞线")]


def test_rows_keep_the_numbers_they_have_in_the_sheet(tmp_path: Path) -> None:
    file = save(tmp_path / "表.xlsx", ("一月", [[], [], ["地点", "问题"], ["一号楼", 3]]))
    (sheet,) = read_book(file).sheets
    assert [any(row) for row in sheet.rows] == [False, False, True, True]
    assert sheet.rows[3] == ("一号楼", 3.0)


def test_columns_keep_their_places_when_the_first_ones_are_empty(tmp_path: Path) -> None:
    file = save(tmp_path / "表.xlsx", ("一月", [[None, None, "地点", "问题"], [None, None, "一号楼", 3]]))
    assert read_book(file).sheets[0].rows[1] == (None, None, "一号楼", 3.0)


def test_a_file_is_told_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    file = save(tmp_path / "表.xlsx", ("一月", [["地点"], ["一号楼"]])).rename(tmp_path / "表.csv")
    assert read_book(file).sheets[0].name == "一月"


def test_a_picture_that_wps_keeps_in_a_cell_is_found(tmp_path: Path) -> None:
    file = with_cell_picture(tmp_path / "照片.xlsx", [["地点", "照片"], ["一号楼", DISPIMG]])
    (sheet,) = read_book(file).sheets
    ((place, (found,)),) = sheet.pictures.items()
    assert (place, found.name, found.content) == ((1, 1), "image1.png", picture())


def test_a_picture_that_lies_on_a_cell_is_found(tmp_path: Path) -> None:
    file = with_anchored_picture(tmp_path / "照片.xlsx", [["地点", "照片"], ["一号楼", ""]], "B2")
    (sheet,) = read_book(file).sheets
    assert list(sheet.pictures) == [(1, 1)]


@pytest.mark.parametrize(
    ("content", "message_id"),
    [
        (b"", "table_empty"),
        (b"\n\n  \n", "table_empty"),
        (b"PK\x03\x04 and then nothing", "table_not_readable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "table_not_readable"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "table_encrypted"),
        (b"\x89PNG\r\n\x1a\n\x00\x01\x02\x03\x04\x05", "table_not_readable"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "table_is_web_page"),
        (b'"never closed,\n' + b"x" * (2 << 20), "table_not_readable"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(tmp_path: Path, content: bytes, message_id: str) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(content)
    with pytest.raises(AppError) as refused:
        read_book(file)
    assert refused.value.message_id == message_id


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "报送包.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("bagit.txt", "BagIt-Version: 1.0")
    with pytest.raises(AppError, match="table_not_readable"):
        read_book(file)


def test_a_file_that_is_gone_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        read_book(tmp_path / "没有.xlsx")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return save(tmp_path / "表.xlsx", ("表", [["地点", "问题"], ["一号楼", "堆物"]]))


def refused_within_bounds(file: Path, message_id: str, megabytes: int = 64) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(AppError) as refused:
            read_book(file)
        assert refused.value.message_id == message_id
        assert tracemalloc.get_traced_memory()[1] < megabytes << 20
    finally:
        tracemalloc.stop()


def test_a_sheet_that_unpacks_to_gigabytes_is_refused(workbook: Path) -> None:
    # What it packs to is small; only the first 256 MB of it are ever unpacked, a piece at a time.
    bomb = b"<worksheet><sheetData>" + b" " * (300 << 20)
    refused_within_bounds(rewritten(workbook, SHEET, bomb), "table_unsafe")


def test_entities_are_refused(workbook: Path) -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    for part in (SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"):
        refused_within_bounds(rewritten(workbook, part, evil), "table_unsafe")


def test_a_cell_in_the_last_corner_is_refused_with_its_place(workbook: Path) -> None:
    corner = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b"</sheetData></worksheet>"
    )
    refused_within_bounds(rewritten(workbook, SHEET, corner), "table_too_wide")


def test_a_false_dimension_and_empty_cells_far_out_do_no_harm(workbook: Path) -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>7</v></c></row>'
        b'<row r="1048576" ht="15"/><row r="1048575"><c r="XFD1048575" s="1"/></row></sheetData></worksheet>'
    )
    (sheet,) = read_book(rewritten(workbook, SHEET, far)).sheets
    assert sheet.rows[0] == (7.0,)


def test_cells_without_places_are_measured_by_their_rows(workbook: Path) -> None:
    bare = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        + b"<c><v>1</v></c>" * 9000
        + b'</row><row r="1000000"><c><v>1</v></c></row></sheetData></worksheet>'
    )
    refused_within_bounds(rewritten(workbook, SHEET, bare), "table_too_wide", 200)


def test_one_long_text_used_by_very_many_cells_is_refused(workbook: Path) -> None:
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rewritten(
        workbook,
        "xl/sharedStrings.xml",
        b"<sst " + main + b"><si><t>" + b"x" * (1 << 20) + b"</t></si></sst>",
    )
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 2000))
    file = rewritten(
        workbook, SHEET, b"<worksheet " + main + b"><sheetData>" + cells + b"</sheetData></worksheet>"
    )
    refused_within_bounds(file, "table_unsafe")


def test_hidden_rows_are_told(tmp_path: Path) -> None:
    import openpyxl

    file = save(tmp_path / "表.xlsx", ("表", [["地点"], ["一号楼"], ["二号楼"]]))
    book = openpyxl.load_workbook(file)
    book["表"].row_dimensions[3].hidden = True
    book.save(file)
    assert read_book(file).sheets[0].hidden_rows == {2}
