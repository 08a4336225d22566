"""报送: to whom, what goes, what is missing, what was sent; receipts are imported here too. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.models.change_relay import Changed
from ui.models.filters import Filters
from ui.models.periods import days_to_deadline
from ui.pages.page_context import PageContext
from ui.pages.submission.findings_pane import FindingsPane
from ui.pages.submission.history_pane import HistoryPane
from ui.pages.submission.new_package_card import NewPackageCard
from ui.pages.submission.page_jobs import PageJobs
from ui.pages.submission.snapshot import Snapshot, take_snapshot
from ui.pages.submission.street_card import StreetCard
from ui.submission.drives import Drive, plugged_sticks
from ui.submission.wording import deadline_words, size_text
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.icon_buttons import IconButton, named_action, tint_actions

if TYPE_CHECKING:
    from desktop.exchange.incoming_down import DownPackage
    from desktop.exchange.own_packages import OwnPackage
    from ui.submission.package_work import Order

_CARD_WIDTH, _CARDS_HEIGHT, _HISTORY_HEIGHT = 400, 268, 150


class SubmissionPage(QScrollArea):
    """The page of the main window. A write to the ledger, a ticked type or F5 reads everything again in a job."""

    period_changed = Signal()

    def __init__(
        self,
        context: PageContext,
        parent: QWidget | None = None,
        sticks: Callable[[], list[Drive]] = plugged_sticks,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("报送")
        self.context, self.office, self.sticks = context, context.office, sticks
        self.snapshot: Snapshot | None = None
        self._is_stale, self._is_reading = True, False
        self.jobs = PageJobs(context, self)
        self.street_card = StreetCard(self)
        self.new_card = NewPackageCard(self.office.clock.today(), self)
        self.findings = FindingsPane(self)
        self.history = HistoryPane(self)
        self.deadline = QLabel(self)
        self.generate = named_action(self, "生成报送包…", "submission", "Ctrl+G")
        self.receipt = named_action(
            self, "导入回执…", "add", "Ctrl+I", "街道发来的回执文件；也可以把文件拖到这一页"
        )
        self.down = named_action(
            self, "接收下发包…", "documents", "", "街道下发的任务、检查表、督办单、通报；先看内容再收下"
        )
        self.down_button = IconButton("documents", "接收下发包…", "action", self)
        self.keys = named_action(self, "密钥与交接…", "lock", "", self.street_card.keys_button.toolTip())
        self.refresh = named_action(self, "刷新", "refresh", "F5")
        self.receipt_button = IconButton("add", "导入回执…", "action", self)
        self.setWidgetResizable(True)
        self.setAcceptDrops(True)
        self.setWidget(self._body())
        self._connect()
        self._tint()

    # what the main window asks for

    def take_change(self, changed: Changed) -> None:
        """Hear of a write: read again now when shown, at the next showing otherwise."""
        self._is_stale = True
        if self.isVisible():
            self.reload()

    def menu_actions(self) -> tuple[list[QAction], list[QAction]]:
        """The actions of the 记录 and of the 查找 menu."""
        return [self.generate, self.receipt, self.down, self.keys, *self.history.actions_of_row], [
            self.refresh
        ]

    def period_words(self) -> str:
        """The month shown, for the window's title."""
        return self.new_card.months.currentText()

    def reload(self) -> None:
        """Read everything again, away from this thread; a reading under way is followed by another."""
        self._is_stale = True
        if self._is_reading:
            return
        self._is_stale, self._is_reading = False, True
        tables, is_whole = self.new_card.tables(), self.new_card.is_whole()
        job = self.context.runner.start(lambda token: take_snapshot(self.office, tables, token, is_whole))
        job.finished_with.connect(self._show)
        job.failed_with.connect(self._tell_failure)
        job.cancelled.connect(self._end_reading)

    def is_settled(self) -> bool:
        """Whether what is shown is what there is."""
        return self.snapshot is not None and not self._is_reading and not self._is_stale

    # what the clerk does

    def ask_trust(self, sheet: Path | None = None) -> None:
        """The dialog that registers the street's sheet, with the text of this file if there is one."""
        from ui.submission.trust_dialog import TrustDialog

        dialog = TrustDialog(self.office, self.context.runner, self.window())
        if sheet is not None:
            dialog.take_file(sheet)
        dialog.accepted.connect(lambda: self.context.bar.tell(f"已登记 {dialog.street}。"))
        self._open(dialog)

    def ask_keys(self, case: str = "") -> None:
        """The dialog that says what to do with the key in every case."""
        from ui.keys.keys_dialog import KeysDialog

        dialog = KeysDialog(self.office, self.context.runner, self.window())
        if case:
            dialog.choose(case)
        work = {
            "print_sheet": self.jobs.print_enrolment_sheet, "print_handover": self.jobs.print_staff_handover,
            "receipt": lambda: self.ask_receipt(dialog),
        }  # fmt: skip
        dialog.asked.connect(lambda what: work[what]())
        self._open(dialog)

    def ask_package(self) -> None:
        """The dialog that seals and writes what would go now."""
        snapshot = self.snapshot
        if snapshot is None or not snapshot.preview.is_sealable:
            return
        from desktop.exchange.own_packages import needed_bytes
        from ui.submission.package_work import Order

        preview = snapshot.preview
        order = Order(
            self.new_card.period(),
            preview.serial,
            self.new_card.total.text(),
            needed_bytes(preview),
            self.new_card.tables(),
            is_whole=self.new_card.is_whole(),
        )
        self._open_package(order)

    def ask_again(self, package: OwnPackage) -> None:
        """The dialog that writes a sealed package out again."""
        from ui.submission.package_work import Order

        volumes = f"，共 {package.volumes} 卷" if package.volumes > 1 else ""
        contents = f"{package.records} 条记录，附件 {package.attachments} 个，{size_text(package.file_size)}{volumes}；内容与封包时一字不差。"
        self._open_package(
            Order(
                package.period,
                package.serial,
                contents,
                package.file_size,
                package_id=package.id,
                volumes=package.volumes,
            )  # fmt: skip
        )

    def ask_receipt(self, before: QDialog | None = None) -> None:
        """Ask for a receipt's file and import it; a dialog that asked for it closes, so that its end can be seen."""
        chosen, _ = QFileDialog.getOpenFileName(self, "选择街道发来的回执", "", "回执 (*.zip);;所有文件 (*)")
        if chosen:
            if before is not None:
                before.accept()
            self.jobs.import_receipt(Path(chosen))

    def ask_down(self) -> None:
        """Ask for a file that the street sent down and show what is in it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, "选择街道下发的文件", "", "下发包 (*.zip);;所有文件 (*)"
        )
        if chosen:
            self.jobs.look_at_down(Path(chosen), self.show_down)

    def show_down(self, package: DownPackage) -> None:
        """The dialog with what the street sent down."""
        from ui.submission.down_dialog import DownDialog

        dialog = DownDialog(self.office, self.context.runner, package, self.window())
        dialog.taken.connect(
            lambda count: self.context.bar.tell(f"已收下 {count} 项，进了各自的台账；操作历史里记为一次。")
        )
        self._open(dialog)

    def ask_check(self, package: OwnPackage) -> None:
        """Ask for a written file and check it."""
        start = str(Path(package.written_to) / package.file_name) if package.written_to else ""
        chosen, _ = QFileDialog.getOpenFileName(
            self, f"选择要核对的文件（{package.file_name}）", start, "报送包 (*.zip *.age);;所有文件 (*)"
        )
        if chosen:
            self.jobs.check_file(Path(chosen), package)

    def copy_id(self, package: OwnPackage) -> None:
        """Put the package's id on the clipboard."""
        QGuiApplication.clipboard().setText(package.id)
        self.context.bar.tell(f"已复制第 {package.serial} 号的包编号")

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _dropped_file(event):
            event.acceptProposedAction()
            self.jobs.import_receipt(path)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "history"):
            self._tint()

    # inside

    def _tint(self) -> None:
        tint_actions(self)
        tint_actions(self.history)

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        hard_day = self.office.own_number("return_hard_day")
        self.deadline.setText(deadline_words(days_to_deadline(self.office.clock.today(), hard_day), hard_day))
        self.street_card.show_street(snapshot.preview)
        self.new_card.follow(self.office.clock.today())
        self.new_card.show_snapshot(snapshot)
        self.generate.setEnabled(snapshot.preview.is_sealable)
        self.findings.show_snapshot(snapshot)
        self.history.show_packages(snapshot.packages)
        self._end_reading()

    def _end_reading(self) -> None:
        self._is_reading = False
        if self._is_stale and self.isVisible():
            self.reload()

    def _tell_failure(self, error: Exception) -> None:
        self._is_reading = False
        self.context.bar.tell_fault(error, "再试一次", self.reload)

    def _obey(self, name: str, package: OwnPackage | None) -> None:
        work: dict[str, Callable[[OwnPackage], Any]] = {
            "rewrite": self.ask_again, "check": self.ask_check, "copy_id": self.copy_id,
            "print_slip": lambda package: self.jobs.print_slip(package.id),
        }  # fmt: skip
        if package:
            work[name](package)

    def _open_package(self, order: Order) -> None:
        from ui.submission.package_dialog import PackageDialog

        dialog = PackageDialog(
            self.office, self.context.runner, self.context.settings, order, self.window(), self.sticks
        )
        dialog.slip_asked.connect(self.jobs.print_slip)
        dialog.finished.connect(lambda: self.history.select(dialog.package_id))
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_finding(self, table: str, record_id: str) -> None:
        if table:
            self.context.actions.open_list(table, Filters(), record_id)
        else:
            self.ask_keys(record_id)

    def _connect(self) -> None:
        self.street_card.trust_asked.connect(lambda: self.ask_trust())
        self.street_card.print_asked.connect(self.jobs.print_enrolment_sheet)
        self.street_card.keys_asked.connect(lambda: self.ask_keys())
        self.keys.triggered.connect(lambda: self.ask_keys())
        self.new_card.tables_chosen.connect(self.reload)
        self.new_card.months.currentIndexChanged.connect(self.period_changed)
        self.new_card.generate_asked.connect(self.ask_package)
        self.findings.record_asked.connect(self._open_finding)
        self.history.asked.connect(self._obey)
        self.generate.triggered.connect(self.ask_package)
        self.generate.setEnabled(False)
        self.receipt.triggered.connect(lambda: self.ask_receipt())
        self.receipt_button.setToolTip(self.receipt.toolTip())
        self.receipt_button.clicked.connect(lambda: self.ask_receipt())
        self.down.triggered.connect(self.ask_down)
        self.down_button.setToolTip(self.down.toolTip())
        self.down_button.clicked.connect(self.ask_down)
        self.refresh.triggered.connect(self.reload)

    def _body(self) -> QWidget:
        title = QLabel("报送", self)
        title.setObjectName("title")
        self.deadline.setObjectName("muted")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(self.deadline)
        head.addStretch(1)
        head.addWidget(self.down_button)
        head.addWidget(self.receipt_button)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        self.new_card.setFixedWidth(_CARD_WIDTH)
        self.findings.setMinimumHeight(_CARDS_HEIGHT)
        cards.addWidget(self.new_card)
        cards.addWidget(self.findings, 1)
        self.history.setMinimumHeight(_HISTORY_HEIGHT)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 8)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.street_card)
        column.addLayout(cards)
        column.addWidget(self.history, 1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        return body


def _dropped_file(event: QDropEvent) -> Path | None:
    """The one file that is dragged in, if it may be a receipt."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 and files[0].suffix.lower() == ".zip" else None
