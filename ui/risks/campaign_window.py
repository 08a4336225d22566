"""风险辨识评估活动: which premises a round has done and which are missing, and the way to each of them. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from db.spec import ASSESSMENT_CAMPAIGN, RISK
from db.spec.field import Record
from desktop.campaigns import Coverage, campaigns_of, progress, risk_values, templates, values_of_template
from ui.forms.form_style import form_style
from ui.models.filters import Filters
from ui.pages.page_context import PageContext
from ui.risks.campaign_table import CampaignTable, PremisesLine
from ui.risks.window_style import table_style
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.empty_state import EmptyState
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at


class CampaignWindow(CalmDialog):
    """One round at a time, chosen at the top; its premises below, the missing ones first."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.office = context, context.office
        self.campaign: Record | None = None
        self.setWindowTitle(f"风险辨识评估活动 - {self.office.committee['name']}")
        self.setStyleSheet(form_style() + table_style())
        open_at(self, 1060, 660)
        self.bar = MessageBar(self)
        self.rounds = QuietComboBox(self)
        self.rounds.setAccessibleName("评估活动")
        self.rounds.currentIndexChanged.connect(lambda row: self._show_round())
        self.new_button = self._new_button()
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName("评估进度")
        self.only_missing = QCheckBox("只看未评估的", self)
        self.only_missing.toggled.connect(lambda: self._show_premises())
        self.table = CampaignTable(self)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.table.itemDoubleClicked.connect(lambda item: self.assess())
        self.empty = EmptyState(self)
        self.empty.show_words(
            "还没有评估活动",
            "发起一次风险辨识评估，逐个场所评估，最后写下会议纪要。2024—2025年那一次可以用模板补录。",
            [(label, partial(self.start, code)) for code, label in templates()],
        )
        self._make_buttons()
        self._lay_out()
        self.reload()

    # what the clerk does

    def start(self, template: str) -> None:
        """A new round from a template."""
        self._edit(None, values_of_template(self.office, template))

    def edit_round(self) -> None:
        """The form of the round shown."""
        self._edit(self.campaign, None)

    def assess(self) -> None:
        """The form of a risk in the chosen premises, as part of the round."""
        from ui.forms.record_dialog import RecordDialog

        chosen = self.table.chosen()
        if self.campaign and len(chosen) == 1 and self._is_running():
            values = risk_values(self.office, self.campaign, chosen[0].premises_id)
            self._run(RecordDialog(self.office, RISK, initial=values, parent=self))

    def clear(self) -> None:
        """无较大风险 for the chosen premises."""
        from ui.risks.clearance_dialog import ClearanceDialog

        chosen = [(each.premises_id, each.name) for each in self.table.chosen()]
        if self.campaign and chosen:
            self._run(ClearanceDialog(self.office, self.campaign, chosen, self))

    def close_round(self) -> None:
        """Conclusion, minutes, and a reason when premises are missing."""
        from ui.risks.campaign_closing import CampaignClosingDialog

        if self.campaign:
            self._run(CampaignClosingDialog(self.office, self.campaign, self))

    def show_risks(self) -> None:
        """The risks of the chosen premises in their list; this window closes."""
        (line,) = self.table.chosen()
        self.accept()
        self.context.actions.open_list(RISK.table, Filters(premises=(line.premises_id, line.name)))

    # what follows

    def reload(self, chosen: str = "") -> None:
        """Read the rounds again and show one: the chosen one, the one shown before, or the newest."""
        found = campaigns_of(self.office)
        wanted = chosen or (self.campaign["id"] if self.campaign else "")
        self.rounds.blockSignals(True)
        self.rounds.clear()
        for each in found:
            state = ASSESSMENT_CAMPAIGN.status(each["status"]).label
            self.rounds.addItem(f"{each['title']}（{each['no']}，{state}）", each)
        place = next((row for row, each in enumerate(found) if each["id"] == wanted), 0)
        self.rounds.setCurrentIndex(place if found else -1)
        self.rounds.blockSignals(False)
        self.rounds.setVisible(bool(found))
        self.stack.setCurrentIndex(0 if found else 1)
        self._show_round()

    def _show_round(self) -> None:
        self.campaign = self.rounds.currentData()
        self._show_premises()

    def _show_premises(self) -> None:
        if self.campaign is None:
            self._show_buttons()
            return
        found = progress(self.office, self.campaign)
        done = sum(each.is_done for each in found)
        self.progress.setRange(0, max(len(found), 1))
        self.progress.setValue(done)
        self.progress.setFormat(f"已完成 {done} / {len(found)} 处")
        self.words.setText(_summary(self.campaign, len(found) - done))
        self.table.show_lines(
            [
                PremisesLine(each.premises_id, each.no, each.name, each.address, _state(each), each.is_done)
                for each in found
                if not (each.is_done and self.only_missing.isChecked())
            ]
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen, is_running = len(self.table.chosen()), self._is_running()
        one = "" if chosen == 1 else "请先选一处场所"
        over = "" if is_running else "这次评估已经结束"
        for button, why_not in (
            (self.assess_button, over or one),
            (self.clear_button, over or ("" if chosen else "请先选场所，可以选几处")),
            (self.risks_button, one),
            (self.edit_button, over),
            (self.close_round_button, over),
        ):
            button.setEnabled(self.campaign is not None and not why_not)
            button.setToolTip(why_not or button.text())

    def _is_running(self) -> bool:
        return self.campaign is not None and self.campaign["status"] == "running"

    def _edit(self, campaign: Record | None, initial: dict[str, object] | None) -> None:
        from ui.forms.record_dialog import RecordDialog

        dialog = RecordDialog(self.office, ASSESSMENT_CAMPAIGN, record=campaign, initial=initial, parent=self)
        saved = self._run(dialog)
        if saved:
            self.reload(str(saved["id"]))

    def _run(self, dialog: QDialog) -> Record | None:
        saved: Record | None = None
        try:
            if dialog.exec():
                saved = dialog.saved  # type: ignore[attr-defined]  # each of them has it
            self.reload()
        except LedgerError as error:
            self.bar.tell_fault(error)
        dialog.deleteLater()
        return saved

    # layout

    def _new_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("action")
        button.setText("发起评估活动")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for code, label in templates():
            menu.addAction(label).triggered.connect(lambda checked=False, code=code: self.start(code))
        button.setMenu(menu)
        return button

    def _make_buttons(self) -> None:
        def make(words: str, act: Callable[[], None], name: str = "") -> QPushButton:
            button = QPushButton(words, self)
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(lambda: act())
            return button

        self.assess_button = make("评估这处场所", self.assess, "primary")
        self.clear_button = make("登记无较大风险", self.clear)
        self.risks_button = make("看它的风险", self.show_risks)
        self.edit_button = make("修改活动", self.edit_round)
        self.close_round_button = make("结束评估", self.close_round)
        self.leave_button = make("关闭窗口", self.reject)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.rounds, 1)
        head.addStretch(0)
        head.addWidget(self.new_button)
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(self.progress, 1)
        line.addWidget(self.only_missing)
        below = QHBoxLayout()
        below.setSpacing(8)
        for button in (self.assess_button, self.clear_button, self.risks_button):
            below.addWidget(button)
        below.addStretch(1)
        for button in (self.edit_button, self.close_round_button):
            below.addWidget(button)
        shown = QWidget(self)
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.words)
        inside.addLayout(line)
        inside.addWidget(self.table, 1)
        inside.addLayout(below)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(shown)
        self.stack.addWidget(self.empty)
        leave = row_of(GAP, self.leave_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        column.addLayout(leave)


def _summary(campaign: Record, missing: int) -> str:
    due = f"，要求 {campaign['due_on']} 前完成" if campaign.get("due_on") else ""
    start = f"{campaign['started_on']} 开始{due}。评估组：{campaign['team']}。"
    if campaign["status"] == "running":
        return start + (f"还有 {missing} 处没有评估。" if missing else "所有场所都评估过了，可以结束评估。")
    left_out = (
        f"结束时 {campaign['premises_missing']} 处未评估：{campaign['missing_reason']}。"
        if campaign.get("premises_missing")
        else ""
    )
    return f"{start}{campaign['closed_on']} 结束，应评估 {campaign['premises_total']} 处。{left_out}结论：{campaign['conclusion']}"


def _state(covered: Coverage) -> str:
    if covered.risks:
        return f"已评估，{covered.risks} 个风险点"
    if covered.cleared_on:
        return f"无较大风险（{covered.cleared_by}，{covered.cleared_on}）"
    return f"未评估（已有 {covered.known_risks} 个风险点，可复评）" if covered.known_risks else "未评估"
