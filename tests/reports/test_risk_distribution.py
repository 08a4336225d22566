from __future__ import annotations

from pathlib import Path

from reports.risk_distribution import counted, risk_distribution, totals_sentence
from tests.reports.poppler import flat_text, needs_poppler, page_texts
from tests.reports.sample_records import context, risk


def test_the_totals_name_each_level_with_its_colour() -> None:
    records = [risk(index) for index in range(5)]
    assert totals_sentence(records) == (
        "在管风险点 5 个，其中：重大（红）2 个，较大（橙）1 个，一般（黄）1 个，低（蓝）1 个。"
    )


def test_the_gravest_place_stands_first_and_what_has_no_place_last() -> None:
    records = [
        risk(0, premises="甲", level_final="blue"),
        risk(1, premises="乙", level_final="orange"),
        risk(2, premises="丙", level_final="red"),
        risk(3, premises=None, level_final="red"),
        risk(4, premises="丙", level_final="blue"),
    ]
    found = counted(records, lambda each: each["premises"] or "", "公共区域")
    assert [name for name, _ in found] == ["丙", "乙", "甲", "公共区域"]
    assert dict(found[0][1]) == {"red": 1, "blue": 1}


@needs_poppler
def test_the_sheet_counts_by_grid_and_premises_and_lists_by_level(tmp_path: Path) -> None:
    records = [risk(index, premises=f"P{index % 3}" if index % 4 else None) for index in range(12)]
    names = {"P0": "老张面馆", "P1": "悦来旅馆", "P2": "顺达快递"}
    shown = context(reference_title=lambda table, record_id: names[record_id])
    text = flat_text(risk_distribution(records, shown, lambda each: "第三网格"), tmp_path)
    for words in (
        "一、按网格",
        "第三网格",
        "二、按场所",
        "老张面馆",
        "公共区域（未挂场所）",
        "三、按等级",
        "红重大5个",
    ):
        assert words in text
    assert all(text.count(each["no"]) == 1 for each in records)
    assert "填报人（签字）" in text and "（盖章）" in text


@needs_poppler
def test_closed_risks_are_left_out(tmp_path: Path) -> None:
    text = flat_text(risk_distribution([risk(0), risk(1, status="closed")], context()), tmp_path)
    assert "FX-2026-0001" in text and "FX-2026-0002" not in text


@needs_poppler
def test_the_head_of_a_long_list_is_repeated_on_every_page(tmp_path: Path) -> None:
    pages = page_texts(risk_distribution([risk(index) for index in range(120)], context()), tmp_path)
    assert len(pages) > 2 and all("复评日期" in page for page in pages)


@needs_poppler
def test_without_risks_it_says_so(tmp_path: Path) -> None:
    printed = risk_distribution([], context())
    assert printed.pages == 1 and "没有在管的风险点" in flat_text(printed, tmp_path)
