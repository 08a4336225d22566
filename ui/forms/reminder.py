"""What a step's form reminds of: which record it is, what was found, until when, and how it looked. GUI
thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.spec.field import Kind, Record, RecordType
from db.spec.kinds import show
from desktop.office import Office
from ui.photos.photo_strip import PhotoStrip

_REMINDED = {
    "hazard": ("premises", "location", "deadline", "measures", "rect_person", "rectified_on", "rect_note"),
    "risk": ("location", "level_final", "next_review"),
    "drill_plan": ("planned_on", "premises", "place", "headcount", "postponements"),
    "drill": ("date", "place", "participants"),
    "premises": ("address", "main_person"),
    "training": ("date", "kind", "place", "organiser"),
    "special_work_certificate": ("premises", "category", "valid_until", "review_due"),
    "accident": ("happened_at", "place", "level", "supplement_until"),
    "tip": ("received_on", "channel", "premises", "content", "due_on", "verify_result", "hazard"),
}


class Reminder(QFrame):
    """The record in a few lines, its photos beside each other; nothing in it can be changed."""

    def __init__(
        self, office: Office, record_type: RecordType, record: Record, asked: tuple[str, ...], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self._line(_headline(record_type, record)))
        column.addLayout(self._facts(office, record_type, record, asked))
        photos = [
            field
            for field in record_type.fields
            if field.kind is Kind.ATTACHMENTS and field.name not in asked and record.get(field.name)
        ]
        if photos:
            beside = QHBoxLayout()
            beside.setSpacing(24)
            for field in photos:
                beside.addLayout(self._photos(office, field.label, record[field.name]), 1)
            column.addLayout(beside)

    def _facts(
        self, office: Office, record_type: RecordType, record: Record, asked: tuple[str, ...]
    ) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        names = [
            name
            for name in _REMINDED.get(record_type.table, ())
            if record.get(name) is not None and name not in asked
        ]
        for place, name in enumerate(names):
            field = record_type.field(name)
            label = QLabel(field.label, self)
            label.setObjectName("muted")
            row, column = divmod(place, 2)
            grid.addWidget(label, row, 2 * column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._line(show(field, record[name], office.title)), row, 2 * column + 1)
        return grid

    def _photos(self, office: Office, label: str, attachments: list[dict[str, str]]) -> QVBoxLayout:
        heading = QLabel(label, self)
        heading.setObjectName("muted")
        strip = PhotoStrip(office, label, self)
        strip.set_attachments(attachments)
        strip.set_read_only(True)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(heading)
        column.addWidget(strip)
        column.addStretch(1)
        return column

    def _line(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _headline(record_type: RecordType, record: Record) -> str:
    status = record_type.status(record["status"]).label if record.get("status") else ""
    title = str(record.get(record_type.title_field) or "")
    return "　".join(filter(None, (record.get("no"), status, title)))
