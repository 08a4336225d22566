from __future__ import annotations

from pathlib import Path

import pytest

from reports.risk_card import card_lines, risk_card
from tests.reports.poppler import flat_text, fonts, needs_poppler, page_sizes, page_texts
from tests.reports.sample_records import context, risk

FULL = {
    "emergency": "立即断电，拨打119，组织人员撤离",
    "phone": "13800010128",
    "causes": ["21"],
    "consequence": "人员伤亡",
}


def line(label: str, **changes: object) -> str:
    return dict(card_lines(risk(0, **changes), context()))[label]


def test_a_measure_that_failed_is_not_promised() -> None:
    measures = [
        {"kind": "human", "text": "每日巡查", "owner": "王芳"},
        {"kind": "technical", "text": "烟感报警", "owner": "王芳", "state": "failed"},
    ]
    assert line("管控措施", measures=measures) == "每日巡查"
    assert line("管控措施", measures=None) == ""


def test_several_measures_are_numbered() -> None:
    assert line("管控措施") == "1. 网格员每日巡查并登记\n2. 安装独立式烟感报警器"


def test_the_place_names_premises_and_location_once() -> None:
    named = context(reference_title=lambda table, record_id: "老张面馆")
    assert dict(card_lines(risk(0, premises="P1", location="后厨"), named))["位置"] == "老张面馆，后厨"
    assert dict(card_lines(risk(0, premises="P1", location="老张面馆"), named))["位置"] == "老张面馆"


@needs_poppler
def test_the_card_is_one_sheet_with_everything_a_passer_by_needs(tmp_path: Path) -> None:
    card = risk_card(risk(0, **FULL), context(), "021-59720000")
    text = flat_text(card, tmp_path)
    for words in (
        "安全风险告知卡", "FX-2026-0001", "红色重大风险", "火灾", "每日巡查", "立即断电", "13800010128", "021-59720000",
        "火警119", "急救120", "报警110", "（盖章）", "2026年11月23日",
    ):  # fmt: skip
        assert words in text
    assert card.pages == 1 and page_sizes(card, tmp_path) == {"595.276 x 841.89"}
    assert all(each["emb"] == "yes" for each in fonts(card, tmp_path))


@needs_poppler
def test_the_card_informs_and_orders_nothing(tmp_path: Path) -> None:
    text = flat_text(risk_card(risk(0, **FULL), context()), tmp_path)
    assert not any(word in text for word in ("责令", "限期", "停产", "处罚", "判定"))


@pytest.mark.parametrize(
    ("level", "words"), [("orange", "橙色较大风险"), ("yellow", "黄色一般风险"), ("blue", "蓝色低风险")]
)
@needs_poppler
def test_each_level_has_its_words(tmp_path: Path, level: str, words: str) -> None:
    assert words in flat_text(risk_card(risk(0, level_final=level), context()), tmp_path)


@needs_poppler
def test_what_is_blank_is_printed_as_a_dash(tmp_path: Path) -> None:
    text = flat_text(risk_card(risk(0, phone=None, emergency=None), context()), tmp_path)
    assert "应急措施—" in text and "联系电话—" in text


@needs_poppler
def test_rare_names_are_printed_and_a_text_too_long_for_a_sheet_goes_on(tmp_path: Path) -> None:
    card = risk_card(risk(0, risk_point="䶮㐂𠮷" * 20, description="很长的描述，" * 600), context())
    assert card.missing_characters == ()
    texts = page_texts(card, tmp_path)
    assert card.pages > 1 and "安全风险告知卡（续）" in texts[1]
    assert flat_text(card, tmp_path).count("很长的描述") == 600
