"""One ledger, two starts: the second brings the first window forward, or says which computer has it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSysInfo
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop import ledger_lock, paths
from desktop.ledger_lock import Holder, LedgerLock
from desktop.office import Office
from tests.fixtures_windows import Attend
from ui.start import Session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def sessions(start_program: Callable[..., Session], office: Office) -> list[Session]:
    """The program started twice on the ledger of last time; neither has opened it yet."""
    return [start_program(office), start_program()]


def press(box: QDialog, words: str) -> None:
    next(each for each in box.findChildren(QPushButton) if each.text() == words).click()


def test_the_second_start_brings_the_first_window_forward(sessions: list[Session]) -> None:
    first, second = sessions
    assert first.open_at_start()
    assert first.window is not None and first.lock is not None
    called: list[bool] = []
    first.lock.called.connect(lambda: called.append(True))
    first.window.showMinimized()
    assert not second.open_at_start()
    assert second.window is None and called == [True]
    assert not first.window.isMinimized()


def start_with(file: Path) -> subprocess.Popen[bytes]:
    """What a double click does: the program in a process of its own, given a file."""
    return subprocess.Popen([sys.executable, str(ROOT / "main.py"), str(file)], cwd=ROOT)


def test_a_second_start_hands_its_file_to_the_window_that_is_open(
    qtbot: QtBot, sessions: list[Session], tmp_path: Path
) -> None:
    first = sessions[0]
    assert first.open_at_start() and first.window is not None
    (tmp_path / "现场 照片.jpg").write_bytes(b"\xff\xd8")
    second = start_with(tmp_path / "现场 照片.jpg")
    words = first.window.bar.sentence
    qtbot.waitUntil(lambda: words.text().startswith("现场 照片.jpg 不是本程序的文件"), timeout=60_000)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=60_000)
    assert second.returncode == 0


def test_a_file_waits_until_the_dialog_that_is_open_is_done(
    qtbot: QtBot, sessions: list[Session], tmp_path: Path
) -> None:
    first, second = sessions
    assert first.open_at_start() and first.window is not None and first.lock is not None
    called: list[str] = []
    first.lock.called.connect(called.append)
    box = QMessageBox(first.window)
    box.open()
    assert not second.open_at_start(tmp_path / "没有.zip")
    qtbot.waitUntil(lambda: called == [str(tmp_path / "没有.zip")], timeout=60_000)
    words = first.window.bar.sentence
    assert "没有.zip" not in words.text()
    box.done(0)
    box.deleteLater()
    qtbot.waitUntil(lambda: words.text().startswith("找不到文件 没有.zip"), timeout=60_000)


def test_the_first_start_opens_the_file_it_was_given(sessions: list[Session], tmp_path: Path) -> None:
    assert sessions[0].open_at_start(tmp_path / "没有.zip")
    assert sessions[0].window is not None
    assert sessions[0].window.bar.sentence.text().startswith("找不到文件 没有.zip")


def test_a_window_that_does_not_answer_is_told(attend: Attend, sessions: list[Session]) -> None:
    database = paths.remembered_database()
    assert database is not None
    deaf = LedgerLock(database)
    assert deaf.take() is None
    attend(QMessageBox, lambda box: box.accept())
    assert not sessions[1].open_at_start()
    deaf.release()
    assert sessions[1].open_at_start()


def test_a_call_that_cannot_be_written_is_told_in_the_same_words(
    attend: Attend, sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virus scanner of Windows that does not let go of the file for a second."""
    assert sessions[0].open_at_start()

    def held(source: Path, target: Path) -> None:
        raise PermissionError(13, "Access is denied", str(target))

    monkeypatch.setattr(ledger_lock, "replace_patiently", held)
    heard: list[str] = []
    attend(QMessageBox, lambda box: (heard.append(box.windowTitle()), box.accept()))
    assert not sessions[1].open_at_start()
    assert heard == ["台账已经打开"]


def test_a_call_that_is_held_for_a_moment_is_heard_after_it(
    qtbot: QtBot, sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sessions[0]
    assert first.open_at_start() and first.lock is not None
    called: list[str] = []
    first.lock.called.connect(called.append)
    read, refusals = Path.read_text, [PermissionError(13, "Access is denied")] * 2

    def held(path: Path, *given: Any, **named: Any) -> str:
        if path.name == "show-window" and refusals:
            raise refusals.pop()
        return read(path, *given, **named)

    monkeypatch.setattr(Path, "read_text", held)
    assert not sessions[1].open_at_start()
    assert called == [""] and not refusals


def on_another_computer(database: Path, monkeypatch: pytest.MonkeyPatch) -> LedgerLock:
    """A lock that a colleague's computer holds, as this one sees it."""
    theirs = LedgerLock(database)
    assert theirs.take() is None
    theirs.tell_holder("李敏", "2026-11-23 09:30")
    name = QSysInfo.machineHostName()
    monkeypatch.setattr(
        ledger_lock.LedgerLock,
        "_holder",
        lambda lock: Holder(f"{name}二", *(_told(database)), is_here=False),
    )
    return theirs


def _told(database: Path) -> tuple[str, str]:
    told = json.loads((paths.companion_folder(database) / "in-use.json").read_text(encoding="utf-8"))
    return told["clerk"], told["since"]


def test_from_another_computer_one_hears_who_has_it(
    attend: Attend, sessions: list[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    database = paths.remembered_database()
    assert database is not None
    theirs = on_another_computer(database, monkeypatch)

    def leave(box: QMessageBox) -> None:
        assert "（李敏，2026-11-23 09:30）" in box.text()
        assert box.defaultButton().text() == "不打开"
        press(box, "不打开")

    attend(QMessageBox, leave)
    assert not sessions[0].open_at_start()
    attend(QMessageBox, lambda box: press(box, "仍要打开"))
    assert sessions[0].open_at_start()
    theirs.release()


def test_closing_lets_others_in(sessions: list[Session]) -> None:
    first, second = sessions
    assert first.open_at_start() and first.window is not None
    first.window.close()
    first.finish()
    first.window.deleteLater()
    first.window = None
    assert second.open_at_start()
    assert not list(paths.companion_folder(second.window.office.database).glob("show-window"))  # type: ignore[union-attr]
