"""The jobs of the page 报送 and what is told of their ends: receipts, checks, and prints. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from db.errors import LedgerError
from desktop.exchange.refusals import GROUP_OF_CODE, PackageRefused, RefusalGroup
from desktop.jobs import Token
from desktop.messages import message, sentence
from ui.pages.page_context import PageContext
from ui.preview.file_names import document_name
from ui.submission.busy import report_bytes, start_with_progress

if TYPE_CHECKING:
    from desktop.exchange.incoming_down import DownPackage
    from desktop.exchange.incoming_receipt import ImportedReceipt
    from desktop.exchange.own_packages import CheckedFile, OwnPackage


class PageJobs(QObject):
    """Each method starts one job; its end is told in the main window's bar or shown in the preview."""

    def __init__(self, context: PageContext, page: QWidget) -> None:
        super().__init__(page)
        self.context, self.office, self.page = context, context.office, page

    def import_receipt(self, path: Path) -> None:
        """Take in a receipt."""

        def work(token: Token) -> ImportedReceipt:
            from desktop.exchange.incoming_receipt import import_receipt

            return import_receipt(self.office, path)

        self._start("正在核对回执…", work, self._tell_receipt, path)

    def look_at_down(self, path: Path, show: Callable[[DownPackage], object]) -> None:
        """Check a file that the street sent down, and show what is in it."""

        def work(token: Token) -> DownPackage:
            from desktop.exchange.incoming_down import read_down_package

            return read_down_package(self.office, path)

        self._start("正在核对下发包…", work, show, path)

    def check_file(self, path: Path, package: OwnPackage) -> None:
        """Check a written file with our own public key, and that it is this package."""

        def work(token: Token) -> CheckedFile:
            from desktop.exchange.own_packages import check_written

            return check_written(self.office, path, report_bytes(token), token.should_stop)

        self._start("正在核对文件…", work, lambda found: self._tell_check(found, package), path)

    def print_slip(self, package_id: str) -> None:
        """The hand-over slip of a package, in the preview."""

        def work(token: Token) -> Any:
            from desktop.documents import handover_slip
            from desktop.exchange.own_packages import sealed_row

            return handover_slip(self.office, sealed_row(self.office, package_id))

        self._print(work, "数据包交接单", package_id[:12])

    def print_enrolment_sheet(self) -> None:
        """This unit's enrolment sheet, in the preview."""

        def work(token: Token) -> Any:
            from desktop.documents import enrolment_sheet

            return enrolment_sheet(self.office)

        self._print(work, "登记表", "")

    def print_staff_handover(self) -> None:
        """What the next clerk takes over, in the preview."""

        def work(token: Token) -> Any:
            from desktop.documents import staff_handover

            return staff_handover(self.office)

        self._print(work, "移交清单", "")

    def _start(
        self, words: str, work: Callable[[Token], Any], finished: Callable[[Any], object], path: Path
    ) -> None:
        def failed(error: Exception) -> None:
            self._tell_refusal(error, path)

        start_with_progress(self.context.runner, self.page.window(), words, work, finished, failed)

    def _tell_receipt(self, imported: ImportedReceipt) -> None:
        from desktop.exchange.incoming_receipt import CONFIRMING

        receipt, warnings = (
            imported.receipt,
            "".join(message(each.code, each.params) for each in imported.warnings),
        )
        if receipt.status in CONFIRMING:
            left_out = (
                f"，另有 {len(receipt.conflicts)} 条与街道已有的内容冲突，没有标为已报送"
                if receipt.conflicts
                else ""
            )
            missing = "、".join(map(str, receipt.missing_volumes))
            awaited = f"街道还缺第 {missing} 卷，请补交。" if missing else ""
            words = f"第 {receipt.serial} 号已被街道接收，{imported.reported} 条记录标为已报送{left_out}。{awaited}"
            if receipt.returned:
                numbers = "、".join(str(each["no"]) for each in receipt.returned[:5])
                words = (
                    f"第 {receipt.serial} 号核验结果：接收 {(receipt.checked or {}).get('accepted', 0)} 条，"
                    f"退回 {len(receipt.returned)} 条（{numbers}）。退回原因在记录里，改好后随下一包报送。"
                )
            elif receipt.checked is not None:
                words = f"第 {receipt.serial} 号核验结果：{receipt.checked['accepted']} 条全部接收。{awaited}"
            self.context.bar.tell(words + warnings)
            return
        group = GROUP_OF_CODE.get(receipt.error or "")
        reason = f"：{group.value}" if group else ""
        verdict = "街道暂存待核" if receipt.status == "held" else "被街道退回"
        words = f"第 {receipt.serial} 号{verdict}{reason}。请联系街道核实，改好后重新报送。{warnings}"
        self.context.bar.tell_problem(
            words, "复制详细信息", lambda: _copy(f"{words}\n代码 {receipt.error}\n包编号 {receipt.package}")
        )

    def _tell_check(self, found: CheckedFile, package: OwnPackage) -> None:
        if found.package_id == package.id:
            volume = f"第 {found.volume} 卷" if package.volumes > 1 else ""
            self.context.bar.tell(f"文件完好：第 {package.serial} 号{volume}，内容与封包、写出时一致。")
        else:
            self.context.bar.tell_problem(
                f"这个文件本身完好，但它是{found.period} 的第 {found.serial} 号，不是选中的第 {package.serial} 号。请核对是否选错了文件。"
            )

    def _tell_refusal(self, error: Exception, path: Path) -> None:
        words = sentence(error)
        details = f"{words}\n文件 {path.name}"
        if isinstance(error, LedgerError):
            details += f"\n代码 {error.message_id}"
        is_harmless = isinstance(error, PackageRefused) and error.group is RefusalGroup.ALREADY_RECEIVED
        tell = self.context.bar.tell if is_harmless else self.context.bar.tell_problem
        tell(words, "复制详细信息", lambda: _copy(details))

    def _print(self, work: Callable[[Token], Any], title: str, mark: str) -> None:
        name = document_name(self.office.committee["name"], title, mark)

        def failed(error: Exception) -> None:
            self.context.bar.tell_fault(error)

        start_with_progress(
            self.context.runner,
            self.page.window(),
            "正在生成打印文件…",
            work,
            lambda printed: self._preview(printed, name),
            failed,
        )

    def _preview(self, printed: Any, name: str) -> None:
        from ui.preview.preview_window import PreviewWindow

        parent = QApplication.activeModalWidget() or self.page.window()
        preview = PreviewWindow(
            printed.pdf, name, parent, tuple(printed.missing_characters), self.context.settings
        )
        preview.finished.connect(preview.deleteLater)
        preview.open()


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
