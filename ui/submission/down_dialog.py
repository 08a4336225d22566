"""接收下发包: what the street sent down, looked at before it is taken in whole. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.jobs import Runner, Token
from desktop.office import Office
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.submission.wording import moment_words, period_words
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

if TYPE_CHECKING:
    from db.spec.field import Record
    from desktop.exchange.incoming_down import DownPackage

_WIDTH, _HEIGHT = 760, 440


class DownDialog(CalmDialog):
    """The items as a table; 收下 registers all of them or none. `taken` carries their number."""

    taken = Signal(int)

    def __init__(
        self, office: Office, runner: Runner, package: DownPackage, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.office, self.runner, self.package = office, runner, package
        self.setWindowTitle(f"接收下发包 — {office.committee['name']}")
        self.bar = MessageBar(self)
        self.heading = QLabel(
            f"{package.street}　{period_words(package.period)}　第 {package.serial} 号，共 {len(package.items)} 项",
            self,
        )
        self.heading.setObjectName("title")
        self.note = QLabel(
            f"签名已核对，{moment_words(package.created)} 下发。收下后编本单位的号，进各自的台账；有一项收不了就全部不收。",
            self,
        )
        self.note.setObjectName("muted")
        self.note.setWordWrap(True)
        self.table = ValueTable(_COLUMNS, 1, self)
        self.table.setAccessibleName("下发的内容")
        self.table.values_model.show_values(package.items)
        self.later_button = self._button("暂不收下", "")
        self.later_button.clicked.connect(self.reject)
        self.take_button = self._button(f"收下 {len(package.items)} 项", "primary")
        self.take_button.clicked.connect(self.take)
        self._lay_out()

    def take(self) -> None:
        """Register everything in one operation, then close; what our ledger cannot take is said and nothing is kept."""

        def work(token: Token) -> list[Record]:
            from desktop.exchange.incoming_down import take_in

            return take_in(self.office, self.package)

        self.take_button.setEnabled(False)
        start_with_progress(self.runner, self, "正在收下…", work, self._tell_taken, self._tell_failure)

    def _tell_taken(self, records: list[Record]) -> None:
        self.taken.emit(len(records))
        self.accept()

    def _tell_failure(self, error: Exception) -> None:
        self.take_button.setEnabled(True)
        self.bar.tell_fault(error)

    def _button(self, word: str, name: str) -> QPushButton:
        button = QPushButton(word, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        return button

    def _lay_out(self) -> None:
        buttons = row_of(GAP, self.later_button, self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        for widget in (self.bar, self.heading, self.note):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        open_at(self, _WIDTH, _HEIGHT)


_COLUMNS = (
    ValueColumn("类型", 120, lambda each: each.record_type.label),
    ValueColumn("内容", 400, lambda each: each.title),
    ValueColumn("期限", 120, lambda each: each.due or "—"),
)
