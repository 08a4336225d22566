"""What a text is compared with: names and numbers however they are written, and nothing that gives them away."""

from __future__ import annotations

import pytest

from desktop.tips.keys import ComparingKey
from desktop.tips.marks import MARKS_PER_TIP, looks_like_a_phone, mark, marks_of, tokens_of
from desktop.tips.release import check_against
from desktop.tips.reporter import Reporter
from tests import factories

KEY = ComparingKey(b"c" * 32)


@pytest.mark.parametrize(
    ("name", "contact", "text"),
    [
        ("李梅", "", "据李梅反映，后厨有钢瓶"),
        ("李梅", "", "据李 梅反映"),
        ("李梅", "", "据李\u200b梅反映"),
        ("欧阳䶮清", "", "联系人欧阳䶮清"),
        (factories.MINORITY_NAME, "", "阿卜杜热合曼买买提依明来访"),
        ("古丽巴哈尔", "", "由古丽巴哈尔带路"),
        ("John Smith", "", "told by john smith"),
        ("", "13761234098", "电话１３７６１２３４０９８"),
        ("", "137 6123 4098", "回电 137-6123-4098 即可"),
        ("", "+86 13761234098", "手机8613761234098"),
        ("", "13761234098、13800000001", "另一个是13800000001"),
        ("", "13761234098 13800000001", "另一个是13800000001"),
        ("", "021-59720011", "座机59720011"),
        ("", "021-59720011", "座机（021）5972 0011"),
        ("", "0512-6355123", "座机6355123"),
        ("", "微信 lily_1986", "加微信Lily_1986联系"),
        ("", "lily@example.com", "邮箱 lily@example.com"),
    ],
)
def test_a_tipster_is_met_however_it_is_written(name: str, contact: str, text: str) -> None:
    assert check_against(Reporter(not name, name, contact)).names_a_tipster(text)


@pytest.mark.parametrize(
    ("name", "contact", "text"),
    [
        ("李梅", "13761234098", "据王梅反映，电话13761234099"),
        ("李", "", "李某反映"),
        ("李梅", "", "桃李、梅花各一株"),
        ("", "59720011", "编号 YH-2026-0012，2026-11-03"),
        ("", "", "任何文字 13761234098"),
        ("", "lily_1986", "lily"),
    ],
)
def test_others_are_let_through(name: str, contact: str, text: str) -> None:
    assert not check_against(Reporter(not name, name, contact)).names_a_tipster(text)


def test_every_tip_has_as_many_marks_and_none_without_the_key() -> None:
    named, unnamed = marks_of(KEY, Reporter(False, "李梅", "13761234098")), marks_of(KEY, Reporter())
    assert len(named) == len(unnamed) == MARKS_PER_TIP
    assert {len(each) for each in named | unnamed} == {16}
    assert mark(KEY, ("name", "李梅")) in named and not named & unnamed
    assert mark(ComparingKey(b"d" * 32), ("name", "李梅")) not in named
    assert KEY.name != ComparingKey(b"d" * 32).name and "c" * 8 not in repr(KEY)


def test_many_numbers_never_make_more_marks() -> None:
    many = Reporter(False, "李梅", "、".join(f"1380000{each:04d}" for each in range(20)))
    assert len(list(tokens_of(many))) > MARKS_PER_TIP == len(marks_of(KEY, many))


@pytest.mark.parametrize(("text", "is_one"), [("打138 0000 0001", True), ("+86-13800000001", True), ("城中东路312弄", False), ("95588 转 1234", False)])  # fmt: skip
def test_a_mobile_number_is_known_by_its_look(text: str, is_one: bool) -> None:
    assert looks_like_a_phone(text) is is_one
