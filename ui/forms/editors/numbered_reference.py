"""A reference to a record whose title is a sentence: found by its number or by words of the sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.errors import AppError
from db.spec import RECORD_TYPES
from db.spec.field import Field, Kind, Record
from db.spec.query import Query
from ui.forms.editors.editor import Desk, Editor
from ui.forms.editors.reference import ReferenceEditor

_OFFERED = 2000  # the newest records; older ones are found by their number
_SHOWN_LETTERS = 40


class NumberedReferenceEditor(ReferenceEditor):
    """Offers “YH-2026-0001　二楼疏散通道…”; a number alone is enough. Makes no new record."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self.new_button().hide()
        self.input_widget().setPlaceholderText("输入编号或几个字查找")

    def tab_stops(self) -> list[QWidget]:
        return [self.input_widget()]

    def last_word(self) -> str:
        return ""

    def id_of(self, text: str) -> str | None:
        known = super().id_of(text)
        if known or not text:
            return known
        try:
            return str(self.desk.office.find(self.field.refers_to, text)["id"])
        except AppError:
            return None

    def titles_by_id(self) -> list[tuple[str, str]]:
        office, table = self.desk.office, self.field.refers_to
        return [
            (record["id"], self._named(record))
            for record in office.rows(table, office.ids(table, Query(), _OFFERED))
        ]

    def title_of(self, id: str) -> str:
        try:
            return self._named(self.desk.office.get(self.field.refers_to, id))
        except AppError:
            return ""

    def _named(self, record: Record) -> str:
        title = " ".join(str(record.get(RECORD_TYPES[self.field.refers_to].title_field) or "").split())
        short = title if len(title) <= _SHOWN_LETTERS else f"{title[:_SHOWN_LETTERS]}…"
        return f"{record.get('no') or ''}　{short}"


def reference_editor(field: Field, desk: Desk) -> Editor:
    """The editor that suits the titles of the records a field refers to."""
    referred = RECORD_TYPES[field.refers_to]
    is_sentence = referred.field(referred.title_field).kind is Kind.LONG_TEXT
    return NumberedReferenceEditor(field, desk) if is_sentence else ReferenceEditor(field, desk)
