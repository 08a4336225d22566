"""无较大风险: who looked at some premises on which day and found no greater risk. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from db.errors import InvalidRecord, LedgerError
from db.spec import ASSESSMENT_CAMPAIGN
from db.spec.field import Record
from desktop.campaigns import clear_premises
from desktop.messages import sentence
from desktop.office import Office
from ui.forms.editors import Desk, Editor, LineEditor, SuggestingEditor
from ui.forms.editors.dates import DateEditor
from ui.forms.form_style import form_style
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at

_ROWS = {each.name: each for each in ASSESSMENT_CAMPAIGN.field("clearances").rows}


class ClearanceDialog(CalmDialog):
    """Asks for day, person and remark, and writes them for all the premises at once; `saved` is the round."""

    def __init__(
        self,
        office: Office,
        campaign: Record,
        premises: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.office, self.campaign = office, campaign
        self.premises_ids = [each for each, _ in premises]
        self.saved: Record | None = None
        self.setWindowTitle("登记无较大风险")
        self.setStyleSheet(form_style())
        open_at(self, 560, 300)
        desk = Desk(office)
        self.editors: dict[str, Editor] = {
            "found_on": DateEditor(_ROWS["found_on"], desk),
            "found_by": SuggestingEditor(_ROWS["found_by"], desk),
            "note": LineEditor(_ROWS["note"], desk),
        }
        for name, editor in self.editors.items():
            editor.input_widget().setAccessibleName(_ROWS[name].label)
        self.editors["found_on"].set_value(office.today)
        self.editors["found_by"].set_value(office.clerk)
        self.bar = MessageBar(self)
        self.save_button = QPushButton("登记", self)
        self.save_button.setObjectName("primary")
        self.save_button.clicked.connect(self.save)
        self.cancel_button = QPushButton("取消", self)
        self.cancel_button.clicked.connect(self.reject)
        self._lay_out([name for _, name in premises])

    def save(self) -> None:
        """Write it down and close; on a problem stay and say what it is."""
        for editor in self.editors.values():
            editor.settle()
            editor.show_problem(None)
        try:
            typed = {name: str(editor.value() or "") for name, editor in self.editors.items()}
            self.saved = clear_premises(
                self.office, self.campaign["id"], self.premises_ids,
                on=typed["found_on"], by=typed["found_by"], note=typed["note"],
            )  # fmt: skip
        except InvalidRecord as error:
            self.bar.tell_problem(_once(error))
        except LedgerError as error:
            self.bar.tell_fault(error)
        else:
            self.accept()

    def _lay_out(self, names: Sequence[str]) -> None:
        shown = "、".join(names[:5]) + (f"等 {len(names)} 处" if len(names) > 5 else "")
        words = QLabel(f"经现场查看，{shown}没有发现较大及以上的风险。", self)
        words.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for name, editor in self.editors.items():
            form.addRow(_ROWS[name].label, editor)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.cancel_button, self.save_button):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(words)
        column.addLayout(form)
        column.addStretch(1)
        column.addLayout(buttons)
        self.editors["found_on"].input_widget().setFocus()


def _once(error: InvalidRecord) -> str:
    """The first row's problems: the same day and person stand in every row."""
    rows = [each for each in error.problems if each.row == error.problems[0].row]
    return sentence(InvalidRecord([each.with_changes(row=None) for each in rows]))
