"""Photos in a superior's form: upright in their cell, bounded in size and number."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from db.errors import AppError
from db.spec import HAZARD, PREMISES
from desktop.form_templates import pictures
from desktop.form_templates.filling import Chosen, fill_form, look_at_form
from desktop.office import Office
from tests import factories
from tests.desktop.form_templates.forms import docx_form, docx_text, xlsx_form

PHOTOS = Path(__file__).parents[2] / "data/photos"
LYING = PHOTOS / "orientation-landscape-6.jpg"  # its pixels stand on their side, its Exif says so
LIST = (
    ("序号", "隐患", "照片"),
    ("{{序号}}", "{{隐患描述}}", "{{整改前照片}}"),
    ("合计 {{条数}} 条", None, None),
)


def hazard(office: Office, photos: int, **changes: Any) -> str:
    kept = {"photo_before": [office.attach(LYING) for _ in range(photos)]}
    return str(office.add("hazard", factories.hazard(**{**kept, **changes}))["id"])


def filled(office: Office, form: Path, *ids: str) -> Path:
    out = form.with_name(f"填好_{form.name}")
    fill_form(office, form, Chosen("hazard", ids), out)
    return out


def test_each_row_of_a_sheet_gets_the_photos_of_its_record_in_its_cell(
    office: Office, tmp_path: Path
) -> None:
    form = xlsx_form(tmp_path / "清单.xlsx", LIST)
    out = filled(office, form, hazard(office, 2, description="甲"), hazard(office, 0, description="乙"))
    sheet = load_workbook(out).active
    assert [(each.anchor._from.row, each.anchor._from.col) for each in sheet._images] == [(1, 2), (1, 2)]
    assert sheet["C2"].value is None and sheet["C3"].value == "—"
    assert (
        sheet.row_dimensions[2].height == 180 and not sheet.row_dimensions[3].height
    )  # two in a narrow cell
    cell_width, row_height = (8.43 * 7 + 5) * 9525, 180 / 0.75 * 9525
    for each in sheet._images:
        size = each.anchor.ext
        assert size.width < cell_width and each.anchor._from.rowOff + size.height < row_height
        shown = Image.open(BytesIO(each._data()))
        assert shown.size == (1000, 667) and not shown.getexif()  # upright, and no word of where it was taken
        assert size.width / size.height == pytest.approx(1000 / 667, rel=0.02)


def test_photos_take_the_room_of_a_merged_cell_and_leave_its_rows_as_they_are(
    office: Office, tmp_path: Path
) -> None:
    rows = [("编号", "{{编号}}"), ("描述", "{{隐患描述}}"), ("{{照片}}", None), (None, None)]
    form = xlsx_form(tmp_path / "单张.xlsx", rows, ("A3:B4",))
    book = load_workbook(form)
    book.active.row_dimensions[3].height = book.active.row_dimensions[4].height = 150
    book.save(form)
    sheet = load_workbook(filled(office, form, hazard(office, 1))).active
    (image,) = sheet._images
    assert sheet.row_dimensions[3].height == 150
    assert image.anchor.ext.width > (8.43 * 7 + 5) * 9525  # wider than one of the two columns


def test_a_word_form_gets_photos_in_its_rows_and_on_its_pages(office: Office, tmp_path: Path) -> None:
    first, second = hazard(office, 2, description="甲"), hazard(office, 0, description="乙")
    form = docx_form(tmp_path / "清单.docx", ["清单"], [["{{序号}}", "{{隐患描述}}", "{{照片}}"]])
    document = Document(str(filled(office, form, first, second)))
    assert len(document.inline_shapes) == 2
    assert document.inline_shapes[0].width > document.inline_shapes[0].height
    assert [cell.text.strip() for cell in document.tables[0].columns[2].cells] == ["", "—"]
    pages = docx_form(tmp_path / "单张.docx", ["{{编号}}", "{{整改前照片}}", "共{{整改前照片}}"])
    out = filled(office, pages, first, second)
    assert len(Document(str(out)).inline_shapes) == 2
    assert "共2 份" in docx_text(out)  # inside a sentence they are counted


def test_more_photos_than_a_place_holds_are_told_and_missing_ones_too(office: Office, tmp_path: Path) -> None:
    form = xlsx_form(tmp_path / "清单.xlsx", LIST)
    many = hazard(office, pictures.MOST_OF_A_MARK + 3)
    lost = hazard(office, 0, photo_before=[office.attach(PHOTOS / "orientation-portrait-6.jpg")])
    (kept,) = office.rows("hazard", [lost])
    office.attachment_path(kept["photo_before"][0]["sha256"]).unlink()
    sheet = load_workbook(filled(office, form, many, lost)).active
    assert len(sheet._images) == pictures.MOST_OF_A_MARK
    assert sheet["C2"].value == "（另有 3 张）"
    assert sheet["C3"].value == pictures.UNREADABLE


def test_a_form_with_more_photos_than_a_file_can_hold_is_refused_before_it_is_written(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_OF_A_FORM", 3)
    for name, form in (
        ("xlsx", xlsx_form(tmp_path / "清单.xlsx", LIST)),
        ("docx", docx_form(tmp_path / "清单.docx", [], [["{{序号}}", "{{整改前照片}}"]])),
    ):
        with pytest.raises(AppError, match="form_too_many_photos"):
            filled(office, form, hazard(office, 2), hazard(office, 2))
        assert not (tmp_path / f"填好_清单.{name}").exists()


def test_a_mark_of_photos_is_told_as_such_and_unknown_where_a_record_has_none(tmp_path: Path) -> None:
    form = xlsx_form(tmp_path / "清单.xlsx", [("{{照片}}", "{{整改后照片}}")])
    assert [each.meaning for each in look_at_form(form, HAZARD).marks] == [
        "每条记录的照片（标记单独占一格或一段时）"
    ] * 2
    assert [each.text for each in look_at_form(form, PREMISES).unknown] == ["整改后照片"]
