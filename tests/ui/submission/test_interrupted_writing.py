"""A writing that was stopped, failed or broke off, and is made good."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.exchange import write_out
from tests import factories
from tests.ui.submission.at_the_page import (
    ASKING,
    DONE,
    WORKING,
    Opener,
    generate,
    rewrite_plain,
    settle,
    shown_dialog,
)
from ui.main_window import MainWindow
from ui.pages.submission.page import SubmissionPage


@pytest.fixture
def held_reading(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
    """Stops the read-back until the test lets it go: (it has begun, let it go on)."""
    begun, go_on = Event(), Event()
    read = write_out.read_from_medium

    def hold(path: Path) -> Iterator[memoryview]:
        begun.set()
        go_on.wait(20)
        yield from read(path)

    monkeypatch.setattr(write_out, "read_from_medium", hold)
    yield begun, go_on
    go_on.set()


def test_cancelling_the_writing_leaves_the_package_sealed_and_offers_to_write_it_again(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, stick: Path, held_reading: tuple[Event, Event]
) -> None:
    begun, go_on = held_reading
    dialog = open_dialog()
    generate(qtbot, dialog)
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    qtbot.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible() and dialog.stack.currentIndex() == WORKING
    go_on.set()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == ASKING)
    assert dialog.bar.sentence.text().startswith("已取消写出")
    assert list(stick.iterdir()) == []
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "已封包未写出"
    assert not dialog.passphrase.isVisible()
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    dialog.close_button.click()
    settle(qtbot, page)
    assert [each.state for each in page.history.model.values] == ["written"]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param(errno.ENOSPC, "磁盘满了，310118001003-e01-000001-v01.zip.age 没有写成", id="full"),
        pytest.param(errno.EIO, "没有写成 310118001003-e01-000001-v01.zip.age（读写出错）", id="pulled out"),
    ],
)
def test_a_stick_that_fails_is_told_and_the_sealed_package_goes_onto_another_one(
    qtbot: QtBot, open_dialog: Opener, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    fault: int, told: str,
) -> None:  # fmt: skip
    def full(descriptor: int, chunk: bytes) -> int:
        raise OSError(fault, os.strerror(fault))

    dialog = open_dialog()
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        generate(qtbot, dialog)
        qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert told in dialog.bar.sentence.text()
    assert list(stick.iterdir()) == []
    other = tmp_path / "另一个文件夹"
    other.mkdir()
    dialog.picker.choose_folder(other)
    dialog.start_button.click()
    qtbot.waitUntil(lambda: dialog.stack.currentIndex() == DONE, timeout=60_000)
    assert dialog.done_heading.text() == "已写出并核对无误"
    dialog.close_button.click()


def test_rewriting_gives_the_same_bytes(
    qtbot: QtBot, page: SubmissionPage, main_window: MainWindow, written: Path, tmp_path: Path
) -> None:
    first = rewrite_plain(qtbot, page, main_window, tmp_path / "一")
    main_window.office.add("premises", factories.premises(name="新开的小店"))
    again = rewrite_plain(qtbot, page, main_window, tmp_path / "二")
    assert again.name == first.name == written.name.removesuffix(".age")
    assert again.read_bytes() == first.read_bytes()


def test_a_writing_that_broke_off_is_remembered_and_made_good(
    qtbot: QtBot, page: SubmissionPage, open_dialog: Opener, main_window: MainWindow, stick: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def pulled(source: Path, target: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    dialog = open_dialog()
    with monkeypatch.context() as patched:
        patched.setattr(write_out, "replace_durably", pulled)
        generate(qtbot, dialog)
        qtbot.waitUntil(lambda: dialog.job is None and dialog.stack.currentIndex() == ASKING, timeout=60_000)
    assert "可以拔出" not in dialog.done_heading.text()
    dialog.reject()
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "写出未完成，请重新写出"
    page.history.rewrite.trigger()
    again = shown_dialog(main_window)
    again.start_button.click()
    qtbot.waitUntil(lambda: again.stack.currentIndex() == DONE, timeout=60_000)
    again.close_button.click()
    settle(qtbot, page)
    assert page.history.model.index(0, 5).data() == "已写出"
