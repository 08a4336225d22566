"""The first leaf of a premises file: what runs out, what wants another look, who is near, what was merged. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from db.spec import PREMISES
from db.spec.field import Record
from db.spec.kinds import show
from db.spec.premises import last_changed_on
from desktop.premises_file import EXPIRED, EXPIRING, VALID, PremisesFile
from ui.models.marks import Mark
from ui.pages.history_printing import print_history
from ui.pages.page_context import PageContext
from ui.pages.premises_parting import part_premises
from ui.theme.tokens import Tone
from ui.widgets.drawn_marks import MarkLabel
from ui.widgets.history_list import HistoryList
from ui.widgets.labels import plain_label

_EXPIRY_MARKS = {
    EXPIRED: Mark("已过期", Tone.DANGER, is_pill=True),
    EXPIRING: Mark("快到期", Tone.WAITING, is_pill=True),
    VALID: Mark("有效", Tone.DONE, is_pill=True),
}
_OVERDUE, _IN_TIME = Mark("逾期", Tone.DANGER, is_pill=True), Mark("按期", Tone.DONE, is_pill=True)
_NO_END = Mark("长期", Tone.DONE, is_pill=True)


class PremisesOverview(QScrollArea):
    """Shows a file's first leaf anew for each reading."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.setWidgetResizable(True)

    def show_file(self, file: PremisesFile) -> None:
        """Show what a reading found."""
        body = QWidget()
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(4, 8, 12, 8)
        self._column.setSpacing(4)
        self._show_reviews(file)
        self._show_expiries(file)
        self._show_duties(file)
        self._show_changes(file.record)
        self._show_same_ground(file)
        self._show_merged(file)
        if not self._column.count():
            self._add_words(
                "没有证照期限、变更和相邻场所要看。左边是这家场所的登记内容，上面各页是它的记录。"
            )
        self._column.addStretch(1)
        self.setWidget(body)

    def _show_reviews(self, file: PremisesFile) -> None:
        if not file.risks_to_review:
            return
        frame = QFrame()
        frame.setObjectName("bar")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(12, 8, 12, 8)
        day = last_changed_on(file.record)
        words = f"{day} 登记过变更，下面 {len(file.risks_to_review)} 条风险是在那之前评估的，请复评："
        inside.addWidget(plain_label(words))
        for risk in file.risks_to_review:
            text = f"{risk['no']}　{risk['risk_point']}（{risk['assessed_on']} 评估）"
            inside.addWidget(self._link(text, partial(self.context.actions.edit, "risk", risk["id"])))
        self._column.addWidget(frame)

    def _show_expiries(self, file: PremisesFile) -> None:
        if not (file.expiries or file.unlimited):
            return
        self._add_heading("证照与期限")
        for each in file.expiries:
            words = "　".join(filter(None, (each.expires_on, each.label, each.no)))
            self._add_marked(_EXPIRY_MARKS[each.state], words)
        for licence in file.unlimited:
            self._add_marked(_NO_END, "　".join(filter(None, (licence["kind"], licence.get("no")))))

    def _show_duties(self, file: PremisesFile) -> None:
        if not file.duties:
            return
        self._add_heading("应做的演练和自查")
        for duty in file.duties:
            self._add_marked(_OVERDUE if duty.is_overdue else _IN_TIME, duty.sentence)

    def _show_changes(self, record: Record) -> None:
        if record.get("changes"):
            self._add_heading("变更记录")
            self._add_words("\n".join(_change_words(each) for each in reversed(record["changes"])))

    def _show_same_ground(self, file: PremisesFile) -> None:
        if not file.same_ground:
            return
        self._add_heading("同一房东或同一地址的其他场所")
        for word, twin in file.same_ground:
            state = PREMISES.status(twin.status).label
            text = f"{twin.no}　{twin.name}　{twin.address}（{word}，{state}）"
            open_it = partial(self.context.actions.open_record, PREMISES.table, twin.id)
            self._column.addWidget(self._link(text, open_it))

    def _show_merged(self, file: PremisesFile) -> None:
        if not file.merged_here:
            return
        self._add_heading("合并进来的场所")
        for gone in file.merged_here:
            row = QHBoxLayout()
            row.addWidget(plain_label(f"{gone['no']}　{gone['name']}　{gone['retired_at'][:10]} 合并"), 1)
            button = QPushButton("撤销合并")
            button.setToolTip("把两家分开，各自的记录恢复到合并之前")
            button.clicked.connect(partial(part_premises, self.context, gone["id"]))
            row.addWidget(button)
            self._column.addLayout(row)
            history = HistoryList()
            history.show_history(partial(self.context.office.history, PREMISES.table, gone["id"]))
            history.print_wanted.connect(partial(print_history, self.context, PREMISES.table, gone))
            self._column.addWidget(history)

    def _add_heading(self, words: str) -> None:
        if self._column.count():
            self._column.addSpacing(12)
        heading = QLabel(words)
        heading.setObjectName("muted")
        self._column.addWidget(heading)

    def _add_words(self, words: str) -> None:
        self._column.addWidget(plain_label(words))

    def _add_marked(self, mark: Mark, words: str) -> None:
        row = QHBoxLayout()
        row.addWidget(MarkLabel(mark))
        row.addWidget(plain_label(words), 1)
        self._column.addLayout(row)

    def _link(self, words: str, act: Callable[[], None]) -> QLabel:
        """A link that breaks its lines, as a button cannot; Tab reaches it and Enter follows it."""
        label = QLabel(f'<a href="open" style="text-decoration: none">{escape(words)}</a>')
        label.setWordWrap(True)
        label.setAccessibleName(words)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(lambda href: act())
        return label


def _change_words(row: Record) -> str:
    shown = {each.name: show(each, row.get(each.name)) for each in PREMISES.field("changes").rows}
    what = f"{shown['before']} → {shown['after']}" if shown["before"] else shown["after"]
    return f"{shown['on']}　{shown['kind']}：{what}"
