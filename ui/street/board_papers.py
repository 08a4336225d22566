"""What goes out from 本月看板: reminders, the list, the figures of all committees, and a spreadsheet. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QFileDialog

from desktop.jobs import Token
from desktop.people.permissions import Right
from desktop.street.month_board import MonthBoard, MonthLine, Standing
from ui.widgets.icon_buttons import named_action

if TYPE_CHECKING:
    from ui.street.board_page import BoardPage

_WITH_UNENROLLED = "street/papers_with_unenrolled"


class BoardPapers(QObject):
    """The actions that print or export the board of a page, as it shows it at that moment."""

    def __init__(self, page: BoardPage) -> None:
        super().__init__(page)
        self._page, self._street, self._bar = page, page.street, page.context.bar
        self.remind = self._action(
            "打印催报单…", "print", "", "给选中的村居每家一份；没有选中时给所有未报、退回和未登记的村居", self.print_reminders,
        )  # fmt: skip
        self.print_table = self._action(
            "打印一览表…", "print", "Ctrl+P", "列出的村居打印成一张表", self.print_list
        )
        self.circular = self._action(
            "通报表…", "print", "", "各村居这个月的主要数字和合计", self.print_circular
        )
        self.rollup = self._action("月报汇总…", "print", "", "各村居签发的月报逐项合计", self.print_rollup)
        self.export = self._action(
            "导出表格…", "export", "Ctrl+E", "列出的村居写成 Excel 表格", self._ask_file
        )

        self.with_unenrolled = QCheckBox("打印、导出含未登记的", page)
        self.with_unenrolled.setToolTip("一览表、催报单、通报表和导出的表格里，列不列还没有登记的村居")
        self.with_unenrolled.setChecked(page.context.settings.value(_WITH_UNENROLLED, "true") != "false")
        self.with_unenrolled.toggled.connect(self._keep_choice)

    def all(self) -> list[QAction]:
        """Every action, in the order of the menu."""
        return [self.remind, self.print_table, self.circular, self.rollup, self.export]

    def allow(self) -> None:
        """Let rest what has nothing to work on."""
        board = self._page.board
        for action in (self.print_table, self.export):
            action.setEnabled(bool(self._page.shown()))
        for action in (self.remind, self.circular, self.rollup):
            action.setEnabled(board is not None and bool(board.lines))

    def print_reminders(self) -> None:
        """The letters to the selected committees that owe the month, or to all that do."""
        from desktop.street.month_papers import reminders

        board, street = self._page.board, self._street
        if board is None:
            return
        owing = board.owing()
        every = [each for each in owing if each.is_enrolled or self.with_unenrolled.isChecked()]
        chosen = [each for each in self._page.selected() if each in owing] or every
        if not chosen:
            self._bar.tell(f"{board.words}的月报都收齐了，没有要催的村居。")
            return
        detail = chosen[0].name if len(chosen) == 1 else f"{len(chosen)}份"
        self._page.context.actions.print_document(
            lambda: reminders(street, board, chosen), f"{board.words}催报单", detail
        )

    def print_list(self) -> None:
        """The listed committees on paper."""
        from desktop.street.month_papers import month_table

        board, street, lines = self._board(), self._street, self._lines()
        if board is not None:
            self._page.context.actions.print_document(
                lambda: month_table(street, board, lines), f"{board.words}月报报送情况", ""
            )

    def print_circular(self) -> None:
        """The main figures of every committee, with their sums."""
        from desktop.street.figure_papers import circular

        board, street, with_unenrolled = self._page.board, self._street, self.with_unenrolled.isChecked()
        if board is not None:
            self._page.context.actions.print_document(
                lambda: circular(street, board.month, with_unenrolled=with_unenrolled),
                f"{board.words}通报表",
                "",
            )

    def print_rollup(self) -> None:
        """Every figure of the returns, summed over the committees."""
        from desktop.street.figure_papers import rollup

        board, street = self._page.board, self._street
        if board is not None:
            self._page.context.actions.print_document(
                lambda: rollup(street, board.month), f"{board.words}月报汇总", ""
            )

    def export_to(self, path: Path) -> None:
        """Write the listed committees as a spreadsheet."""
        from desktop.street.month_papers import export_month

        board, street, lines = self._board(), self._street, self._lines()

        def write(token: Token) -> int:
            assert board is not None
            street.require(Right.EXPORT)
            return export_month(street, board, lines, path)

        if board is not None:
            self._page.context.runner.start(
                write,
                done=lambda count: self._bar.tell(f"已导出 {count} 个村居到 {path}"),
                failed=lambda error: self._bar.tell_fault(error),
            )

    def _lines(self) -> list[MonthLine]:
        """The listed committees; those not enrolled where they are wanted, or nothing else is listed."""
        is_wanted = self.with_unenrolled.isChecked() or self._page.standing is Standing.NOT_ENROLLED
        return [each for each in self._page.shown() if is_wanted or each.is_enrolled]

    def _board(self) -> MonthBoard | None:
        """The board that the sums of a paper count."""
        board = self._page.board
        is_whole = self.with_unenrolled.isChecked() or self._page.standing is Standing.NOT_ENROLLED
        return board if board is None or is_whole else board.of_enrolled()

    def _keep_choice(self, is_wanted: bool) -> None:
        self._page.context.settings.setValue(_WITH_UNENROLLED, "true" if is_wanted else "false")

    def _ask_file(self) -> None:
        words = self._page.board.words if self._page.board else ""
        name = f"{self._street.committee['name']}_{words}月报报送情况.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(self._page, "导出表格", name, "Excel 表格 (*.xlsx)")
        if chosen:
            self.export_to(Path(chosen if chosen.lower().endswith(".xlsx") else f"{chosen}.xlsx"))

    def _action(self, text: str, icon: str, keys: str, tip: str, act: Callable[[], object]) -> QAction:
        action = named_action(self._page, text, icon, keys, tip)
        action.triggered.connect(lambda: act())
        return action
