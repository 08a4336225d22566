"""The printed charts: every figure stands in a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from db.desk_charts import Chart, Part
from reports.desk_charts import desk_charts
from reports.print_context import PrintContext
from tests.reports.poppler import flat_text, needs_poppler

CONTEXT = PrintContext(unit_name="章浜社区居委会", printed_at=datetime(2026, 11, 23), filled_by="王芳")
STACKED = Chart(
    "level", "本年隐患按级别", "hazard", ("已销号", "未销号"), ("active", "waiting"), ("一般", "䶮㐂𠮷"),
    ((Part(("a", "b")), Part(("c",))), (Part(()), Part(()))), is_stacked=True, note="2026年排查出的隐患",
)  # fmt: skip


@needs_poppler
def test_figures_and_their_sums_are_printed_with_a_legend(tmp_path: Path) -> None:
    printed = desk_charts([STACKED, replace(STACKED, title="空图", categories=(), parts=())], CONTEXT)
    text = flat_text(printed, tmp_path)
    assert "一般213" in text and "000" in text and "图例：已销号（深色）、未销号（浅色）" in text
    assert "没有数据" in text and "第1页/共1页" in text and "负责人（签字）" in text
    assert printed.missing_characters == ()


def test_many_categories_go_over_several_pages() -> None:
    many = replace(
        STACKED, is_stacked=False, categories=("类别",) * 24, parts=((Part(("a",)), Part(("b",))),) * 24
    )
    assert desk_charts([many, many], CONTEXT).pages == 2
