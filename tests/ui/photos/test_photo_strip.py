"""Photos are taken in through the strip, in the background, and what cannot be read is told."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.spec import HAZARD
from desktop.office import Office
from ui.forms.editors import EDITORS, Desk
from ui.photos.photo_strip import PhotoStrip
from ui.photos.photo_viewer import PhotoViewer


def jpeg(path: Path, colour: str, size: tuple[int, int] = (400, 300), orientation: int = 1) -> Path:
    """A photo file, with the EXIF orientation a phone would write."""
    from PIL import Image

    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0132] = "2026:11:20 08:15:00"
    content = BytesIO()
    Image.new("RGB", size, colour).save(content, "JPEG", exif=exif)
    path.write_bytes(content.getvalue())
    return path


@pytest.fixture
def strip(qtbot: QtBot, office: Office) -> Iterator[PhotoStrip]:
    """An empty strip in an active window."""
    made = PhotoStrip(office, "整改前照片")
    made.resize(800, 500)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    qtbot.waitUntil(lambda: not made.is_busy())
    made.close()
    made.deleteLater()


def take(qtbot: QtBot, strip: PhotoStrip, *files: Path) -> None:
    strip.add_files(list(files))
    qtbot.waitUntil(lambda: not strip.is_busy())


def test_several_files_are_taken_in_in_their_order(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    names = ["一.jpg", "二.jpg", "三.jpg"]
    strip.add_files(
        [jpeg(tmp_path / name, colour) for name, colour in zip(names, ("red", "green", "blue"), strict=True)]
    )
    assert strip.is_busy()
    qtbot.waitUntil(lambda: not strip.is_busy())
    assert [each["name"] for each in strip.attachments()] == names
    assert strip.attachments()[0]["taken_at"] == "2026-11-20T08:15:00"


def test_a_photo_taken_sideways_stands_upright(
    qtbot: QtBot, strip: PhotoStrip, office: Office, tmp_path: Path
) -> None:
    take(qtbot, strip, jpeg(tmp_path / "横.jpg", "red", (400, 300), orientation=6))
    kept = QImage(str(office.attachment_path(strip.attachments()[0]["sha256"])))
    assert kept.height() > kept.width()
    icon = strip.cards()[0].picture_button().icon()
    drawn = icon.availableSizes()[0]
    assert drawn.height() > drawn.width()


def test_a_broken_file_is_told_and_the_others_are_kept(
    qtbot: QtBot, strip: PhotoStrip, tmp_path: Path
) -> None:
    broken = tmp_path / "坏的.jpg"
    broken.write_bytes(b"not a photo")
    heic = tmp_path / "手机.heic"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00")
    take(qtbot, strip, broken, jpeg(tmp_path / "好的.jpg", "red"), heic)
    assert [each["name"] for each in strip.attachments()] == ["好的.jpg"]
    assert "坏的.jpg" in strip.told() and "HEIC" in strip.told()


def test_the_same_photo_twice_is_told(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    photo = jpeg(tmp_path / "一.jpg", "red")
    take(qtbot, strip, photo)
    take(qtbot, strip, photo)
    assert len(strip.attachments()) == 1
    assert "已经添加过" in strip.told()


def test_a_scanned_pdf_is_taken_in(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    import pypdfium2

    scan = tmp_path / "审核意见.pdf"
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 300)
    document.save(scan)
    document.close()
    take(qtbot, strip, scan)
    assert [each["name"] for each in strip.attachments()] == ["审核意见.pdf"]
    assert not strip.cards()[0].picture_button().icon().isNull()


def test_dropped_files_are_taken_in(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(jpeg(tmp_path / "拖来.jpg", "red")))])
    event = QDropEvent(
        QPointF(QPoint(20, 20)),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    strip.dropEvent(event)
    qtbot.waitUntil(lambda: not strip.is_busy())
    assert [each["name"] for each in strip.attachments()] == ["拖来.jpg"]


def test_a_copied_picture_is_pasted_with_ctrl_v(qtbot: QtBot, strip: PhotoStrip) -> None:
    picture = QImage(80, 60, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QGuiApplication.clipboard().setImage(picture)
    strip.add_button().setFocus()
    QTest.keyClick(strip.add_button(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not strip.is_busy())
    assert [each["name"] for each in strip.attachments()] == ["粘贴的图片.png"]


def test_pasting_without_a_picture_says_what_to_do(strip: PhotoStrip) -> None:
    QGuiApplication.clipboard().setText("文字")
    strip.paste_button().click()
    assert "请先复制一张图片" in strip.told()


def test_captions_order_and_removal_are_kept(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    take(qtbot, strip, jpeg(tmp_path / "一.jpg", "red"), jpeg(tmp_path / "二.jpg", "blue"))
    caption = strip.cards()[0].caption_line()
    caption.setFocus()
    QTest.keyClicks(caption, "corner")
    strip.cards()[0].later_button().click()
    assert [(each["name"], each["caption"]) for each in strip.attachments()] == [
        ("二.jpg", ""),
        ("一.jpg", "corner"),
    ]
    with qtbot.waitSignal(strip.changed):
        strip.cards()[0].remove_button().click()
    assert [each["name"] for each in strip.attachments()] == ["一.jpg"]


def test_tab_walks_through_the_cards_in_order(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    take(qtbot, strip, jpeg(tmp_path / "一.jpg", "red"), jpeg(tmp_path / "二.jpg", "blue"))
    strip.add_button().setFocus()
    wanted = [stop for stop in strip.tab_stops() if stop.isEnabled()]
    met = []
    for _ in wanted:
        met.append(QApplication.focusWidget())
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert met == wanted


def test_the_viewer_turns_zooms_and_fits(
    qtbot: QtBot, strip: PhotoStrip, office: Office, tmp_path: Path
) -> None:
    take(
        qtbot,
        strip,
        jpeg(tmp_path / "一.jpg", "red", (1600, 1200)),
        jpeg(tmp_path / "二.jpg", "blue", (1600, 1200)),
    )
    viewer = PhotoViewer(office, strip.attachments(), 0, strip)
    with qtbot.waitActive(viewer):
        viewer.show()
        viewer.activateWindow()
    fitted = viewer.magnification()
    assert fitted < 1
    QTest.keyClick(viewer, Qt.Key.Key_Plus)
    assert viewer.magnification() > fitted
    QTest.keyClick(viewer, Qt.Key.Key_0)
    assert viewer.magnification() == pytest.approx(fitted, rel=0.01)
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.shown()["name"] == "二.jpg"
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    assert viewer.shown()["name"] == "二.jpg"
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    assert viewer.shown()["name"] == "一.jpg"
    viewer.close()


def test_a_click_on_a_photo_opens_the_viewer(qtbot: QtBot, strip: PhotoStrip, tmp_path: Path) -> None:
    take(qtbot, strip, jpeg(tmp_path / "一.jpg", "red"))
    strip.cards()[0].picture_button().click()
    viewer = strip.findChild(PhotoViewer)
    assert isinstance(viewer, PhotoViewer) and viewer.isVisible()
    viewer.close()


def test_a_form_does_not_save_while_a_photo_is_still_being_taken_in(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    editor = EDITORS[HAZARD.field("photo_before").kind](HAZARD.field("photo_before"), Desk(office, "hazard"))
    qtbot.addWidget(editor)
    editor.strip().add_files([jpeg(tmp_path / "一.jpg", "red")])  # type: ignore[attr-defined]
    assert editor.is_busy()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not editor.is_busy())  # type: ignore[attr-defined]
    assert len(editor.value()) == 1
