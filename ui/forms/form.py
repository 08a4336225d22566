"""The fields of a record on a page: editors in groups, their values, and every problem beside its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from db.errors import Problem
from db.spec.field import RecordType
from desktop.messages import problem_sentence
from ui.forms.arrangement import Arrangement, Group, Line
from ui.forms.editors import EDITORS, Desk, Editor
from ui.forms.editors.attachments import AttachmentsEditor
from ui.forms.editors.rows import RowsEditor
from ui.forms.field_grid import FieldGrid
from ui.forms.field_row import FieldLabel
from ui.forms.form_style import form_style
from ui.theme.tokens import FORM_GAP, GROUP_GAP

NARROW_LETTERS = 64


@dataclass(frozen=True)
class Hold:
    """Why a form wants one more look before it is saved; `release` lets it pass, and `word` is the button for that."""

    sentence: str
    word: str
    release: Callable[[], None]


class Form(QWidget):
    """Editors for the fields an arrangement places. `edited` carries the name of the field that was
    changed."""

    edited = Signal(str)

    def __init__(
        self, desk: Desk, record_type: RecordType, arrangement: Arrangement, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.record_type = record_type
        self.record_id: str | None = None  # of the record shown; None for a new one
        self.hold: Callable[[], Hold | None] = lambda: None  # asked once more before saving
        self._cells: dict[str, tuple[FieldLabel, Editor]] = {}
        self._slots: dict[str, QWidget] = {}
        self._hidden: set[str] = set()
        self._folds: list[tuple[QToolButton, FieldGrid]] = []
        self._grids: list[FieldGrid] = []
        self._label_width = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(FORM_GAP)
        for group in arrangement.groups:
            self._add_group(group, arrangement)
        self._column.addStretch(1)
        self.setStyleSheet(form_style())
        self._align_labels()
        arrangement.behave(self)
        self.chain_tabs()

    def names(self) -> list[str]:
        """The fields of the form in their visual order."""
        return list(self._cells)

    def editor(self, name: str) -> Editor:
        """The editor of a field; KeyError when the form does not have it."""
        return self._cells[name][1]

    def label(self, name: str) -> FieldLabel:
        """The label of a field."""
        return self._cells[name][0]

    def slot(self, name: str) -> QVBoxLayout:
        """The place the arrangement left for a widget of the form's own ("@score")."""
        layout = self._slots[name].layout()
        assert isinstance(layout, QVBoxLayout)
        return layout

    def values(self) -> dict[str, Any]:
        """What stands in the editors; hidden fields are None."""
        return {
            name: None if name in self._hidden else editor.value()
            for name, (_, editor) in self._cells.items()
        }

    def value(self, name: str) -> Any:
        """What stands in one editor; None when the form has no such field."""
        return self.values().get(name)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these values; fields they do not name are emptied. Folds open where something stands in
        them."""
        self.record_id = values.get("id")
        for name, (_, editor) in self._cells.items():
            editor.set_value(values.get(name))
        for button, grid in self._folds:
            button.setChecked(any(self._is_filled(name) for name in grid.names()))
        self.edited.emit("")

    def set_shown(self, name: str, is_shown: bool) -> None:
        """Show a field or hide it; a hidden field has no value."""
        if name in self._cells and is_shown == (name in self._hidden):
            self._hidden ^= {name}
            for widget in self._cells[name]:
                widget.setVisible(is_shown)

    def set_required(self, name: str, is_required: bool) -> None:
        """Whether a field bears the sign of a required one."""
        if name in self._cells:
            self._cells[name][0].set_required(is_required)
            if self._grids and self._cells[name][0].widest() > self._label_width:
                self._align_labels()

    def fit(self, width: int) -> None:
        """Arrange for a width in device-independent pixels: pairs stand side by side from 64 letters (900
        px) on."""
        is_narrow = width < NARROW_LETTERS * self.fontMetrics().horizontalAdvance("中")
        for grid in self._grids:
            if grid.is_narrow() != is_narrow:
                grid.arrange(is_narrow)

    def is_busy(self) -> bool:
        """Whether photos are still being taken in."""
        return any(
            isinstance(editor, AttachmentsEditor) and editor.is_busy() for _, editor in self._cells.values()
        )

    def settle(self) -> None:
        """Do what leaving the focused field does."""
        for _, editor in self._cells.values():
            editor.settle()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Say each problem beside its field and take away what was said before."""
        for name, (_, editor) in self._cells.items():
            own = [each for each in problems if each.field == name]
            if isinstance(editor, RowsEditor) and own:
                editor.show_row_problems(own)
            else:
                editor.show_problem("\n".join(problem_sentence(each) for each in own) or None)
            if own:
                self._unfold(name)

    def enter(self, name: str) -> None:
        """Put the focus into a field, opening its fold."""
        self._unfold(name)
        self.editor(name).input_widget().setFocus(Qt.FocusReason.OtherFocusReason)

    def can_enter(self, name: str) -> bool:
        """Whether the form has this field and it is not hidden."""
        return name in self._cells and name not in self._hidden

    def enter_first(self) -> None:
        """Put the focus into the first field."""
        self.enter(next(name for name in self._cells if name not in self._hidden))

    def folds(self) -> list[QToolButton]:
        """The buttons that open what is rarely filled."""
        return [button for button, _ in self._folds]

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            sheet = form_style()
            if sheet != self.styleSheet():
                self.setStyleSheet(sheet)
        elif event.type() == QEvent.Type.FontChange:
            self._align_labels()

    def chain_tabs(self) -> None:
        """Let Tab follow what the eye follows."""
        before: QWidget | None = None
        for stop in self._stops():
            if before is not None:
                QWidget.setTabOrder(before, stop)
            before = stop

    def last_stop(self) -> QWidget | None:
        """The last widget that Tab visits in the form; None for the form of a step that asks nothing."""
        return next(reversed(list(self._stops())), None)

    def _stops(self) -> Iterator[QWidget]:
        folds = {grid: button for button, grid in self._folds}
        for grid in self._grids:
            if grid in folds:
                yield folds[grid]
            for name in grid.names():
                yield from self.editor(name).tab_stops()

    def _add_group(self, group: Group, arrangement: Arrangement) -> None:
        if self._grids:
            self._column.addSpacing(GROUP_GAP - FORM_GAP)
        if group.heading:
            heading = QLabel(group.heading, self)
            heading.setProperty("role", "heading")
            self._column.addWidget(heading)
        self._column.addWidget(self._grid(group.lines, arrangement))
        if group.more:
            self._add_fold(self._grid(group.more, arrangement))

    def _grid(self, lines: Sequence[Line], arrangement: Arrangement) -> FieldGrid:
        for name in (name for line in lines for name in line if name):
            if name.startswith("@"):
                self._slots[name] = QWidget(self)
                QVBoxLayout(self._slots[name]).setContentsMargins(0, 0, 0, 0)
            else:
                self._cells[name] = self._cell(name, arrangement)
        grid = FieldGrid(lines, self._cells, self._slots, self)
        self._grids.append(grid)
        return grid

    def _cell(self, name: str, arrangement: Arrangement) -> tuple[FieldLabel, Editor]:
        field = self.record_type.field(name)
        maker = arrangement.editors.get(name) or EDITORS[field.kind]
        editor = maker(field, self.desk)
        editor.changed.connect(lambda: self.edited.emit(name))
        label = FieldLabel(editor, self)
        label.set_required(field.required)
        return label, editor

    def _add_fold(self, grid: FieldGrid) -> None:
        labels = "、".join(self.record_type.field(name).label for name in grid.names()[:4])
        button = QToolButton(self)
        button.setObjectName("fold")
        button.setText(f"更多（{labels}{'等' if len(grid.names()) > 4 else ''}）")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setArrowType(Qt.ArrowType.RightArrow)
        button.toggled.connect(grid.setVisible)
        button.toggled.connect(
            lambda is_open: button.setArrowType(
                Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
            )
        )
        grid.hide()
        self._folds.append((button, grid))
        self._column.addWidget(button)
        self._column.addWidget(grid)

    def _is_filled(self, name: str) -> bool:
        value = self.editor(name).value()
        return value not in (None, "", [], self.record_type.field(name).initial)

    def _unfold(self, name: str) -> None:
        for button, grid in self._folds:
            if name in grid.names():
                button.setChecked(True)

    def _align_labels(self) -> None:
        self._label_width = max((label.widest() for label, _ in self._cells.values()), default=0)
        for grid in self._grids:
            grid.set_label_width(self._label_width)
