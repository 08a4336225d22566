"""The program where it may write nothing but the ledger: a folder of its own that is read-only, a profile that came from
another computer, a home that cannot be written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop import paths
from desktop.disks import nearest_existing
from desktop.office import Office
from tests.fixtures_windows import Attend
from ui.app import open_main_window
from ui.missing_ledger import MissingLedgerBox
from ui.start import Session
from ui.wizard.first_start import FirstStartWizard

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("main.py", "db", "reports", "desktop", "ui", "docs/manual", "CHANGELOG.md")
NOBODY = 65534


@pytest.fixture
def session(start_program: Callable[..., Session], office: Office) -> Session:
    """The program before its window, with the settings of a profile that knows a ledger."""
    return start_program(office)


def moved(database: Path) -> Path:
    """The ledger and its companion in another folder, as a person moves them."""
    folder = database.parent.with_name("搬到 这里")
    shutil.move(database.parent, folder)
    return folder / database.name


def press(box: QDialog, words: str) -> None:
    next(each for each in box.findChildren(QPushButton) if each.text() == words).click()


def last() -> Path:
    found = paths.last_database()
    assert found is not None
    return found


def test_a_ledger_that_is_not_there_is_told_and_no_second_one_is_begun(
    session: Session, attend: Attend
) -> None:
    moved(last())

    def leave(box: MissingLedgerBox) -> None:
        assert str(last()) in box.text()
        press(box, "退出")

    attend(MissingLedgerBox, leave)
    assert not session.open_at_start()
    assert session.window is None


def test_the_ledger_is_found_where_it_went(
    session: Session, attend: Attend, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = moved(last())
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(there), ""))
    attend(MissingLedgerBox, lambda box: press(box, "找到台账…"))
    assert session.open_at_start()
    assert paths.remembered_database() == there


def test_a_stick_that_is_plugged_in_meanwhile_is_enough(session: Session, attend: Attend) -> None:
    there = moved(last())

    def plug_in(box: MissingLedgerBox) -> None:
        shutil.move(there.parent, last().parent)
        press(box, "再找一次")

    attend(MissingLedgerBox, plug_in)
    assert session.open_at_start()


def test_on_another_computer_one_may_begin_or_restore(session: Session, attend: Attend) -> None:
    moved(last())

    def begin(box: MissingLedgerBox) -> None:
        attend(FirstStartWizard, lambda wizard: wizard.reject())
        press(box, "新建或恢复…")

    attend(MissingLedgerBox, begin)
    assert not session.open_at_start()


def test_a_window_that_was_on_a_screen_that_is_gone_comes_back_onto_this_one(
    qtbot: QtBot, filled_office: Office, window_settings: QSettings
) -> None:
    first = open_main_window(filled_office, window_settings)
    first.move(9000, 7000)
    first.close()
    first.deleteLater()
    again = open_main_window(filled_office, window_settings)
    qtbot.waitExposed(again)
    assert again.screen().availableGeometry().contains(again.geometry().center())
    again.close()
    again.deleteLater()


def test_settings_that_cannot_be_kept_are_lost_without_a_word(
    qtbot: QtBot, filled_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "没有文件夹").write_text("a file stands there", encoding="utf-8")
    settings = QSettings(str(tmp_path / "没有文件夹" / "窗口设置.ini"), QSettings.Format.IniFormat)
    window = open_main_window(filled_office, settings)
    window.show_page("hazard")
    window.close()
    window.deleteLater()


def test_a_profile_without_any_folder_for_settings_still_opens_the_ledger(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = last()
    (tmp_path / "挡住").write_text("", encoding="utf-8")
    monkeypatch.setenv("VILLAGE_LEDGER_SETTINGS", str(tmp_path / "挡住" / "设置"))
    assert paths.last_database() is None
    assert session.open_ledger(database)
    assert paths.last_database() is None


def test_a_user_whom_the_system_does_not_know_has_a_folder_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.delenv("VILLAGE_LEDGER_SETTINGS", raising=False)
    assert paths.default_data_folder().parent == Path(tempfile.gettempdir())
    assert paths.settings_folder().is_relative_to(tempfile.gettempdir())


@pytest.fixture
def forbidden() -> Iterator[Path]:
    """A ledger in a folder of somebody else, and a process that may not look into it."""
    folder = Path(tempfile.mkdtemp())
    (folder / "别人的").mkdir(mode=0o700)
    (folder / "别人的" / "安全台账.db").touch()
    folder.chmod(0o755)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
        yield folder / "别人的"
        os.seteuid(0)
    else:
        (folder / "别人的").chmod(0)
        yield folder / "别人的"
        (folder / "别人的").chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_somebody_elses_folder_is_no_fault_of_the_program(
    forbidden: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paths, "last_database", lambda: forbidden / "安全台账.db")
    assert paths.remembered_database() is None
    assert nearest_existing(forbidden / "我的台账") == forbidden


def test_the_program_writes_nothing_beside_itself(tmp_path: Path) -> None:
    """The installed program's folder may be read-only: it does the whole job in one, and leaves it as it was."""
    program, home = tmp_path / "程序", tmp_path / "王 芳"
    for part in PARTS:
        source, target = ROOT / part, program / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    home.mkdir()
    for path in [*program.rglob("*"), program]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat().st_mtime_ns for path in program.rglob("*")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    done = subprocess.run(
        [sys.executable, str(program / "main.py"), "--self-test"], cwd=home, capture_output=True, text=True,
        env=environment | {"HOME": str(home), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1",
                           "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8", timeout=300,
    )  # fmt: skip
    after = {path: path.stat().st_mtime_ns for path in program.rglob("*")}
    for path in [program, *program.rglob("*")]:
        path.chmod(0o755)
    assert done.returncode == 0, done.stdout + done.stderr
    assert after == before
