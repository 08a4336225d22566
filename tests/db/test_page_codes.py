from __future__ import annotations

import hashlib

import pytest

from db.page_codes import ALPHABET, page_code, read_code

CODES = [page_code(hashlib.sha256(str(number).encode()).digest()) for number in range(60)]


def test_a_code_has_two_groups_of_four_characters_none_of_which_is_taken_for_another() -> None:
    assert all(len(code) == 9 and code[4] == "-" for code in CODES)
    assert not set("".join(CODES)) & set("01OIL")


@pytest.mark.parametrize("code", CODES[:5])
def test_capitals_blanks_hyphens_and_full_width_do_not_matter(code: str) -> None:
    plain = code.replace("-", "")
    wide = "".join(chr(ord(char) + 0xFEE0) for char in plain)
    for typed in (code.lower(), plain, f" {plain[:4]} {plain[4:]} ", wide, code.replace("-", "－")):
        assert read_code(typed) == code


@pytest.mark.parametrize("code", CODES[:10])
def test_every_wrong_character_and_every_swap_is_noticed(code: str) -> None:
    plain = code.replace("-", "")
    for place, right in enumerate(plain):
        for wrong in ALPHABET:
            if wrong != right:
                assert read_code(plain[:place] + wrong + plain[place + 1 :]) == ""
    for place in range(7):
        swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
        assert swapped == plain or read_code(swapped) == ""


@pytest.mark.parametrize("typed", ["", "K7M3", "K7M3-PX9Q-2", "0000-0000", "隐患台账编号"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) == ""
