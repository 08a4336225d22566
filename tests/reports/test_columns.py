from __future__ import annotations

import pytest

from db.spec import HAZARD, RISK, Field, Kind
from reports.chinese_text import text_width
from reports.columns import Column, Group, fitted_widths, number_column, ordinal_column, spec_columns
from reports.hazard_ledger import hazard_columns
from reports.risk_inventory import risk_columns
from reports.table import BODY_SIZE, PAD_X, Cell
from tests.reports.sample_records import context, hazard

A4_ROOM = 267 / 25.4 * 72


def test_the_hazard_ledger_has_its_usual_columns_in_order() -> None:
    assert [column.label.split("\n")[0] for column in hazard_columns(context())] == [
        "序号", "编号", "排查日期", "具体位置", "隐患描述", "级别", "整改措施", "责任单位",
        "整改期限", "销号日期", "状态",
    ]  # fmt: skip


def test_the_risk_inventory_has_the_columns_of_part_b1_in_order() -> None:
    assert [column.label for column in risk_columns(context())] == [
        "序号", "编号", "风险点", "位置", "风险描述", "可能事故", "评价", "等级", "管控措施",
        "责任单位", "责任人", "复评日期", "备注",
    ]  # fmt: skip


def test_a_field_that_gets_a_printed_width_appears_as_a_column() -> None:
    grown = HAZARD.with_changes(fields=(*HAZARD.fields, Field("weather", Kind.TEXT, "天气", pdf_width_mm=18)))
    columns = spec_columns(grown, [Group(("found_on",))], context())
    weather = next(column for column in columns if column.label == "天气")
    assert weather.cell(1, {**hazard(0), "weather": "小雨"}).text == "小雨"


@pytest.mark.parametrize("record_type", [HAZARD, RISK])
def test_every_field_with_a_printed_width_is_in_its_ledger(record_type: object) -> None:
    columns = hazard_columns(context()) if record_type is HAZARD else risk_columns(context())
    types = {"hazard": HAZARD, "risk": RISK}
    fields = [
        each for each in types["hazard" if record_type is HAZARD else "risk"].fields if each.pdf_width_mm
    ]
    printed = "".join(column.label for column in columns)
    short = {
        "整改责任单位": "责任单位",
        "整改责任人": "责任人",
        "隐患级别": "级别",
        "隐患类别": "类别",
        "风险等级": "等级",
    }
    assert all(short.get(each.label, each.label) in printed for each in fields)


@pytest.mark.parametrize("columns", [hazard_columns(context()), risk_columns(context())])
def test_columns_fill_the_page_and_never_break_a_date_or_a_heading(columns: list[Column]) -> None:
    widths = fitted_widths(columns, A4_ROOM)
    assert sum(widths) == pytest.approx(A4_ROOM)
    for column, width in zip(columns, widths, strict=True):
        kept = column.sample or column.label
        assert all(text_width(line, "XySong", BODY_SIZE) + 2 * PAD_X <= width for line in kept.split("\n"))


def test_columns_that_cannot_all_keep_their_width_shrink_alike() -> None:
    columns = [Column("很长的栏目名称", 30, lambda ordinal, record: Cell("")) for _ in range(30)]
    widths = fitted_widths(columns, A4_ROOM)
    assert widths == pytest.approx([A4_ROOM / 30] * 30)


def test_a_blank_value_of_a_stacked_column_is_a_dash_and_two_blanks_are_one() -> None:
    group = Group(("rect_unit", "rect_person"))
    column = spec_columns(HAZARD, [group], context())[0]
    assert column.cell(1, hazard(0, rect_unit=None, rect_person="张建国")).text == "—\n张建国"
    assert column.cell(1, hazard(0, rect_unit=None, rect_person=None)).text == "—"


def test_ordinal_and_number_come_from_place_and_record() -> None:
    assert ordinal_column().cell(7, hazard(0)).text == "7"
    assert number_column().cell(7, hazard(0)).text == "YH-2026-0001"
