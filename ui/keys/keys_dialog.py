"""密钥与交接: the cases on the left; on the right what to do next in the chosen one, with its button. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Runner
from desktop.office import Office
from ui.keys.cases import CASES, DATA_LOST, HANDOVER, RENAMED, RESTORED, SHEET, Case
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from desktop.own_keys import OwnKey
    from ui.keys.new_key_dialog import NewKeyDialog

_WIDTH, _HEIGHT, _LIST_WIDTH, _QR_SIDE = 900, 640, 190, 196


class KeysDialog(CalmDialog):
    """`asked` carries what the page behind does: `print_sheet`, `print_handover`, `receipt`."""

    asked = Signal(str)

    def __init__(
        self, office: Office, runner: Runner, parent: QWidget | None = None, case: str = SHEET
    ) -> None:
        super().__init__(parent)
        self.office, self.runner = office, runner
        self.key: OwnKey | None = None
        self.setWindowTitle(f"密钥与交接 — {office.committee['name']}")
        self.bar = MessageBar(self)
        self.cases = QListWidget(self)
        self.cases.setAccessibleName("遇到什么情况")
        self.cases.setFixedWidth(_LIST_WIDTH)
        for each in CASES:
            self.cases.addItem(each.name)
        self.heading, self.when, self.steps, self.facts = (QLabel(self) for _ in range(4))
        for label in (self.when, self.steps, self.facts):
            label.setWordWrap(True)
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setTextFormat(Qt.TextFormat.PlainText)
        self.code = QLabel(self)
        self.code.setAccessibleName("登记码二维码")
        self.go_button = word_button(self, "", self.go, name="primary")
        self.copy_button = word_button(
            self, "复制登记码", self._copy, "SLP1E 开头的一段字，可发给街道；街道仍要凭盖章的纸核对"
        )
        self.print_button = word_button(self, "打印登记表", lambda: self.asked.emit("print_sheet"))
        self._lay_out()
        self.cases.currentRowChanged.connect(lambda row: self._show())
        self.cases.setCurrentRow(next(at for at, each in enumerate(CASES) if each.key == case))

    def case(self) -> Case:
        """The chosen case."""
        return CASES[max(self.cases.currentRow(), 0)]

    def choose(self, key: str) -> None:
        """Show a case."""
        self.cases.setCurrentRow(next(at for at, each in enumerate(CASES) if each.key == key))

    def go(self) -> None:
        """Do what the button of the chosen case says."""
        case = self.case()
        work: dict[str, Callable[[], object]] = {
            SHEET: lambda: self.asked.emit("print_sheet"), RENAMED: self._ask_identity,
            HANDOVER: lambda: self.asked.emit("print_handover"), RESTORED: lambda: self.asked.emit("receipt"),
            DATA_LOST: self._ask_epoch,
        }  # fmt: skip
        work.get(case.key, self._ask_new_key)()

    def read(self) -> None:
        """Read the key's facts again, after something was done with it."""
        self._show()

    def _ask_new_key(self) -> None:
        from ui.keys.new_key_dialog import NewKeyDialog

        case = self.case()
        assert case.cause is not None
        dialog = NewKeyDialog(self.office, self.runner, case.cause, case.button, self)
        dialog.accepted.connect(lambda: self._tell_changed(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_changed(self, dialog: NewKeyDialog) -> None:
        notice = f"换钥通知在 {dialog.notice}，" if dialog.notice else ""
        self._show()
        self.bar.tell_problem(
            f"新密钥已启用。{notice}现在请打印登记表，签字盖章交给街道；街道登记好以前不要报送。",
            "打印登记表", lambda: self.asked.emit("print_sheet"),
        )  # fmt: skip

    def _ask_identity(self) -> None:
        from ui.keys.identity_dialog import IdentityDialog

        dialog = IdentityDialog(self.office, self)
        dialog.accepted.connect(lambda: self._tell_identity(dialog.told))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_identity(self, words: str) -> None:
        self.setWindowTitle(f"密钥与交接 — {self.office.committee['name']}")
        self._show()
        self.bar.tell_problem(
            f"{words}现在请打印登记表，签字盖章交给街道；街道登记好以前不要报送。",
            "打印登记表", lambda: self.asked.emit("print_sheet"),
        )  # fmt: skip

    def _ask_epoch(self) -> None:
        from desktop.own_keys import begin_epoch

        ask = QInputDialog(self)
        ask.setWindowTitle("启用新一轮")
        ask.setLabelText("上一张登记表上的“密钥轮次”")
        ask.setInputMode(QInputDialog.InputMode.IntInput)
        ask.setIntRange(1, 98)
        ask.setOkButtonText("启用")
        ask.setCancelButtonText("取消")
        chosen = ask.exec() == QDialog.DialogCode.Accepted
        former = ask.intValue()
        ask.deleteLater()
        if not chosen:
            return
        try:
            epoch = begin_epoch(self.office, former)
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self._show()
        self.bar.tell_problem(
            f"已启用第 {epoch} 轮。请打印登记表，签字盖章交给街道。",
            "打印登记表",
            lambda: self.asked.emit("print_sheet"),
        )

    def _show(self) -> None:
        from desktop.documents import committee_sheet_text
        from desktop.own_keys import own_key

        case = self.case()
        self.heading.setText(case.name)
        self.when.setText(case.when)
        self.steps.setText("\n".join(f"{number}. {step}" for number, step in enumerate(case.steps, 1)))
        self.go_button.setText(case.button)
        self.print_button.setVisible(case.button != self.print_button.text())
        try:
            self.key, text = own_key(self.office), committee_sheet_text(self.office)
        except LedgerError as error:
            self.key = None
            self.bar.tell_fault(error)
        self.copy_button.setEnabled(self.key is not None)
        self.print_button.setEnabled(self.key is not None)
        if self.key is None:
            self.facts.setText(
                "本机没有密钥文件。请按“密钥丢失、忘了口令”重新生成，或插入备份盘恢复密钥文件。"
            )
            self.code.clear()
            return
        self.facts.setText(_facts(self.key))
        self.code.setPixmap(_qr(text))

    def _copy(self) -> None:
        from desktop.documents import committee_sheet_text

        QGuiApplication.clipboard().setText(committee_sheet_text(self.office))
        self.bar.tell("已复制登记码。")

    def _lay_out(self) -> None:
        self.heading.setObjectName("title")
        self.when.setObjectName("muted")
        key = QHBoxLayout()
        key.setSpacing(16)
        key.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        key.addWidget(self.facts, 1, Qt.AlignmentFlag.AlignTop)
        card = QFrame(self)
        card.setObjectName("card")
        card.setLayout(key)
        inside = QWidget(self)
        words = QVBoxLayout(inside)
        words.setContentsMargins(0, 0, 8, 0)
        words.setSpacing(12)
        for widget in (self.heading, self.when, self.steps, card):
            words.addWidget(widget)
        words.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        buttons = row_of(
            self.copy_button, self.print_button, GAP, word_button(self, "关闭", self.reject), self.go_button
        )
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.bar)
        right.addWidget(scroll, 1)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 24, 16)
        row.setSpacing(20)
        row.addWidget(self.cases)
        row.addLayout(right, 1)
        room = self.screen().availableSize()
        self.resize(min(_WIDTH, room.width() - 48), min(_HEIGHT, room.height() - 48))


def _facts(key: OwnKey) -> str:
    groups = key.digit_groups
    lines = [
        f"密钥轮次 {key.epoch:02d}", f"指纹 {key.fingerprint}", "核对数字", "　".join(groups[:4]), "　".join(groups[4:]),
        f"本机最后封的包：第 {key.sealed_serial} 号" if key.sealed_serial else "本机还没有封过包",
        f"街道回执说到：第 {key.street_serial} 号" if key.street_serial else "还没有导入过回执",
        f"下一个报送包：第 {key.next_serial} 号",
    ]  # fmt: skip
    if key.is_restored:
        lines.append("恢复备份以后还没有导入过回执：请先导入，再报送。")
    if key.changes:
        from desktop.own_keys import CAUSE_WORDS, Cause

        lines += [f"{each.at[:10]} {CAUSE_WORDS[Cause(each.cause)]}，换下 {each.old}" for each in key.changes]
    return "\n".join(lines)


def _qr(text: str) -> QPixmap:
    """The code in whole dots, black on white whatever the theme: a scanner reads the screen too."""
    from desktop.documents import QR_EDGE, scanned_code

    modules = scanned_code(text)
    side = len(modules) + 2 * QR_EDGE
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for row, line in enumerate(modules):
        for column, is_dark in enumerate(line):
            if is_dark:
                image.setPixelColor(column + QR_EDGE, row + QR_EDGE, QColor("black"))
    scale = max(_QR_SIDE // side, 3)
    return QPixmap.fromImage(image.scaled(side * scale, side * scale))
