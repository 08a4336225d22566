"""选项与判定要点: the lists on the left, their entries on the right, ours to add, rename, stop and order. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QVBoxLayout, QWidget

from db.errors import LedgerError
from db.spec import CRITERION, OWN_CODE
from db.spec.field import Record
from desktop import own_choices
from desktop.office import Office
from desktop.own_choices import Entry
from ui.choices.entry_table import EntryTable
from ui.choices.word_dialog import WordDialog
from ui.forms.record_dialog import RecordDialog
from ui.models.change_relay import Changed
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.history_list import HistoryList
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_CRITERIA, _LIST_WIDTH = "判定要点", 150
_TABLES = frozenset((OWN_CODE.table, CRITERION.table))
_NOTE = "停用以后不再列出，以前的记录照样读得出。改名以后，用过它的记录显示新的文字。"


class ChoicesDialog(CalmDialog):
    """Everything is saved at once, each as one operation; 撤销 takes back what was done here."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._done: list[str] = []  # the batches of this dialog, the last to be undone first
        whose = "街道" if office.is_street else "本单位"
        self.setWindowTitle(f"{whose}的选项与判定要点 — {office.committee['name']}")
        self.bar = MessageBar(self)
        self.lists = QListWidget(self)
        self.lists.setAccessibleName("哪个列表")
        self.lists.setFixedWidth(_LIST_WIDTH)
        self.names = [name for name, _ in own_choices.lists()]
        self.lists.addItems([*(label for _, label in own_choices.lists()), _CRITERIA])
        self.table = EntryTable(self.state_words, self)
        self.history = HistoryList(self, can_print=False)
        self.add_button = word_button(self, "新增…", self.add, name="primary")
        self.edit_button = word_button(self, "改名…", self.edit)
        self.stop_button = word_button(self, "停用", self.stop_or_use)
        self.up_button = word_button(self, "上移", lambda: self.move_by(-1))
        self.down_button = word_button(self, "下移", lambda: self.move_by(1))
        self.undo_button = word_button(self, "撤销", self.undo, "撤销刚才在这里做的一步（Ctrl+Z）")
        self.buttons = QHBoxLayout()
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Undo, self, activated=self.undo)  # type: ignore[call-overload]
        self._unsubscribe = office.subscribe(self._note)
        self.finished.connect(lambda _: self._unsubscribe())
        self.lists.currentRowChanged.connect(lambda _: self.fill())
        self.table.currentCellChanged.connect(lambda *_: self.show_chosen())
        self.table.doubleClicked.connect(lambda _: self.edit())
        self.lists.setCurrentRow(0)
        open_at(self, 980, 640)

    # what stands behind it; a street says how far each entry got

    def state_words(self, entry: Entry) -> str:
        """在用 or 停用."""
        return entry.state

    def list_name(self) -> str:
        """The chosen list; "" for the criteria."""
        row = self.lists.currentRow()
        return self.names[row] if 0 <= row < len(self.names) else ""

    def chosen(self) -> Entry | None:
        """The chosen entry."""
        return self.table.chosen()

    # what the clerk does

    def add(self) -> None:
        """Ask for the word of another choice, or for another criterion."""
        if not self.list_name():
            self._open_criterion(None)
            return
        dialog = WordDialog(f"新增{self.lists.currentItem().text()}", "", self)
        dialog.keep = lambda word: own_choices.add_choice(self.office, self.list_name(), word)
        self._ask(dialog, "已新增")

    def edit(self) -> None:
        """Ask for another word of the chosen entry, when it is ours."""
        record = self._ours()
        if record is None:
            return
        if not self.list_name():
            self._open_criterion(record)
            return
        dialog = WordDialog("选项改名", record["word"], self)
        dialog.keep = lambda word: own_choices.rename_choice(self.office, record, word)
        self._ask(dialog, "已改名")

    def stop_or_use(self) -> None:
        """Stop the chosen entry, or use it again."""
        record, kind = self._ours(), OWN_CODE if self.list_name() else CRITERION
        if record is not None:
            words = "已停用，新的记录不再列出" if record["status"] == "used" else "已恢复使用"
            self._do(lambda: own_choices.stop_or_use(self.office, kind, record), words, record["id"])

    def move_by(self, by: int) -> None:
        """Move the chosen choice among ours."""
        record = self._ours()
        if record is not None and self.list_name():
            self._do(lambda: own_choices.move(self.office, record, by), "", record["id"])

    def undo(self) -> None:
        """Take back what was done here last."""
        if not self._done:
            return
        chosen = self.chosen()
        try:
            undone = self.office.undo_operation(self._done[-1])
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.fill(chosen.record["id"] if chosen and chosen.record else "")
        self.bar.tell(f"已{undone.name}。")

    # inside

    def fill(self, chosen_id: str = "") -> None:
        """Read the chosen list again."""
        name = self.list_name()
        entries = (
            own_choices.choices(self.office, name) if name else own_choices.criteria_entries(self.office)
        )
        self.table.show_entries(entries, not name, chosen_id)
        self.show_chosen()

    def show_chosen(self) -> None:
        """Let rest what is not to be done with the chosen entry, with the reason."""
        entry = self.chosen()
        why_not, is_choice = own_choices.why_not(self.office, entry), bool(self.list_name())
        self.edit_button.setText("改名…" if is_choice else "修改…")
        self.stop_button.setText("停用" if entry is None or entry.is_used else "恢复使用")
        for button in (self.edit_button, self.stop_button, self.up_button, self.down_button):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
        for button in (self.up_button, self.down_button):
            button.setVisible(is_choice)
        denied = own_choices.why_not_add(self.office)
        self.add_button.setEnabled(not denied)
        self.add_button.setToolTip(denied)
        self.undo_button.setEnabled(bool(self._done))
        record = entry.record if entry else None
        self.history.setVisible(record is not None)
        if record:
            table = OWN_CODE.table if is_choice else CRITERION.table
            self.history.show_history(lambda: own_choices.entry_history(self.office, table, record["id"]))

    def _ours(self) -> Record | None:
        entry = self.chosen()
        return entry.record if entry and not own_choices.why_not(self.office, entry) else None

    def _ask(self, dialog: WordDialog, words: str) -> None:
        if dialog.exec() and dialog.kept:
            self.fill(dialog.kept["id"])
            self.bar.tell(f"{words}“{dialog.kept['word']}”。")
        dialog.deleteLater()

    def _open_criterion(self, record: Record | None) -> None:
        dialog = RecordDialog(self.office, CRITERION, record=record, parent=self)
        saved = dialog.saved if run_dialog(dialog) else None
        if saved:
            self.fill(saved["id"])
            self.bar.tell("已保存判定要点。")

    def _do(self, work: Callable[[], object], words: str, record_id: str) -> None:
        try:
            work()
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.fill(record_id)
        if words:
            self.bar.tell(f"{words}。")

    def _note(self, changed: Changed) -> None:
        """Hear of a write, on the writing thread: only the name of the operation is kept."""
        if changed.undoes:
            self._done = [each for each in self._done if each != changed.undoes]
        elif changed.batch and changed.tables & _TABLES:
            self._done.append(changed.batch)

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (
            self.add_button, self.edit_button, self.stop_button, self.up_button, self.down_button, self.undo_button,
        ):  # fmt: skip
            acts.addWidget(button)
        acts.addStretch(1)
        below = QWidget(self)
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.history)
        inside.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setAccessibleName("选中的一项的历史")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(below)
        note = plain_label(_NOTE, "muted")
        self.buttons.setSpacing(8)
        self.buttons.addWidget(note, 1)
        self.buttons.addWidget(word_button(self, "关闭", self.reject))
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(acts)
        right.addWidget(self.table, 4)
        right.addWidget(scroll, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.lists)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addLayout(self.buttons)
