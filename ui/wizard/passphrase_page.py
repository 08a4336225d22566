"""Step 4: the passphrase of the signing key."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from ui.forms.editors.line import EntryLine
from ui.wizard.set_up import is_long_enough
from ui.wizard.wizard_page import WizardPage

_STREET_WORDS = (
    "街道用自己的两把密钥收村居的报送包：一把打开加密的包，一把给回执签名。口令保护这两把密钥：收件时输入一次，关闭程序前有效。\n"
    "口令无法找回，忘记后已加密的报送包就打不开了。请抄写一份，封好交单位保管；密钥文件也请另存两份。"
)


class PassphrasePage(WizardPage):
    """The passphrase typed twice; it can be shown while typing."""

    title = "报送密钥的口令"
    explanation = (
        "报送给街道的文件要用本单位的密钥签名，街道凭它确认文件确实来自本单位、没有被改过。口令用来保护这把密钥：每次生成报送包时输入。\n"
        "口令无法找回。忘记后只能重新生成密钥，并请街道重新登记。请抄写一份，封好交单位保管。"
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = self.form()
        self._first = self.line(form, "口令 *", "至少 10 个字符，或用空格隔开的 5 个中文词")
        self._second = self.line(form, "再输一次 *")
        self._show = QCheckBox("显示口令（中文口令请勾选后再输入）", self)
        self._show.toggled.connect(self._reveal)
        self._words = self.note("muted")
        form.addRow("", self._show)
        form.addRow("", self._words)
        for line in (self._first, self._second):
            line.setMaximumWidth(420)
            line.textChanged.connect(self._judge)
        self.column.addLayout(form)
        self.column.addStretch(1)
        self._reveal(False)

    def explain(self, is_street: bool) -> None:
        """Say what the passphrase is for, at a street or at a committee."""
        self.words.setText(_STREET_WORDS if is_street else self.explanation)

    def lines(self) -> tuple[EntryLine, EntryLine]:
        """The passphrase, and the same again."""
        return self._first, self._second

    def show_box(self) -> QCheckBox:
        """显示口令."""
        return self._show

    def passphrase(self) -> str:
        """What was typed."""
        return self._first.text()

    def problem(self) -> str:
        if not self._first.text():
            return "请输入口令。"
        if not is_long_enough(self._first.text()):
            return "口令太短。请用至少 10 个字符，或用空格隔开的 5 个中文词。"
        return "" if self._first.text() == self._second.text() else "两次输入的口令不一样。"

    def first_stop(self) -> QWidget:
        return self._first

    def tab_stops(self) -> list[QWidget]:
        return [self._first, self._second, self._show]

    def _reveal(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        for line in (self._first, self._second):
            line.setEchoMode(mode)

    def _judge(self) -> None:
        if not self._first.text():
            self._words.setText("")
        else:
            self._words.setText(
                self.problem()
                if self._second.text() or not is_long_enough(self._first.text())
                else "长度够了，请再输一次。"
            )
            if not self.problem():
                self._words.setText("两次一致。")
