from __future__ import annotations

from pathlib import Path

import pytest

from reports.risk_inventory import risk_columns, risk_inventory, totals_line
from reports.table import Cell
from tests.reports.poppler import flat_text, needs_poppler
from tests.reports.sample_records import context, risk


def cell(label: str, record: dict[str, object]) -> Cell:
    return next(column for column in risk_columns(context()) if column.label == label).cell(1, record)


@pytest.mark.parametrize(
    ("index", "text"),
    [(0, "L4 S5\nR20"), (2, "L3 E6\nC7\nD126"), (4, "直接判定")],
)
def test_the_score_names_its_factors(index: int, text: str) -> None:
    assert cell("评价", risk(index)).text == text


def test_a_checklist_names_how_many_answers_are_no() -> None:
    assert cell("评价", risk(0, method="checklist", score="2")).text == "清单法\n“否”2条"


@pytest.mark.parametrize(
    ("level", "text"),
    [("red", "重大\n红"), ("orange", "较大\n橙"), ("yellow", "一般\n黄"), ("blue", "低\n蓝")],
)
def test_a_grade_is_printed_as_word_colour_and_shape(level: str, text: str) -> None:
    shown = cell("等级", risk(0, level_final=level))
    assert shown.text == text and shown.mark and shown.tint


def test_the_four_grades_differ_in_shape_for_black_and_white_printers() -> None:
    cells = [cell("等级", risk(0, level_final=level)) for level in ("red", "orange", "yellow", "blue")]
    assert len({each.mark.shape for each in cells if each.mark}) == 4


def test_a_measure_names_its_kind_owner_time_and_cost() -> None:
    measures = [
        {
            "kind": "technical",
            "text": "装烟感",
            "owner": "徐小龙",
            "due": "2026-12-15",
            "cost": "0.35",
            "done_on": None,
        }
    ]
    assert (
        cell("管控措施", risk(0, measures=measures)).text
        == "技防：装烟感（徐小龙，2026-12-15前完成，投入0.35万元）"
    )
    measures[0] |= {"done_on": "2026-12-01", "cost": None}
    assert cell("管控措施", risk(0, measures=measures)).text == "技防：装烟感（徐小龙，2026-12-01已完成）"
    measures[0] |= {"state": "failed"}
    assert cell("管控措施", risk(0, measures=measures)).text == "技防：装烟感（徐小龙，已失效）"
    assert cell("管控措施", risk(0, measures=None)).text == "—"


def test_the_totals_count_by_grade() -> None:
    records = [risk(index) for index in range(5)] + [risk(5, status="closed")]
    assert totals_line(records) == (
        "共 6 条，其中：重大（红）3 条，较大（橙）1 条，一般（黄）1 条，低（蓝）1 条；"
        "在管 5 条，已关闭 1 条。"
    )


@needs_poppler
def test_the_inventory_prints_every_risk_with_its_measures(tmp_path: Path) -> None:
    text = flat_text(risk_inventory([risk(index) for index in range(12)], context()), tmp_path)
    assert text.count("人防：网格员每日巡查并登记") == 12
    assert "FX-2026-0012" in text
