"""需要留意: gaps, forks and volumes still to come, of all committees, below what was received. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.models.marks import Mark
from ui.pages.submission.value_table import ValueColumn, ValueTable
from ui.submission.wording import moment_words
from ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop.street.chain_notes import ChainNote

_TONES = {"缺包": Tone.WAITING, "需人工核查": Tone.DANGER, "未收": Tone.DANGER, "附件待补": Tone.WAITING}


def _mark(note: ChainNote) -> Mark:
    return Mark(note.need.value, _TONES.get(note.need.value, Tone.NEUTRAL), is_pill=True)


COLUMNS = (
    ValueColumn("事项", 112, lambda note: note.need.value, _mark),
    ValueColumn("村居", 190, lambda note: note.name),
    ValueColumn("情况", 400, lambda note: note.words),
    ValueColumn("收到时间", 140, lambda note: moment_words(note.at) if note.at else ""),
)
_STRETCHED, _LEAST_HEIGHT, _HEIGHT = 2, 72, 168


class NotesPane(QWidget):
    """Not there while there is nothing to see to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.table = ValueTable(COLUMNS, _STRETCHED, self)
        self.table.setAccessibleName("需要留意")
        self.table.setMinimumHeight(_LEAST_HEIGHT)
        self.table.setMaximumHeight(_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.table)
        self.hide()

    def show_notes(self, notes: Sequence[ChainNote]) -> None:
        """Show these."""
        self.table.values_model.show_values(notes)
        count = len({each.code for each in notes})
        self.heading.setText(f"需要留意：{count} 个村居，{len(notes)} 件")
        self.setVisible(bool(notes))
