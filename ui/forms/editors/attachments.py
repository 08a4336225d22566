"""Attachments of a field: photos, or scans of documents."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from db.spec.field import Field
from ui.forms.editors.editor import Desk, Editor
from ui.photos.photo_strip import PhotoStrip


class AttachmentsEditor(Editor):
    """A strip of photos and documents; see `ui.photos`."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._strip = PhotoStrip(desk.office, field.label, self, field.neutral_names)
        self._strip.set_hint(field.hint)
        self._strip.changed.connect(self._changed)
        self._place(self._strip)

    def input_widget(self) -> QWidget:
        return self._strip.add_button()

    def strip(self) -> PhotoStrip:
        """The strip itself."""
        return self._strip

    def tab_stops(self) -> list[QWidget]:
        return self._strip.tab_stops()

    def value(self) -> Any:
        return self._strip.attachments()

    def set_value(self, stored: Any) -> None:
        self._strip.set_attachments(stored or [])
        self.show_problem(None)

    def is_busy(self) -> bool:
        """Whether photos are still being taken in."""
        return self._strip.is_busy()

    def set_read_only(self, is_read_only: bool) -> None:
        self._strip.set_read_only(is_read_only)

    def _changed(self) -> None:
        self.show_problem(None)
        self.changed.emit()
