"""Searches the criteria library: a search box, what was found, and the chosen entry with its document. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from db.spec.criterion_library import KIND_WORDS, ORIGINAL_DECIDES, Criterion, criteria_like, find_criteria
from ui.widgets.search_box import SearchBox

PANEL_WIDTH = 380
_EDGE = 16


class CriteriaPanel(QFrame):
    """`chosen` carries the words for 判定依据, when `choose_word` was pressed or an entry was double-clicked."""

    chosen = Signal(str)
    word = "判定标准"
    tip = "查重大隐患判定标准和法规依据，选中的填进“判定依据”"

    def __init__(self, choose_word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raised")
        self._found: list[Criterion] = []
        self.search_box = SearchBox("输入几个词，如：液化气 地下室", self)
        self.results = QListWidget(self)
        self.results.setAccessibleName("找到的判定标准")
        self.results.setWordWrap(True)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.setSpacing(2)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choose_button = QPushButton(choose_word, self)
        self.choose_button.setAutoDefault(False)
        self.choose_button.clicked.connect(self.choose)
        self.search_box.searched.connect(self.search)
        self.search_box.left_for_list.connect(self.results.setFocus)
        self.results.currentRowChanged.connect(self._show_words)
        self.results.itemActivated.connect(lambda item: self.choose())
        self._lay_out()
        self.search("")

    def search(self, typed: str) -> None:
        """Show what these words find; everything for no words."""
        self.search_box.show_text(typed)
        self._show(find_criteria(typed))

    def suggest(self, description: str) -> None:
        """Show what a hazard's description reminds of; everything when it reminds of nothing."""
        self.search_box.show_text("")
        self._show(criteria_like(description) or find_criteria(""))

    def found(self) -> list[Criterion]:
        """The entries shown, from top to bottom."""
        return self._found

    def current(self) -> Criterion | None:
        """The chosen entry."""
        row = self.results.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def choose(self) -> None:
        """Hand the chosen entry on."""
        if entry := self.current():
            self.chosen.emit(entry.basis())

    def _lay_out(self) -> None:
        title = QLabel("判定标准（要点）", self)
        note = QLabel(
            f"自行概括的要点，{ORIGINAL_DECIDES}。是否重大由部门判定，村居记为疑似重大并上报。", self
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 12, _EDGE, 12)
        column.setSpacing(8)
        for widget in (title, note, self.search_box):
            column.addWidget(widget)
        column.addWidget(self.results, 1)
        column.addWidget(self.words)
        column.addWidget(self.choose_button)

    def _show(self, found: list[Criterion]) -> None:
        self._found = found
        self.results.clear()
        for entry in found:
            old = "" if entry.document.is_current else "〔旧版〕"
            item = QListWidgetItem(f"{old}{entry.text}")
            item.setToolTip(entry.document.described())
            self.results.addItem(item)
        if not found:
            self.words.setText("没有找到。换个词试试，如：燃气、楼道、电动自行车、裂缝。")
        self.results.setCurrentRow(0 if found else -1)
        self.choose_button.setEnabled(bool(found))

    def _show_words(self, row: int) -> None:
        entry = self.current()
        if entry:
            document = entry.document
            head = f"{KIND_WORDS[entry.kind]}　{document.described()}{entry.clause}"
            self.words.setText("\n".join(filter(None, (head, document.note))))
