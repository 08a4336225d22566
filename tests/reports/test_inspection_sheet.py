from __future__ import annotations

from pathlib import Path
from typing import Any

from reports.inspection_sheet import SPARE_ROWS, Sheet, inspection_sheet
from tests.reports.poppler import flat_text, needs_poppler, page_texts
from tests.reports.sample_records import context

ITEMS: list[dict[str, Any]] = [
    *({"group": "通用消防检查表", "item": f"消防第{n}条"} for n in range(1, 11)),
    *({"group": "燃气安全检查表", "item": f"燃气第{n}条"} for n in range(1, 6)),
]
EDITIONS = ["通用消防检查表（第1版）", "燃气安全检查表（第3版）"]


@needs_poppler
def test_items_are_numbered_through_with_a_box_for_each_result(tmp_path: Path) -> None:
    premises = {"name": "老张面馆", "address": "夏阳大道88号", "main_person": "张伟明"}
    text = flat_text(inspection_sheet(Sheet(EDITIONS, ITEMS, premises), context()), tmp_path)
    for shown in (
        "老张面馆",
        "夏阳大道88号",
        "张伟明",
        "检查表：通用消防检查表（第1版）、燃气安全检查表（第3版）",
    ):
        assert shown in text
    assert "10消防第10条□□□" in text and "11燃气第1条□□□" in text
    last = len(ITEMS) + SPARE_ROWS
    assert "另外检查的" in text and f"{last}□□□" in text and f"{last + 1}□□□" not in text


@needs_poppler
def test_an_empty_sheet_leaves_the_head_to_be_written_and_ends_with_the_signatures(tmp_path: Path) -> None:
    result = inspection_sheet(Sheet(EDITIONS, ITEMS), context())
    text = flat_text(result, tmp_path)
    parts = (
        "被检查场所",
        "□日常巡查",
        "□企业自查",
        "检查意见",
        "□被检查单位拒绝签字",
        "带队人（签字）",
        "被检查单位负责人（签字）",
    )
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "被检查场所—" not in text
    assert f"共 {result.pages} 页" in page_texts(result, tmp_path)[-1]


def test_the_same_sheet_printed_twice_is_the_same_file() -> None:
    first, second = (inspection_sheet(Sheet(EDITIONS, ITEMS), context()) for _ in range(2))
    assert first.pdf == second.pdf
