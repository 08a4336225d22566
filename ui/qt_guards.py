"""What Qt needs to be told before and just after the application object is made. GUI thread."""

from __future__ import annotations

import os
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from db.errors import EnvironmentProblem


def prepare_environment() -> None:
    """Lets Chinese be typed under fcitx on Linux; call it before QApplication is made.

    The PySide6 wheels carry no fcitx plugin, and the distributions' own does not load in another Qt release.
    fcitx5 also answers the ibus protocol, which Qt speaks through the portal.
    """
    if sys.platform == "linux" and os.environ.get("QT_IM_MODULE") in ("fcitx", "fcitx5"):
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"


def install_chinese_qt_texts(app: QCoreApplication) -> QTranslator:
    """Makes Qt's own buttons and menus Chinese, by the translator it gives; call it before the first widget is made.

    Raises EnvironmentProblem("qt_texts_missing") when the installation lacks the translation file.
    """
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    texts = QTranslator(app)
    if not texts.load("qtbase_zh_CN", folder):
        raise EnvironmentProblem("qt_texts_missing", folder=folder)
    # Asked in turn, the last installed first.
    app.installTranslator(_Borrowed(texts, app))
    app.installTranslator(texts)
    return texts


class _Borrowed(QTranslator):
    """What Qt's own file window calls a folder: the file of Chinese texts still has that word under its former heading."""

    def __init__(self, texts: QTranslator, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._texts = texts

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> Any:
        """The word, None for one that is not borrowed: Qt then takes the text as it is."""
        if context == "QAbstractFileIconProvider":
            return self._texts.translate("QFileDialog", text) or None
        return None
