"""A .docx form of the superior, filled from records; and what no form may hold."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document

from db.errors import AppError
from db.spec import HAZARD
from desktop.form_templates.container import LARGEST_CONTENT
from desktop.form_templates.filling import Chosen, fill_form, look_at_form
from desktop.office import Office
from tests import factories
from tests.desktop.form_templates.forms import changed_zip, docx_form, docx_text, xlsx_form


@pytest.fixture
def hazards(office: Office) -> list[str]:
    typed = (
        factories.planned_hazard(),
        factories.suspected_major(),
        factories.hazard(description="a < b & c\n䶮"),
    )
    return [office.add("hazard", {**factories.hazard(), **each})["id"] for each in typed]


def test_marks_cut_into_runs_are_found_and_a_table_row_is_repeated(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    table = [
        ("序号", "隐患", "状态"),
        ("{{序号}}", "{{隐患描述}}", "{{状态}}"),
        ("合计", "{{条数}}", "{{数量：隐患级别=一般}}"),
    ]
    form = docx_form(tmp_path / "附表.docx", ["{{单位名称}}　{{填报日期}}　报送"], table)
    out = tmp_path / "填好.docx"
    report = fill_form(office, form, Chosen("hazard", tuple(hazards)), out)
    assert report.is_repeating and not report.unknown
    rows = [[cell.text for cell in row.cells] for row in Document(str(out)).tables[0].rows]
    assert docx_text(out).startswith("章浜社区居委会　2026年11月23日　报送")
    assert [row[0] for row in rows] == ["序号", "1", "2", "3", "合计"]
    assert rows[3][1:] == ["a < b & c\n䶮", "已上账"]
    assert rows[4][1:] == ["3", "2"]
    assert all("cantSplit" in row._tr.xml for row in Document(str(out)).tables[0].rows[1:4])


def test_a_letter_is_made_once_for_each_record(office: Office, hazards: list[str], tmp_path: Path) -> None:
    form = docx_form(tmp_path / "函.docx", ["{{编号}}：", "{{隐患描述}}，位于{{具体位置}}。"])
    out = tmp_path / "填好.docx"
    assert not fill_form(office, form, Chosen("hazard", tuple(hazards)), out).is_repeating
    text = docx_text(out)
    assert [text.count(f"YH-2026-000{n}：") for n in (1, 2, 3)] == [1, 1, 1]
    assert "位于—。" not in text and Document(str(out)).element.xml.count('w:type="page"') == 2


def test_what_a_record_says_is_never_read_as_a_mark(office: Office, tmp_path: Path) -> None:
    hazard = office.add("hazard", factories.hazard(description="{{单位名称}}{{填报人}}"))["id"]
    form = docx_form(tmp_path / "函.docx", ["事由：{{隐患描述}}"])
    out = tmp_path / "填好.docx"
    fill_form(office, form, Chosen("hazard", (hazard,)), out)
    assert docx_text(out) == "事由：{{单位名称}}{{填报人}}"


def _with_entities(name: str, content: bytes) -> bytes:
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]>'
    return content.replace(b"?>", b"?>" + bomb, 1) if name == "word/document.xml" else content


def _with_outside_picture(name: str, content: bytes) -> bytes:
    link = (
        b'<Relationship Id="rId99" TargetMode="External" Target="file:///c:/x.png"'
        b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    return content.replace(b"</Relationships>", link) if name == "word/_rels/document.xml.rels" else content


@pytest.mark.parametrize(
    ("change", "message_id"),
    [(_with_entities, "form_unreadable"), (_with_outside_picture, "form_reaches_out")],
)
def test_a_form_that_expands_or_reaches_out_is_refused(
    tmp_path: Path, change: object, message_id: str
) -> None:
    good = docx_form(tmp_path / "好.docx", ["{{编号}}"])
    bad = changed_zip(good, tmp_path / "坏.docx", change)  # type: ignore[arg-type]
    with pytest.raises(AppError, match=message_id):
        look_at_form(bad, HAZARD)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.bin", "w") as file:
        for _ in range(LARGEST_CONTENT // (1 << 20) + 1):
            file.write(bytes(1 << 20))
    with pytest.raises(AppError, match="form_too_large"):
        look_at_form(bomb, HAZARD)


def test_macros_other_kinds_and_broken_files_are_refused_in_words(tmp_path: Path) -> None:
    good = xlsx_form(tmp_path / "好.xlsx", [("{{编号}}",)])
    with_macro = tmp_path / "宏.xlsx"
    changed_zip(good, with_macro, lambda name, content: content)
    with zipfile.ZipFile(with_macro, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    (tmp_path / "旧.xls").write_bytes(b"x")
    (tmp_path / "空.docx").write_bytes(b"no zip")
    with zipfile.ZipFile(tmp_path / "别的.docx", "w") as archive:
        archive.writestr("a.txt", "x")
    for name, message_id in (
        ("宏.xlsx", "form_with_macros"), ("旧.xls", "form_kind_unknown"), ("空.docx", "form_unreadable"),
        ("别的.docx", "form_unreadable"),
    ):  # fmt: skip
        with pytest.raises(AppError, match=message_id):
            look_at_form(tmp_path / name, HAZARD)
