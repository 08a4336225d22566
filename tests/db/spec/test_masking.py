from __future__ import annotations

import pytest

from db.spec.masking import masked_phones


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13916880001", "139****0001"),
        ("021-59720011", "021****0011"),
        ("13916880001、13800005678", "139****0001、138****5678"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_a_telephone_keeps_its_ends(number: str, shown: str) -> None:
    assert masked_phones(number) == shown
