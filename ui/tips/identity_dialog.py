"""查看举报人: who looks, why, the passphrase; then who told, for a few minutes, as text nobody copies by accident. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFormLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from db.errors import InvalidRecord, LedgerError
from db.spec.field import Record
from desktop.messages import problem_sentence, sentence
from desktop.office import Office
from desktop.tips.opening import open_identity
from desktop.tips.reporter import Reporter
from ui.forms.editors.line import EntryLine
from ui.submission.passphrase_line import PassphraseLine
from ui.tips.asking_dialog import AskingDialog

SHOWN_S = 180
_EXPLANATION = "查看人、时间和理由会记入这件举报的操作历史，姓名和电话不会。看完请关闭，不要抄在台账里。"
_FACTS = ("姓名", "联系方式", "要求答复", "申请奖励")


class IdentityDialog(AskingDialog):
    """Closes by itself after `shown_s` seconds."""

    def __init__(
        self, office: Office, tip: Record, parent: QWidget | None = None, shown_s: int = SHOWN_S
    ) -> None:
        super().__init__(office, f"查看举报人 {tip['no']}", "查看", parent)
        self.tip_id = tip["id"]
        self.left_s = shown_s
        self.who_line, self.reason_line = EntryLine(self), EntryLine(self)
        self.who_line.setText(office.lead)
        self.reason_line.setPlaceholderText("例如：核实需要回访")
        self.reason_line.setMaxLength(300)
        self.passphrase = PassphraseLine(self)
        self.passphrase.line.setAccessibleName("举报保密口令")
        self.passphrase.line.setPlaceholderText("分管领导设定的举报保密口令")
        self.passphrase.entered.connect(self.start)
        self.facts = {word: QLabel(self) for word in _FACTS}
        self.countdown = QLabel(self)
        self.countdown.setObjectName("muted")
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self._asking_page())
        self.stack.addWidget(self._shown_page())
        self.lay_out(_EXPLANATION, self.stack)
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._tick)
        self.reason_line.setFocus()

    def start(self) -> None:
        """Open the envelope; who, when and why are written down first."""
        who, reason, passphrase = self.who_line.text(), self.reason_line.text(), self.passphrase.text()
        self.bar.hide()
        if not passphrase:
            self.passphrase.show_problem("请输入口令。")
            return
        self.run(
            lambda: open_identity(self.office, self.tip_id, who=who, reason=reason, passphrase=passphrase),
            self._show,
        )

    def show_error(self, error: LedgerError) -> None:
        if error.message_id == "passphrase_wrong":
            self.passphrase.show_problem(sentence(error))
            return
        super().show_error(error)
        if isinstance(error, InvalidRecord):
            self.bar.tell_problem("".join(problem_sentence(each) for each in error.problems))
            is_unnamed = any(each.field == "who" for each in error.problems)
            (self.who_line if is_unnamed else self.reason_line).setFocus()

    def done(self, result: int) -> None:
        self._ticking.stop()
        for label in self.facts.values():
            label.setText("")
        self.passphrase.line.setText("")
        super().done(result)

    def _show(self, reporter: Reporter) -> None:
        self.passphrase.line.setText("")
        texts = (
            "匿名" if reporter.is_anonymous else reporter.name,
            reporter.contact or "没有留",
            "是" if reporter.wants_reply else "否",
            "是" if reporter.wants_reward else "否",
        )
        for label, text in zip(self.facts.values(), texts, strict=True):
            label.setText(text)
        self.act_button.hide()
        self.cancel_button.setText("关闭")
        self.stack.setCurrentIndex(1)
        self._tell_time()
        self._ticking.start()
        self.cancel_button.setFocus()

    def _tick(self) -> None:
        self.left_s -= 1
        if self.left_s <= 0:
            self.reject()
        else:
            self._tell_time()

    def _tell_time(self) -> None:
        self.countdown.setText(f"{self.left_s} 秒后自动关闭")

    def _asking_page(self) -> QWidget:
        page = QWidget(self)
        form = QFormLayout(page)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for word, line in (
            ("查看人 *", self.who_line),
            ("理由 *", self.reason_line),
            ("口令 *", self.passphrase),
        ):
            form.addRow(word, line)
        return page

    def _shown_page(self) -> QWidget:
        page = QWidget(self)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        for word, label in self.facts.items():
            label.setWordWrap(True)
            form.addRow(word, label)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.countdown)
        column.addStretch(1)
        return page
