"""The preview shows, saves and prints the PDF itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSettings, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from desktop import documents
from desktop.office import Office
from tests.fixtures_windows import Attend
from ui.preview.file_names import document_name, safe_name
from ui.preview.pdf_pages import PdfPages
from ui.preview.preview_window import PreviewWindow
from ui.preview.print_choices import TO_FILE, PrintChoices, keep_choices, kept_choices, page_numbers
from ui.preview.print_dialog import PrintDialog
from ui.preview.printing import page_place, prepare_printer, print_pages

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


# printing


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("2", [1]),
        ("1-3,5", [0, 1, 2, 4]),
        ("１－３，５", [0, 1, 2, 4]),
        ("5-", [4, 5]),
        ("3,1,3", [2, 0]),
        ("2-99", [1, 2, 3, 4, 5]),
        ("0", None),
        ("9", None),
        ("三", None),
        ("-2", None),
    ],
)
def test_the_pages_to_print_are_typed_as_people_write_them(typed: str, pages: list[int] | None) -> None:
    assert page_numbers(typed, 6) == pages


def test_choices_are_kept_for_each_kind_of_document(window_settings: QSettings) -> None:
    chosen = PrintChoices(copies=3, pages="1-2", sides=1, paper="A3", percent=90, margin_mm=5, is_grey=True)
    keep_choices(window_settings, "隐患台账", chosen)
    assert kept_choices(window_settings, "隐患台账") == chosen
    assert kept_choices(window_settings, "演练记录") == PrintChoices()
    window_settings.setValue("print/演练记录", '{"copies": "many", "percent": 80, "later": 1}')
    assert kept_choices(window_settings, "演练记录") == PrintChoices(percent=80)
    window_settings.setValue("print/演练记录", "torn{")
    assert kept_choices(window_settings, "演练记录") == PrintChoices()


def test_printing_asks_once_prints_the_chosen_pages_and_remembers(
    qtbot: QtBot,
    pdf: bytes,
    tmp_path: Path,
    window_settings: QSettings,
    attend: Attend,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "打印.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(target), ""))
    window = PreviewWindow(pdf, NAME, settings=window_settings)
    asked: list[PrintChoices] = []

    def answer(dialog: PrintDialog) -> None:
        asked.append(dialog.choices)
        dialog.printer.setCurrentText(TO_FILE)
        dialog.pages.setText("看不懂")
        dialog.accept()
        assert "看不懂要打印哪几页" in dialog.bar.sentence.text()
        dialog.pages.setText("2")
        dialog.margin.setValue(10)
        dialog.accept()

    for _ in range(2):
        attend(PrintDialog, answer)
        with qtbot.waitSignal(window.handed_out):
            window.print_out()
    assert [each.pages for each in asked] == ["", "2"] and asked[1].margin_mm == 10
    printed = PdfPages(target.read_bytes())
    assert len(printed) == 1
    assert printed.size_pt(0).width() == pytest.approx(842, abs=2)
    printed.close()
    window.reject()
    window.deleteLater()


def test_a_page_is_as_large_as_the_margins_and_the_binding_leave_room_for() -> None:
    a4, sheet = QSizeF(595, 842), QSizeF(595, 842)  # at 72 dots an inch a dot is a point
    assert page_place(a4, sheet, 72) == QRectF(0, 0, 595, 842)
    inside = page_place(a4, sheet, 72, PrintChoices(margin_mm=10, binding_mm=20))
    assert inside.left() > 28.3 * 3 - 1 and inside.right() < 595 - 28.3 + 1
    assert inside.height() / inside.width() == pytest.approx(842 / 595)
    assert page_place(a4, sheet, 72, PrintChoices(percent=50)).width() == pytest.approx(297.5)


def test_a_letter_sheet_of_a_stubborn_driver_holds_the_whole_page() -> None:
    a4, letter = QSizeF(595, 842), QSizeF(612, 792)
    inside = page_place(a4, letter, 72)
    assert QRectF(0, 0, 612, 792).contains(inside) and inside.height() == pytest.approx(792)


def test_a_printer_that_says_letter_is_set_to_a4(pdf: bytes) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    assert prepare_printer(printer, QSizeF(842, 595), PrintChoices(copies=2))
    assert printer.pageLayout().pageSize().id() is QPageSize.PageSizeId.A4
    assert printer.pageLayout().orientation() is QPageLayout.Orientation.Landscape
