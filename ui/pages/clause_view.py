"""One clause and its standing: what it asks, the targets, and counts by year that open their lists. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from desktop.programme import ALL_YEARS, ClauseStanding, Proof
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.models.periods import Period, Span
from ui.pages.page_context import PageContext
from ui.pages.task_panel import has_page
from ui.theme.tokens import PAGE_MARGIN, Tone
from ui.widgets.drawn_marks import MarkLabel
from ui.widgets.labels import plain_label

_COUNT_WIDTH = 96


class ClauseView(QWidget):
    """Shows one standing at a time."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("raised")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(PAGE_MARGIN, 12, PAGE_MARGIN, PAGE_MARGIN)
        self._column.setSpacing(8)
        self.counts: dict[tuple[str, int], QPushButton] = {}  # by word and year (ALL_YEARS for the sum)

    def show_standing(self, standing: ClauseStanding, years: Sequence[int]) -> None:
        """Show another clause."""
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        clause = standing.clause
        title = plain_label(f"{clause['label']}　{clause['title']}")
        title.setObjectName("title")
        self._column.addWidget(title)
        self._column.addWidget(plain_label(clause["action"], "muted"))
        self._add_part("方案要求（摘要，以原件为准）", plain_label(clause["says"]))
        self._add_part("村居要做", plain_label(clause["asks"]))
        if standing.targets:
            lines = [
                f"{row['year']}年：{row['text']}" + (f"（{row['due']} 前）" if row.get("due") else "")
                for row in standing.targets
            ]
            self._add_part("逐年目标", plain_label("\n".join(lines)))
        self._add_part("落实情况（点数字看清单）", self._table(standing, years))
        self._column.addStretch(1)

    def _add_part(self, heading: str, content: QWidget) -> None:
        line = QFrame(self)
        line.setObjectName("hairline")
        self._column.addWidget(line)
        self._column.addWidget(plain_label(heading, "muted"))
        self._column.addWidget(content)

    def _table(self, standing: ClauseStanding, years: Sequence[int]) -> QWidget:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        for place, word in enumerate(("", *(f"{year}年" for year in years), "全部"), 0):
            head = plain_label(word, "muted")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(head, 0, place)
            if place:
                grid.setColumnMinimumWidth(place, _COUNT_WIDTH)
        self.counts = {}
        self._add_tasks(grid, standing, years)
        for row, proof in enumerate(standing.proofs, 3):
            self._add_proof(grid, row, proof, years)
        return table

    def _add_tasks(self, grid: QGridLayout, standing: ClauseStanding, years: Sequence[int]) -> None:
        key = standing.clause["key"]
        grid.addWidget(plain_label("任务（完成/全部）"), 1, 0)
        for place, year in enumerate(years, 1):
            total, done, overdue = standing.tasks[year]
            filters = Filters(choices={"clause": (key,), "year": (str(year),)})
            button = self._button(f"{done}/{total}" if total else "—", "task", filters, total > 0)
            self.counts["任务", year] = button
            grid.addWidget(button, 1, place, Qt.AlignmentFlag.AlignCenter)
            if overdue:
                mark = Mark(f"逾期 {overdue}", Tone.DANGER, is_pill=True)
                grid.addWidget(MarkLabel(mark, self), 2, place, Qt.AlignmentFlag.AlignCenter)
        total = sum(each[0] for each in standing.tasks.values())
        done = sum(each[1] for each in standing.tasks.values())
        words = f"{done}/{total}" if total else "—"
        every = self._button(words, "task", Filters(choices={"clause": (key,)}), total > 0)
        self.counts["任务", ALL_YEARS] = every
        grid.addWidget(every, 1, len(years) + 1, Qt.AlignmentFlag.AlignCenter)

    def _add_proof(self, grid: QGridLayout, row: int, proof: Proof, years: Sequence[int]) -> None:
        grid.addWidget(plain_label(proof.word), row, 0)
        for place, year in enumerate((*years, ALL_YEARS), 1):
            if year not in proof.counts:
                continue
            count = proof.counts[year]
            button = self._button(str(count), proof.table, proof_filters(proof, year), count > 0)
            self.counts[proof.word, year] = button
            grid.addWidget(button, row, place, Qt.AlignmentFlag.AlignCenter)

    def _button(self, words: str, table: str, filters: Filters, is_any: bool) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName("link")
        button.setEnabled(is_any and has_page(table))
        button.setToolTip(
            "看这些记录" if button.isEnabled() else "没有记录" if not is_any else "这类记录没有单独的清单"
        )
        button.clicked.connect(lambda: self._context.actions.open_list(table, filters))
        return button


def proof_filters(proof: Proof, year: int) -> Filters:
    """The filters of the list that a count stands for."""
    period = Period() if year == ALL_YEARS else Period(Span.CUSTOM, f"{year}-01-01", f"{year}-12-31")
    return Filters(statuses=proof.statuses, choices=proof.choices, period=period)
