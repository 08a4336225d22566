"""Identity numbers in what people paste."""

from __future__ import annotations

import pytest

from db.spec.identity_number import identity_number, masked_identity_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (" 110105 19491231 002X ", "11010519491231002X"),
        ("310118680214123", "310118680214123"),
        ("110105194912310021", "110105194912310021"),
    ],
)
def test_an_identity_number_is_known_in_every_spelling(typed: str, number: str) -> None:
    assert identity_number(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "13916880001", "110105194913310021", "310118681314123", "310118001003", "张伟明"]
)
def test_other_numbers_are_none(typed: str) -> None:
    assert identity_number(typed) is None


def test_a_masked_number_shows_area_and_last_four() -> None:
    assert masked_identity_number("31011819860214001X") == "310118********001X"
    assert masked_identity_number("310118680214123") == "310118*****4123"
