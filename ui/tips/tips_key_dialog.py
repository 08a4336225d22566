"""举报保密口令: made once by the one who may open who told, and changed when that is another person. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop.messages import sentence
from desktop.office import Office
from desktop.tips.keys import change_tips_passphrase, create_tips_key
from ui.submission.passphrase_line import PassphraseLine
from ui.tips.asking_dialog import AskingDialog
from ui.tips.passphrase_pair import PassphrasePair

_EXPLANATION = (
    "由分管领导设定并保管。举报人的姓名和联系方式用它加密：登记的人不需要口令，也打不开；查看时才输入口令，并记入操作历史。\n"
    "口令要与报送密钥的口令不同，无法找回；忘记后，已登记的举报人身份再也打不开。请抄写一份，封好交单位保管。"
)


class TipsKeyDialog(AskingDialog):
    """Makes the key file beside the database."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, "设定举报保密口令", "设定", parent)
        self.pair = PassphrasePair(self)
        self.pair.first.entered.connect(self.pair.second.line.setFocus)
        self.pair.second.entered.connect(self.start)
        self.lay_out(_EXPLANATION, self.pair)
        self.pair.first.line.setFocus()

    def start(self) -> None:
        """Make the key under what was typed twice."""
        if not self.pair.is_refused():
            passphrase = self.pair.passphrase()
            self.run(lambda: create_tips_key(self.office.database, passphrase), lambda key: self.accept())


_CHANGE = (
    "分管领导换人，或口令可能已被别人知道时更改。已登记的举报人身份不变，以后用新口令查看。\n"
    "以前的备份里还有旧的密钥文件，旧口令仍能打开它；口令泄露的，请把旧备份一并销毁。"
)


class ChangePassphraseDialog(AskingDialog):
    """Puts the key file under another passphrase."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(office, "更改举报保密口令", "更改", parent)
        self.old = PassphraseLine(self)
        self.old.line.setAccessibleName("现在的举报保密口令")
        self.old.line.setPlaceholderText("现在的口令")
        self.pair = PassphrasePair(self)
        self.pair.second.entered.connect(self.start)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("现在的口令 *", self.old)
        column = QVBoxLayout()
        column.addLayout(form)
        column.addWidget(self.pair)
        self.lay_out(_CHANGE, column)
        self.old.line.setFocus()

    def start(self) -> None:
        """Change it, once the old one opens the key."""
        if not self.old.text():
            self.old.show_problem("请输入现在的口令。")
        elif not self.pair.is_refused():
            old, new = self.old.text(), self.pair.passphrase()
            self.run(
                lambda: change_tips_passphrase(self.office.database, old, new), lambda done: self.accept()
            )

    def show_error(self, error: LedgerError) -> None:
        if error.message_id == "passphrase_wrong":
            self.old.show_problem(sentence(error))
        else:
            super().show_error(error)
