from __future__ import annotations

from datetime import date

import pytest

from db.spec import HAZARD
from db.spec.code_tables import code_table
from db.spec.criterion_library import KIND_WORDS, criteria, criteria_like, find_criteria


def test_every_entry_names_document_version_and_category() -> None:
    for each in criteria():
        assert each.text and each.document.title and each.document.number and each.document.version
        assert each.kind in KIND_WORDS
        assert all(code_table("hazard_category").get(code) for code in each.categories) and each.categories
        assert "以原件为准" in each.basis() and len(each.basis()) <= HAZARD.field("basis").max_length
        if each.document.in_force:
            assert date.fromisoformat(each.document.in_force)


@pytest.mark.parametrize(
    "typed", ["液化气 地下室", "地下室液化气", "煤气罐 半地下", "瓶装气　车库", "地下室使用瓶装液化气"]
)
def test_gas_below_ground_is_found_by_what_people_type(typed: str) -> None:
    found = find_criteria(typed)
    assert found[0].document.id == "gas2023"
    assert "地下室、半地下室" in found[0].text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("电瓶车 楼道", "首层门厅、共用走道、楼梯间停放电动自行车"),
        ("自建房 裂缝", "贯通裂缝"),
        ("化粪池", "先通风、再检测、后作业"),
        ("彩钢板 宿舍", "彩钢板搭建"),
        ("电梯超期", "超过规定期限未检验"),
        ("ＧＢ 45067", "使用登记"),
    ],
)
def test_everyday_words_find_the_words_of_the_document(typed: str, words: str) -> None:
    assert any(words in each.text for each in find_criteria(typed))


def test_a_replaced_document_is_said_to_be_old_and_comes_last() -> None:
    old = [each for each in criteria() if each.document.number == "GB 35181—2017"]
    assert old and all(not each.document.is_current for each in old)
    assert criteria()[-len(old) :] == tuple(old)
    assert all("旧版" in each.basis() and "GB 35181—2025 第5章原文未收录" in each.basis() for each in old)
    assert "不是现行标准" in old[0].document.described()


def test_nothing_typed_gives_all_and_unknown_words_give_none() -> None:
    assert find_criteria("  ") == list(criteria())
    assert find_criteria("量子") == []


def test_when_no_entry_has_every_word_those_with_most_are_given() -> None:
    found = find_criteria("电梯 超期 烟花爆竹")
    assert found and all("检验" in each.text for each in found)


def test_a_description_suggests_its_criteria() -> None:
    assert criteria_like("地下室使用瓶装液化气，与住人房间相通")[0].document.id == "gas2023"
    assert criteria_like("窗台花盆摆放不稳") == []
