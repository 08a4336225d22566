"""What the dialogs with a form have in common: it scrolls, its problems are shown at once, Enter never
submits it,
and closing it never loses what was typed. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.errors import InvalidRecord, LedgerError, Problem
from db.spec import PREMISES, RECORD_TYPES
from db.spec.field import Record
from desktop.drafts import Draft, DraftKeeper, Origin, keeper_for, usable
from desktop.office import Office
from ui.forms.editors.reference import ReferenceEditor
from ui.forms.editors.twins import TwinsEditor
from ui.forms.form import Form, Hold
from ui.forms.problem_list import ProblemList
from ui.photos.app_runner import app_runner
from ui.widgets.dialogs import run_dialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_WIDTH, _HEIGHT = 1000, 680
DRAFT_EVERY_MS = 2000  # a draft is on the disk at most three seconds after the last letter


class FormScroll(QScrollArea):
    """Scrolls a form up and down; its width decides between one column and two."""

    def __init__(self, form: Form, above: list[QWidget], parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        for widget in above:
            column.addWidget(widget)
        column.addWidget(form, 1)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._form.fit(self.viewport().width() - 48)


class FormDialog(QDialog):
    """A dialog around one form. A subclass says in `write` what saving means; after accepting, `saved` is
    the record."""

    def __init__(self, office: Office, form: Form, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.form = form
        self.saved: Record | None = None
        self.beside: QWidget | None = None
        self._baseline: dict[str, Any] = {}
        self._draft: DraftKeeper | None = None
        self._drafted: dict[str, Any] = {}
        self._draft_timer = QTimer(self)
        self._draft_timer.setInterval(DRAFT_EVERY_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self.setWindowTitle(f"{title} — {office.committee['name']}")
        self.setSizeGripEnabled(True)
        self.problem_list = ProblemList(self)
        self.problem_list.chosen.connect(form.enter)
        self.bar = MessageBar(self)
        self._scroll: FormScroll | None = None
        self._save_button = word_button(self, "保存", self.save, "保存（Ctrl+S）", "primary")
        self._cancel_button = word_button(self, "取消", self.reject, "不保存并关闭（Esc）")
        QShortcut(QKeySequence.StandardKey.Save, self, activated=self.save)  # type: ignore[call-overload]
        for name in form.names():
            editor = form.editor(name)
            if isinstance(editor, TwinsEditor):
                editor.opening_wanted.connect(self._open_premises)
                editor.taking_wanted.connect(self._take_premises)
            if isinstance(editor, ReferenceEditor):
                editor.new_wanted.connect(lambda typed, editor=editor: self._add_referred(editor, typed))

    def write(self, typed: dict[str, Any]) -> Record:
        """Save what was typed. Raises InvalidRecord, AppError, EnvironmentProblem."""
        raise NotImplementedError

    def draft_origin(self) -> Origin | None:
        """How this form can be opened again after the program was cut short; None when it keeps no draft."""
        return None

    def take_draft(self, draft: Draft, names: list[str]) -> None:
        """Fill in these fields of a draft, which belongs to this form from here on."""
        filled = {**self.form.values(), "id": self.form.record_id, **usable(draft, names)}
        self.form.set_values(filled)
        origin = self.draft_origin()
        if origin:
            self._draft = DraftKeeper(self.office, origin, draft.file)
        self.bar.tell("已填入上次没保存的内容，请核对后保存。")

    def save_button(self) -> QPushButton:
        """保存."""
        return self._save_button

    def cancel_button(self) -> QPushButton:
        """取消."""
        return self._cancel_button

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return _filled(self.form.values()) != self._baseline

    def save(self) -> None:
        """Save and close; on a problem stay and say what it is."""
        if self.try_to_save():
            self.accept()

    def try_to_save(self) -> bool:
        """Save; whether it was done. Problems are shown beside their fields, at the top, and the first gets
        the focus."""
        if self.form.is_busy():
            self.bar.tell_problem("照片还在处理。请稍等片刻，处理完再保存。")
            return False
        self.form.settle()
        if hold := self.form.hold():
            self.bar.tell_problem(hold.sentence, hold.word, lambda: self._let_pass(hold))
            return False
        try:
            self.saved = self.write(self.form.values())
        except InvalidRecord as error:
            self.show_problems(list(error.problems))
            return False
        except LedgerError as error:
            self.show_problems([])
            self.show_error(error)
            return False
        self.show_problems([])
        self.bar.hide()
        self.note_baseline()
        return True

    def show_problems(self, problems: list[Problem]) -> None:
        """Show every problem; the focus goes to the first field that has one."""
        places = {name: place for place, name in enumerate(self.form.names())}
        ordered = sorted(problems, key=lambda each: places.get(each.field or "", -1))
        self.form.show_problems(ordered)
        self.problem_list.show_problems(ordered)
        first = next((each.field for each in ordered if each.field in places), None)
        if first:
            self.form.enter(first)

    def show_error(self, error: LedgerError) -> None:
        """Say what went wrong; nothing that was typed is lost."""
        self.bar.tell_fault(error)

    def note_baseline(self) -> None:
        """From here on, what differs counts as unsaved."""
        self._baseline = _filled(self.form.values())

    def begin_draft_anew(self) -> None:
        """What was typed is saved and the form goes on with the next record."""
        if self._draft:
            self._draft.discard()
        self._draft = keeper_for(self.office, self.draft_origin())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draft = self._draft or keeper_for(self.office, self.draft_origin())
        if self._draft:
            self._draft_timer.start()

    def done(self, result: int) -> None:
        self._draft_timer.stop()
        if self._draft:
            self._draft.discard()
        super().done(result)

    def reject(self) -> None:
        """Close; with unsaved changes the clerk chooses first."""
        if not self.is_changed():
            super().reject()
            return
        match self._ask_what_to_do():
            case QMessageBox.StandardButton.Save:
                self.save()
            case QMessageBox.StandardButton.Discard:
                super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if (
                isinstance(focused, QAbstractButton)
                and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            ):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def lead_to_main_button(self) -> None:
        """After Enter in a line: past what opens a fold, which Tab reaches; after the last line to the button that saves, not
        to the one that happens to stand first."""
        folds = self.form.folds()
        while (focused := self.focusWidget()) in folds and focused is not None:
            focused.focusNextChild()
        if self.focusWidget() in self._beside_save:
            self._save_button.setFocus()

    def lay_out(self, above: list[QWidget], left: list[QPushButton], right: list[QPushButton]) -> None:
        """Bars and scrolling form above, buttons below: `left` ones apart, then 取消, `right` ones and
        保存. The panel `beside` the form, where there is one, has the width it asks for."""
        self._scroll = FormScroll(self.form, above, self)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 12, 24, 12)
        buttons.setSpacing(8)
        for button in left:
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self._cancel_button, *right, self._save_button):
            buttons.addWidget(button)
        bars = QVBoxLayout()
        bars.setContentsMargins(24, 8, 24, 0)
        bars.setSpacing(8)
        bars.addWidget(self.bar)
        bars.addWidget(self.problem_list)
        line = QFrame(self)
        line.setObjectName("hairline")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bars)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._scroll, 1)
        if self.beside is not None:
            middle.addWidget(self.beside)
        column.addLayout(middle, 1)
        column.addWidget(line)
        column.addLayout(buttons)
        self._beside_save = [*left, self._cancel_button, *right]
        self._chain_tabs([*self._beside_save, self._save_button])
        open_at(self, _WIDTH, _HEIGHT)

    def make_button(self, word: str, act: Callable[[], object], tip: str) -> QPushButton:
        """A button of the dialog that Enter does not press from a field."""
        return word_button(self, word, act, tip)

    def _chain_tabs(self, buttons: list[QPushButton]) -> None:
        self.form.chain_tabs()
        before = self.form.last_stop()
        for button in buttons:
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button

    def _keep_draft(self) -> None:
        """Put what was typed on the disk, away from this thread, when it is not there yet."""
        draft, typed = self._draft, self.form.values()
        if draft is None or typed == self._drafted or not self.is_changed():
            return
        self._drafted = typed
        changed = {name: value for name, value in typed.items() if value != self._baseline.get(name)}
        kept = changed if self.form.record_id else _filled(typed)
        app_runner().start(lambda token: draft.keep(kept))

    def _ask_what_to_do(self) -> QMessageBox.StandardButton:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("还没有保存")
        box.setText("填写的内容还没有保存。要保存吗？")
        for which, word in (
            (QMessageBox.StandardButton.Save, "保存"),
            (QMessageBox.StandardButton.Discard, "不保存"),
            (QMessageBox.StandardButton.Cancel, "取消"),
        ):
            box.addButton(which).setText(word)
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        box.setEscapeButton(QMessageBox.StandardButton.Cancel)
        return QMessageBox.StandardButton(box.exec())

    def _let_pass(self, hold: Hold) -> None:
        hold.release()
        self.save()

    def _open_premises(self, record_id: str) -> None:
        """Look at premises that are there already, above this form, which keeps what was typed."""
        from ui.forms.record_dialog import RecordDialog

        run_dialog(
            RecordDialog(self.office, PREMISES, self.office.get(PREMISES.table, record_id), parent=self)
        )

    def _take_premises(self, record_id: str) -> None:
        """Close without saving; premises that are there already stand for what was typed."""
        self.saved = self.office.get(PREMISES.table, record_id)
        self.accept()

    def _add_referred(self, editor: ReferenceEditor, typed: str) -> None:
        from ui.forms.record_dialog import RecordDialog

        referred = RECORD_TYPES[editor.field.refers_to]
        initial = {referred.title_field: typed} if typed else None
        dialog = RecordDialog(self.office, referred, initial=initial, parent=self)
        if dialog.exec() and dialog.saved:
            editor.set_value(dialog.saved["id"])
            editor.changed.emit()
        dialog.deleteLater()
        editor.input_widget().setFocus()


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
