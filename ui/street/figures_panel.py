"""The figures of a committee's monthly return as it sent them, frozen; 0 is left out. GUI thread."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from db.spec.field import Record
from ui.pages.page_context import PageContext
from ui.widgets.labels import plain_label, section_heading


def figures_panel(context: PageContext, record: Record) -> QWidget | None:
    """The panel of one return: month and year to date by group; None while it has no figures."""
    rows = [
        each for each in record.get("figures") or () if {each["month"], each.get("year")} - {"0", "", None}
    ]
    if not rows:
        return None
    panel = QWidget()
    grid = QGridLayout(panel)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    for column, words in enumerate(("随月报报来的数据", "本月", "本年"), 0):
        grid.addWidget(_cell(words, column, "muted"), 0, column)
    for group, figures in groupby(rows, key=lambda each: each["group"]):
        grid.addWidget(section_heading(group), grid.rowCount(), 0, 1, 3)
        for each in figures:
            place = grid.rowCount()
            for column, words in enumerate((each["label"], each["month"], each["year"])):
                grid.addWidget(_cell(words, column), place, column)
    return panel


def _cell(words: str, column: int, name: str = "") -> QLabel:
    if column == 0:
        return plain_label(words, name)
    label = QLabel(words)
    label.setObjectName(name)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return label
