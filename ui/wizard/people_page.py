"""Step 2: who keeps the ledger and who answers for it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from db.errors import InvalidRecord
from db.spec import PERSON
from db.spec.kinds import Reading, parse
from desktop.messages import problem_sentence
from ui.forms.editors.line import EntryLine
from ui.wizard.wizard_page import WizardPage, text_of


class PeoplePage(WizardPage):
    """Two names with their phones; the clerk's name is written into each record."""

    title = "填报人和分管领导"
    explanation = "填报人会写在每条记录和打印件上；分管领导是本单位分管安全的负责人。以后可以在菜单“台账”—“本单位和人员”里更换。"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = self.form()
        self._clerk = self.line(form, "填报人 *", "姓名")
        self._clerk_phone = self.line(form, "填报人电话", "可以不填")
        self._lead = self.line(form, "分管领导 *", "姓名")
        self._lead_phone = self.line(form, "分管领导电话", "可以不填")
        for line in self.lines():
            line.setMaximumWidth(360)
        self.column.addLayout(form)
        self.column.addStretch(1)

    def lines(self) -> tuple[EntryLine, EntryLine, EntryLine, EntryLine]:
        """Clerk, the clerk's phone, lead, the lead's phone."""
        return self._clerk, self._clerk_phone, self._lead, self._lead_phone

    def problem(self) -> str:
        if not text_of(self._clerk):
            return "请填写填报人的姓名。"
        if not text_of(self._lead):
            return "请填写分管领导的姓名。"
        for line in (self._clerk_phone, self._lead_phone):
            try:
                parse(PERSON.field("phone"), line.text(), Reading(date.today()))
            except InvalidRecord as error:
                return problem_sentence(error.problems[0])
        return ""

    def first_stop(self) -> QWidget:
        return self._clerk

    def tab_stops(self) -> list[QWidget]:
        return list(self.lines())
