"""The form of a record: a new one, or changes to one that exists. GUI thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from db.errors import AppError, LedgerError
from db.spec.field import Kind, Record, RecordType
from db.spec.query import Query, Sort
from desktop.drafts import RECORD, Origin
from desktop.form_values import copy_values, new_values
from desktop.messages import sentence
from desktop.office import Office
from ui.forms.arrangement import arrangement_of
from ui.forms.editors import Desk
from ui.forms.editors.masked import MaskedEditor
from ui.forms.form import Form
from ui.forms.form_dialog import FormDialog
from ui.forms.side_panel import SidePanel
from ui.forms.year_question import ask_for_the_year


class RecordDialog(FormDialog):
    """Writes one record. `initial` overrides what a new record starts with. After accepting, `saved` is the
    record.

    `all_saved` also names what 保存并新增 saved before.
    """

    def __init__(
        self,
        office: Office,
        record_type: RecordType,
        record: Record | None = None,
        initial: Mapping[str, Any] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._arrangement = arrangement_of(record_type)
        form = Form(Desk(office, record_type.table), record_type, self._arrangement)
        number = f" {record['no']}" if record and record.get("no") else ""
        super().__init__(
            office, form, f"修改{record_type.label}{number}" if record else f"新增{record_type.label}", parent
        )
        self.record_type = record_type
        self.record = record
        self.all_saved: list[Record] = []
        self._copy_button = self.make_button("复制上一条", self.copy_last, "用上一条记录的内容填写，照片除外")
        self._again_button = self.make_button(
            "保存并新增", self.save_and_continue, "保存后接着填下一条（Ctrl+Enter）"
        )
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            saves = self.save_and_continue if record is None else self.save
            QShortcut(QKeySequence(keys), self, activated=saves)  # type: ignore[call-overload]
        self._copy_button.setVisible(record is None and bool(record_type.number_prefix))
        self._again_button.setVisible(record is None)
        form.record_id = record["id"] if record else None
        if record is None:
            ask_for_the_year(form, office)
        side = SidePanel(self, self._arrangement.beside(form)) if self._arrangement.beside else None
        self.beside = side.panel if side else None
        left = [self._copy_button, *([side.button] if side else [])]
        self.lay_out([], left, [self._again_button])
        self.form.set_values(record or {**new_values(office, record_type.table), **(initial or {})})
        self.note_baseline()
        self.form.enter_first()
        for name in self.form.names():
            editor = self.form.editor(name)
            if record and isinstance(editor, MaskedEditor):
                editor.revealed.connect(lambda: self._note_reveal(record))

    def copy_button(self) -> QPushButton:
        """复制上一条."""
        return self._copy_button

    def again_button(self) -> QPushButton:
        """保存并新增."""
        return self._again_button

    def write(self, typed: dict[str, Any]) -> Record:
        if self.record is None:
            saved = self.office.add(self.record_type.table, typed)
        else:
            saved = self.office.change(self.record_type.table, self.record["id"], typed, self.record["rev"])
        self.all_saved.append(saved)
        return saved

    def draft_origin(self) -> Origin | None:
        if type(self) is not RecordDialog:  # what else hangs on such a form could not be brought back
            return None
        record_id = self.record["id"] if self.record else ""
        title = self.windowTitle().split(" — ")[0]
        return Origin(RECORD, self.record_type.table, record_id, title=title)

    def _note_reveal(self, record: Record) -> None:
        from desktop.certificates import note_reveal

        try:
            note_reveal(self.office, self.record_type.table, record)
        except LedgerError as error:
            self.show_error(error)

    def save_and_continue(self) -> None:
        """Save, empty the form, keep date, place and person, and begin the next record in the first field."""
        if not self.try_to_save() or self.saved is None:
            return
        typed = self.form.values()
        kept = {name: typed[name] for name in self._arrangement.kept if name in typed}
        self.form.set_values({**new_values(self.office, self.record_type.table), **kept})
        self.note_baseline()
        self.begin_draft_anew()
        name = self.saved.get("no") or self.office.title(self.record_type.table, self.saved["id"])
        self.bar.tell(f"已保存 {name}，可以接着填下一条。")
        self.form.enter_first()

    def copy_last(self) -> None:
        """Fill the form with the record that was registered last; its photos stay behind, those of the form stay.
        What was typed before comes back on demand."""
        newest = self.office.ids(self.record_type.table, Query(sort=(Sort("no", descending=True),)))
        if not newest:
            self.bar.tell_problem(f"还没有可以复制的{self.record_type.label}记录。")
            return
        typed = self.form.values()
        own = {name: each for name, each in typed.items() if each and self._is_photos(name)}
        self.form.set_values({**copy_values(self.office, self.record_type.table, newest[0]), **own})
        self.bar.tell("已填入上一条的内容，请核对后保存。", "撤销", lambda: self._put_back(typed))
        self.form.enter_first()

    def _is_photos(self, name: str) -> bool:
        return self.record_type.field(name).kind is Kind.ATTACHMENTS

    def _put_back(self, typed: dict[str, Any]) -> None:
        self.form.set_values(typed)
        self.bar.tell("已恢复原来填的内容。")
        self.form.enter_first()

    def show_error(self, error: LedgerError) -> None:
        """Say what went wrong. When somebody else changed the record, name what they changed and let the
        clerk decide."""
        if (
            not isinstance(error, AppError)
            or error.message_id != "record_changed_meanwhile"
            or self.record is None
        ):
            super().show_error(error)
            return
        newer = self.office.get(self.record_type.table, self.record["id"])
        names = [
            field.label
            for field in self.record_type.fields
            if not field.computed and newer.get(field.name) != self.record.get(field.name)
        ]
        theirs = f"对方改了：{'、'.join(names)}。" if names else ""
        self.bar.tell_problem(sentence(error) + theirs, "用我填的内容保存", lambda: self._save_over(newer))

    def _save_over(self, newer: Record) -> None:
        self.record = newer
        self.save()
