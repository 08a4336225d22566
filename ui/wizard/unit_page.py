"""Step 1: which committee this is, found among all of the country or typed with a provisional code."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QListWidget, QListWidgetItem, QWidget

from db.errors import LedgerError
from db.spec.text import one_line, plain_digits
from desktop.committees import CommitteeMatch, shipped_committees
from desktop.messages import sentence
from ui.forms.editors.line import EntryLine
from ui.photos.app_runner import app_runner
from ui.wizard.wizard_page import WizardPage, text_of

LIST_SOURCE = "国家统计局 2023-06-30"
OWN_SOURCE = "暂定代码（待街道核定）"
_MOST = 50


class Directory(Protocol):
    """What can be searched."""

    def __len__(self) -> int: ...
    def search(self, text: str, limit: int = 50) -> list[CommitteeMatch]: ...


class UnitPage(WizardPage):
    """A search that answers with every key, and four lines for a committee the list does not have."""

    title = "本单位"
    explanation = "输入村居名称或代码的一部分，例如“章浜”“青浦 章浜”“310118”，再从下面选中本单位。"
    directory_hint = "正在读取全国村居名录…"
    found_word, own_word = "村居", "名录里没有本单位，自己填写"
    own_hints = ("全称，例如 章浜社区居民委员会", "12 位数字：所在街道（镇）的 9 位代码加 3 位暂定编号")
    unit_word = "本单位"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._directory: Directory | None = None
        self._chosen: CommitteeMatch | None = None
        search = self.form()
        self._search = self.line(search, "查找 *", self.directory_hint)
        self._search.textEdited.connect(self._look_up)
        self._search.installEventFilter(self)
        self._found = QListWidget(self)
        self._found.setAccessibleName(f"找到的{self.found_word}")
        self._found.setMinimumHeight(120)
        self._found.setSpacing(1)
        self._found.itemSelectionChanged.connect(
            self._choose
        )  # the current row may be one that only got the focus
        self._found.installEventFilter(self)
        self._found.itemDoubleClicked.connect(self.decided)
        self._words = self.note("muted")
        self._own = QCheckBox(self.own_word, self)
        self._own.toggled.connect(self._show_own)
        self._own_lines = QWidget(self)
        own = self._own_form = self.form()
        self._own_lines.setLayout(own)
        own.setContentsMargins(0, 0, 0, 0)
        self._name = self.line(own, "单位名称 *", self.own_hints[0])
        self._code = self.line(own, "暂定代码 *", self.own_hints[1])
        self._street = self.line(own, "所属街道（镇）")
        self._district = self.line(own, "所属区（县）")
        self._own_lines.hide()
        self.column.addLayout(search)
        self.column.addWidget(self._found, 1)
        self.column.addWidget(self._words)
        self.column.addWidget(self._own)
        self.column.addWidget(self._own_lines)
        self.column.addStretch(0)
        self._load()

    def search_line(self) -> EntryLine:
        """Where the name or code is typed."""
        return self._search

    def found_list(self) -> QListWidget:
        """The committees that were found."""
        return self._found

    def own_box(self) -> QCheckBox:
        """自己填写."""
        return self._own

    def own_lines(self) -> tuple[EntryLine, EntryLine, EntryLine, EntryLine]:
        """Name, provisional code, street and district."""
        return self._name, self._code, self._street, self._district

    def is_ready(self) -> bool:
        """Whether the list has been read."""
        return self._directory is not None

    def committee(self) -> dict[str, str]:
        """The fields of the committee's record, as chosen or typed."""
        if self._own.isChecked():
            typed = {
                "code": plain_digits(self._code.text()).replace(" ", ""), "code_system": OWN_SOURCE,
                "name": one_line(self._name.text()),
                "street_name": one_line(self._street.text()),
                "district_name": one_line(self._district.text()),
            }  # fmt: skip
            return {name: value for name, value in typed.items() if value}
        if self._chosen is None:
            return {}
        _, _, district, street = self._chosen.region_names
        return {
            "code": self._chosen.code, "code_system": LIST_SOURCE, "name": self._chosen.name,
            "street_name": street, "district_name": district,
        }  # fmt: skip

    def problem(self) -> str:
        if not self._own.isChecked():
            return "" if self._chosen else "请先查找并选中本单位；名录里没有时，勾选“自己填写”。"
        code = self.committee().get("code", "")
        if not text_of(self._name):
            return "请填写单位名称。"
        return "" if len(code) == 12 and code.isdigit() else f"暂定代码要 12 位数字，现在是 {len(code)} 位。"

    def first_stop(self) -> QWidget:
        return self._search

    def tab_stops(self) -> list[QWidget]:
        return [self._search, self._found, self._own, *self.own_lines()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._found.count():
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps and (watched is self._search or not self._found.selectedItems()):
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self._found:
                self.decided.emit() if self._chosen else self._step(1)
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        """Choose the next row; the first one where none is chosen, wherever the focus put its mark."""
        chosen = self._found.selectedItems()
        row = self._found.row(chosen[0]) + by if chosen else 0
        self._found.setCurrentRow(max(0, min(self._found.count() - 1, row)))

    def _load(self) -> None:
        app_runner().start(
            lambda token: shipped_committees(),
            done=self._take_directory,
            failed=self._say_failure,
        )

    def _take_directory(self, directory: Directory) -> None:
        self._directory = directory
        self._search.setPlaceholderText(f"在全国 {len(directory):,} 个{self.found_word}中查找")
        self._look_up(self._search.text())
        self.edited.emit()

    def _say_failure(self, error: Exception) -> None:
        self._own.setChecked(True)
        self._words.setText(sentence(error))
        self._words.show()
        if not isinstance(error, LedgerError):
            raise error

    def _look_up(self, typed: str) -> None:
        if self._directory is None:
            return
        matches = self._directory.search(typed, _MOST)
        self._chosen = None
        self._found.blockSignals(True)
        self._found.clear()
        for match in matches:
            item = QListWidgetItem(self._words_of(match))
            item.setData(Qt.ItemDataRole.UserRole, match)
            self._found.addItem(item)
        self._found.setCurrentRow(-1)
        self._found.blockSignals(False)
        if len(matches) == 1:
            self._found.setCurrentRow(0)
        self._say_found(typed, len(matches))
        self.edited.emit()

    def _words_of(self, match: CommitteeMatch) -> str:
        return f"{match.name}　　{' '.join(match.region_names)}　　{match.code}"

    def _say_found(self, typed: str, count: int) -> None:
        if self._chosen:
            return
        if not typed.strip():
            self._words.setText("")
        elif count == 0:
            self._words.setText("没有找到。请少输几个字试试，或勾选下面的“自己填写”。")
        else:
            more = "，只列出前面这些，请再多输几个字" if count == _MOST else ""
            self._words.setText(f"找到 {count} 个{more}。用 ↓ 或鼠标选中{self.unit_word}。")

    def _choose(self) -> None:
        chosen = self._found.selectedItems()
        self._chosen = chosen[0].data(Qt.ItemDataRole.UserRole) if chosen else None
        if self._chosen:
            self._own.setChecked(False)
            self._words.setText(f"已选：{self._chosen.full_name}（{self._chosen.code}）")
        self.edited.emit()

    def _show_own(self, is_own: bool) -> None:
        self._own_lines.setVisible(is_own)
        self._found.setVisible(not is_own)
        self._words.setVisible(not is_own)
        self.column.setStretch(self.column.count() - 1, int(is_own))  # the lines stay together at the top
        if is_own:
            self._name.setFocus()
        self.edited.emit()
