"""打印预览: the PDF itself, as it will be printed and saved. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSaveFile, QSettings, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.preview.page_view import PageView
from ui.preview.pdf_pages import PdfPages
from ui.theme.tokens import PAGE_MARGIN
from ui.widgets.icon_buttons import IconButton
from ui.widgets.message_bar import MessageBar
from ui.widgets.window_size import open_at

if TYPE_CHECKING:
    from ui.preview.print_choices import PrintChoices

ZOOM_STEP = 1.25


class PreviewWindow(QDialog):
    """Shows, prints and saves one PDF; `missing_characters` are named in the bar above it. `handed_out` when it left the
    window on paper or as a file.
    """

    handed_out = Signal()

    def __init__(
        self,
        pdf: bytes,
        suggested_name: str,
        parent: QWidget | None = None,
        missing_characters: tuple[str, ...] = (),
        settings: QSettings | None = None,
    ) -> None:
        super().__init__(parent)
        self.pdf, self.suggested_name, self.settings = pdf, suggested_name, settings
        self.document = (
            suggested_name.split("_")[1] if "_" in suggested_name else ""
        )  # its kind, by its title
        self.pages = PdfPages(pdf)
        self.saved_to: Path | None = None
        self.setWindowTitle(f"打印预览 - {suggested_name.removesuffix('.pdf')}")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.bar = MessageBar(self)
        self.view = PageView(self.pages, self)
        self.page_label = QLabel(self)
        self._lay_out()
        self.view.page_changed.connect(self._show_page)
        self._add_keys()
        self._show_page(0)
        self._tell_missing(missing_characters)
        open_at(self, 980, 720)

    def save_as(self) -> None:
        """Ask where to save, and save there."""
        folder = self._last_folder()
        chosen, _ = QFileDialog.getSaveFileName(
            self, "另存为", str(folder / self.suggested_name), "PDF 文件 (*.pdf)"
        )
        if chosen:
            self.save_to(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def save_to(self, target: Path) -> bool:
        """Save the PDF whole or not at all; a target that cannot be written is told in the bar."""
        file = QSaveFile(str(target))
        if not (
            file.open(QSaveFile.OpenModeFlag.WriteOnly)
            and file.write(self.pdf) == len(self.pdf)
            and file.commit()
        ):
            self.bar.tell_problem(
                f"没能保存到“{target.name}”：文件可能正被别的程序打开，或文件夹不能写入。"
                "请关闭那个文件，或换个名字、换个文件夹再存。",
                "另存为…",
                self.save_as,
            )
            return False
        self.saved_to = target
        self.handed_out.emit()
        if self.settings:
            self.settings.setValue("preview/folder", str(target.parent))
        self.open_file_button.show()
        self.open_folder_button.show()
        self.bar.tell(f"已保存：{target}")
        return True

    def print_out(self) -> None:
        """Ask how to print, with what was chosen for this kind of document before, and print."""
        from ui.preview.print_choices import TO_FILE, keep_choices, kept_choices, page_numbers
        from ui.preview.print_dialog import SYSTEM, PrintDialog

        dialog = PrintDialog(kept_choices(self.settings, self.document), len(self.pages), self)
        answer = dialog.exec()
        choices = dialog.choices
        dialog.deleteLater()
        if answer == SYSTEM:
            self._print_by_system()
        elif answer == QDialog.DialogCode.Accepted:
            target = self._ask_file() if choices.printer == TO_FILE else ""
            if target is not None:
                keep_choices(self.settings, self.document, choices)
                self._print(choices, page_numbers(choices.pages, len(self.pages)) or [], target)

    def _ask_file(self) -> str | None:
        """Where a print goes that is a file; None when the clerk thought better of it."""
        name = f"{self.suggested_name.removesuffix('.pdf')}_打印.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "打印到 PDF 文件", str(self._last_folder() / name), "PDF 文件 (*.pdf)"
        )
        return chosen or None

    def _print(self, choices: PrintChoices, numbers: Sequence[int], target: str) -> None:
        from PySide6.QtPrintSupport import QPrinter

        from ui.preview.printing import prepare_printer, print_pages

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if target:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(target)
        else:
            printer.setPrinterName(choices.printer)
        printer.setDocName(self.suggested_name)
        is_as_wanted = prepare_printer(printer, self.pages.size_pt(numbers[0]), choices)
        self._tell_printed(
            print_pages(self.pages, printer, numbers, choices), printer.printerName() or target
        )
        if not is_as_wanted:
            self.bar.tell_problem(
                f"打印机不接受 {choices.paper} 纸，已缩放到它自己的纸上。请在打印机设置里把纸张改成 {choices.paper}。"
            )

    def _print_by_system(self) -> None:
        """The system's own dialog, for what only the printer's driver knows."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from ui.preview.printing import prepare_printer, print_pages

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.suggested_name)
        prepare_printer(printer, self.pages.size_pt(0))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setMinMax(1, len(self.pages))
        if dialog.exec() == QDialog.DialogCode.Accepted:
            prepare_printer(printer, self.pages.size_pt(0))
            self._tell_printed(print_pages(self.pages, printer), printer.printerName())

    def _tell_printed(self, is_taken: bool, where: str) -> None:
        if is_taken:
            self.handed_out.emit()
            self.bar.tell(f"已送打印机：{where or '打印到文件'}")
        else:
            self.bar.tell_problem(
                "打印机没有接受这份文件。请检查打印机是否开机、连好，再打印一次；也可以先另存为 PDF。",
                "再打印",
                self.print_out,
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_page(self.view.current_page())

    def done(self, result: int) -> None:
        super().done(result)
        self.view.forget_pages()
        self.pages.close()

    def _lay_out(self) -> None:
        self.print_button = IconButton("print", "打印", "primary", self)
        self.save_button = IconButton("save", "另存为", "action", self)
        self.open_file_button = IconButton("print", "打开文件", "action", self)
        self.open_folder_button = IconButton("folder", "打开所在文件夹", "action", self)
        zoom_out = IconButton("zoom_out", parent=self)
        zoom_in = IconButton("zoom_in", parent=self)
        fit = IconButton("fit_width", "适合宽度", parent=self)
        actual = IconButton("search", "100%", parent=self)
        self.open_file_button.hide()
        self.open_folder_button.hide()
        row = QHBoxLayout()
        for button, tip, work in (
            (self.print_button, "打印（Ctrl+P）", self.print_out),
            (self.save_button, "另存为（Ctrl+S）", self.save_as),
            (self.open_file_button, "用系统的 PDF 程序打开", self._open_file),
            (self.open_folder_button, "打开所在文件夹", self._open_folder),
            (zoom_out, "缩小（Ctrl+-）", self._zoom_out),
            (zoom_in, "放大（Ctrl++）", self._zoom_in),
            (fit, "适合宽度（Ctrl+0）", self.view.fit_width),
            (actual, "原大（Ctrl+1）", lambda: self.view.zoom_to(1.0)),
        ):
            button.setToolTip(tip)
            button.clicked.connect(work)
            if button is zoom_out:
                row.addStretch(1)
            row.addWidget(button)
        row.addWidget(self.page_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, 12)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)

    def _add_keys(self) -> None:
        for keys, work in (
            ("Ctrl+P", self.print_out),
            ("Ctrl+S", self.save_as),
            ("Ctrl++", self._zoom_in),
            ("Ctrl+=", self._zoom_in),
            ("Ctrl+-", self._zoom_out),
            ("Ctrl+0", self.view.fit_width),
            ("Ctrl+1", lambda: self.view.zoom_to(1.0)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(work)

    def _zoom_in(self) -> None:
        self.view.zoom_to(self.view.zoom * ZOOM_STEP)

    def _zoom_out(self) -> None:
        self.view.zoom_to(self.view.zoom / ZOOM_STEP)

    def _show_page(self, page: int) -> None:
        self.page_label.setText(f"第 {page + 1} 页，共 {len(self.pages)} 页　{round(self.view.zoom * 100)}%")

    def _tell_missing(self, characters: tuple[str, ...]) -> None:
        if characters:
            named = "、".join(f"“{each}”" for each in characters[:10])
            more = f"等 {len(characters)} 个字" if len(characters) > 10 else ""
            self.bar.tell_problem(
                f"字体里没有这些字：{named}{more}，纸上会是空框。请改用同义的常用字，或打印后手写补上。"
            )

    def _open_file(self) -> None:
        if self.saved_to:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved_to)))

    def _open_folder(self) -> None:
        if self.saved_to:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.saved_to.parent)))

    def _last_folder(self) -> Path:
        kept = Path(str(self.settings.value("preview/folder", ""))) if self.settings else Path()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return kept if str(kept) != "." and kept.is_dir() else Path(documents)
