"""未报送的月份: every month that is not with the street, how it stands and until when; one is chosen to go on with. GUI
thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.spec.return_months import month_words
from desktop.office import Office
from desktop.owed_returns import OwedMonth, due_words, owed_months, status_words
from ui.pages.page_context import PageContext
from ui.widgets.dialogs import run_dialog
from ui.widgets.elided_link import ElidedLink
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

_HEADS = ("月份", "状态", "期限")
_WIDTHS = (130, 170)
_ROW = 32


class OwedReturnsDialog(QDialog):
    """The list of months, the newest first; when it was accepted, `month` is the one to go on with."""

    def __init__(self, owed: Sequence[OwedMonth], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.owed, self.today = owed, today
        self.setWindowTitle("未报送的月份")
        open_at(self, 720, 460)
        self.table = plain_table(_HEADS, "未报送的月份", self)
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.go_button, self.close_button = QPushButton(self), QPushButton("关闭", self)
        self.go_button.setObjectName("primary")
        self.table.currentCellChanged.connect(self._name_button)
        self._fill()
        self._lay_out()
        self.table.cellActivated.connect(self.accept)
        self.go_button.clicked.connect(self.accept)
        self.close_button.clicked.connect(self.reject)

    @property
    def month(self) -> str:
        """The month of the current row, as 2026-10; "" without one."""
        row = self.table.currentRow()
        return self.owed[row].month if row >= 0 else ""

    def choose(self, month: str) -> None:
        """Make that month's row the current one."""
        self.table.setCurrentCell([each.month for each in self.owed].index(month), 0)

    def _fill(self) -> None:
        self.table.setRowCount(len(self.owed))
        for row, each in enumerate(self.owed):
            texts = (month_words(each.month), status_words(each), due_words(each, self.today))
            fill_row(self.table, row, texts)
        if self.owed:
            self.table.setCurrentCell(0, 0)
        self._name_button()

    def _name_button(self) -> None:
        row = self.table.currentRow()
        self.go_button.setEnabled(row >= 0)
        is_new = row < 0 or not self.owed[row].return_id
        is_late = row >= 0 and self.owed[row].days_late(self.today) > 0
        self.go_button.setText(("补报这个月" if is_late else "编制这个月") if is_new else "打开这个月")

    def _lay_out(self) -> None:
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for place, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(place, width)
        note = QLabel(
            "数据按台账里的日期统计，补登的记录也算在它所属的月份；补报的月报上写明编制日期。"
            "从哪个月起报、目标日和截止日在“台账—本单位设定—月报”里改。",
            self,
        )
        note.setObjectName("muted")
        note.setWordWrap(True)
        words = f"{len(self.owed)} 个月没有报送。" if self.owed else "该报的月份都报送了。"
        buttons = row_of(GAP, self.close_button, self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        for widget in (QLabel(words, self), note):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)


def ask_owed_month(office: Office, window: QWidget) -> str:
    """The month that was chosen, "" for none."""
    dialog = OwedReturnsDialog(owed_months(office), office.clock.today(), window)
    return dialog.month if run_dialog(dialog) else ""


def make_owed_month(context: PageContext) -> None:
    """Let a month be chosen, and go on with its return or begin one."""
    from ui.pages.monthly_returns import make_month

    month = ask_owed_month(context.office, context.bar.window())
    if month:
        make_month(context, month)


def countdown_line(clicked: Callable[[], None]) -> QPushButton:
    """The line of the work table that says how the month's return stands; a click shows the months."""
    line = ElidedLink("看未报送的月份")
    line.clicked.connect(clicked)
    return line
