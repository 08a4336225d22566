"""工作台: what waits, each number a way to its list, and the ten most urgent records. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES
from db.spec.field import Record
from desktop.messages import sentence
from ui.models.change_relay import Changed
from ui.models.desk_counts import Card, DeskCounts, count_desk, desk_cards
from ui.models.filters import Filters
from ui.models.marks import hazard_level_mark, overdue_mark, risk_level_mark, status_mark
from ui.models.periods import days_to_deadline
from ui.pages.page_context import PageContext
from ui.theme.tokens import PAGE_MARGIN, ROW_HEIGHT, Tone, tokens_now
from ui.widgets.drawn_marks import paint_mark
from ui.widgets.icon_buttons import IconButton, named_action

CARD_COLUMNS = 5
SUBMISSION = "submission"


class Dashboard(QScrollArea):
    """The work table; counts again when something was written, while it is shown."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self._is_stale, self._is_counting = True, False
        self.cards: dict[str, CountCard] = {}
        self.urgent_rows: list[UrgentRow] = []
        self.new_hazard = named_action(self, "新增隐患", "add", "Ctrl+N")
        self.new_hazard.triggered.connect(lambda: context.actions.new("hazard"))
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.refresh.triggered.connect(self.recount)
        self.setWidgetResizable(True)
        self.setWidget(self._make_body())

    def take_change(self, changed: Changed) -> None:
        """Hear of a write."""
        self._is_stale = True
        if self.isVisible():
            self.recount()

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.new_hazard], [self.refresh]

    def recount(self) -> None:
        """Count again, away from this thread; a count that is under way is followed by another."""
        if self._is_counting:
            return
        self._is_stale, self._is_counting = False, True
        self.context.runner.start(
            lambda token: count_desk(self.office, token),
            done=self.show_counts,
            failed=self._tell_failure,
            cancelled=self._end_counting,
        )

    def show_counts(self, counts: DeskCounts) -> None:
        """Show these numbers and records."""
        for key, count in counts.counts.items():
            self.cards[key].show_count(count)
        self.cards["unreported"].show_count(sum(counts.unreported.values()))
        self.cards["days"].show_count(days_to_deadline(self.office.clock.today()))
        for row, found in zip(
            self.urgent_rows, (*counts.urgent, *[None] * len(self.urgent_rows)), strict=False
        ):
            row.show_record(*(found or ("", None)))
        self.calm.setVisible(not counts.urgent)
        self._end_counting()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            QTimer.singleShot(0, self, self.recount)  # the first screen is painted before anything is counted

    def _end_counting(self) -> None:
        self._is_counting = False
        if self._is_stale and self.isVisible():
            self.recount()

    def _tell_failure(self, error: Exception) -> None:
        self._end_counting()
        self.context.bar.tell_problem(sentence(error), "再试一次", self.recount)

    def _make_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(12)
        today = self.office.clock.today()
        button = IconButton("add", "新增隐患", "primary", body)
        button.setToolTip(self.new_hazard.toolTip())
        button.clicked.connect(self.new_hazard.trigger)
        head = QHBoxLayout()
        head.addWidget(
            _titled(f"{today.year}年{today.month}月{today.day}日　{_WEEKDAYS[today.weekday()]}", "title")
        )
        head.addStretch(1)
        head.addWidget(button)
        column.addLayout(head)
        column.addLayout(self._card_grid())
        column.addSpacing(8)
        column.addWidget(_titled("最要紧的十件事", ""))
        column.addWidget(self._urgent_list())
        column.addStretch(1)
        return body

    def _card_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(12)
        cards = [CountCard(each.label, each.tone) for each in desk_cards(self.office.clock.today())]
        for card, described in zip(cards, desk_cards(self.office.clock.today()), strict=True):
            self.cards[described.key] = card
            card.clicked.connect(lambda checked=False, described=described: self._open(described))
        self.cards["unreported"] = CountCard("未报送记录", Tone.NEUTRAL)
        self.cards["days"] = CountCard("距27日报送截止（天）", Tone.NEUTRAL)
        for key in ("unreported", "days"):
            self.cards[key].clicked.connect(lambda: self.context.actions.open_list(SUBMISSION, Filters()))
        for place, card in enumerate(self.cards.values()):
            grid.addWidget(card, place // CARD_COLUMNS, place % CARD_COLUMNS)
        return grid

    def _urgent_list(self) -> QWidget:
        frame = QFrame()
        frame.setObjectName("card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(0)
        self.calm = QLabel("没有即将到期或逾期的隐患、风险和证书。", frame)
        self.calm.setObjectName("muted")
        self.calm.setContentsMargins(12, 12, 12, 12)
        self.calm.hide()
        column.addWidget(self.calm)
        for _ in range(10):
            row = UrgentRow(self.context, frame)
            row.hide()
            self.urgent_rows.append(row)
            column.addWidget(row)
        return frame

    def _open(self, card: Card) -> None:
        self.context.actions.open_list(card.table, card.filters)


class CountCard(QPushButton):
    """A number with its words; the number takes its tone when it is not 0."""

    def __init__(self, label: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.label, self.tone = label, tone
        self.count = -1  # not counted yet
        self.setToolTip(f"{label}：点击查看")
        self.setAccessibleName(label)

    def show_count(self, count: int) -> None:
        """Show another number."""
        self.count = count
        self.setAccessibleName(f"{self.label} {count}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(170, 84)

    def minimumSizeHint(self) -> QSize:
        return QSize(140, 84)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tokens, painter = tokens_now(), QPainter(self)
        is_toned = self.count > 0 and self.tone is not Tone.NEUTRAL
        painter.setPen(QColor(tokens.inks[self.tone].text if is_toned else tokens.text))
        large = QFont(self.font())
        large.setPointSizeF(self.font().pointSizeF() * 1.9)
        painter.setFont(large)
        inner = QRectF(self.rect()).adjusted(16, 10, -12, -10)
        number = "…" if self.count < 0 else str(self.count)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, number)
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.muted))
        label = QFontMetricsF(self.font()).elidedText(self.label, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, label)


class UrgentRow(QPushButton):
    """One urgent record on a line: number, grade, title, due word and state; a click goes to it."""

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
            self.setAccessibleName(f"{record['no']} {title}")
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
        mark = (
            hazard_level_mark(record.get("level"))
            if self.table == "hazard"
            else risk_level_mark(record.get("level_final"))
        )
        due = overdue_mark(kind, record, self._context.office.clock.today())
        width, height = self.width(), self.height()
        places = {
            "no": (12, 120),
            "level": (136, 96),
            "title": (236, width - 236 - 300),
            "due": (width - 292, 170),
            "status": (width - 116, 112),
        }
        rects = {name: QRectF(left, 0, span, height) for name, (left, span) in places.items()}
        self._words(painter, rects["no"], str(record.get("no") or ""), tokens.muted)
        self._words(painter, rects["title"], _title(self.table, record), tokens.text)
        self._words(painter, rects["due"], str(record.get(kind.due_field) or "未定期限"), tokens.muted)
        for found, place in (
            (mark, rects["level"]),
            (due, rects["due"].adjusted(92, 0, 0, 0)),
            (status_mark(kind, record), rects["status"]),
        ):
            if found:
                paint_mark(painter, found, place, self)

    def _words(self, painter: QPainter, place: QRectF, text: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        line = " ".join(text.split())
        elided = QFontMetricsF(self.font()).elidedText(line, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)

    def _open(self) -> None:
        if self.record:
            self._context.actions.open_list(self.table, Filters(), self.record["id"])


def _title(table: str, record: Record) -> str:
    """What the record is called; of a person's certificate also what it is."""
    title = str(record.get(RECORD_TYPES[table].title_field) or "")
    return f"{RECORD_TYPES[table].label}　{title}" if table == "special_work_certificate" else title


_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


def _titled(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    return label
