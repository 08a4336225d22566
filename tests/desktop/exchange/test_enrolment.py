"""The texts of the enrolment sheets, as built, as scanned and as typed (format §10)."""

from __future__ import annotations

import zlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.errors import AppError
from desktop.exchange.enrolment import (
    CommitteeSheet,
    OfficeSheet,
    committee_text,
    differing_groups,
    office_text,
    parse_sheet_text,
)
from desktop.exchange.public_keys import digit_groups
from tests.desktop.exchange.forge import (
    COMMITTEE_CODE,
    COMMITTEE_KEY,
    OFFICE_CODE,
    OFFICE_DECRYPT_KEY,
    OFFICE_SIGN_KEY,
)

COMMITTEE_SHEET = CommitteeSheet(COMMITTEE_CODE, 1, COMMITTEE_KEY.public_key, date(2026, 5, 27))
OFFICE_SHEET = OfficeSheet(
    OFFICE_CODE, 1, OFFICE_SIGN_KEY.public_key, OFFICE_DECRYPT_KEY.public_key, date(2026, 5, 27)
)
TEXT = committee_text(COMMITTEE_SHEET)


def summed(text: str) -> str:
    return f"{text}/{zlib.crc32(text.encode()):08X}"


def test_texts_have_the_lengths_the_qr_versions_are_chosen_for():
    assert (len(TEXT), len(office_text(OFFICE_SHEET))) == (95, 148)
    assert set(TEXT) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


@pytest.mark.parametrize(
    ("sheet", "text"), [(COMMITTEE_SHEET, TEXT), (OFFICE_SHEET, office_text(OFFICE_SHEET))]
)
def test_the_sheet_comes_back(sheet, text):
    assert parse_sheet_text(text) == sheet


@pytest.mark.parametrize(
    "typed",
    [
        TEXT.lower(),
        f"  {TEXT}\r\n",
        "\n".join([TEXT[:40], TEXT[40:70], TEXT[70:]]),
        "".join(chr(ord(one) + 0xFEE0) for one in TEXT),
        TEXT.replace("/", "、"),
        TEXT.replace("/", "\u3000/ "),
    ],
    ids=["lower", "line end", "lines", "full width", "Chinese comma", "spaces"],
)
def test_what_scanners_and_input_methods_make_of_it(typed):
    assert parse_sheet_text(typed) == COMMITTEE_SHEET


def test_one_wrong_character_is_noticed_anywhere():
    for at, letter in enumerate(TEXT):
        typed = TEXT[:at] + ("A" if letter != "A" else "B") + TEXT[at + 1 :]
        with pytest.raises(AppError, match="enrolment_"):
            parse_sheet_text(typed)


@pytest.mark.parametrize(
    "text",
    [
        summed(TEXT.rpartition("/")[0].replace("20260527", "20260230")),
        summed(TEXT.rpartition("/")[0].replace("/01/", "/00/")),
        summed(TEXT[:76] + "B" + TEXT.rpartition("/")[0][77:]),
        TEXT.replace("/ED/", "/SM/"),
        "",
        "SLP1E",
    ],
    ids=["date", "epoch", "spare bits", "key type", "empty", "short"],
)
def test_text_that_says_nothing_usable(text):
    with pytest.raises(AppError, match="enrolment_unreadable"):
        parse_sheet_text(text)


def test_a_changed_digit_with_the_old_sum_is_a_checksum_error():
    with pytest.raises(AppError, match="enrolment_checksum"):
        parse_sheet_text(TEXT.replace("20260527", "20260528"))


@given(st.text())
def test_any_other_text_is_unreadable(text):
    with pytest.raises(AppError, match="enrolment_unreadable"):
        parse_sheet_text(text)


def test_typed_digit_groups_are_compared_whatever_stands_between():
    groups = digit_groups(COMMITTEE_KEY.public_key)
    for between in (" ", "", "-", "\n", "　"):
        assert differing_groups(between.join(groups), COMMITTEE_KEY.public_key) == ()
    full_width = "".join(chr(ord(one) + 0xFEE0) for one in "".join(groups))
    assert differing_groups(full_width, COMMITTEE_KEY.public_key) == ()


def test_a_wrong_group_is_named_by_its_number():
    groups = list(digit_groups(COMMITTEE_KEY.public_key))
    groups[2] = f"{(int(groups[2]) + 1) % 100_000:05d}"
    assert differing_groups(" ".join(groups), COMMITTEE_KEY.public_key) == (3,)


@pytest.mark.parametrize("typed", ["", "12345", "1" * 41, "１２３４５"])
def test_too_few_or_too_many_digits(typed):
    with pytest.raises(AppError, match="digit_groups_incomplete"):
        differing_groups(typed, COMMITTEE_KEY.public_key)
