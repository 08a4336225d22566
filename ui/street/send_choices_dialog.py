"""下发选项与判定要点: what goes, to which committees, and onto which stick or folder. GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.jobs import Runner, Token
from desktop.street.choices_down import Receiver, pending, send, words_of_lines
from desktop.street.street_ledger import StreetLedger
from ui.street.committee_ticks import CommitteeTicks
from ui.street.unlocking import unlocked
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.submission.target_picker import TargetPicker
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_NOTE = (
    "每个村居一个签名的文件，放在以它的代码命名的文件夹里；村居在“报送”页按“接收下发包…”收下。"
    "改了名的按新的文字，停用的就不再列出，以前的记录不变。"
)


class SendChoicesDialog(CalmDialog):
    """Committees that lack something are ticked. After accepting, `told` says what was written where."""

    def __init__(
        self, street: StreetLedger, runner: Runner, settings: QSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.street, self.runner, self.told = street, runner, ""
        self.pending = pending(street)
        self.setWindowTitle(f"下发选项与判定要点 — {street.committee['name']}")
        self.bar = MessageBar(self)
        self.what = plain_label("")
        self.committees = CommitteeTicks(self)
        receivers = self.pending.receivers
        self.committees.show_words(
            {each.home: _words(each) for each in receivers}, [each.home for each in receivers if each.lacking]
        )
        self.target = TargetPicker(settings, 1 << 20, self)
        self.send_button = word_button(self, "下发", self.go, name="primary")
        self._lay_out()
        self.committees.itemChanged.connect(lambda _: self._judge())
        self.target.changed.connect(self._judge)
        self._judge()
        open_at(self, 680, 560)

    def go(self) -> None:
        """Sign and write, once the street's keys are unlocked."""
        unlocked(self.street.keyring, self.runner, self.bar, self, self._start)

    def _start(self) -> None:
        homes, drive, street = self.committees.chosen(), self.target.drive(), self.street
        if drive is None or not homes:
            return
        self.target.keep()

        def work(token: Token) -> list[Path]:
            return send(street, homes, drive.folder, street.keyring.sign_key)

        self.send_button.setEnabled(False)
        start_with_progress(self.runner, self, "正在写出下发包…", work, self._finish, self._tell_failure)

    def _finish(self, written: list[Path]) -> None:
        self.told = f"已给 {len(written)} 个村居写出下发包，在 {written[0].parent.parent}，可以交给村居了。"
        self.accept()

    def _tell_failure(self, error: Exception) -> None:
        self._judge()
        self.bar.tell_fault(error)

    def _judge(self) -> None:
        """Say what goes to those who are ticked; the button waits for somebody to send to and a place."""
        homes = self.committees.chosen()
        lines = words_of_lines(self.pending, homes)
        self.what.setText("要下发：\n" + "\n".join(lines) if lines else "勾选的村居都已是最新。")
        why_not = "" if homes and lines else "请勾选还缺内容的村居"
        why_not = why_not or ("" if self.target.drive() else "请选择写到哪里")
        self.send_button.setEnabled(not why_not)
        self.send_button.setToolTip(why_not)

    def _lay_out(self) -> None:
        buttons = row_of(GAP, word_button(self, "取消", self.reject), self.send_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.what)
        column.addWidget(QLabel("下发给", self))
        column.addWidget(self.committees, 1)
        column.addWidget(QLabel("写到", self))
        column.addWidget(self.target)
        column.addWidget(plain_label(_NOTE, "muted"))
        column.addLayout(buttons)


def _words(receiver: Receiver) -> str:
    standing = f"还缺 {receiver.lacking} 项" if receiver.lacking else "已是最新"
    return f"{receiver.name}　{receiver.code}　{standing}"
