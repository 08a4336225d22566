"""The charts of the work table on A4 portrait: for each a table of its figures with plain bars beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.desk_charts import Chart
from reports.flow import Block, Gap, TextBlock, Whole, heading
from reports.page_furniture import long_date
from reports.paper import HAIRLINE, MM, Colour, Paper
from reports.print_context import PrintContext, PrintResult
from reports.sheet import SHEET_WIDTH, Sheet, print_sheet
from reports.table import Cell, LaidRow, draw_rows, label_cell, lay_row
from reports.typefaces import SONG

TITLE = "安全台账情况图表"
_SIGNERS = ("填报人（签字）", "审核人（签字）", "负责人（签字）")
_LABEL, _NUMBER = 40 * MM, 22 * MM
_BAR_PAD, _TALLEST = 2.4 * MM, 5 * MM
_GREYS: tuple[Colour, ...] = ((0.35, 0.35, 0.35), (0.85, 0.85, 0.85), (1.0, 1.0, 1.0))
_BLANK = "　"  # an empty cell is printed as —; the bar stands here


def desk_charts(charts: Sequence[Chart], context: PrintContext) -> PrintResult:
    """These charts as PDF, as they stand on the day of printing; a chart is never split between pages."""
    story: list[Block] = [
        TextBlock((f"截至{long_date(context.printed_at)}，按台账现有记录统计。",)),
        Gap(2 * MM),
    ]
    for chart in charts:
        story += [heading(chart.title), _note(chart), _BarTable(chart), Gap(5 * MM)]
    return print_sheet(Sheet(TITLE, "", _SIGNERS), story[:-1], context)


def _note(chart: Chart) -> TextBlock:
    legend = "、".join(f"{word}（{_ground(place)}）" for place, word in enumerate(chart.series))
    return TextBlock(
        (f"{chart.note}　图例：{legend}" if len(chart.series) > 1 else chart.note,), keeps_next=True
    )


def _ground(series: int) -> str:
    return ("深色", "浅色", "空白")[series]


@dataclass(frozen=True)
class _BarTable(Whole):
    """Categories down, their figures, the sum of stacked ones, and a bar for each series or one stacked bar."""

    chart: Chart

    @property
    def height(self) -> float:
        """Height in points."""
        return sum(row.height for row in self._rows())

    @property
    def texts(self) -> tuple[str, ...]:
        """What its cells say."""
        return tuple(cell.text for row in self._rows() for cell in row.cells)

    def draw(self, paper: Paper, x: float, top: float) -> None:
        """Draws the table, then the bars on it."""
        rows = self._rows()
        draw_rows(paper, x, top, rows)
        left = x + sum(rows[0].widths[:-1])
        y = top + rows[0].height
        for row, parts in zip(rows[1:], self.chart.parts, strict=False):
            self._draw_bars(paper, left + 1 * MM, y, row, [part.count for part in parts])
            y += row.height

    def _rows(self) -> list[LaidRow]:
        chart = self.chart
        numbers = [*chart.series, "合计"] if chart.is_stacked else [*chart.series]
        widths = [_LABEL, *[_NUMBER] * len(numbers)]
        widths.append(SHEET_WIDTH - sum(widths))
        rows = [lay_row(widths, (label_cell(each) for each in ("项目", *numbers, "图")))]
        for label, parts in zip(chart.categories, chart.parts, strict=True):
            counts = [part.count for part in parts]
            counts += [sum(counts)] if chart.is_stacked else []
            cells = [Cell(label), *(Cell(str(each), "center") for each in counts), Cell(_BLANK)]
            rows.append(lay_row(widths, cells))
        if len(rows) == 1:
            rows.append(lay_row([SHEET_WIDTH], [Cell("没有数据", "center", SONG)]))
        return rows

    def _draw_bars(self, paper: Paper, left: float, top: float, row: LaidRow, counts: list[int]) -> None:
        room = row.widths[-1] - 2 * MM
        bars = sum if self.chart.is_stacked else max
        scale = room / max(1, *(bars([part.count for part in each]) for each in self.chart.parts))
        inner, x = min(row.height - _BAR_PAD, _TALLEST), left
        height = inner if self.chart.is_stacked else inner / len(counts)
        for series, count in enumerate(counts):
            y = top + (row.height - inner) / 2 + (0 if self.chart.is_stacked else height * series)
            if count:
                paper.fill(x, y, count * scale, height, _GREYS[series])
                paper.frame(x, y, count * scale, height, HAIRLINE)
            x += count * scale if self.chart.is_stacked else 0
