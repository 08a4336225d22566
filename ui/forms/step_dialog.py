"""One step of a record's course: the record in short, and what the step asks. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db.errors import AppError, LedgerError
from db.spec import TRAINING
from db.spec.field import Record, RecordType, Transition
from desktop.drafts import STEP, Origin
from desktop.hazard_beginnings import step_beginning
from desktop.office import Office
from ui.forms.editors import Desk
from ui.forms.form import Form
from ui.forms.form_dialog import FormDialog
from ui.forms.hazard_helps import help_step
from ui.forms.reminder import Reminder
from ui.forms.step_form import step_arrangement, step_values
from ui.forms.training_form import fit_step


class StepDialog(FormDialog):
    """Asks for the evidence of a step and takes it. After accepting, `saved` is the record in its new
    state."""

    def __init__(
        self,
        office: Office,
        record_type: RecordType,
        record: Record,
        transition: Transition,
        parent: QWidget | None = None,
    ) -> None:
        form = Form(
            Desk(office, record_type.table), record_type, step_arrangement(record_type, transition, record)
        )
        super().__init__(office, form, f"{transition.label} {record.get('no') or ''}".strip(), parent)
        self.record_type = record_type
        self.record = record
        self.transition = transition
        self.save_button().setText(transition.label)
        self.save_button().setToolTip(f"保存并{transition.label}（Ctrl+S）")
        self.reminder = Reminder(office, record_type, record, transition.asks, self)
        self.lay_out([self.reminder], [], [])
        form.record_id = record["id"]
        if record_type.table == "hazard":
            help_step(form, transition.name, record)
        values = step_values(office, record_type, record, transition)
        if record_type.table == "hazard":
            values |= step_beginning(office, record, transition.name)
        form.set_values(values)
        if record_type is TRAINING:
            fit_step(form, record.get("kind"))
        self.note_baseline()
        if form.names():
            form.enter_first()

    def write(self, typed: dict[str, Any]) -> Record:
        return self.office.act(
            self.record_type.table, self.record["id"], self.transition.name, typed, self.record["rev"]
        )

    def draft_origin(self) -> Origin | None:
        if type(self) is not StepDialog:  # what else the clerk chose there could not be brought back
            return None
        title = self.windowTitle().split(" — ")[0]
        return Origin(STEP, self.record_type.table, self.record["id"], self.transition.name, title)

    def show_error(self, error: LedgerError) -> None:
        """Say what went wrong. A record that was changed meanwhile is taken anew; what was typed stays."""
        if isinstance(error, AppError) and error.message_id == "record_changed_meanwhile":
            newer = self.office.get(self.record_type.table, self.record["id"])
            self.bar.tell_fault(error, "用我填的内容继续", lambda: self._continue_with(newer))
            return
        super().show_error(error)

    def _continue_with(self, newer: Record) -> None:
        self.record = newer
        self.save()
