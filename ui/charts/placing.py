"""Where the bars of a chart stand in a rectangle. Plain numbers, so that painting and clicking agree."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF

from db.value import Value
from desktop.desk import Chart

ROW, BAR = 30.0, 18.0
_LEAST = 3.0  # a bar of one beside a thousand can still be seen and hit


class PlacedPart(Value):
    """One bar, or one piece of it; parts without records are placed too, with no area."""

    category: int
    series: int
    rect: QRectF


def placed_parts(chart: Chart, room: QRectF) -> list[PlacedPart]:
    """Every part of a chart inside the room of its bars (without labels), category by category."""
    return list(_upright(chart, room) if chart.is_upright else _lying(chart, room))


def largest(chart: Chart) -> int:
    """The number at the end of the scale: the largest bar, at least 1."""
    bars = sum if chart.is_stacked else max
    return max(1, *(bars([part.count for part in row]) for row in chart.parts)) if chart.parts else 1


def _upright(chart: Chart, room: QRectF) -> Iterator[PlacedPart]:
    step = room.width() / max(1, len(chart.categories))
    width = min(18.0, step * 0.7 / len(chart.series))
    for category, row in enumerate(chart.parts):
        left = room.left() + step * category + (step - width * len(row)) / 2
        for series, part in enumerate(row):
            height = _length(part.count, room.height() / largest(chart))
            yield PlacedPart(
                category, series, QRectF(left + width * series, room.bottom() - height, width - 1, height)
            )


def _lying(chart: Chart, room: QRectF) -> Iterator[PlacedPart]:
    for category, row in enumerate(chart.parts):
        left, top = room.left(), room.top() + ROW * category + (ROW - BAR) / 2
        for series, part in enumerate(row):
            width = _length(part.count, room.width() / largest(chart))
            yield PlacedPart(category, series, QRectF(left, top, width, BAR))
            left += width


def _length(count: int, scale: float) -> float:
    return max(_LEAST, count * scale) if count else 0.0
