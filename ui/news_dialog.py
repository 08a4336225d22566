"""更新内容: once after an update, and from the menu 帮助. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from desktop.news import news_of
from desktop.version import VERSION
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

SEEN = "news/seen_version"


class NewsDialog(CalmDialog):
    """The part of the changelog about this version."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"更新内容 {VERSION}")
        self.browser = QTextBrowser(self)
        self.browser.setAccessibleName("更新内容")
        self.browser.setOpenLinks(False)
        self.browser.document().setMarkdown(
            news_of(VERSION), QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        )
        self.close_button = word_button(self, "关闭", self.accept, name="primary")
        below = row_of(GAP, self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.addWidget(self.browser, 1)
        column.addLayout(below)
        open_at(self, 680, 520)
        self.close_button.setFocus()


def show_news(parent: QWidget) -> None:
    """Open it until it is closed."""
    run_dialog(NewsDialog(parent))


def tell_news(settings: QSettings, bar: MessageBar, window: QWidget) -> None:
    """Say once that the program is a newer one than last time; a first start has nothing to compare with."""
    seen = str(settings.value(SEEN, ""))
    settings.setValue(SEEN, VERSION)
    if seen and seen != VERSION and not bar.isVisible():
        bar.tell(f"程序已更新到 {VERSION}", "看更新内容", lambda: show_news(window))
