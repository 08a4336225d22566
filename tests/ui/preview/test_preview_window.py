"""The preview shows, saves and prints the PDF itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from desktop import documents
from desktop.office import Office
from ui.preview.file_names import document_name, safe_name
from ui.preview.pdf_pages import PdfPages
from ui.preview.preview_window import PreviewWindow
from ui.preview.printing import prepare_printer, print_pages

NAME = "章浜社区居委会_隐患台账_2026年11月.pdf"


@pytest.fixture
def pdf(filled_office: Office) -> bytes:
    return documents.hazard_ledger(filled_office).pdf


@pytest.fixture
def preview(qtbot: QtBot, pdf: bytes) -> Iterator[PreviewWindow]:
    window = PreviewWindow(pdf, NAME)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.reject()
    window.deleteLater()


def test_width_fits_at_first_and_follows_the_window(preview: PreviewWindow) -> None:
    before = preview.view.zoom
    preview.resize(preview.width() + 200, preview.height())
    assert preview.view.zoom > before
    assert preview.page_label.text().startswith("第 1 页，共 ")


def test_actual_size_is_100_percent_and_zoom_keys_work(qtbot: QtBot, preview: PreviewWindow) -> None:
    preview.view.zoom_to(1.0)
    assert preview.page_label.text().endswith("100%")
    preview.view.setFocus()
    qtbot.keyClick(preview.view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert preview.view.zoom == pytest.approx(0.8)


def test_the_page_is_drawn_with_its_words(preview: PreviewWindow) -> None:
    image = preview.view.grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert "#ffffff" in colours
    assert any(int(each[1:3], 16) < 90 for each in colours)


def test_saving_writes_the_very_bytes_and_offers_to_open_them(
    preview: PreviewWindow, pdf: bytes, tmp_path: Path
) -> None:
    assert not preview.open_file_button.isVisible()
    assert preview.save_to(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == pdf
    assert preview.open_file_button.isVisible() and preview.open_folder_button.isVisible()


def test_a_target_that_cannot_be_written_is_told_and_nothing_is_lost(
    preview: PreviewWindow, tmp_path: Path
) -> None:
    assert not preview.save_to(tmp_path / "没有这个文件夹" / NAME)
    assert "没能保存到" in preview.bar.sentence.text()
    assert preview.bar.isVisible() and not preview.open_file_button.isVisible()


def test_missing_characters_are_named(pdf: bytes, qtbot: QtBot) -> None:
    window = PreviewWindow(pdf, NAME, missing_characters=("𰻞", "䶮"))
    assert "“𰻞”、“䶮”" in window.bar.sentence.text()
    window.reject()
    window.deleteLater()


def test_printing_gives_a4_pages_as_many_as_the_document_has(
    qtbot: QtBot, pdf: bytes, tmp_path: Path
) -> None:
    pages = PdfPages(pdf)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "纸.pdf"))
    prepare_printer(printer, pages.size_pt(0))
    assert print_pages(pages, printer)
    printed = PdfPages((tmp_path / "纸.pdf").read_bytes())
    assert len(printed) == len(pages)
    assert printed.size_pt(0).width() == pytest.approx(pages.size_pt(0).width(), abs=2)
    printed.close()
    pages.close()


@pytest.mark.parametrize(
    ("typed", "safe"),
    [("a/b:c*d", "a-b-c-d"), ("  名称. ", "名称"), ("CON", "CON-"), ("", "未命名"), ("第“一”组", "第“一”组")],
)
def test_file_names_hold_nothing_that_windows_refuses(typed: str, safe: str) -> None:
    assert safe_name(typed) == safe


def test_document_name_leaves_out_what_is_empty() -> None:
    assert document_name("章浜社区居委会", "隐患台账", "2026年11月") == NAME
    assert document_name("章浜社区居委会", "隐患台账", "") == "章浜社区居委会_隐患台账.pdf"
