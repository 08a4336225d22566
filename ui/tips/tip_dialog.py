"""The form of a tip: its fields go into the ledger, who told goes into an envelope and out of memory. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from db.errors import Problem
from db.spec import TIP
from db.spec.field import Record
from desktop.office import Office
from desktop.tips.keys import has_tips_key
from desktop.tips.registering import register_tip
from ui.forms.record_dialog import RecordDialog
from ui.forms.tip_form import REPORTER_SLOT
from ui.tips.reporter_part import FIELDS, ReporterPart


class TipDialog(RecordDialog):
    """A new tip with the part for who told; of a tip that exists only what was told."""

    def __init__(
        self,
        office: Office,
        record: Record | None = None,
        initial: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.reporter: ReporterPart | None = None
        first = None if record else {**received_now(office), **(initial or {})}
        super().__init__(office, TIP, record, first, parent)
        if record is None:
            self.reporter = ReporterPart(has_tips_key(office.database), self)
            self.reporter.key_asked.connect(self._make_key)
            self.form.slot(REPORTER_SLOT).addWidget(self.reporter)
            self._chain_reporter(self.reporter)
        else:
            note = QLabel("举报人身份在登记时已经单独封存，这里不显示，也不能修改。", self)
            note.setObjectName("muted")
            self.form.slot(REPORTER_SLOT).addWidget(note)

    def write(self, typed: dict[str, Any]) -> Record:
        if self.reporter is None:
            return super().write(typed)
        saved = register_tip(self.office, typed, self.reporter.reporter())
        self.reporter.clear()
        self.all_saved.append(saved)
        return saved

    def is_changed(self) -> bool:
        return super().is_changed() or bool(self.reporter and self.reporter.is_filled())

    def save_and_continue(self) -> None:
        """As for other records; the next tip comes in now."""
        saved_before = len(self.all_saved)
        super().save_and_continue()
        if len(self.all_saved) > saved_before:
            self._receive_now()
            self.note_baseline()

    def copy_last(self) -> None:
        """What the last tip told; this one comes in now, from somebody else."""
        super().copy_last()
        self._receive_now()

    def _receive_now(self) -> None:
        for name, value in received_now(self.office).items():
            self.form.editor(name).set_value(value)

    def show_problems(self, problems: list[Problem]) -> None:
        super().show_problems(problems)
        if self.reporter:
            self.reporter.show_problems(problems)
            if problems and all(each.field in FIELDS for each in problems):
                self.reporter.name_line.setFocus()

    def done(self, result: int) -> None:
        if self.reporter:
            self.reporter.clear()
        super().done(result)

    def _make_key(self) -> None:
        from ui.tips.tips_key_dialog import TipsKeyDialog

        dialog = TipsKeyDialog(self.office, self)
        if dialog.exec() and self.reporter:
            self.reporter.show_key(True)
            self.reporter.name_line.setFocus()
        dialog.deleteLater()

    def _chain_reporter(self, part: ReporterPart) -> None:
        buttons = (self.copy_button(), self.cancel_button(), self.again_button(), self.save_button())
        last = self.form.last_stop()
        stops: list[QWidget] = [*([last] if last else []), *part.tab_stops(), *buttons]
        for before, after in zip(stops, stops[1:], strict=False):
            QWidget.setTabOrder(before, after)


def received_now(office: Office) -> dict[str, str]:
    """The moment a tip comes in, and the day by which it is to be done (本单位设定)."""
    due = office.clock.today() + timedelta(days=office.own_number("tip_days"))
    return {"received_at": office.clock.now().isoformat()[:16], "due_on": due.isoformat()}
