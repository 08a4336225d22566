"""清除举报人身份: for good, with a reason; what was told stays. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFormLayout, QWidget

from db.spec.field import Record
from desktop.office import Office
from desktop.tips.opening import purge
from ui.forms.editors.line import EntryLine
from ui.tips.asking_dialog import AskingDialog

_SHOWN = 6
_REASON = "已办结并完成奖励，身份到期清除"


class PurgeDialog(AskingDialog):
    """Names the tips by their numbers and erases who gave them."""

    def __init__(self, office: Office, tips: Sequence[Record], parent: QWidget | None = None) -> None:
        super().__init__(office, "清除举报人身份", f"清除 {len(tips)} 件", parent)
        self.tip_ids = [each["id"] for each in tips]
        self.act_button.setObjectName("danger")
        numbers = "、".join(str(each["no"]) for each in tips[:_SHOWN]) + ("等" if len(tips) > _SHOWN else "")
        self.reason_line = EntryLine(self)
        self.reason_line.setText(_REASON)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.addRow("理由 *", self.reason_line)
        self.lay_out(
            f"将永久清除 {numbers} 的举报人姓名和联系方式，不能撤销；举报内容和办理情况保留。"
            "以前做的备份里仍有加密的身份，请按保管期限一并销毁。",
            form,
        )
        self.cancel_button.setFocus()

    def start(self) -> None:
        """Erase."""
        reason = self.reason_line.text()
        self.run(lambda: purge(self.office, self.tip_ids, reason), lambda purged: self.accept())
