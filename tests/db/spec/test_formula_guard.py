"""What a spreadsheet would run is guarded, and the guard comes off again without loss."""

from __future__ import annotations

import pytest

from db.spec.formula_guard import guarded, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@x", "\t=1", "'=1", "''=1", "|x", "%x"])
def test_a_text_that_would_run_is_guarded_and_comes_back(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "张伟明", "1.5", "'好", "a=1", "'"])
def test_any_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == unguarded(text) == text
