"""The record beside the list: where it stands, photos, fields, what may come next, history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import zip_longest

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from db.errors import EnvironmentProblem
from db.spec.field import Field, Kind, Record
from db.spec.kinds import show
from db.spec.query import Query
from desktop.messages import problem_sentence
from desktop.office import Office
from ui.models.marks import overdue_mark, report_mark, status_mark
from ui.pages.drop_downs import deed_menus, step_menu
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.course_steps import CourseSteps
from ui.widgets.drawn_marks import MarkLabel
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.history_list import HistoryList
from ui.widgets.icon_buttons import IconButton
from ui.widgets.labels import section_heading
from ui.widgets.photo_strip import PhotoGroup, PhotoStrip

SETTLE_MS = 40  # holding ↓ runs through the list; only the record it rests on is laid out
_LABEL_WIDTH = 96


class DetailPane(QScrollArea):
    """Shows one record of a ledger. The buttons only tell what was asked for; the page hands it on."""

    step_asked = Signal(str)
    edit_asked = Signal()
    copy_asked = Signal()
    print_asked = Signal()
    related_asked = Signal(str)
    deed_asked = Signal(str)
    history_print_asked = Signal()
    reading_failed = Signal(object)

    def __init__(
        self,
        office: Office,
        kind: LedgerKind,
        parent: QWidget | None = None,
        make_panel: Callable[[Record], QWidget | None] = lambda record: None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("详情")
        self.office, self.kind, self._make_panel = office, kind, make_panel
        self.record: Record | None = None
        self._whole_of = ""  # the record whose telephones stand whole until another one is shown
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLE_MS)
        self._settling.timeout.connect(self._lay_out)
        self._body = self._make_body()
        self.setWidget(self._body)
        self.show_count(0)

    def show_record(self, record: Record | None) -> None:
        """Show a record, or that none is chosen, once the choice has settled."""
        self.record = record
        self._settling.start()

    def show_at_once(self, record: Record) -> None:
        """Show a record without waiting: where no list is run through."""
        self.record = record
        self._settling.stop()
        self._lay_out()

    def show_count(self, count: int) -> None:
        """Say how many are selected, when it is not one."""
        self.record = None
        self._settling.stop()
        self._record_part.hide()
        self._hint.setText(f"已选 {count} 条" if count > 1 else "选中一条记录，这里显示它的详细情况")
        self._hint.show()

    def _make_body(self) -> QWidget:
        body = QWidget()
        body.setObjectName("raised")
        self._hint = QLabel(body)
        self._hint.setObjectName("muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._record_part = QWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, PAGE_MARGIN)
        column.addWidget(self._hint, 1)
        column.addWidget(self._record_part)
        column.addStretch(0)
        self._make_record_part()
        return body

    def _make_record_part(self) -> None:
        self._number, self._title = QLabel(), QLabel()
        self._number.setObjectName("muted")
        self._title.setWordWrap(True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._marks = [MarkLabel(parent=self._record_part) for _ in range(10)]
        marks = QWidget(self._record_part)
        flow = FlowLayout(marks, gap=8)
        for each in self._marks:
            flow.addWidget(each)
        self._remark = QLabel(self._record_part)
        self._remark.setObjectName("danger")
        self._remark.setWordWrap(True)
        self._remark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._course = CourseSteps(self._record_part)
        self._photos = PhotoStrip(self.office.attachment_path, self._record_part)
        self._steps = QWidget(self._record_part)
        self._steps_flow = FlowLayout(self._steps, gap=8)
        self._panel = QWidget(self._record_part)
        self._fields = QWidget(self._record_part)
        self._history = HistoryList(self._record_part)
        self._history.print_wanted.connect(self.history_print_asked)
        column = QVBoxLayout(self._record_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._head_row())
        column.addWidget(self._title)
        for widget in (
            marks,
            self._remark,
            self._course,
            self._steps,
            self._photos,
            self._related_row(),
            self._panel,
            self._fields,
            self._history,
        ):
            column.addWidget(widget)

    def _head_row(self) -> QWidget:
        head = QWidget(self._record_part)
        row = FlowLayout(head, gap=4)
        row.addWidget(self._number)
        buttons = [
            (
                "edit",
                "修改",
                self.edit_asked,
                f"修改这条记录（{'F2' if self.kind.record_page else 'Enter'}）",
            ),
            ("copy", "复制", self.copy_asked, "复制为新增"),
        ]
        if self.kind.is_read_only:
            buttons = []
        if self.kind.print_one_word:
            buttons.append(("print", "打印", self.print_asked, self.kind.print_one_word))
        for icon, word, signal, tip in buttons:
            button = IconButton(icon, word, parent=self._record_part)
            button.setToolTip(tip)
            button.clicked.connect(signal)
            row.addWidget(button)
        return head

    def _related_row(self) -> QWidget:
        self._related = QWidget(self._record_part)
        row = QHBoxLayout(self._related)
        row.setContentsMargins(0, 0, 0, 0)
        self._related_buttons = {each.table: QPushButton(self._related) for each in self.kind.related}
        for table, button in self._related_buttons.items():
            button.setObjectName("link")
            button.clicked.connect(lambda checked=False, table=table: self.related_asked.emit(table))
            row.addWidget(button)
        row.addStretch()
        self._related.setVisible(bool(self.kind.related))
        return self._related

    def _lay_out(self) -> None:
        record = self.record
        if record is None:
            self.show_count(0)
            return
        self.setUpdatesEnabled(False)
        try:
            self._show_all(record)
        except EnvironmentProblem as problem:
            self.show_count(0)
            self.reading_failed.emit(problem)
        finally:
            self.setUpdatesEnabled(True)

    def _show_all(self, record: Record) -> None:
        if record["id"] != self._whole_of:
            self._whole_of = ""
        self._show_head(record)
        self._show_steps(record)
        self._photos.show_groups(
            [PhotoGroup(word, record.get(name) or []) for word, name in self.kind.photo_fields],
            compares=self.kind.compares_photos,
        )
        self._show_related(record)
        self._panel = self._swapped(self._panel, self._make_panel(record) or QWidget())
        self._show_fields(record)
        self._history.show_history(lambda: self.office.history(self.kind.table, record["id"]))
        self._hint.hide()
        self._record_part.show()

    def _show_head(self, record: Record) -> None:
        record_type = self.kind.record_type
        units = (each.text(record) for each in self.kind.further_columns(self.office))
        self._number.setText("　".join(filter(None, (record.get("no") or "", *units))))
        title_field = record_type.field(record_type.title_field)
        self._title.setText(show(title_field, record.get(title_field.name)))
        today = self.office.clock.today()
        due_mark = self.kind.marks(self.office).get(record_type.due_field)
        found = (
            status_mark(record_type, record),
            due_mark(record) if due_mark else overdue_mark(record_type, record, today),
            self.kind.level(record),
            report_mark(record) if record_type.in_package and not self.kind.is_read_only else None,
            *self.kind.further_marks(self.office, record),
        )
        for label, mark in zip_longest(self._marks, found[: len(self._marks)]):
            label.show_mark(mark)
        remark = record.get("returned_remark") or ""
        self._remark.setText(f"街道退回：{remark}")
        self._remark.setVisible(bool(remark))
        self._course.show_course(self.kind.course(record))

    def _show_steps(self, record: Record) -> None:
        while item := self._steps_flow.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        steps = self.office.possible_steps(record, self.kind.table)
        deeds = [each for each in self.kind.deeds if each.is_offered(record)]
        following = [each for each in deeds if each.is_next(record)]
        for deed in following:
            self._steps_flow.addWidget(self._deed_button(deed, "primary"))
        is_first = not following
        for step in [each for each in steps if not each.transition.is_aside]:
            button = QPushButton(step.transition.label, self._steps)
            button.setEnabled(step.why_not is None)
            button.setToolTip(
                problem_sentence(step.why_not) if step.why_not else f"登记“{step.transition.label}”"
            )
            if step.why_not is None and is_first and self.kind.related == ():
                button.setObjectName("primary")
                is_first = False
            button.clicked.connect(
                lambda checked=False, name=step.transition.name: self.step_asked.emit(name)
            )
            self._steps_flow.addWidget(button)
            button.show()
        for deed in deeds:
            if deed not in following and not deed.group:
                self._steps_flow.addWidget(self._deed_button(deed, "link"))
        for menu in (*deed_menus(deeds, self.deed_asked.emit), *step_menu(steps, self.step_asked.emit)):
            self._steps_flow.addWidget(menu)
            menu.show()
        self._steps.setVisible(bool(steps or deeds))
        self._steps.updateGeometry()

    def _deed_button(self, deed: Deed, name: str) -> QPushButton:
        button = QPushButton(deed.label, self._steps)
        button.setObjectName(name)
        button.setToolTip(deed.tip or deed.label)
        button.clicked.connect(lambda checked=False: self.deed_asked.emit(deed.key))
        button.show()
        return button

    def _show_related(self, record: Record) -> None:
        for related in self.kind.related:
            count = self.office.count(related.table, Query(references={"premises": record["id"]}))
            button = self._related_buttons[related.table]
            button.setText(f"{related.label} {count} 条")
            button.setEnabled(count > 0)
            button.setToolTip(f"看这个场所的{related.label}" if count else f"这个场所没有{related.label}记录")

    def _show_fields(self, record: Record) -> None:
        old, self._fields = self._fields, QWidget(self._record_part)
        grid = QGridLayout(self._fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        section, row = None, 0
        for field, text in self._filled(record):
            if field.section != section:
                section = field.section
                grid.addWidget(section_heading(section), row, 0, 1, 2)
                row += 1
            grid.addWidget(_name_label(field), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value_widget(record, field, text), row, 1)
            row += 1
        self._swapped(old, self._fields)

    def _value_widget(self, record: Record, field: Field, text: str) -> QWidget:
        if field.kind is not Kind.PHONE or not field.personal or record["id"] == self._whole_of:
            return _value_label(text)
        from ui.people.masked_phone import MaskedPhone

        masked = MaskedPhone(self.office, self.kind.table, record, text)
        masked.revealed.connect(lambda: self._show_whole(record["id"]))
        return masked

    def _show_whole(self, record_id: str) -> None:
        self._whole_of = record_id

    def _swapped(self, old: QWidget, new: QWidget) -> QWidget:
        layout = self._record_part.layout()
        assert layout is not None
        new.setParent(self._record_part)
        layout.replaceWidget(old, new)
        new.show()
        old.hide()
        old.deleteLater()
        return new

    def _filled(self, record: Record) -> Iterator[tuple[Field, str]]:
        shown_elsewhere = {
            self.kind.record_type.title_field,
            *(name for _, name in self.kind.photo_fields),
            *self.kind.panel_fields,
        }
        for field in self.kind.record_type.fields:
            own = self.kind.own_texts.get(field.name)
            text = own(self.office, record) if own else show(field, record.get(field.name), self.office.title)
            if (
                not text
                or field.name in shown_elsewhere
                or (field.kind is Kind.YES_NO and field.computed and text == "否")
            ):
                continue
            has_unit = field.unit and field.unit not in _shown_name(field)
            yield field, f"{text} {field.unit}" if has_unit else text


def _shown_name(field: Field) -> str:
    """Its name without what stands in brackets: hints, and units, which then stand behind the value."""
    return field.label.split("（")[0]


def _name_label(field: Field) -> QLabel:
    label = QLabel(_shown_name(field))
    label.setObjectName("muted")
    label.setFixedWidth(_LABEL_WIDTH)
    label.setWordWrap(True)
    return label


def _value_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
