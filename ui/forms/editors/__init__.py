"""One editor for every kind of field."""

from __future__ import annotations

from db.spec.field import Field, Kind
from ui.forms.editors.attachments import AttachmentsEditor
from ui.forms.editors.choice import ButtonsEditor, ChoiceEditor, YesNoEditor
from ui.forms.editors.choices import ChoicesEditor
from ui.forms.editors.dates import DateEditor
from ui.forms.editors.editor import Desk, Editor, EditorMaker
from ui.forms.editors.line import LineEditor, SuggestingEditor
from ui.forms.editors.long_text import LongTextEditor
from ui.forms.editors.numbered_reference import reference_editor
from ui.forms.editors.rows import RowsEditor


def _rows_editor(field: Field, desk: Desk) -> Editor:
    return RowsEditor(field, desk, EDITORS)


EDITORS: dict[Kind, EditorMaker] = {
    Kind.TEXT: SuggestingEditor,
    Kind.LONG_TEXT: LongTextEditor,
    Kind.INTEGER: LineEditor,
    Kind.DECIMAL: LineEditor,
    Kind.MONEY: LineEditor,
    Kind.DATE: DateEditor,
    Kind.DATE_TIME: DateEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.CHOICES: ChoicesEditor,
    Kind.YES_NO: YesNoEditor,
    Kind.REFERENCE: reference_editor,
    Kind.PERSON: SuggestingEditor,
    Kind.PHONE: LineEditor,
    Kind.ATTACHMENTS: AttachmentsEditor,
    Kind.ROWS: _rows_editor,
}

__all__ = [
    "EDITORS",
    "ButtonsEditor",
    "ChoiceEditor",
    "Desk",
    "Editor",
    "EditorMaker",
    "LineEditor",
    "SuggestingEditor",
]
