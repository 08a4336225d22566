"""An .xls is measured before the reader sees it: what it says of its own sizes would make the reader ask for terabytes."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from db.errors import AppError
from reports.sheet_reading.book import read_book
from reports.sheet_reading.old_excel import check_old_excel

SAMPLE = Path(__file__).parents[2] / "data" / "spreadsheets" / "应急演练登记表.xls"
DIMENSIONS = struct.pack("<HH", 0x0200, 14)
LABEL_CELL = struct.pack("<HHHH", 0x00FD, 10, 2, 1)  # row 3, column 2


def changed(place: int, new: bytes) -> bytes:
    content = SAMPLE.read_bytes()
    return content[:place] + new + content[place + len(new) :]


def dimensions(first: int, last: int, left: int, right: int) -> bytes:
    place = SAMPLE.read_bytes().index(DIMENSIONS) + 4
    return changed(place, struct.pack("<IIHH", first, last, left, right))


def refusal(content: bytes) -> str:
    with pytest.raises(AppError) as refused:
        check_old_excel(content, "表.xls")
    return refused.value.message_id


def test_a_sound_file_is_let_through() -> None:
    check_old_excel(SAMPLE.read_bytes(), "表.xls")
    assert len(read_book(SAMPLE).sheets[0].rows) == 20


@pytest.mark.parametrize(
    ("claimed", "message_id"),
    [
        ((119, 20, 0, 9), "table_unsafe"),
        ((0, 20, 9, 9), "table_unsafe"),
        ((0, 2_000_000_000, 0, 9), "table_unsafe"),
        ((0, 20, 0, 60_000), "table_unsafe"),
        ((0, 65_536, 0, 256), "table_too_wide"),
    ],
)
def test_false_dimensions_are_refused(claimed: tuple[int, int, int, int], message_id: str) -> None:
    assert refusal(dimensions(*claimed)) == message_id


def test_a_cell_beyond_the_last_column_is_refused() -> None:
    place = SAMPLE.read_bytes().index(LABEL_CELL) + 6
    assert refusal(changed(place, struct.pack("<H", 40_000))) == "table_unsafe"


def test_a_cell_far_below_the_others_is_refused_when_the_rectangle_grows_too_large() -> None:
    content = dimensions(0, 20, 0, 9)
    place = content.index(LABEL_CELL) + 4
    far = content[:place] + struct.pack("<HH", 65_535, 200) + content[place + 4 :]
    assert refusal(far) == "table_too_wide"


@pytest.mark.parametrize(
    ("place", "new"),
    [
        (30, struct.pack("<H", 40)),  # size of sectors
        (44, struct.pack("<I", 4_000_000_000)),  # number of tables
        (48, struct.pack("<I", 3_000_000)),  # where the directory begins
        (76, struct.pack("<I", 3_000_000)),  # where the first table is
    ],
)
def test_a_container_that_leads_nowhere_is_refused(place: int, new: bytes) -> None:
    assert refusal(changed(place, new)) == "table_not_readable"


@pytest.mark.parametrize("length", [8, 200, 600, 3000])
def test_a_file_that_was_cut_off_is_refused(length: int) -> None:
    assert refusal(SAMPLE.read_bytes()[:length]) == "table_not_readable"


def with_record(kind: int, body: bytes) -> bytes:
    """The sample with another record in the place of its first one that is long enough and tells nothing of sizes."""
    content = SAMPLE.read_bytes()
    place = content.index(struct.pack("<HH", 0x005C, 0x70))  # who wrote it last: 112 blanks
    return (
        content[:place] + struct.pack("<HH", kind, 0x70) + body.ljust(0x70, b"\0") + content[place + 0x74 :]
    )


def test_a_file_with_pictures_says_so_as_no_reader_gives_them(tmp_path: Path) -> None:
    store = struct.pack("<HHI", 0x000F, 0xF000, 100) + struct.pack("<HHI", 0x001F, 0xF001, 80)
    entry = struct.pack("<HHI", 0x0052, 0xF007, 60)
    assert not check_old_excel(SAMPLE.read_bytes(), "表.xls")
    assert not check_old_excel(with_record(0x00EB, store), "表.xls")  # drawings, but no picture
    content = with_record(0x00EB, store + entry)
    assert check_old_excel(content, "表.xls")
    file = tmp_path / "带图.xls"
    file.write_bytes(content)
    book = read_book(file)
    assert book.has_unread_pictures and len(book.sheets[0].rows) == 20
