"""生成隐患: the hazard that a confirmed tip became; its words are written anew, or taken over once checked. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db.errors import LedgerError
from db.spec import HAZARD
from db.spec.field import Record
from desktop.office import Office
from desktop.tips.registering import hazard_from_tip, hazard_values, released_content
from ui.forms.record_dialog import RecordDialog


class TipHazardDialog(RecordDialog):
    """The form of a new hazard whose source is 群众举报查实; saving links it on the tip's side."""

    def __init__(self, office: Office, tip: Record, parent: QWidget | None = None) -> None:
        self.tip = tip
        super().__init__(office, HAZARD, None, hazard_values(tip), parent)
        self.setWindowTitle(f"由举报生成隐患 — {office.committee['name']}")
        self.form.editor("source").set_read_only(True)
        self.again_button().hide()
        self.copy_button().setText("填入举报内容")
        self.copy_button().setToolTip("先核对有没有举报人的姓名和电话，再填进隐患描述")

    def write(self, typed: dict[str, Any]) -> Record:
        return hazard_from_tip(self.office, self.tip["id"], typed)

    def save_and_continue(self) -> None:
        """One tip becomes one hazard."""
        self.save()

    def copy_last(self) -> None:
        """Take over what was told, when it names nobody."""
        try:
            content = released_content(self.office, self.tip)
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.form.editor("description").set_value(content)
        self.bar.tell("已填入举报内容。请删去能看出是谁举报的话，再保存。")
        self.form.enter("description")
