"""The most urgent records of every ledger, each on one line and one click away. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from db.spec import RECORD_TYPES
from db.spec.field import Record
from ui.models.filters import Filters
from ui.models.marks import Mark, hazard_level_mark, overdue_mark, risk_level_mark, status_mark
from ui.pages.page_context import PageContext
from ui.theme.tokens import ROW_HEIGHT, Tone, tokens_now
from ui.widgets.drawn_marks import paint_mark

URGENT_ROWS = 10
_LEVELS = {"hazard": ("level", hazard_level_mark), "risk": ("level_final", risk_level_mark)}
_WORDS = {"drill": "演练改进", "training": "培训"}


class UrgentList(QFrame):
    """Ten lines at most, made when there is something to stand on them; a sentence when nothing is urgent."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.rows: list[UrgentRow] = []
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        self.calm = QLabel("没有即将到期或逾期的隐患、风险、任务、演练和证书。", self)
        self.calm.setObjectName("muted")
        self.calm.setContentsMargins(12, 12, 12, 12)
        self.calm.hide()
        column.addWidget(self.calm)

    def show_records(self, records: Sequence[tuple[str, Record]]) -> None:
        """Show these records with their tables, the most urgent first."""
        self.calm.setVisible(not records)
        while len(self.rows) < min(len(records), URGENT_ROWS):
            self.rows.append(self._new_row())
        for place, row in enumerate(self.rows):
            row.show_record(*(records[place] if place < len(records) else ("", None)))

    def _new_row(self) -> UrgentRow:
        row, column = UrgentRow(self._context, self), self.layout()
        assert column is not None
        column.addWidget(row)
        return row


class UrgentRow(QPushButton):
    """Number, grade or kind, title, due word and state; a click goes to the record."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("row")
        self.setFlat(True)
        self.setFixedHeight(ROW_HEIGHT)
        self._context, self.table = context, ""
        self.record: Record | None = None
        self.clicked.connect(self._open)

    def show_record(self, table: str, record: Record | None) -> None:
        """Show a record, or nothing."""
        self.table, self.record = table, record
        self.setVisible(record is not None)
        if record:
            title = _title(table, record)
            self.setAccessibleName(f"{record['no']} {_kind_word(table)} {title}")
            self.setToolTip(title)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.record:
            return
        record, kind = self.record, RECORD_TYPES[self.table]
        tokens, painter = tokens_now(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(self.rect(), QColor(tokens.hovered))
        places = self._places()
        self._words(painter, places["no"], str(record.get("no") or ""), tokens.muted)
        self._words(painter, places["title"], _title(self.table, record), tokens.text)
        self._words(painter, places["day"], str(record.get(kind.due_field) or "未定期限"), tokens.muted)
        for found, place in (
            (_level(self.table, record), places["level"]),
            (overdue_mark(kind, record, self._context.office.clock.today()), places["due"]),
            (status_mark(kind, record), places["status"]),
        ):
            if found:
                paint_mark(painter, found, place, self)

    def _places(self) -> dict[str, QRectF]:
        """Columns as wide as their longest words in this font: the clerk may have chosen 大字."""
        metrics = QFontMetricsF(self.font())
        wide = metrics.horizontalAdvance
        number, level = wide("YH-2026-0000") + 14, wide("■ 黄色 一般") + 26
        day, due, status = wide("2026-00-00") + 12, wide("逾期1000天") + 26, wide("待部门审核") + 24
        title = max(60.0, self.width() - 12 - number - level - day - due - status)
        widths = {
            "no": number,
            "level": level,
            "title": title - 12,
            "day": day + 12,
            "due": due,
            "status": status,
        }
        places, left = {}, 12.0
        for name, width in widths.items():
            places[name] = QRectF(left + (12 if name == "day" else 0), 0, width, self.height())
            left += width
        return places

    def _words(self, painter: QPainter, place: QRectF, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        line = " ".join(text.split())
        elided = QFontMetricsF(self.font()).elidedText(line, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)

    def _open(self) -> None:
        if self.record:
            self._context.actions.open_list(self.table, Filters(), self.record["id"])


def _level(table: str, record: Record) -> Mark | None:
    """The grade of a hazard or risk; of anything else what it is."""
    if table not in _LEVELS:
        return Mark(_kind_word(table), Tone.NEUTRAL)
    field, mark = _LEVELS[table]
    return mark(record.get(field))


def _kind_word(table: str) -> str:
    return _WORDS.get(table, RECORD_TYPES[table].label)


def _title(table: str, record: Record) -> str:
    return str(record.get(RECORD_TYPES[table].title_field) or "")
