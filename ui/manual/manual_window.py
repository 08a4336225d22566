"""使用说明: the chapters on the left, the one being read on the right, and a search through all of them. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument, QTextFrameFormat, QTextTable, QTextTableFormat
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from ui.forms.form_style import form_style
from ui.manual.chapters import FIRST, Chapter, chapter_of, chapters
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.search_box import SearchBox
from ui.widgets.window_size import open_at

_LIST_WIDTH = 230


class ManualWindow(QWidget):
    """A window of its own, so that one can read and work at the same time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("使用说明")
        open_at(self, 900, 640)
        self.chapter: Chapter = chapters()[0]
        self.list = QListWidget(self)
        self.list.addItems([each.title for each in chapters()])
        self.list.setStyleSheet(form_style())
        self.list.setAccessibleName("章节")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.browser = QTextBrowser(self)
        self.browser.setOpenLinks(False)
        self.browser.setAccessibleName("说明内容")
        self.search_box = SearchBox("在说明里查找，回车找下一处", self)
        self.found = QLabel(self)
        self.found.setObjectName("muted")
        self._words = ""
        self._lay_out()
        self.list.currentRowChanged.connect(lambda row: self._show(chapters()[row]))
        self.browser.anchorClicked.connect(self._follow)
        self.search_box.searched.connect(self.search)
        self.search_box.returnPressed.connect(self.find_next)
        self.list.setCurrentRow(0)

    def show_page(self, page: str) -> None:
        """Open the chapter about a page of the main window and come to the front."""
        self.show_chapter(chapter_of(page))
        self.show()
        self.raise_()
        self.activateWindow()

    def show_chapter(self, name: str) -> None:
        """Open a chapter by its file's name; the first one for a name that is none."""
        names = [each.name for each in chapters()]
        self.list.setCurrentRow(names.index(name if name in names else FIRST))

    def search(self, words: str) -> None:
        """Go to the first place of the words, beginning with the chapter that is open."""
        self._words = words.strip()
        holding = [each for each in chapters() if self._words and self._words in each.text]
        total = sum(each.text.count(self._words) for each in holding)
        self.found.setText(
            "" if not self._words else f"{len(holding)} 章 {total} 处" if total else "没有找到"
        )
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)
        if holding and self.chapter not in holding:
            self.show_chapter(holding[0].name)
        self.browser.find(self._words)

    def find_next(self) -> None:
        """Go to the next place of the words, into the next chapter that has them after the last place of this one."""
        if not self._words or self.browser.find(self._words):
            return
        places = chapters()
        here = places.index(self.chapter)
        following = [*places[here + 1 :], *places[: here + 1]]
        holding = next((each for each in following if self._words in each.text), None)
        if holding:
            self.show_chapter(holding.name)
            self.browser.moveCursor(QTextCursor.MoveOperation.Start)
            self.browser.find(self._words)

    def _show(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.browser.document().setMarkdown(chapter.text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._dress_tables()
        self.browser.moveCursor(QTextCursor.MoveOperation.Start)

    def _dress_tables(self) -> None:
        """Thin lines and some air: a Markdown table has neither."""
        for frame in self.browser.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = QTextTableFormat(frame.format())
                form.setCellPadding(6)
                form.setCellSpacing(0)
                form.setBorder(1)
                form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                form.setBorderCollapse(True)
                form.setBorderBrush(self.palette().mid())
                frame.setFormat(form)

    def _follow(self, link: QUrl) -> None:
        name = link.fileName()
        if name in [each.name for each in chapters()]:
            self.show_chapter(name)

    def _lay_out(self) -> None:
        self.browser.document().setDocumentMargin(PAGE_MARGIN)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.search_box.setMinimumWidth(300)
        head.addWidget(self.search_box)
        head.addWidget(self.found, 1)
        splitter = QSplitter(self)
        splitter.addWidget(self.list)
        splitter.addWidget(self.browser)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_LIST_WIDTH, 10_000])
        splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(splitter, 1)
