"""上报上级: trust the office above, send it what changed, take its receipt in, and send later what was awaited. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFormLayout, QLabel, QMenu, QVBoxLayout, QWidget

from desktop.jobs import Token
from desktop.street.street_ledger import StreetLedger
from desktop.street.upwards import Reported, Sent, own_sheet, report_up, standing
from ui.record_windows import RecordWindows
from ui.street.report_boxes import month_box, profile_box
from ui.street.unlocking import unlocked
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.submission.target_picker import TargetPicker
from ui.submission.wording import period_words
from ui.widgets.labels import plain_label
from ui.widgets.message_bar import MessageBar
from ui.widgets.rows import GAP, row_of
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

_STEPS = (
    "第一次：请上级把盖章的登记表发来，按“登记上级…”；再把本街道的登记码给上级登记。"
    "以后每月在这里上报；打印交接单随 U 盘一起交；上级的回执用“导入上级回执…”收下，下一次只报有变化的。"
)
_MOST_OFFERED = 12


class UpwardDialog(CalmDialog):
    """Everything between a street and the office above it."""

    def __init__(self, street: StreetLedger, actions: RecordWindows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.street, self.windows, self.runner = street, actions, actions.runner
        self.reported: tuple[Reported, ...] = ()
        self.setWindowTitle(f"上报上级 — {street.committee['name']}")
        self.bar = MessageBar(self)
        self.superior, self.last = QLabel(self), QLabel(self)
        self.last.setObjectName("muted")
        self.trust_button = word_button(
            self, "登记上级…", self.ask_trust, "凭上级盖章的登记表，登记它的两把公钥"
        )
        self.sheet_button = word_button(
            self, "复制本街道登记码", self.copy_sheet, "发给上级，请它登记本街道的签名公钥"
        )
        self.months = month_box(street.clock.today(), (-1, 0), self)
        self.profiles = profile_box(self)
        self.encrypted = QCheckBox("加密，只有上级打得开", self)
        self.encrypted.setChecked(True)
        self.target = TargetPicker(actions.settings, 8 << 20, self)
        self.answer_button = word_button(
            self, "导入上级回执…", self.ask_receipt, "上级收下或退回以后发来的回执"
        )
        self.rest_button = word_button(
            self, "补写附件", self.write_rest, "上报时还没有收到的附件，现在收到的写成后面的卷"
        )
        self.slip_button = word_button(
            self, "打印交接单", self.ask_slip, "随报送包一起交给上级的纸，有校验码，双方签字"
        )
        self.go_button = word_button(self, "上报", self.go, "签名、写出并读回核对", "primary")
        self.close_button = word_button(self, "关闭", self.reject, "关闭（Esc）")
        self._lay_out()
        self.target.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """Read how it stands."""
        found = standing(self.street)
        self.superior.setText(
            f"报给　{found.superior}（{found.code}）" if found.superior else "还没有登记上级的登记表"
        )
        left_out = f"；还有 {found.lacking} 个附件等补写" if found.lacking else ""
        self.reported = found.reported
        last = _words(found.reported[0]) if found.reported else ""
        self.last.setText(f"最近一次：{last}{left_out}" if last else "还没有上报过")
        has_place = self.target.drive() is not None
        self.go_button.setEnabled(bool(found.superior) and has_place)
        self.go_button.setToolTip("签名、写出并读回核对" if found.superior else "请先登记上级的登记表")
        self.rest_button.setEnabled(bool(found.lacking) and has_place)
        for button in (self.answer_button, self.slip_button):
            button.setEnabled(bool(last))

    def ask_trust(self) -> None:
        """The dialog that compares the digits of the sheet of the office above."""
        from ui.street.superior_dialog import SuperiorDialog

        dialog = SuperiorDialog(self.street, self.runner, self)
        dialog.accepted.connect(lambda: self._say(f"已登记 {dialog.street}。"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def copy_sheet(self) -> None:
        """Our own sheet's text, on the clipboard."""
        QGuiApplication.clipboard().setText(own_sheet(self.street))
        self.bar.tell("已复制本街道的登记码，请发给上级登记。")

    def go(self) -> None:
        """Seal and write, once the street's keys are unlocked."""
        unlocked(self.street.keyring, self.runner, self.bar, self, self._report)

    def ask_receipt(self) -> None:
        """Ask for a receipt's file and take it in."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择上级发来的回执", "", "回执 (*.zip);;所有文件 (*)")
        if chosen:
            self.take_receipt(Path(chosen))

    def take_receipt(self, path: Path) -> None:
        """Take a receipt of the office above in."""

        def work(token: Token) -> Any:
            from desktop.exchange.incoming_receipt import import_receipt

            return import_receipt(self.street, path)

        self._start("正在核对回执…", work, self._tell_receipt)

    def write_rest(self) -> None:
        """Write the volumes whose attachments came since."""
        drive, is_encrypted = self.target.drive(), self.encrypted.isChecked()
        if drive is None:
            return

        def work(token: Token) -> list[Path]:
            from desktop.exchange.writing_packages import write_rest

            return write_rest(self.street, drive.folder, is_encrypted=is_encrypted)

        said = lambda made: f"已补写 {len(made)} 卷到 {drive.folder}。" if made else "缺的附件还没有收到。"  # noqa: E731
        self._start("正在补写…", work, lambda made: self._say(said(made)))

    def ask_slip(self) -> None:
        """The slip of the package that was sealed; of several, the one that is chosen from a menu, the newest first."""
        if len(self.reported) == 1:
            self.print_slip(self.reported[0])
            return
        menu = QMenu(self)
        for each in self.reported[:_MOST_OFFERED]:
            menu.addAction(_words(each)).triggered.connect(
                lambda checked=False, each=each: self.print_slip(each)
            )
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.slip_button.mapToGlobal(self.slip_button.rect().topLeft()))

    def print_slip(self, package: Reported) -> None:
        """Close, and show that package's hand-over slip in the preview."""
        street = self.street

        def work() -> Any:
            from desktop.documents import handover_slip
            from desktop.exchange.own_packages import sealed_row

            return handover_slip(street, sealed_row(street, package.package_id))

        self.accept()
        self.windows.print_document(work, "数据包交接单", package.package_id[:12])

    def _report(self) -> None:
        drive = self.target.drive()
        if drive is None:
            return
        self.target.keep()
        period, profile = str(self.months.currentData()), str(self.profiles.currentData())
        is_encrypted, folder = self.encrypted.isChecked(), drive.folder
        pulled = "，可以拔出 U 盘" if drive.is_stick else ""

        def work(token: Token) -> Sent:
            return report_up(self.street, period, profile, folder, token, is_encrypted=is_encrypted)

        def tell(sent: Sent) -> None:
            left_out = f"有 {sent.lacking} 个附件还没有收到，包里写明未随附。" if sent.lacking else ""
            self._say(
                f"已写出 {len(sent.paths)} 个文件到 {folder} 并读回核对{pulled}。{left_out}请打印交接单，签字后一起交。"
            )

        self._start("正在封包、写出…", work, tell)

    def _tell_receipt(self, found: Any) -> None:
        back = found.receipt.returned or ()
        words = "；".join(f"{each['no']}：{each['remark']}" for each in back)
        self._say(
            f"第 {found.receipt.serial} 号：上级已收 {found.reported} 条。{f'退回 {words}' if back else ''}"
        )

    def _start(self, words: str, work: Callable[[Token], Any], done: Callable[[Any], object]) -> None:
        for button in (self.go_button, self.rest_button, self.answer_button, self.slip_button):
            button.setEnabled(False)
        start_with_progress(self.runner, self, words, work, done, self._tell_failure)

    def _say(self, words: str) -> None:
        self.reload()
        self.bar.tell(words)

    def _tell_failure(self, error: Exception) -> None:
        self.reload()
        self.bar.tell_fault(error)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.addRow("月份", self.months)
        form.addRow("个人信息", self.profiles)
        form.addRow("", self.encrypted)
        form.addRow("写到", self.target)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addLayout(row_of(self.superior, GAP, self.trust_button, self.sheet_button))
        column.addWidget(self.last)
        column.addLayout(form)
        column.addWidget(plain_label(_STEPS, "muted"))
        column.addStretch(1)
        column.addLayout(
            row_of(
                self.answer_button, self.rest_button, self.slip_button, GAP, self.close_button, self.go_button
            )
        )
        open_at(self, 760, 460)


def _words(package: Reported) -> str:
    return f"{period_words(package.period)}，第 {package.serial} 号"
