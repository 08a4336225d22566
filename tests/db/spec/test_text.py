from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.spec.numbers import decimal_text, parse_number
from db.spec.text import fold_widths, one_line, search_form, search_lines


def test_a_search_finds_full_width_and_capital_letters() -> None:
    assert search_form("Ａ栋 １２\u3000号，LNG") == search_form("a栋12号,lng")


def test_what_is_searched_has_no_blank_and_no_invisible_character() -> None:
    assert search_form(" 消\u200b防 \n通道 ") == "消防通道"


@given(st.text(max_size=60))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold_widths(fold_widths(text)) == fold_widths(text)
    assert one_line(one_line(text)) == one_line(text)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_survives_its_text(number: object) -> None:
    text = decimal_text(parse_number(str(number))[0])
    assert decimal_text(parse_number(text)[0]) == text


@given(st.lists(st.text(max_size=20)))
def test_texts_folded_together_are_folded_as_each_alone(texts: list[str]) -> None:
    assert search_lines(texts) == "\n".join(map(search_form, texts))
