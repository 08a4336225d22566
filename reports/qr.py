"""QR codes as black squares on paper, in a mode that every reader decodes to the same text."""

from __future__ import annotations

from reports.paper import BLACK, Paper

_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
QUIET_ZONE = 4  # modules of white around the code (ISO/IEC 18004)


def qr_modules(text: str) -> list[list[bool]]:
    """The modules of the code, row by row, True for dark, without the quiet zone.

    Upper-case text is coded alphanumerically with error level Q, anything else as UTF-8 bytes with level M:
    left to itself segno takes some Chinese words for Shift-JIS, which readers then show as something else.
    """
    import segno

    if _ALPHANUMERIC.issuperset(text):
        code = segno.make(text, mode="alphanumeric", error="q", micro=False, boost_error=False)
    else:
        code = segno.make(text, mode="byte", encoding="utf-8", error="m", micro=False, boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


def draw_qr(paper: Paper, text: str, x: float, top: float, side: float) -> None:
    """Draws the code into a square of that side (points), its quiet zone included."""
    modules = qr_modules(text)
    unit = side / (len(modules) + 2 * QUIET_ZONE)
    start, first = x + QUIET_ZONE * unit, top + QUIET_ZONE * unit
    boxes = [
        (start + column * unit, first + row * unit, length * unit, unit)
        for row, line in enumerate(modules)
        for column, length in _dark_runs(line)
    ]
    paper.fill_all(boxes, BLACK)


def _dark_runs(line: list[bool]) -> list[tuple[int, int]]:
    """Start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for column, is_dark in enumerate(line):
        if is_dark and runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((column, 1))
    return runs
