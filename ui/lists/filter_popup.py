"""The filter of one column, as in Excel: order, period or bounds, words, and the values with a box each. GUI thread.

A frameless window that closes when another one is looked at. It is no Qt.Popup: those take the keyboard in a way that some
input methods do not follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.spec.field import RecordType
from db.spec.query import Query
from desktop.jobs import Runner
from desktop.messages import sentence
from desktop.office import Office
from ui.lists.filter_options import FilterOption, FilterOptions, is_day, is_number, is_text, read_options
from ui.lists.filter_ranges import DayRange, NumberRange
from ui.lists.value_list import ValueList
from ui.models.column_filter import ColumnFilter
from ui.models.periods import Period
from ui.widgets.rows import GAP, row_of
from ui.widgets.search_box import SearchBox
from ui.widgets.word_button import word_button

_WIDTH, _LIST_HEIGHT = 328, 228


@dataclass(frozen=True)
class Asked:
    """The column that is filtered: its name and word, what is chosen for it, and the query without that."""

    name: str
    label: str
    chosen: ColumnFilter
    query: Query


class _Words(SearchBox):
    """Enter searches at once and says that the clerk is done."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.text():
            event.ignore()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()


class FilterPopup(QWidget):
    """Emits `chosen` with the new ColumnFilter, or `sorted_by` with whether downwards; then it closes."""

    chosen = Signal(object)
    sorted_by = Signal(bool)

    def __init__(
        self,
        office: Office,
        runner: Runner,
        record_type: RecordType,
        asked: Asked,
        is_sortable: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"筛选：{asked.label}")
        self.office, self.runner, self.record_type, self.asked = office, runner, record_type, asked
        self.setFixedWidth(_WIDTH)
        self.is_read = False
        self._is_cut = self._is_closed = False
        self.days = DayRange(office, asked.chosen, self) if is_day(record_type, asked.name) else None
        self.numbers = NumberRange(asked.chosen, self) if is_number(record_type, asked.name) else None
        self.search = _Words("搜索，可用拼音首字母", self)
        self.search.show_text(asked.chosen.contains)
        self.values = ValueList(self)
        self.note = QLabel("正在读取…", self)
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.apply_button = word_button(self, "确定", self.apply, name="primary")
        self.clear_button = word_button(self, "清除此列筛选", self.clear)
        self.clear_button.setEnabled(asked.chosen.is_filtering())
        self._lay_out(is_sortable)
        self._connect()
        self._read("")

    def open_below(self, place: QPoint) -> None:
        """Show it with its corner at that place of the screen, moved so that all of it is seen."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        self.move(
            max(room.left(), min(place.x(), room.right() - self.width())),
            max(room.top(), min(place.y(), room.bottom() - self.height())),
        )
        self.show()
        self.search.setFocus()

    def apply(self) -> None:
        """Filter by what is ticked and by the bounds, and close; a bound that cannot be read is told instead."""
        found = self._chosen()
        if isinstance(found, str):
            self.note.setText(found)
            return
        self._end(found)

    def clear(self) -> None:
        """Choose nothing for this column, and close."""
        self._end(ColumnFilter(self.asked.name))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_left = event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow()
        if is_left and self.isVisible() and QApplication.activePopupWidget() is None:
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        else:
            super().keyPressEvent(event)

    def _end(self, found: ColumnFilter) -> None:
        self.chosen.emit(found)
        self.close()

    def _chosen(self) -> ColumnFilter | str:
        """The filter that stands in the window, or the sentence why it cannot be read."""
        base = ColumnFilter(self.asked.name)
        for part in (self.days, self.numbers):
            if part is not None:
                read = part.filter_from(base)
                if isinstance(read, str):
                    return read
                base = read
        typed = self.search.text().strip()
        if typed and self._is_cut and is_text(self.record_type, self.asked.name):
            return base.with_changes(contains=typed)
        if self.values.is_everything():
            return base
        picked = self.values.picked()
        filled = [each for each in picked if each.value is not None]
        return base.with_changes(
            values=tuple(str(each.value) for each in filled),
            words=tuple(each.word for each in filled),
            has_blank=len(filled) < len(picked),
        )

    def _read(self, contains: str) -> None:
        """Read the values on another thread; more than are offered at once are read by the words typed."""
        query, name = self.asked.query, self.asked.name
        if contains:
            condition = ColumnFilter(name, contains=contains).condition(self.office.clock.today())
            query = query.with_changes(columns=(*query.columns, condition))
        self.runner.start(
            lambda token: read_options(self.office, self.record_type, query, name),
            done=self._take,
            failed=lambda error: self.note.setText(
                sentence(error) if isinstance(error, LedgerError) else "读取失败"
            ),
        )

    def _take(self, found: FilterOptions) -> None:
        if self._is_closed:
            return
        chosen, words = (
            self.asked.chosen,
            dict(zip(self.asked.chosen.values, self.asked.chosen.words, strict=False)),
        )
        known = {each.value for each in found.options}
        gone = [FilterOption(each, words.get(each, each), 0) for each in chosen.values if each not in known]
        is_any = not chosen.values and not chosen.has_blank
        typed = self.search.text().strip()
        self._is_cut = self._is_cut or found.is_cut
        self.values.show_options(
            [*found.options, *([] if typed else gone)],
            lambda value: is_any or (chosen.has_blank if value is None else value in chosen.values),
        )
        if typed:
            self.values.narrow(typed)
        self.is_read = True
        self.note.setText("值太多，只列出一部分。请在上面输入文字查找。" if found.is_cut else "")
        self.note.setVisible(found.is_cut)
        self.adjustSize()

    def _search(self, typed: str) -> None:
        if self._is_cut and is_text(self.record_type, self.asked.name):
            self._read(typed)
        else:
            self.values.narrow(typed)

    def _allow(self) -> None:
        is_some = bool(self.values.picked()) or not self.is_read
        self.apply_button.setEnabled(is_some)
        self.apply_button.setToolTip("" if is_some else "请至少勾选一项")

    def _take_period(self, period: Period) -> None:
        self._end(ColumnFilter(self.asked.name, period=period))

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.search.left_for_list.connect(self.values.setFocus)
        self.search.entered.connect(self.apply)
        self.values.ticked.connect(self._allow)
        self.values.entered.connect(self.apply)
        self.destroyed.connect(self._note_end)
        if self.days is not None:
            self.days.picked.connect(self._take_period)

    def _note_end(self) -> None:
        self._is_closed = True

    def closeEvent(self, event: QEvent) -> None:
        self._is_closed = True
        super().closeEvent(event)  # type: ignore[arg-type]

    def _lay_out(self, is_sortable: bool) -> None:
        frame = QFrame(self)
        frame.setObjectName("card")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        if is_sortable:
            column.addLayout(self._order_row())
        for part in (self.days, self.numbers):
            if part is not None:
                column.addWidget(part)
        self.values.setFixedHeight(_LIST_HEIGHT if self.days is None else _LIST_HEIGHT - 64)
        for widget in (self.search, self.values, self.note):
            column.addWidget(widget)
        row = row_of(self.clear_button, GAP, word_button(self, "取消", self.close), self.apply_button)
        column.addLayout(row)

    def _order_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for word, is_down in (("升序 ↑", False), ("降序 ↓", True)):
            tip = "按这一列排列；按住 Shift 点列标题可加为下一个次序"
            button = word_button(self, word, partial(self._sort, is_down), tip)
            row.addWidget(button)
        return row

    def _sort(self, is_down: bool) -> None:
        self.sorted_by.emit(is_down)
        self.close()
