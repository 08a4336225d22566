"""The manual on paper: every chapter whole, its pictures in it, no mark of Markdown left, the quick card on two pages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from desktop import handbook
from desktop.office import Office
from reports.handbook import markdown_blocks, plain
from tests.printed_text import text_of


def test_the_manual_holds_every_chapter_and_no_mark_of_markdown(office: Office) -> None:
    printed = handbook.handbook(office)
    found = text_of(printed.pdf)
    for name in handbook.chapter_names():
        title = (handbook.MANUAL_FOLDER / name).read_text(encoding="utf-8").split("\n")[0].removeprefix("# ")
        assert name == handbook.QUICK_CARD or title in found, name
    assert "](" not in found and "**" not in found and "```" not in found
    assert printed.missing_characters == ()


def test_the_quick_card_has_two_pages(office: Office) -> None:
    printed = handbook.quick_card(office)
    assert printed.pages == 2 and "出了事怎么办" in text_of(printed.pdf)


def test_a_picture_stands_on_its_page_and_one_that_is_missing_is_left_out(tmp_path: Path) -> None:
    content = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(content, "PNG")
    (tmp_path / "a.png").write_bytes(content.getvalue())
    found = markdown_blocks("# 一章\n\n![工作台](a.png)\n\n![没有](b.png)\n", tmp_path)
    assert [text for block in found for text in block.texts] == ["一章", "工作台"]
    assert found[0].keeps_next and found[1].texts == ("工作台",)


@pytest.mark.parametrize("name", handbook.chapter_names())
def test_every_chapter_keeps_its_words_on_paper(name: str) -> None:
    text = (handbook.MANUAL_FOLDER / name).read_text(encoding="utf-8")
    told = "".join(words for block in markdown_blocks(text, handbook.MANUAL_FOLDER) for words in block.texts)
    wanted = set(re.findall(r"[\u4e00-\u9fff]", plain(re.sub(r"\]\([^)]*\)", "]", text))))
    assert wanted - set(told) == set()
