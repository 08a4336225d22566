"""恢复核对: on another computer or account, make again what texts are compared with. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QWidget

from db.errors import LedgerError
from desktop.messages import sentence
from desktop.office import Office
from desktop.tips.opening import compare_anew
from ui.submission.passphrase_line import PassphraseLine
from ui.tips.asking_dialog import AskingDialog

_EXPLANATION = (
    "打印和报送之前，程序会核对文字里有没有举报人的姓名和电话。核对用的密钥只放在本机这个系统帐户里，不随台账和备份走；"
    "换了电脑或帐户，要由分管领导输入举报保密口令恢复一次。不显示任何人的姓名。"
)


class CompareDialog(AskingDialog):
    """Asks for the passphrase; `restored` is how many tips can be compared with again."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, "恢复核对", "恢复核对", parent)
        self.restored = 0
        self.passphrase = PassphraseLine(self)
        self.passphrase.line.setAccessibleName("举报保密口令")
        self.passphrase.line.setPlaceholderText("分管领导设定的举报保密口令")
        self.passphrase.entered.connect(self.start)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("口令 *", self.passphrase)
        self.lay_out(_EXPLANATION, form)
        self.passphrase.line.setFocus()

    def start(self) -> None:
        """Make the marks."""
        passphrase = self.passphrase.text()
        if not passphrase:
            self.passphrase.show_problem("请输入口令。")
        else:
            self.run(lambda: compare_anew(self.office, passphrase), self._end_well)

    def show_error(self, error: LedgerError) -> None:
        if error.message_id == "passphrase_wrong":
            self.passphrase.show_problem(sentence(error))
        else:
            super().show_error(error)

    def _end_well(self, restored: int) -> None:
        self.restored = restored
        self.accept()
