from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reports.inspection_record import inspection_record
from reports.print_context import PrintResult
from tests.reports.poppler import flat_text, fonts, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import context, stored

LONG_NAME = "上海青浦夏阳街道章浜社区䶮㐂𠮷综合餐饮服务有限责任公司第二十八分公司暨夏阳大道北段临街商铺经营部（筹备组）临时办公用房一号"
PREMISES = {"name": "老张面馆", "address": "夏阳大道88号", "main_person": "张伟明"}


def items(count: int, group: str = "通用消防检查表", **changes: Any) -> list[dict[str, Any]]:
    return [
        {
            "group": group,
            "item": f"{group}的第{n}条检查项目写得比较长，要折成两行才放得下",
            "result": "pass",
            **changes,
        }
        for n in range(1, count + 1)
    ]


def inspection(**changes: Any) -> dict[str, Any]:
    values = {
        "no": "JC-2026-0007", "premises": "01P", "subject": "用气检查", "kind": "patrol", "date": "2026-11-05",
        "led_by": "陈建国", "inspectors": "陈建国、王芳", "unit_rep": "张伟明", "items": items(2),
        "hazards_found": 0, "photos": None,
    }  # fmt: skip
    return stored("inspection", 7, **{**values, **changes})


def printed(record: dict[str, Any], **changes: Any) -> PrintResult:
    names = context(reference_title=lambda table, id: "老张面馆")
    return inspection_record(record, {**PREMISES, **changes}, {"01H": "YH-2026-0003"}, names)


@needs_poppler
def test_a_record_shows_head_items_opinion_and_signatures_in_order(tmp_path: Path) -> None:
    failed = {
        "item": "报警器通电",
        "result": "fail",
        "note": "未通电",
        "location": "后厨",
        "hazard": "01H",
        "basis": "城镇燃气条例",
    }
    result = printed(
        inspection(items=[*items(2), failed], hazards_found=1, opinion="请恢复通电。", provider="安评公司")
    )
    text = flat_text(result, tmp_path)
    parts = ["现场检查记录", "编号：JC-2026-0007", "夏阳大道88号", "安评公司", "通用消防检查表", "另外检查的", "报警器通电（城镇燃气条例）", "YH-2026-0003",
             "共3项：合格2项，不合格1项，不适用0项。", "请恢复通电。", "不合格的各项已当场告知", "被检查单位负责人（签字）", "（盖章）", "2026年11月5日"]  # fmt: skip
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "后厨，未通电" in text and "不是行政执法文书" in text
    assert page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    assert all(font["emb"] == "yes" for font in fonts(result, tmp_path))


@needs_poppler
def test_a_long_checklist_repeats_its_name_and_heads_and_leaves_no_name_alone(tmp_path: Path) -> None:
    groups = [row for name in ("消防检查表", "用电检查表", "燃气检查表") for row in items(14, name)]
    result = printed(inspection(items=groups))
    pages = page_texts(result, tmp_path)
    assert result.pages > 2
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页/共 {result.pages} 页" in page
    for page in pages[1:-1]:
        assert "检查表" in page.splitlines()[2] and "检查项目" in page.splitlines()[3]
    for page in pages:
        rows = [line.strip() for line in page.splitlines() if line.strip()]
        assert "检查项目" not in rows[-2] and not rows[-2].endswith("检查表")


@needs_poppler
@pytest.mark.parametrize("kind", ["self_check", "patrol"])
def test_a_self_check_is_signed_by_the_unit_that_checked_itself(tmp_path: Path, kind: str) -> None:
    text = flat_text(
        printed(inspection(kind=kind, led_by_principal=kind == "self_check", hazards_found=1)), tmp_path
    )
    is_own = kind == "self_check"
    assert ("老张面馆（盖章）" in text, "主要负责人带队" in text) == (is_own, is_own)
    assert ("我们会把情况报告街道" in text) != is_own


@needs_poppler
def test_what_is_not_there_is_said_or_left_out(tmp_path: Path) -> None:
    text = flat_text(printed(inspection(items=None, unit_rep=None)), tmp_path)
    assert "检查项目" not in text and "现场照片" not in text and "牵头或来访单位" not in text
    assert "二、检查意见—" in text and "被检查单位人员—" in text
    assert "检查时没有发现不合格的项目。" in flat_text(printed(inspection()), tmp_path)


@needs_poppler
def test_long_and_rare_names_are_printed_whole(tmp_path: Path) -> None:
    names = context(reference_title=lambda table, id: LONG_NAME)
    record = inspection(
        sign_refused=True, refusal_reason="不在场", witness="䶮㐂𠮷", unit_rep="阿卜杜热合曼·买买提"
    )
    result = inspection_record(record, {**PREMISES, "name": LONG_NAME}, {}, names)
    text = flat_text(result, tmp_path)
    assert LONG_NAME in text and "见证人：䶮㐂𠮷。" in text and result.missing_characters == ()
