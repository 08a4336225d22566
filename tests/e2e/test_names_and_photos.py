"""Names and photos as they come: sixty characters, rare characters, ten photos of a phone at once."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from pytestqt.qtbot import QtBot

from db.spec.query import Query
from tests.e2e.acting import PHOTOS, fill, press, save
from tests.fixtures_windows import Attend
from tests.printed_text import text_of
from ui.forms.record_dialog import RecordDialog
from ui.main_window import MainWindow
from ui.pages.ledger_page import LedgerPage
from ui.photos.photo_strip import PhotoStrip
from ui.preview.preview_window import PreviewWindow

SIXTY = "阿卜杜热合曼·买买提依明·吐尔逊江" * 3 + "䶮㐂𠮷·古丽米热艾"
ORIENTATIONS = ("landscape-1", "landscape-3", "landscape-6", "landscape-8", "portrait-6")


def test_a_name_of_sixty_characters_with_rare_ones_is_kept_shown_and_printed(
    qtbot: QtBot, attend: Attend, main_window: MainWindow
) -> None:
    assert len(SIXTY) == 60
    page = cast(LedgerPage, main_window.show_page("hazard"))
    printed: list[PreviewWindow] = []

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="疏散通道堆物", category="消防", location="一层", rect_person=SIXTY)
        save(dialog)

    def look(preview: PreviewWindow) -> None:
        assert not preview.bar.isVisible()
        printed.append(preview)
        assert SIXTY in text_of(preview.pdf).replace("\r\n", "").replace("\n", "")
        preview.close()

    attend(RecordDialog, enter)
    press(qtbot, page, "新增隐患")
    (record_id,) = main_window.office.ids("hazard", Query(search=SIXTY))
    assert main_window.office.get("hazard", record_id)["rect_person"] == SIXTY
    page.search_box.setText("䶮㐂𠮷")
    page.search_box.search_now()
    attend(PreviewWindow, look)
    press(qtbot, page, "打印隐患台账")
    qtbot.waitUntil(lambda: bool(printed), timeout=60_000)


def test_ten_phone_photos_at_once_stand_upright_and_each_is_taken_once(
    qtbot: QtBot, attend: Attend, main_window: MainWindow, tmp_path: Path
) -> None:
    page = cast(LedgerPage, main_window.show_page("hazard"))
    files = []
    for place in range(8):  # five different pictures, three of them twice
        file = tmp_path / f"IMG_{place:04d}.JPG"
        file.write_bytes((PHOTOS / f"orientation-{ORIENTATIONS[place % 5]}.jpg").read_bytes())
        files.append(file)
    heic, note = tmp_path / "IMG_0008.HEIC", tmp_path / "IMG_0009.jpg"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(64))
    note.write_bytes("不是照片".encode())

    def enter(dialog: RecordDialog) -> None:
        fill(dialog, description="疏散通道堆物", category="消防", location="一层")
        strip = dialog.form.editor("photo_before").findChild(PhotoStrip)
        assert isinstance(strip, PhotoStrip)
        strip.add_files([*files, heic, note])
        qtbot.waitUntil(lambda: not strip.is_busy() and len(strip.attachments()) == 5, timeout=30_000)
        assert "HEIC" in strip.told() and "IMG_0009.jpg" in strip.told() and "已经添加过" in strip.told()
        save(dialog)

    attend(RecordDialog, enter)
    press(qtbot, page, "新增隐患")
    (record_id,) = main_window.office.ids("hazard", Query(search="疏散通道堆物 一层"))
    kept = main_window.office.get("hazard", record_id)["photo_before"]
    from PIL import Image

    for each in kept:
        with Image.open(main_window.office.attachment_path(each["sha256"])) as picture:
            assert max(picture.size) <= 1600
            assert picture.getexif().get(0x8825) is None and picture.getexif().get(0x0112, 1) == 1
