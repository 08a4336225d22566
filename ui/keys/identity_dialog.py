"""变更代码或名称: the new code or name, from which day and why, above what they were before. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from db.errors import InvalidRecord, LedgerError
from db.spec.dates import NotADate, parse_date
from db.spec.text import plain_digits
from desktop.messages import problem_sentence
from desktop.office import Office
from desktop.own_identity import REASONS, change_identity, listed_name, past_identities
from desktop.people.permissions import Right
from ui.forms.editors.line import EntryLine
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.plain_table import fill_row, plain_table
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_HEADS, _WIDTHS = ("日期", "代码", "名称", "原因和备注"), (96, 232, 240)
_LASTING = (
    "已发的编号不变，新编号接着编；以前的记录、报送包和回执照旧有效。"
    "变更后不能用“撤销”退回：写错了就再变更一次，经过都留在下面。"
)
_NONE, _DIGITS, _DATE_WIDTH = "请选择", 12, 152


class IdentityDialog(CalmDialog):
    """After accepting, `told` says what was changed."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office, self.told = office, ""
        own = office.committee
        self.setWindowTitle(f"变更代码或名称 — {own['name']}")
        self.bar = MessageBar(self)
        self.now = QLabel(f"现在：{own['name']}　{own['code']}", self)
        self.code, self.name, self.note = (EntryLine(self) for _ in range(3))
        self.code.setText(own["code"])
        self.name.setText(own["name"])
        self.note.setPlaceholderText("例如 青民〔2026〕8号")
        self.listed = QLabel(self)
        self.listed.setObjectName("muted")
        self.day = EntryLine(self)
        self.day.setText(office.today)
        self.day.setMaximumWidth(_DATE_WIDTH)
        self.reason = QuietComboBox(self)
        self.reason.addItems([_NONE, *REASONS])
        self.history = plain_table(_HEADS, "以前的代码和名称", self)
        self.go_button = word_button(self, "变更", self.go, name="primary")
        self._lay_out()
        self._fill_history()
        for line in (self.code, self.name):
            line.textChanged.connect(self._judge)
        self.reason.currentIndexChanged.connect(self._judge)
        self._judge()
        open_at(self, 860, 560)

    def go(self) -> None:
        """Change it; what is wrong is said and nothing is changed."""
        was = f"{self.office.committee['name']}（{self.office.committee['code']}）"
        try:
            change = change_identity(
                self.office, code=self._typed_code(), name=self.name.text(), note=self.note.text(),
                changed_on=self._typed_day(), reason=self.reason.currentText(),
            )  # fmt: skip
        except InvalidRecord as error:
            self.bar.tell_problem(" ".join(problem_sentence(each) for each in error.problems))
            return
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        self.told = f"{was}已变更为 {change.new_name}（{change.new_code}）。"
        self.accept()

    def _typed_code(self) -> str:
        return plain_digits(self.code.text()).replace(" ", "")

    def _typed_day(self) -> str:
        """The day as ISO text; as it was typed when it cannot be read, which is told then."""
        try:
            return parse_date(self.day.text(), self.office.clock.today()).isoformat()
        except NotADate:
            return self.day.text()

    def _judge(self) -> None:
        """The button waits for something new and its reason; a code of the list says whose it is there."""
        code, own = self._typed_code(), self.office.committee
        is_new = (code, self.name.text().strip()) != (own["code"], own["name"])
        denied = self.office.why_not(Right.TRUST)
        why_not = "" if is_new else "请填写新的代码或新的名称"
        why_not = why_not or ("" if self.reason.currentIndex() > 0 else "请选择变更原因")
        self.go_button.setEnabled(not denied and not why_not)
        self.go_button.setToolTip(why_not)
        if denied:
            self.bar.tell_fault(denied)
        if code == own["code"]:
            self.listed.setText("12 位，由街道或民政部门给出；只改名称时不用动。")
        elif len(code) == _DIGITS:
            found = listed_name(code)
            self.listed.setText(
                f"全国名录里是：{found}" if found else "全国名录里没有这个代码，请照文件核对。"
            )
        else:
            self.listed.setText(f"还差 {_DIGITS - len(code)} 位。" if len(code) < _DIGITS else "多于 12 位。")

    def _fill_history(self) -> None:
        rows = past_identities(self.office)
        self.history.setRowCount(len(rows))
        for place, row in enumerate(rows):
            fill_row(self.history, place, row)
        self.history.setVisible(bool(rows))
        self.before.setText("以前的代码和名称" if rows else "以前没有变更过。")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for words, widget in (
            ("新代码 *", self.code), ("", self.listed), ("新名称 *", self.name), ("变更日期 *", self.day),
            ("变更原因 *", self.reason), ("备注", self.note),
        ):  # fmt: skip
            form.addRow(words, widget)
            widget.setAccessibleName(words.replace(" *", "，必填"))
        self.listed.setAccessibleName("代码的说明")
        for place, width in enumerate(_WIDTHS):
            self.history.setColumnWidth(place, width)
        self.history.horizontalHeader().setStretchLastSection(True)
        self.before = plain_label("", "muted")
        lasting = plain_label(_LASTING, "muted")
        lasting.setWordWrap(True)
        buttons = row_of(GAP, word_button(self, "取消", self.reject), self.go_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.now)
        column.addLayout(form)
        column.addWidget(lasting)
        column.addWidget(self.before)
        column.addWidget(self.history, 1)
        column.addStretch(0)
        column.addLayout(buttons)
