"""新的报送: which month, which ledgers with how many records, how much it is, and the button that starts it. GUI thread."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES, REPORTED_TABLES
from ui.pages.submission.snapshot import LastReceipt, Snapshot
from ui.submission.wording import period_words, periods_until, size_text
from ui.theme.tokens import FORM_GAP
from ui.widgets.quiet_inputs import QuietComboBox

_ANSWERS = {"accepted": "已接收", "partial": "部分接收", "rejected": "退回", "held": "暂存待核"}


class NewPackageCard(QFrame):
    """The questions before a package is generated. `tables_chosen` comes when what goes was changed."""

    tables_chosen = Signal()
    generate_asked = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.months = QuietComboBox(self)
        self.months.setAccessibleName("报送期间")
        self.months.setMaxVisibleItems(12)
        self.follow(today)
        self.boxes = {table: QCheckBox(RECORD_TYPES[table].label, self) for table in REPORTED_TABLES}
        self.counts = {table: QLabel("", self) for table in REPORTED_TABLES}
        self.total, self.place, self.receipt, self.hint = (QLabel(" ", self) for _ in range(4))
        for label in (*self.counts.values(), self.receipt, self.hint):
            label.setObjectName("muted")
        for label in (self.total, self.receipt, self.hint):
            label.setWordWrap(True)
        self.generate_button = QPushButton("生成报送包…", self)
        self.generate_button.setObjectName("primary")
        self.generate_button.setEnabled(False)
        self.generate_button.clicked.connect(self.generate_asked)
        for box in self.boxes.values():
            box.setChecked(True)
            box.toggled.connect(self.tables_chosen)
        self.whole_box = QCheckBox("全部重报（平时只报回执之后有变化的）", self)
        self.whole_box.setToolTip("街道要求重报、或街道换了电脑时用；街道合并时不会重复")
        self.whole_box.toggled.connect(self.tables_chosen)
        self._lay_out()

    def follow(self, today: date) -> None:
        """Offer the months up to today's: the program may have been open since last month. What is chosen stays chosen."""
        known = {self.months.itemData(place) for place in range(self.months.count())}
        for place, period in enumerate(each for each in periods_until(today) if each not in known):
            self.months.insertItem(place, period_words(period), period)

    def period(self) -> str:
        """The chosen month as YYYY-MM."""
        return str(self.months.currentData())

    def is_whole(self) -> bool:
        """Whether everything goes, not only what changed since the last receipt."""
        return self.whole_box.isChecked()

    def tables(self) -> tuple[str, ...]:
        """The types that are ticked."""
        return tuple(table for table, box in self.boxes.items() if box.isChecked())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what would go now."""
        preview = snapshot.preview
        for table, label in self.counts.items():
            label.setText(f"{snapshot.counts[table]} 条")
        self.place.setText(f"第 {preview.serial} 号")
        gone = f"，另有 {preview.retired} 条已删除的告知街道" if preview.retired else ""
        photos = (
            f"附件 {preview.attachments} 个，{size_text(preview.attachment_bytes)}"
            if preview.attachments
            else "没有附件"
        )
        living = preview.total - preview.retired
        self.total.setText(f"共 {living} 条记录，{photos}{gone}")
        self.receipt.setText(_receipt_words(snapshot.last_receipt))
        self.hint.setText(_hint(snapshot, bool(self.tables())))
        self.hint.setVisible(bool(self.hint.text()))
        self.generate_button.setEnabled(preview.is_sealable)
        self.generate_button.setToolTip(
            "签名、封包，写到 U 盘或文件夹（Ctrl+G）" if preview.is_sealable else self.hint.text()
        )

    def _lay_out(self) -> None:
        title = QLabel("新的报送", self)
        month_word = QLabel("期间", self)
        month_word.setBuddy(self.months)
        top = QHBoxLayout()
        top.setSpacing(FORM_GAP)
        for widget in (title, month_word, self.months, self.place):
            top.addWidget(widget)
            if widget is title:
                top.addStretch(1)
        kinds = QGridLayout()
        kinds.setHorizontalSpacing(12)
        kinds.setVerticalSpacing(8)
        for at, table in enumerate(REPORTED_TABLES):
            row, side = divmod(at, 2)
            kinds.addWidget(self.boxes[table], row, 2 * side)
            kinds.addWidget(self.counts[table], row, 2 * side + 1)
            kinds.setColumnStretch(2 * side + 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(kinds)
        column.addWidget(self.whole_box)
        column.addWidget(self.total)
        column.addWidget(self.receipt)
        column.addStretch(1)
        column.addWidget(self.hint)
        column.addWidget(self.generate_button)


def _receipt_words(receipt: LastReceipt | None) -> str:
    if receipt is None:
        return "最近回执：还没有"
    serial = f"第 {receipt.serial} 号" if receipt.serial else "另一台电脑封的包"
    return f"最近回执：{serial}{_ANSWERS[receipt.status]}，{receipt.received[:10]}"


def _hint(snapshot: Snapshot, has_tables: bool) -> str:
    """Why nothing can be generated now, or what to know before."""
    preview = snapshot.preview
    if not has_tables:
        return "请至少勾选一类记录。"
    if not preview.total:
        return "没有需要报送的记录。"
    if preview.street is None:
        return "先登记街道登记表，才能生成报送包。"
    if blocking := sum(each.is_blocking for each in preview.findings):
        return f"右边有 {blocking} 处必须先处理。"
    if snapshot.waiting:
        serials = "、".join(str(each.serial) for each in reversed(snapshot.waiting[:3]))
        return f"第 {serials} 号还没有回执，其中的记录会再带一次；街道合并时不会重复。"
    return ""
