"""举报保密口令: made once by the one who may open who told. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.office import Office
from desktop.tips.keys import create_tips_key
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
