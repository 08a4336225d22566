"""The printed figures of tips: every month, their sums, and nothing but numbers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from reports.print_context import PrintContext
from reports.tip_figures import tip_figures, totals_line
from tests.reports.poppler import flat_text, needs_poppler

NOTHING = {"received": 0, "accepted": 0, "confirmed": 0, "closed": 0, "rewarded": 0, "reward_yuan": "0"}
MONTHS = [
    NOTHING | {"month": "2026-10", "received": 3, "accepted": 2, "confirmed": 1, "closed": 3},
    NOTHING | {"month": "2026-11", "received": 1, "rewarded": 1, "reward_yuan": "200.50"},
]


def test_the_sums_are_said_in_one_sentence() -> None:
    assert totals_line(MONTHS).startswith(
        "合计：收到 4 件，受理核实 2 件，属实及部分属实 1 件，办结 3 件，已奖励 1 件、200.50 元。"
    )


@needs_poppler
def test_each_month_is_a_row(tmp_path: Path) -> None:
    context = PrintContext(
        unit_name="章浜社区居委会",
        printed_at=datetime(2026, 11, 23),
        filled_by="王芳",
        period="2026年1月至11月",
    )
    printed = tip_figures(MONTHS, context)
    text = flat_text(printed, tmp_path)
    assert "2026年10月321300" in text and "2026年11月10001200.50" in text
    assert "举报受理情况统计" in text and "第1页/共1页" in text and printed.pages == 1
