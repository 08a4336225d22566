"""The hazard ledger against reportlab's LongTable with the same columns and wrapped Paragraph cells.

Run as a program: `python tests/bench/bench_ledger_pdf.py [rows] [runs]`. Prints medians, the ratio, and time
and peak memory of 10,000 rows.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Callable, Container
from html import escape
from io import BytesIO
from pathlib import Path
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.spec import Record  # noqa: E402
from reports.chinese_text import register_typefaces  # noqa: E402
from reports.columns import fitted_widths  # noqa: E402
from reports.hazard_ledger import hazard_columns, hazard_ledger  # noqa: E402
from reports.ledger import MARGIN  # noqa: E402
from reports.paper import A4_LANDSCAPE  # noqa: E402
from reports.typefaces import SONG  # noqa: E402
from tests.reports import sample_records as samples  # noqa: E402

_WRAPPED = ("具体位置", "隐患描述", "整改措施", "级别\n类别", "责任单位\n责任人")
_TABLE_STYLE = [
    ("GRID", (0, 0), (-1, -1), 0.4, (0, 0, 0)),
    ("FONT", (0, 0), (-1, -1), SONG, 10.5, 14.5),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]


def own_ledger(records: list[Record]) -> bytes:
    """The ledger as the program prints it."""
    return hazard_ledger(records, samples.context()).pdf


def long_table(records: list[Record], wrapped: Container[str] = ()) -> bytes:
    """The same columns, texts and widths through platypus.

    Every cell is a Paragraph, because a plain text does not wrap; or only those of the `wrapped` labels.
    """
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    register_typefaces()
    columns = hazard_columns(samples.context())
    style = ParagraphStyle("cell", fontName=SONG, fontSize=10.5, leading=14.5, wordWrap="CJK")

    def cell(text: str) -> Paragraph:
        return Paragraph(escape(text).replace("\n", "<br/>"), style)

    rows = [[cell(column.label) for column in columns]]
    for ordinal, record in enumerate(records, 1):
        texts = [(column.label, column.cell(ordinal, record).text) for column in columns]
        rows.append([cell(text) if not wrapped or label in wrapped else text for label, text in texts])
    widths = fitted_widths(columns, A4_LANDSCAPE[0] - 2 * MARGIN)
    table = LongTable(rows, widths, repeatRows=1, style=TableStyle(_TABLE_STYLE))
    stream = BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    SimpleDocTemplate(stream, pagesize=A4_LANDSCAPE, invariant=1, **margins).build([table])
    return stream.getvalue()


def timed(make: Callable[[list[Record]], bytes], records: list[Record], runs: int) -> tuple[float, int]:
    """Median CPU seconds of these runs after one that warms up, and the size of the PDF in bytes."""
    size = len(make(records))
    seconds = []
    for _ in range(runs):
        start = process_time()
        make(records)
        seconds.append(process_time() - start)
    return statistics.median(seconds), size


def report_large(count: int) -> None:
    """Time and peak memory of one large ledger, in a process of its own."""
    records = [samples.hazard(index) for index in range(count)]
    before = peak_memory_mb()
    start = perf_counter()
    pdf = own_ledger(records)
    seconds = perf_counter() - start
    print(f"{count} rows: {seconds:.2f} s, {len(pdf) / 1e6:.1f} MB")
    print(f"peak RSS {peak_memory_mb()} MB, {before} MB before the ledger")


def peak_memory_mb() -> int:
    """The most memory this process ever held (Linux: VmHWM, which a parent process does not blur)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def main(count: int = 1000, runs: int = 5) -> None:
    """Prints the comparison for `count` rows and the figures of 10,000 rows."""
    records = [samples.hazard(index) for index in range(count)]
    own, own_size = timed(own_ledger, records, runs)
    theirs, their_size = timed(long_table, records, runs)
    print(f"{count} rows x {len(hazard_columns(samples.context()))} columns, median CPU time of {runs} runs")
    print(f"own ledger          {own:.3f} s  {own_size / 1e6:.2f} MB")
    print(f"reportlab LongTable {theirs:.3f} s  {their_size / 1e6:.2f} MB  Paragraphs only")
    some, some_size = timed(lambda given: long_table(given, _WRAPPED), records, runs)
    print(
        f"reportlab LongTable {some:.3f} s  {some_size / 1e6:.2f} MB  {len(_WRAPPED)} columns of Paragraphs"
    )
    print(f"ratio               {theirs / own:.1f} and {some / own:.1f} times as fast", flush=True)
    subprocess.run([sys.executable, __file__, "--large"], check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--large"]:
        report_large(10_000)
    else:
        main(*map(int, sys.argv[1:]))
