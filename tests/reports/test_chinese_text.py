from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reports.chinese_text import char_widths, face_for, text_width, to_unicode_cmap, typeface
from reports.paper import A4_PORTRAIT, Paper
from reports.print_context import PrintResult
from reports.typefaces import FONT_FILES, HEI, SONG
from tests.reports.poppler import flat_text, fonts, metadata, needs_poppler

MISSING = "\U0002b81f"


def printed(*lines: str, face: str = SONG) -> PrintResult:
    paper = Paper(A4_PORTRAIT, "试印", "章浜社区居委会")
    for index, line in enumerate(lines):
        paper.write(50, 50 + 20 * index, line, face)
    paper.end_page()
    return paper.finish()


@needs_poppler
@pytest.mark.parametrize("face", [SONG, HEI])
def test_rare_characters_of_names_come_back_from_the_text_layer(face: str, tmp_path: Path) -> None:
    assert flat_text(printed("䶮㐂𠮷·阿卜杜热合曼", face=face), tmp_path) == "䶮㐂𠮷·阿卜杜热合曼"


@needs_poppler
def test_every_font_is_embedded_as_a_subset_and_mapped_to_unicode(tmp_path: Path) -> None:
    found = fonts(printed("隐患排查", "YH-2026-0001"), tmp_path)
    assert {font["name"].split("+")[1] for font in found} == {"XYSong-Regular"}
    assert {(font["emb"], font["sub"], font["uni"]) for font in found} == {("yes", "yes", "yes")}


@needs_poppler
def test_a_text_of_more_than_a_thousand_characters_comes_back_whole(tmp_path: Path) -> None:
    lines = ["".join(map(chr, range(start, start + 40))) for start in range(0x4E00, 0x4E00 + 1200, 40)]
    assert flat_text(printed(*lines), tmp_path) == "".join(lines)


@needs_poppler
def test_a_character_no_typeface_has_is_printed_as_its_code_point_and_reported(tmp_path: Path) -> None:
    result = printed(f"王{MISSING}明")
    assert result.missing_characters == (MISSING,)
    assert flat_text(result, tmp_path) == "王U+2B81F明"


def test_a_missing_character_takes_the_room_of_its_box() -> None:
    assert char_widths(SONG)[MISSING] > 1.5
    assert text_width(f"王{MISSING}", SONG, 10) == pytest.approx(10 + 10 * char_widths(SONG)[MISSING])


def test_a_character_only_the_other_typeface_has_is_drawn_by_that_one() -> None:
    only_in_hei = set(typeface(HEI).charToGlyph) - set(typeface(SONG).charToGlyph)
    char = chr(min(code for code in only_in_hei if code > 0x20000))
    assert face_for(SONG, char) == HEI
    assert printed(char).missing_characters == ()


def test_a_variation_selector_has_no_width_and_is_not_reported() -> None:
    assert printed("葛\U000e0100飾").missing_characters == ()
    assert text_width("葛\U000e0100", SONG, 10) == text_width("葛", SONG, 10)


@needs_poppler
def test_two_characters_that_share_a_shape_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    by_glyph: dict[int, list[int]] = {}
    for point, glyph in typeface(SONG).charToGlyph.items():
        by_glyph.setdefault(glyph, []).append(point)
    shared = next(points for points in by_glyph.values() if len(points) > 1 and min(points) > 0x4E00)
    both = "".join(map(chr, shared))
    assert flat_text(printed(both), tmp_path) == both


def test_the_unicode_map_writes_supplementary_characters_as_utf_16() -> None:
    cmap = to_unicode_cmap("XySong", [0, 0x4E00, 0x20BB7])
    assert "<0002> <D842DFB7>" in cmap


def test_the_unicode_map_has_blocks_of_at_most_a_hundred() -> None:
    lines = to_unicode_cmap("F", range(255)).splitlines()
    assert [int(line.split()[0]) for line in lines if "beginbfchar" in line] == [100, 100, 55]


def test_the_same_page_gives_the_same_bytes() -> None:
    assert printed("隐患").pdf == printed("隐患").pdf


@needs_poppler
def test_the_metadata_name_the_document_and_the_unit_only(tmp_path: Path) -> None:
    text = metadata(printed("徐小龙"), tmp_path)
    assert "试印" in text and "章浜社区居委会" in text and "徐小龙" not in text


def test_the_typefaces_are_found_without_importing_the_pdf_library() -> None:
    code = (
        "import sys, reports.typefaces, reports.print_context;"
        "sys.exit(bool({'reportlab', 'PIL', 'segno'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0
    assert all(path.stat().st_size > 5_000_000 for path in FONT_FILES.values())
