"""The printed history: every change on a line, long texts whole, the head on every page."""

from __future__ import annotations

from pathlib import Path

from reports.record_history import HistoryLine, record_history
from tests.reports.poppler import flat_text, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import context

pytestmark = needs_poppler


def line(**changes: str) -> HistoryLine:
    values = {
        "at": "2026-11-23 09:30", "who": "王芳", "operation": "修改隐患", "label": "备注", "before": "", "after": "补充",
    }  # fmt: skip
    return HistoryLine(**{**values, **changes})


def test_each_change_is_a_line_with_before_and_after(tmp_path: Path) -> None:
    result = record_history("隐患 YH-2026-0001", [line(), line(before="䶮㐂𠮷", after="")], context())
    text = flat_text(result, tmp_path)
    assert "操作历史　隐患YH-2026-0001".replace("　", "") in text.replace("　", "")
    assert "䶮㐂𠮷" in text and "—" in text and "共2处改动。" in text
    assert result.missing_characters == ()
    assert page_sizes(result, tmp_path) == {"841.89 x 595.276"}


def test_long_texts_stand_whole_under_a_head_on_every_page(tmp_path: Path) -> None:
    words = "".join(f"第{number}点，疏散通道堆放纸箱。" for number in range(400))
    result = record_history("隐患 YH-2026-0001", [line(after=words)], context())
    pages = page_texts(result, tmp_path)
    assert len(pages) > 2 and all("原内容" in each for each in pages)
    assert "第399点" in flat_text(result, tmp_path)
