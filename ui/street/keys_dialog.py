"""街道密钥: the cases on the left; on the right what follows from the chosen one, and the passphrases it asks for. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget
from PySide6.QtWidgets import QHBoxLayout as Row

from db.errors import LedgerError
from desktop.jobs import Runner, Token
from desktop.messages import sentence
from desktop.own_keys import Cause
from desktop.people.permissions import Right
from desktop.street.key_files import RESTORED
from desktop.street.own_keys import WORDS, Standing, change_passphrase, make_new_keys, standing
from desktop.street.street_ledger import StreetLedger
from ui.street.key_cases import CASES, KeyCase
from ui.submission.calm_dialog import CalmDialog
from ui.submission.passphrase_line import PassphraseLine
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button
from ui.wizard.set_up import is_long_enough

_LIST_WIDTH, _MOST_NAMED = 190, 8


class StreetKeysDialog(CalmDialog):
    """After it is closed, `wants_sheet` says whether the new sheet is to be shown."""

    def __init__(self, street: StreetLedger, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.street, self.runner = street, runner
        self.wants_sheet, self._is_busy = False, False
        self.setWindowTitle(f"街道密钥 — {street.committee['name']}")
        self.bar = MessageBar(self)
        self.cases = QListWidget(self)
        self.cases.setAccessibleName("遇到什么情况")
        self.cases.setFixedWidth(_LIST_WIDTH)
        self.cases.addItems([each.name for each in CASES])
        self.heading, self.when, self.steps, self.state = (
            plain_label("", each) for each in ("title", "muted", "", "muted")
        )
        self.old, self.new, self.again = (PassphraseLine(self) for _ in range(3))
        self.old.line.setPlaceholderText("街道密钥现在的口令")
        self.new.line.setPlaceholderText("至少 10 个字符，或用空格隔开的 5 个中文词")
        self.again.line.setPlaceholderText("同样的口令再输一次")
        for line, name in ((self.old, "现在的口令"), (self.new, "新口令"), (self.again, "新口令再输一次")):
            line.line.setAccessibleName(name)
            line.entered.connect(self.go)
        self.sheet_button = word_button(
            self, "打印登记表…", self._show_sheet, "本街道登记表，签字盖章后发给每个村居"
        )
        self.close_button = word_button(self, "关闭", self.reject)
        self.go_button = word_button(self, "", self.go, name="primary")
        self._lay_out()
        self.standing = standing(street)
        self.cases.currentRowChanged.connect(lambda row: self._show())
        self.cases.setCurrentRow(0)
        open_at(self, 900, 620)

    def case(self) -> KeyCase:
        """The chosen case."""
        return CASES[max(self.cases.currentRow(), 0)]

    def go(self) -> None:
        """Do what the chosen case says, when everything was typed; what is missing is said in its place."""
        if not self.go_button.isEnabled():
            return
        case = self.case()
        self.bar.hide()
        if case.needs_old and not self.old.text():
            self.old.show_problem("请输入现在的口令。")
        elif not is_long_enough(self.new.text()):
            self.new.show_problem("口令太短。请用至少 10 个字符，或用空格隔开的 5 个中文词。")
        elif self.new.text() != self.again.text():
            self.again.show_problem("两次输入的口令不一样。")
        elif case.asks_old and self.new.text() == self.old.text():
            self.new.show_problem("新口令与现在的口令相同，请另定一个。")
        else:
            self._start(case)

    def reject(self) -> None:
        """Closed, but not while the keys are being written."""
        if not self._is_busy:
            super().reject()

    def _start(self, case: KeyCase) -> None:
        street, cause, new = self.street, case.cause, self.new.text()
        old = self.old.text() if case.asks_old else ""

        def work(token: Token) -> Standing:
            if cause is None:
                change_passphrase(street, old, new)
            else:
                make_new_keys(street, cause, new, old)
            return standing(street)

        self._set_busy(True)
        self.runner.start(work, done=lambda found: self._finish(case, found), failed=self._fail)

    def _finish(self, case: KeyCase, found: Standing) -> None:
        self.standing = found
        self._set_busy(False)
        for line in (self.old, self.new, self.again):
            line.line.clear()
        self._show()
        if case.cause is None:
            self._tell_lasting(
                "口令已更换，密钥不变，村居不用重新登记。请抄写两份，分开封存；再到“备份与恢复…”立即备份一次。"
            )
            return
        self._tell_lasting(
            f"新密钥已启用，{len(found.enrolled)} 个村居要重新登记街道登记表。请打印新登记表，签字盖章后发给每个村居，"
            "向上级报送的也交上级一份；再到“备份与恢复…”立即备份一次。",
            "打印登记表…", self._show_sheet,
        )  # fmt: skip

    def _tell_lasting(self, words: str, action: str = "", work: Callable[[], None] | None = None) -> None:
        """What is still to be done stays until it was read."""
        self.bar.tell(words, action, work)
        self.bar.timer.stop()

    def _fail(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, LedgerError) and error.message_id == "passphrase_wrong":
            self.old.show_problem(sentence(error))
        else:
            self.bar.tell_fault(error)

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        for each in (self.go_button, self.close_button, self.sheet_button, self.cases):
            each.setEnabled(not is_busy)
        self.go_button.setText("正在更换…" if is_busy else self.case().button)

    def _show_sheet(self) -> None:
        self.wants_sheet = True
        self.accept()

    def _show(self) -> None:
        case, count = self.case(), len(self.standing.enrolled)
        self.heading.setText(case.name)
        self.when.setText(case.when)
        self.steps.setText(
            "\n".join(f"{place}. {each.format(count=count)}" for place, each in enumerate(case.steps, 1))
        )
        self.state.setText(state_words(self.standing))
        self.form.setRowVisible(self.old, case.asks_old)
        label = self.form.labelForField(self.old)
        if isinstance(label, QLabel):
            label.setText("现在的口令 *" if case.needs_old else "现在的口令")
        for line in (self.old, self.new, self.again):
            line.problem.hide()
        self.go_button.setText(case.button)
        denied = self.street.why_not(Right.STREET_KEYS)
        self.go_button.setEnabled(denied is None)
        if denied:
            self.go_button.setToolTip(sentence(denied))
            self.bar.tell_fault(denied)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(12)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, line in (("现在的口令 *", self.old), ("新口令 *", self.new), ("再输一次 *", self.again)):
            self.form.addRow(words, line)
        inside = QWidget(self)
        words_column = QVBoxLayout(inside)
        words_column.setContentsMargins(0, 0, 8, 0)
        words_column.setSpacing(12)
        for widget in (self.heading, self.when, self.steps):
            words_column.addWidget(widget)
        words_column.addLayout(self.form)
        words_column.addWidget(self.state)
        words_column.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.bar)
        right.addWidget(scroll, 1)
        right.addLayout(row_of(self.sheet_button, GAP, self.close_button, self.go_button))
        row = Row(self)
        row.setContentsMargins(16, 16, 24, 16)
        row.setSpacing(20)
        row.addWidget(self.cases)
        row.addLayout(right, 1)


def state_words(found: Standing) -> str:
    """When the keys were changed last, and which committees are still to follow."""
    if found.newest is None:
        return "两把密钥从建立街道起没有换过。"
    newest = found.newest
    what = "恢复备份以后按密钥文件更正" if newest.cause == RESTORED else WORDS[Cause(newest.cause)]
    words = f"最近一次：{newest.at[:10]}　{newest.who}　{what}。"
    if not found.behind:
        return f"{words}各村居报来的包都已写给现在的密钥。"
    names = "、".join(each.name for each in found.behind[:_MOST_NAMED])
    more = " 等" if len(found.behind) > _MOST_NAMED else ""
    return (
        f"{words}还有 {len(found.behind)} 个村居没有报来写给现在密钥的包，请催它登记新登记表：{names}{more}。"
    )
