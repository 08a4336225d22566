from __future__ import annotations

import pytest

from desktop.history_words import what_differs


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("1. 甲\n2. 乙\n3. 丙", "1. 甲\n2. 丁\n3. 丙", ("2. 乙", "2. 丁")),
        ("1. 甲\n2. 乙", "1. 甲\n2. 乙\n3. 丙", ("", "3. 丙")),
        ("1. 甲\n2. 乙", "2. 乙\n1. 甲", ("1. 甲\n2. 乙", "2. 乙\n1. 甲")),
        ("一般", "重大", ("一般", "重大")),
        ("", "1. 甲\n2. 乙", ("", "1. 甲\n2. 乙")),
        ("1. 甲\n2. 乙", "甲", ("1. 甲\n2. 乙", "甲")),
    ],
)
def test_the_history_names_the_lines_that_differ(before: str, after: str, shown: tuple[str, str]) -> None:
    assert what_differs(before, after) == shown
