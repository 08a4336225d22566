"""登记上级登记表: the sheet of the office above the street, compared and trusted like a street's by a committee. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.jobs import Runner
from desktop.street.street_ledger import StreetLedger
from desktop.trust import StreetSheet
from ui.forms.editors.line import EntryLine
from ui.submission.trust_dialog import TrustDialog


class SuperiorDialog(TrustDialog):
    """As 登记街道登记表, with the name typed: no list has the offices above the streets."""

    whose = "上级"

    def __init__(self, street: StreetLedger, runner: Runner, parent: QWidget | None = None) -> None:
        self.name = EntryLine()
        self.name.setAccessibleName("上级单位的名称，必填")
        self.name.setPlaceholderText("上级单位的名称，例如 青浦区应急管理局")
        super().__init__(street, runner, parent)
        self.name.textChanged.connect(lambda _: self.judge())

    def given_name(self) -> str:
        """What was typed."""
        return self.name.text().strip()

    def ask_for_name(self, sheet: StreetSheet) -> None:
        """It is typed."""

    def judge(self) -> None:
        """As for a street, and the name must be there."""
        super().judge()
        if self.confirm_button.isEnabled() and not self.given_name():
            self.confirm_button.setEnabled(False)
            self.show_verdict("全部一致。请再填写上级单位的名称。", False)

    def lay_out(self) -> None:
        """The name stands between the sheet and its digits."""
        super().lay_out()
        column = self.layout()
        assert column is not None
        column.insertWidget(3, self.name)  # type: ignore[attr-defined]
        QWidget.setTabOrder(self.text, self.name)
        QWidget.setTabOrder(self.name, self.file_button)
