from __future__ import annotations

import pytest

from reports.flow import Block, Gap, TableBlock, TextBlock, flow, heading
from reports.table import Cell, LaidRow, lay_row


def text(lines: int) -> TextBlock:
    return TextBlock(tuple(f"行{index}" for index in range(lines)))


def table(rows: int, lines: int = 1) -> TableBlock:
    def row(word: str) -> LaidRow:
        return lay_row((200.0,), (Cell("\n".join([word] * lines)),))

    return TableBlock(
        (lay_row((200.0,), (Cell("栏目"),)),), tuple(row(f"第{index}") for index in range(rows))
    )


def story(size: int) -> list[Block]:
    return [
        heading("一、"), table(2), Gap(10), heading("二、"), text(size), Gap(10),
        heading("三、"), table(size),
        heading("四、"), table(1, lines=size), heading("五、"), heading("小节"), table(2), text(3),
    ]  # fmt: skip


@pytest.mark.parametrize("size", range(1, 70))
def test_pages_never_overflow_nor_stay_empty_nor_end_in_a_heading(size: int) -> None:
    pages = flow(story(size), 500, 540)
    for number, page in enumerate(pages):
        top, last = page[-1]
        assert top + last.height <= (540 if number else 500) + 0.01
        assert not last.keeps_next
        assert page[0][0] == 0


@pytest.mark.parametrize("size", range(1, 70))
def test_every_line_is_set_once_and_in_order(size: int) -> None:
    pages = flow(story(size), 500, 540)
    lines = [
        line for page in pages for _, block in page if isinstance(block, TextBlock) for line in block.lines
    ]
    assert [line for line in lines if line.startswith("行")] == [
        f"行{index}" for index in (*range(size), *range(3))
    ]


@pytest.mark.parametrize("size", range(1, 70))
def test_the_last_block_shares_its_page_with_what_comes_before(size: int) -> None:
    assert len(flow([text(size), text(3)], 500, 540)[-1]) == 2


def test_a_split_table_repeats_its_head() -> None:
    pages = flow([table(60), text(1)], 500, 540)
    tables = [block for page in pages for _, block in page if isinstance(block, TableBlock)]
    assert len(tables) > 1
    assert all(block.head[0].cells[0].text == "栏目" for block in tables)
    assert [row.cells[0].text for block in tables for row in block.rows] == [
        f"第{index}" for index in range(60)
    ]


def test_split_text_leaves_two_lines_on_either_page() -> None:
    for size in range(4, 80):
        pages = flow([text(size)], 500, 540)
        assert all(
            len(block.lines) >= 2 for page in pages for _, block in page if isinstance(block, TextBlock)
        )
