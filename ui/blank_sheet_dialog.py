"""空白表: which premises and which checklists a blank sheet for the round is printed for. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from db.errors import LedgerError
from db.spec import INSPECTION
from db.spec.field import Record
from ui.forms.arrangement import Arrangement, Group
from ui.forms.checklist_picker import ChecklistPicker
from ui.forms.editors import Desk
from ui.forms.form import Form
from ui.forms.form_dialog import FormDialog
from ui.pages.page_context import PageContext

_FORM = Arrangement((Group("", (("premises",), ("checklist",))),), editors={"checklist": ChecklistPicker})
_TITLE = "现场检查记录表"


class BlankSheetDialog(FormDialog):
    """Premises (or none, for an empty head) and checklists; those that fit are ticked when premises are chosen."""

    def __init__(self, context: PageContext, premises_id: str | None = None) -> None:
        form = Form(Desk(context.office, INSPECTION.table), INSPECTION, _FORM)
        super().__init__(context.office, form, "打印空白检查表", context.bar.window())
        self.context = context
        picker = form.editor("checklist")
        assert isinstance(picker, ChecklistPicker)
        self.picker = picker
        form.set_required("premises", False)
        note = QLabel("表上的序号和录入时的序号相同，走访回来照着录入。不选场所就打印空的表头。", self)
        note.setObjectName("muted")
        note.setWordWrap(True)
        self.save_button().setText("打印预览")
        self.save_button().setToolTip("生成空白表并预览（Ctrl+S）")
        self.lay_out([note], [], [])
        self.resize(self.width(), 320)
        form.edited.connect(self._follow)
        form.set_values({"premises": premises_id})
        picker.propose_for(self._premises() or {})
        form.enter_first()

    def is_changed(self) -> bool:
        """Nothing here is kept."""
        return False

    def save(self) -> None:
        """Close and show the sheet in the preview."""
        self.form.settle()
        lists, chosen = self.picker.lists(), self.form.value("premises")
        premises = self._premises()
        if chosen and premises is None:
            self.bar.tell_problem(f"没有找到场所“{chosen}”。请从列表里选，或留空打印空表头。")
            return
        if not lists:
            self.bar.tell_problem("请至少勾选一张检查表。")
            return
        self.accept()
        office = self.office

        def make() -> object:
            from desktop.inspection_documents import inspection_sheet

            return inspection_sheet(office, premises, lists)

        self.context.actions.print_document(make, _TITLE, premises["name"] if premises else "空白")

    def _premises(self) -> Record | None:
        chosen = self.form.value("premises")
        try:
            return self.office.get("premises", str(chosen)) if chosen else None
        except LedgerError:
            return None

    def _follow(self, name: str) -> None:
        premises = self._premises() if name == "premises" else None
        if premises:
            self.picker.propose_for(premises)
