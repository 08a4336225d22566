from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QFileInfo, QLibraryInfo, QTranslator
from PySide6.QtGui import QAbstractFileIconProvider
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from db.errors import EnvironmentProblem
from ui.qt_guards import install_chinese_qt_texts, prepare_environment


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application, without the translators a test installs."""
    before = set(qapp.findChildren(QTranslator))
    yield qapp
    for translator in set(qapp.findChildren(QTranslator)) - before:
        qapp.removeTranslator(translator)
        translator.deleteLater()


@pytest.mark.parametrize("module", ["fcitx", "fcitx5"])
def test_fcitx_is_reached_through_the_ibus_portal(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("QT_IM_MODULE", module)
    monkeypatch.setenv("IBUS_USE_PORTAL", "0")
    prepare_environment()
    assert (os.environ["QT_IM_MODULE"], os.environ["IBUS_USE_PORTAL"]) == ("ibus", "1")


@pytest.mark.parametrize(
    ("platform", "module"), [("linux", "ibus"), ("linux", "compose"), ("win32", "fcitx")]
)
def test_other_input_methods_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, platform: str, module: str
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv("QT_IM_MODULE", module)
    monkeypatch.delenv("IBUS_USE_PORTAL", raising=False)
    prepare_environment()
    assert os.environ["QT_IM_MODULE"] == module
    assert "IBUS_USE_PORTAL" not in os.environ


def test_the_buttons_of_qt_are_chinese(app: QApplication, qtbot: QtBot) -> None:
    install_chinese_qt_texts(app)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Ok).text() == "确定"
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"


def test_a_folder_in_the_file_window_is_called_so_in_chinese(app: QApplication) -> None:
    install_chinese_qt_texts(app)
    assert QAbstractFileIconProvider().type(QFileInfo(".")) == "文件夹"
    assert QCoreApplication.translate("QNothing", "Nobody translated this") == "Nobody translated this"


def test_an_installation_without_the_texts_is_refused(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QLibraryInfo, "path", lambda _which: str(tmp_path))
    with pytest.raises(EnvironmentProblem, match="qt_texts_missing"):
        install_chinese_qt_texts(app)
