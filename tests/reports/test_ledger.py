from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.errors import Cancelled
from reports.chinese_text import char_widths
from reports.hazard_ledger import hazard_columns, hazard_ledger
from reports.ledger import MARGIN, RowsRoom, paginate
from reports.paper import A4_LANDSCAPE
from reports.print_run import heard_by
from reports.table import CONTINUED, Cell, LaidRow, lay_row, split_row
from tests.reports.poppler import flat_text, fonts, needs_poppler, page_sizes, page_texts, words
from tests.reports.sample_records import context, hazard

LONG = "".join(
    f"第{index}处隐患：二楼疏散通道堆放纸箱、泡沫等可燃物，安全出口上锁；" for index in range(400)
)[:4000]


def row(lines: int) -> LaidRow:
    return lay_row((60.0, 200.0), (Cell("1"), Cell("\n".join(f"行{index}" for index in range(lines)))))


@needs_poppler
def test_every_page_repeats_the_head_and_says_which_page_it_is(tmp_path: Path) -> None:
    result = hazard_ledger([hazard(index) for index in range(60)], context())
    assert result.pages > 3
    for number, text in enumerate(page_texts(result, tmp_path), 1):
        assert "序号" in text and "隐患描述" in text
        assert f"第 {number} 页/共 {result.pages} 页" in text
        assert re.search(r"本页校验码 [2-9A-Z]{4}-[2-9A-Z]{4} +打印日期 2026-11-23\n", text)


@needs_poppler
def test_three_thousand_rows_are_all_there_in_order(tmp_path: Path) -> None:
    result = hazard_ledger([hazard(index) for index in range(3000)], context())
    found = re.findall(r"YH-2026-(\d{4})", flat_text(result, tmp_path))
    assert found == [f"{index:04d}" for index in range(1, 3001)]


@needs_poppler
def test_no_row_is_split_between_pages(tmp_path: Path) -> None:
    result = hazard_ledger(
        [hazard(index, description="起点" + "甲" * 90 + "终点") for index in range(40)], context()
    )
    for text in page_texts(result, tmp_path):
        assert text.count("起点") == text.count("终点") > 0
    assert "续\n" not in flat_text(result, tmp_path)


@needs_poppler
def test_nothing_is_printed_outside_the_margins(tmp_path: Path) -> None:
    result = hazard_ledger([hazard(0, location="A" * 200, found_by="买" * 60), hazard(1)], context())
    for left, top, right, bottom, _ in words(result, tmp_path, 1):
        assert MARGIN - 1 < left < right < A4_LANDSCAPE[0] - MARGIN + 1
        assert MARGIN - 3 < top < bottom < A4_LANDSCAPE[1] - MARGIN + 3


@needs_poppler
def test_a_description_of_four_thousand_characters_is_printed_whole_over_pages_marked_as_continued(
    tmp_path: Path,
) -> None:
    result = hazard_ledger([hazard(0), hazard(1, description=LONG, location="长文处"), hazard(2)], context())
    texts = page_texts(result, tmp_path)
    assert result.pages > 3
    assert all(CONTINUED in text for text in texts[1:-1])
    printed = flat_text(result, tmp_path)
    spots = LONG.count("处隐患：")
    assert spots - result.pages < printed.count("处隐患：") <= spots  # a page may end inside one of them


def test_the_pieces_of_a_cut_row_hold_every_line_once() -> None:
    whole, pieces = row(100), []
    rest = whole
    while rest.height > 200:
        piece, rest = split_row(rest, 200)
        pieces.append(piece)
    lines = [line for piece in (*pieces, rest) for line in piece.lines[1]]
    assert lines == whole.lines[1]
    assert all(piece.lines[0] == ["1", CONTINUED] for piece in (*pieces[1:], rest))
    assert all(piece.height <= 200 for piece in pieces)


@pytest.mark.parametrize("count", range(1, 40))
def test_the_signatures_always_share_a_page_with_a_row_and_no_page_overflows(count: int) -> None:
    room = RowsRoom(first=380, following=410, closing=70)
    pages = list(paginate([row(2 + index % 4) for index in range(count)], room))
    assert all(pages)
    for number, page in enumerate(pages):
        after = room.closing if number == len(pages) - 1 else 0
        assert sum(each.height for each in page) + after <= (room.following if number else room.first)


@pytest.mark.parametrize("lines", range(20, 140, 3))
def test_a_row_of_any_height_is_laid_out_and_leaves_room_for_the_signatures(lines: int) -> None:
    room = RowsRoom(first=380, following=410, closing=70)
    pages = list(paginate([row(3), row(lines)], room))
    for number, page in enumerate(pages):
        after = room.closing if number == len(pages) - 1 else 0
        assert page and sum(each.height for each in page) + after <= (
            room.following if number else room.first
        )


@needs_poppler
def test_a_name_of_sixty_characters_wraps_within_its_column(tmp_path: Path) -> None:
    name = "阿卜杜热合曼·买买提" * 6
    assert len(name) == 60
    assert name in flat_text(hazard_ledger([hazard(0, found_by=None, rect_person=name)], context()), tmp_path)


@needs_poppler
def test_without_records_there_is_one_page_that_says_so_with_its_signatures(tmp_path: Path) -> None:
    (text,) = page_texts(hazard_ledger([], context()), tmp_path)
    assert "本期无记录" in text and "共 0 条" in text and "负责人（签字）" in text and "盖章" in text


@needs_poppler
def test_the_signatures_stand_on_the_last_page_only(tmp_path: Path) -> None:
    texts = page_texts(hazard_ledger([hazard(index) for index in range(40)], context()), tmp_path)
    assert [text.count("填报人（签字）") for text in texts] == [0] * (len(texts) - 1) + [1]


@needs_poppler
def test_the_paper_is_a4_landscape_and_every_font_embedded(tmp_path: Path) -> None:
    result = hazard_ledger([hazard(index) for index in range(10)], context())
    assert page_sizes(result, tmp_path) == {"841.89 x 595.276"}
    assert all(font["emb"] == "yes" for font in fonts(result, tmp_path))


def test_the_same_records_give_the_same_bytes_and_another_word_another_check_code() -> None:
    records = [hazard(index) for index in range(30)]
    assert hazard_ledger(records, context()).pdf == hazard_ledger(records, context()).pdf
    assert (
        hazard_ledger(records, context()).pdf
        != hazard_ledger([*records[:-1], hazard(29, level="major")], context()).pdf
    )


def test_the_check_code_follows_the_content_and_not_the_time_of_printing() -> None:
    def codes(records: list[dict[str, object]], **changes: object) -> list[str]:
        trace = hazard_ledger(records, context(**changes)).trace
        assert trace
        return [page.code for page in trace.pages]

    many = [hazard(index) for index in range(30)]
    later = context().printed_at.replace(hour=20)
    assert codes(many) == codes(many, printed_at=later)
    changed = codes([*many[:-1], hazard(29, description="另一处隐患")])
    assert changed[:-1] == codes(many)[:-1] and changed[-1] != codes(many)[-1]


def test_each_page_keeps_which_records_stand_on_it() -> None:
    records = [hazard(index) for index in range(30)]
    trace = hazard_ledger(records, context()).trace
    assert trace and trace.form == "hazard" and trace.printed_on == "2026-11-23"
    rows = [row for page in trace.pages for row in page.rows]
    assert [row.record_id for row in rows] == [each["id"] for each in records]
    assert [row.ordinal for row in rows] == list(range(1, 31))


def test_the_listener_hears_of_every_page_and_may_stop_the_printing() -> None:
    heard: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        heard.append((done, total))
        if done > 20:
            raise Cancelled

    with pytest.raises(Cancelled), heard_by(tell):
        hazard_ledger([hazard(index) for index in range(60)], context())
    counts = [each for each in heard if each[1]]
    assert counts[-1][0] > 20 and all(total == 60 for _, total in counts)
    assert hazard_ledger([hazard(0)], context()).pages == 1  # nobody listens any more


def test_ledgers_printed_at_the_same_time_on_several_threads_are_the_same_bytes() -> None:
    records = [hazard(index) for index in range(40)]
    with ThreadPoolExecutor(4) as pool:
        printed = {result.pdf for result in pool.map(lambda _: hazard_ledger(records, context()), range(8))}
    assert printed == {hazard_ledger(records, context()).pdf}


@needs_poppler
def test_a_draft_carries_its_watermark_on_every_page(tmp_path: Path) -> None:
    records = [hazard(index) for index in range(20)]
    draft, final = hazard_ledger(records, context(is_draft=True)), hazard_ledger(records, context())
    assert all("草" in text and "稿" in text for text in page_texts(draft, tmp_path))
    assert not any("稿" in text for text in page_texts(final, tmp_path))


def test_texts_are_at_least_ten_and_a_half_points() -> None:
    columns = hazard_columns(context())
    assert all(char_widths("XySong")[char] for column in columns for char in column.sample if char.strip())
    sizes = {
        float(size)
        for size in re.findall(rb"/[SH] ([\d.]+) Tf", uncompressed(hazard_ledger([hazard(0)], context()).pdf))
    }
    assert min(sizes - {8.0}) == 10.5  # 8 pt is the footer's


def uncompressed(pdf: bytes) -> bytes:
    import zlib

    streams = re.findall(rb"/FlateDecode /Length \d+ >>\nstream\n(.*?)\nendstream", pdf, re.DOTALL)
    return b"".join(zlib.decompress(stream) for stream in streams)
