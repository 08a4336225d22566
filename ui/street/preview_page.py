"""合并预览: what a package would change, record by record; each is accepted or sent back before it is merged. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.spec import RECORD_TYPES
from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger
from ui.forms.editors.line import EntryLine
from ui.models.change_relay import Changed
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.pages.submission.value_table import ValueColumn
from ui.people.page_rights import denied_words
from ui.street.two_sides import Sides, TwoSides
from ui.street.unlocking import unlocked
from ui.submission.wording import period_words
from ui.theme.restyle import set_mark
from ui.theme.tokens import PAGE_MARGIN, Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.icon_buttons import named_action, tint_actions
from ui.widgets.labels import plain_label
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from desktop.street.planning import MergePlan, PlannedRecord
    from desktop.street.receiving import Received

_WORDS = {
    "conflict": ("冲突", Tone.DANGER), "returned": ("退回过", Tone.WAITING), "new": ("新增", Tone.DONE),
    "changed": ("有改动", Tone.ACTIVE), "withdrawn": ("已撤销", Tone.NEUTRAL), "same": ("没有变化", Tone.NEUTRAL),
}  # fmt: skip
_HINT = "选一个村居交来的报送包，先逐条看清会新增什么、改动什么，再决定收下哪些、退回哪些；看的时候什么都不会写进台账。"


class PreviewPage(QWidget):
    """The page of the street's window on which a package is looked at before it goes in."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.street = context, cast(StreetLedger, context.office)
        self.plan: MergePlan | None = None
        self.remarks: dict[str, str] = {}  # record id → why it is sent back
        self.outcome = ""  # only these are shown
        self.is_busy, self.denied = False, denied_words(self.street, Right.PACK)
        self.sides = TwoSides(self._columns(), 3, self._sides_of, self)
        self.sides.list.setAccessibleName("包里的记录")
        self.remark = EntryLine(self)
        self.choose = self._action("选报送包…", "inbox", "Ctrl+O", "选一个报送包来看", self._ask_file)
        self.accept = self._action("接收选中的", "", "Ctrl+J", "选中的记录合并进台账", self.accept_selected)
        self.send_back = self._action(
            "退回选中的", "", "Ctrl+T", "选中的记录不合并，退回意见写进回执", self.return_selected
        )
        self.merge = self._action(
            "按决定合并", "", "Ctrl+Return", self.denied or "合并接收的，退回其余的，写回执", self.merge_now
        )
        self.filters = {each: self._filter_button(each) for each in ("", *_WORDS)}
        self.words, self.trouble = plain_label(""), plain_label("")
        self.decided = QLabel(self)
        self.empty, self.stack = EmptyState(self), QStackedWidget(self)
        self._lay_out()
        self.sides.list.selection_told.connect(self._show_remark)
        self._show()

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write: another package may have changed what this one would do."""
        if self.plan is not None and not self.is_busy and "received_package" in changed.tables:
            self.look_at(self.plan.file)

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.choose, self.accept, self.send_back, self.merge], []

    # what the clerk does

    def look_at(self, file: Path) -> None:
        """Read a package and show what merging it would do."""
        if not self.is_busy:
            self._unlocked(lambda: self._read(file))

    def accept_selected(self) -> None:
        """Accept the selected records."""
        for each in self.sides.selected():
            self.remarks.pop(each.record_id, None)
        self._show_decisions()

    def return_selected(self) -> None:
        """Send the selected records back with the remark that is typed."""
        remark = " ".join(self.remark.text().split())
        if not remark:
            self.context.bar.tell_problem("请先写退回意见：哪里不对、请村居怎么改。")
            self.remark.setFocus()
            return
        for each in self.sides.selected():
            self.remarks[each.record_id] = remark
        self._show_decisions()

    def merge_now(self) -> None:
        """Merge what is accepted, send the rest back, and write the receipt beside the package."""
        plan = self.plan
        if plan is None or plan.refusal is not None or self.is_busy:
            return
        self._unlocked(lambda: self._merge(plan))

    def show_only(self, outcome: str) -> None:
        """Show only the records that would fare so; all of them for ""."""
        self.outcome = outcome
        self._show()

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tint_actions(self)

    # inside

    def _unlocked(self, go_on: Callable[[], object]) -> None:
        unlocked(self.street.keyring, self.context.runner, self.context.bar, self.window(), go_on)

    def _read(self, file: Path) -> None:
        self._set_busy(True)
        self.context.runner.start(
            lambda token: self._planned(file, token), done=self._take, failed=self._fail, cancelled=self._end
        )

    def _planned(self, file: Path, token: Token) -> MergePlan:
        from desktop.street.planning import plan

        keys = self.street.keyring.decrypt_keys
        return plan(self.street.desk, file, keys, should_stop=token.should_stop)

    def _take(self, plan: MergePlan) -> None:
        self.plan, self.remarks, self.outcome = plan, {}, ""
        self._end()

    def _fail(self, error: Exception) -> None:
        self._end()
        self.context.bar.tell_fault(error)

    def _end(self) -> None:
        self._set_busy(False)
        self._show()

    def _set_busy(self, is_busy: bool) -> None:
        self.is_busy = is_busy
        for action in (self.choose, self.merge, self.accept, self.send_back):
            action.setEnabled(not is_busy)

    def _merge(self, plan: MergePlan) -> None:
        self._set_busy(True)
        remarks = dict(self.remarks)
        self.context.runner.start(
            lambda token: self._merged(plan, remarks), done=self._tell_merged, failed=self._fail
        )

    def _merged(self, plan: MergePlan, remarks: dict[str, str]) -> Received:
        from desktop.street.intake import RECEIPTS_FOLDER
        from desktop.street.receiving import receive

        keyring = self.street.keyring
        accepts_gap = any(each.code == "W_GAP" for each in plan.warnings)
        received, *_ = receive(
            self.street.desk, [plan.file], plan.file.parent / RECEIPTS_FOLDER, keyring.sign_key,
            decryption_keys=keyring.decrypt_keys, is_by_committee=True, accept_gap=accepts_gap,
            decisions={plan.package_id: remarks},
        )  # fmt: skip
        return received

    def _tell_merged(self, received: Received) -> None:
        self.plan, self.remarks = None, {}
        self._end()
        if received.error is not None:
            self.context.bar.tell_fault(received.error)
            return
        refused = f"，冲突 {received.refused} 条（在“冲突”页处理）" if received.refused else ""
        self.context.bar.tell(
            f"{received.sender_name}第 {received.serial} 号：接收 {received.written} 条，"
            f"退回 {received.returned} 条{refused}。回执 {received.receipt}"
        )

    def _show(self) -> None:
        plan = self.plan
        self.stack.setCurrentWidget(self.empty if plan is None else self.body)
        for outcome, button in self.filters.items():
            count = plan.counts.get(outcome, 0) if plan and outcome else len(plan.records) if plan else 0
            button.setText(f"{_WORDS[outcome][0] if outcome else '全部'} {count}")
            button.setVisible(not outcome or bool(count))
            set_mark(button, "filtering", outcome == self.outcome)
        if plan is None:
            return
        self.words.setText(
            f"{plan.sender_name}（{plan.sender_code}）第 {plan.serial} 号　{period_words(plan.period)}　{plan.file.name}"
        )
        self.trouble.setText(_trouble(plan))
        self.trouble.setVisible(bool(self.trouble.text()))
        self.sides.show_values([each for each in plan.records if self.outcome in ("", each.outcome)])
        self._show_decisions()

    def _show_decisions(self) -> None:
        plan = self.plan
        records = plan.records if plan else ()
        returned = sum(each.record_id in self.remarks for each in records)
        self.decided.setText(f"接收 {len(records) - returned} 条，退回 {returned} 条")
        self.merge.setEnabled(
            plan is not None and plan.refusal is None and not self.is_busy and not self.denied
        )
        self.merge_button.setEnabled(self.merge.isEnabled())
        self.sides.list.viewport().update()
        self._show_remark()

    def _show_remark(self) -> None:
        """The remark of the selected record; what is typed for several stays."""
        found = self.sides.selected()
        if len(found) == 1 and not self.remark.hasFocus():
            self.remark.setText(self.remarks.get(found[0].record_id, ""))

    def _columns(self) -> tuple[ValueColumn, ...]:
        return (
            ValueColumn("结果", 84, lambda each: _WORDS[each.outcome][0], _mark),
            ValueColumn("类别", 92, lambda each: RECORD_TYPES[each.table].label),
            ValueColumn("编号", 122, lambda each: each.no),
            ValueColumn("名称", 200, lambda each: each.title),
            ValueColumn(
                "决定", 64, lambda each: "退回" if each.record_id in self.remarks else "接收", self._decision
            ),
        )

    def _decision(self, record: PlannedRecord) -> Mark:
        is_returned = record.record_id in self.remarks
        return Mark("退回" if is_returned else "接收", Tone.DANGER if is_returned else Tone.DONE)

    def _sides_of(self, record: PlannedRecord) -> Sides:
        remark = f"上次退回：{record.remark}" if record.remark else ""
        sentence = "；".join(filter(None, (record.why, remark)))
        heads = ("上次退回的" if record.outcome == "returned" else "现有", "这次报来")
        return Sides(f"{record.no}　{record.title}", sentence, record.differences, heads)

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, "选一个报送包", "", "报送包 (*.zip *.age);;所有文件 (*)"
        )
        if chosen:
            self.look_at(Path(chosen))

    def _action(self, text: str, icon: str, keys: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self, text, icon, keys, tip)
        action.triggered.connect(lambda: act())
        return action

    def _filter_button(self, outcome: str) -> QPushButton:
        button = word_button(
            self,
            "",
            lambda: self.show_only(outcome),
            f"只看{_WORDS[outcome][0]}的" if outcome else "看全部记录",
        )
        button.setObjectName("filter")
        return button

    def _lay_out(self) -> None:
        title = QLabel("合并预览", self)
        title.setObjectName("title")
        self.words.setObjectName("muted")
        self.trouble.setWordWrap(True)
        self.remark.setPlaceholderText("退回意见：哪里不对、请村居怎么改")
        self.remark.setAccessibleName("退回意见")
        self.remark.setMaxLength(400)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(title)
        head.addWidget(self.words, 1)
        head.addWidget(word_button(self, self.choose.text(), self.choose.trigger, self.choose.toolTip()))
        filters = QHBoxLayout()
        filters.setSpacing(4)
        for button in self.filters.values():
            filters.addWidget(button)
        filters.addStretch(1)
        decide = QHBoxLayout()
        decide.setSpacing(8)
        decide.addWidget(self.remark, 1)
        for action in (self.send_back, self.accept):
            decide.addWidget(word_button(self, action.text(), action.trigger, action.toolTip()))
        self.sides.foot.addLayout(decide)
        self.merge_button = word_button(
            self, self.merge.text(), self.merge.trigger, self.merge.toolTip(), "primary"
        )
        foot = QHBoxLayout()
        foot.addWidget(self.decided, 1)
        foot.addWidget(self.merge_button)
        self.body = QWidget(self)
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.trouble)
        inside.addLayout(filters)
        inside.addWidget(self.sides, 1)
        inside.addLayout(foot)
        self.empty.show_words("还没有选报送包", _HINT, [("选报送包…", self._ask_file)])
        for widget in (self.body, self.empty):
            self.stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.stack, 1)


def _mark(record: PlannedRecord) -> Mark:
    word, tone = _WORDS[record.outcome]
    return Mark(word, tone, is_pill=True)


def _trouble(plan: MergePlan) -> str:
    """Why it cannot be merged as things stand, and what has to be known."""
    from desktop.messages import message, sentence

    told = [f"现在不能合并：{sentence(plan.refusal)}"] if plan.refusal else []
    return "\n".join([*told, *(message(each.code, each.params) for each in plan.warnings)])
