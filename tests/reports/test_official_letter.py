"""A committee's letter on paper: GB/T 9704 metrics, page numbers outside, 附件 on pages of their own, names that are long."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from reports.flow import paragraphs
from reports.official_letter import (
    BODY_SIZE,
    CHARACTERS,
    LEFT,
    LINES,
    PITCH,
    TOP,
    WIDTH,
    Letter,
    LetterAttachment,
    print_letter,
)
from reports.paper import MM
from reports.print_context import PrintContext
from tests.reports.poppler import flat_text, fonts, metadata, needs_poppler, page_sizes, page_texts, words

pytestmark = needs_poppler
LONG_NAME = "䶮㐂𠮷" * 20


def context(unit: str = "章浜社区居委会", is_draft: bool = False) -> PrintContext:
    return PrintContext(
        unit_name=unit, printed_at=datetime(2026, 11, 26), filled_by="王芳", is_draft=is_draft
    )


def letter(body: str = "字" * CHARACTERS * 25, attachments: int = 2, note: str = "联系人：王芳") -> Letter:
    return Letter(
        title=("关于报送2026年11月", "安全生产工作情况的报告"), recipient="夏阳街道工作专班",
        parts=[("", "现将有关情况报告如下。"), ("工作开展情况", body), ("下步打算", "一、自带标题\n继续排查。")],
        day=date(2026, 11, 6), closing="特此报告。", note=note,
        attachments=[LetterAttachment(f"第{number}张表", [paragraphs("内容", WIDTH)], ("填报人（签字）",)) for number in range(attachments)],
    )  # fmt: skip


def test_the_text_fills_22_lines_of_28_characters_on_a4(tmp_path: Path) -> None:
    result = print_letter(letter("字" * CHARACTERS * 45), context())
    assert page_sizes(result, tmp_path) == {"595.276 x 841.89"}
    full = [each for each in words(result, tmp_path, 2) if len(each[4]) == CHARACTERS]
    left, top, right, _, _ = full[0]
    assert left == pytest.approx(28 * MM, abs=1) and right == pytest.approx((28 + 156) * MM, abs=1)
    assert TOP <= top < TOP + PITCH
    assert LINES * PITCH == pytest.approx(225 * MM) and pytest.approx(15.8, abs=0.05) == BODY_SIZE
    assert len(full) == LINES


def test_page_numbers_stand_outside_and_run_through_the_attachments(tmp_path: Path) -> None:
    result = print_letter(letter(), context())
    assert result.pages == 4
    for page in (1, 2, 3, 4):
        found = [each for each in words(result, tmp_path, page) if each[1] > TOP + 225 * MM]
        dash, number = found[0], found[1]
        assert number[4] == str(page)
        assert (dash[0] > LEFT + WIDTH / 2) is (page % 2 == 1)


def test_headings_are_numbered_and_attachments_named_in_the_letter_and_on_their_pages(tmp_path: Path) -> None:
    pages = [
        "".join(each.split()) for each in page_texts(print_letter(letter("做了检查。"), context()), tmp_path)
    ]
    assert (
        "夏阳街道工作专班：现将有关情况报告如下。一、工作开展情况做了检查。二、下步打算一、自带标题"
        in pages[0]
    )
    assert "附件：1.第0张表2.第1张表章浜社区居委会2026年11月6日（联系人：王芳）" in pages[0]
    assert pages[1].startswith("附件1第0张表") and pages[2].startswith("附件2第1张表")
    assert "填报人（签字）" in pages[1]


def test_one_attachment_has_no_number_and_a_letter_may_have_none(tmp_path: Path) -> None:
    one = ["".join(each.split()) for each in page_texts(print_letter(letter("短", 1), context()), tmp_path)]
    assert "附件：第0张表" in one[0] and one[1].startswith("附件第0张表")
    none = print_letter(letter("短", 0, note=""), context())
    assert none.pages == 1 and "附件" not in flat_text(none, tmp_path)


def test_signer_and_date_never_stand_alone_on_a_page(tmp_path: Path) -> None:
    for lines in range(6, 24):
        result = print_letter(letter("字" * CHARACTERS * lines, 0), context())
        last = "".join(page_texts(result, tmp_path)[-1].split())
        assert not last.startswith("章浜社区居委会"), lines


def test_a_name_of_sixty_rare_characters_is_printed_whole_and_a_draft_says_so(tmp_path: Path) -> None:
    result = print_letter(letter("短", 0), context(LONG_NAME, is_draft=True))
    text = flat_text(result, tmp_path)
    assert LONG_NAME in text and "草稿" in text
    assert result.missing_characters == ()
    assert "关于报送2026年11月安全生产工作情况的报告" in metadata(result, tmp_path)
    assert result.pdf == print_letter(letter("短", 0), context(LONG_NAME, is_draft=True)).pdf


def test_the_body_is_set_in_fangsong_and_headings_by_their_level(tmp_path: Path) -> None:
    result = print_letter(letter("（一）排查情况\n检查了䶮㐂𠮷三处。"), context())
    assert {"XyFang", "XyKai"} <= {each["name"].split("+")[1] for each in fonts(result, tmp_path)}
    text = flat_text(result, tmp_path)
    assert "（一）排查情况" in text and "检查了䶮㐂𠮷三处。" in text
