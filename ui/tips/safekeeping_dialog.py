"""举报保密: whether the key is made, whether this computer can compare, and whose identity is due to go. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.office import Office
from desktop.tips.keys import has_tips_key
from desktop.tips.opening import due_for_purge
from desktop.tips.release import tipster_check
from ui.submission.calm_dialog import CalmDialog
from ui.widgets.dialogs import run_dialog
from ui.widgets.rows import GAP, row_of
from ui.widgets.word_button import word_button

_EXPLANATION = (
    "举报人的姓名和联系方式单独加密，台账、搜索、打印和报送包里都没有。\n"
    "本程序不提供导出举报人身份；确需移交的，由分管领导当面查看后按规定办理。"
)


class SafekeepingDialog(CalmDialog):
    """Three lines, each with what can be done about it."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.setWindowTitle(f"举报保密 — {office.committee['name']}")
        self.setMinimumWidth(620)
        self.words = [QLabel(self) for _ in range(3)]
        self.key_button = word_button(self, "设定口令…", self._make_key)
        self.change_button = word_button(self, "更改口令…", self._change_passphrase)
        self.compare_button = word_button(self, "恢复核对…", self._compare)
        self.purge_button = word_button(self, "清除到期身份…", self._purge)
        self._lay_out()
        self.show_state()

    def show_state(self) -> None:
        """Read again how things stand."""
        has_key, check, due = (
            has_tips_key(self.office.database),
            tipster_check(self.office),
            due_for_purge(self.office),
        )
        unmarked = check.unmarked if check else 0
        days = self.office.own_number("tip_purge_days")
        self.words[0].setText(
            "已设定举报保密口令。" if has_key else "还没有设定举报保密口令，只能登记匿名举报。"
        )
        self.words[1].setText(
            f"本机还不能核对 {unmarked} 件举报，打印和报送会被拦下。"
            if unmarked
            else "打印和报送前会核对文字里有没有举报人的姓名和电话。"
        )
        self.words[2].setText(
            f"有 {len(due)} 件办结并完成奖励已满 {days} 天，举报人身份应当清除。"
            if due
            else "没有到期应清除的身份。"
        )
        self.key_button.setVisible(not has_key)
        self.change_button.setVisible(has_key)
        self.compare_button.setVisible(bool(unmarked))
        self.purge_button.setVisible(bool(due))

    def _make_key(self) -> None:
        from ui.tips.tips_key_dialog import TipsKeyDialog

        self._run(TipsKeyDialog(self.office, self))

    def _change_passphrase(self) -> None:
        from ui.tips.tips_key_dialog import ChangePassphraseDialog

        self._run(ChangePassphraseDialog(self.office, self))

    def _compare(self) -> None:
        from ui.tips.compare_dialog import CompareDialog

        self._run(CompareDialog(self.office, self))

    def _purge(self) -> None:
        from ui.tips.purge_dialog import PurgeDialog

        self._run(PurgeDialog(self.office, due_for_purge(self.office), self))

    def _run(self, dialog: Any) -> None:
        run_dialog(dialog)
        self.show_state()

    def _lay_out(self) -> None:
        note = QLabel(_EXPLANATION, self)
        note.setWordWrap(True)
        note.setObjectName("muted")
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(1, 1)
        rows = zip(
            ("口令", "核对", "清除"),
            self.words,
            (self.key_button, self.compare_button, self.purge_button),
            strict=True,
        )
        for place, (heading, words, button) in enumerate(rows):
            words.setWordWrap(True)
            grid.addWidget(QLabel(heading, self), place, 0)
            grid.addWidget(words, place, 1)
            grid.addWidget(button, place, 2)
        grid.addWidget(self.change_button, 0, 2)
        close = word_button(self, "关闭", self.accept)
        below = row_of(GAP, close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(note)
        column.addLayout(grid)
        column.addStretch(1)
        column.addLayout(below)
