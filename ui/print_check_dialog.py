"""核对打印件: the code of a printed page typed in, and whether the paper still says what the ledger says. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs import Runner, Token
from desktop.messages import sentence
from desktop.office import Office
from desktop.print_checks import PrintCheck, Standing, check_print
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at

_MARKS = {
    Standing.CURRENT: "✓ ",
    Standing.CHANGED: "！ ",
    Standing.UNKNOWN: "？ ",
    Standing.SUMMARY: "— ",
}


class PrintCheckDialog(QDialog):
    """One line to type into, the verdict below it in words, and each difference."""

    def __init__(self, office: Office, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.runner = office, runner
        self.setWindowTitle("核对打印件")
        self.code = QLineEdit(self)
        self.code.setPlaceholderText("例如 K7M3-PX9Q")
        self.code.setMaxLength(30)
        self.code.setAccessibleName("本页校验码")
        self.check_button = QPushButton("核对", self)
        self.check_button.setDefault(True)
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.verdict.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.details = QPlainTextEdit(self)
        self.details.setReadOnly(True)
        self.details.setAccessibleName("核对结果")
        self._lay_out()
        self.check_button.clicked.connect(self.check)
        self.code.setFocus()

    def check(self) -> None:
        """Compare away from the GUI thread; the answer appears below."""
        typed = self.code.text()
        self.check_button.setEnabled(False)
        self.verdict.setText("正在核对…")
        self.details.clear()

        def work(token: Token) -> PrintCheck:
            return check_print(self.office, typed, lambda done, total: token.check())

        job = self.runner.start(work, done=self._show, failed=self._tell)
        job.ended.connect(lambda: self.check_button.setEnabled(True))
        self.finished.connect(job.cancel)

    def _show(self, found: PrintCheck) -> None:
        self.verdict.setText(f"{_MARKS[found.standing]}{found.code}　{found.verdict}")
        self.details.setPlainText("\n".join(filter(None, (found.about, *found.differences))))

    def _tell(self, error: Exception) -> None:
        self.verdict.setText(sentence(error))
        self.code.setFocus()
        self.code.selectAll()

    def _lay_out(self) -> None:
        note = QLabel("请输入台账页脚里“本页校验码”后面的 8 位字母和数字。大小写、空格和横线都不影响。", self)
        note.setObjectName("muted")
        note.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.code, 1)
        row.addWidget(self.check_button)
        close = QPushButton("关闭", self)
        close.setAutoDefault(False)
        close.clicked.connect(self.reject)
        foot = row_of(GAP, close)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 12)
        column.addWidget(note)
        column.addLayout(row)
        column.addWidget(self.verdict)
        column.addWidget(self.details, 1)
        column.addLayout(foot)
        open_at(self, 620, 380)
