"""What cells say as text."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from desktop.importing.cells import cell_text, parted_day
from reports.sheet_reading.book import Cell


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (13800000001.0, "13800000001"),
        (45.5, "45.5"),
        (True, "是"),
        (None, ""),
        (date(2024, 4, 7), "2024-04-07"),
        (datetime(2024, 4, 7), "2024-04-07"),
        (datetime(2024, 4, 7, 14, 30), "2024-04-07 14:30"),
        (time(9, 5), "09:05"),
        ("　一号楼 \n 二楼 ", "一号楼\n二楼"),
        ('=DISPIMG("ID_1",1)', ""),
        ("'=1+1", "=1+1"),
        ("'好'", "'好'"),
    ],
)
def test_a_cell_becomes_text(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024.01.08 上午9：30", ("2024.01.08", "上午9:30", "")),
        ("2025-3-5 9:00-11:00", ("2025-3-5", "9:00", "11:00")),
        ("2024年4月7日下午2点半", ("2024年4月7日", "下午2点30分", "")),
        ("2024-04-07", ("2024-04-07", "", "")),
        ("4.7", ("4.7", "", "")),
    ],
)
def test_a_day_with_a_time_is_parted(text: str, parts: tuple[str, str, str]) -> None:
    assert parted_day(text) == parts
