"""Shapes that stand beside a grade, so that it is told apart without colour on a black-and-white printer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from typing import Literal

from reports.paper import Colour, Paper

Shape = Literal["diamond", "square", "triangle", "disc"]
MARK_WIDTH_EM = 1.15
_RADIUS_EM = 0.42
_CORNERS: dict[str, tuple[int, float]] = {
    "diamond": (4, 0.0),
    "square": (4, pi / 4),
    "triangle": (3, -pi / 2),
    "disc": (24, 0.0),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape with a dark outline; without a colour it stays hollow."""

    shape: Shape
    colour: Colour | None = None


def draw_mark(paper: Paper, mark: Mark, x: float, top: float, size: float) -> None:
    """Draws the mark at the left of the em box that starts at (x, top), for text of that size."""
    paper.shape(_outline(mark.shape, size), mark.colour, x, top)


@cache
def _outline(shape: Shape, size: float) -> tuple[tuple[float, float], ...]:
    """The corners, seen from the em box's top left corner."""
    corners, turn = _CORNERS[shape]
    middle_x, middle_top, radius = 0.47 * size, 0.52 * size, _RADIUS_EM * size
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    return tuple((middle_x + radius * cos(angle), middle_top + radius * sin(angle)) for angle in angles)
