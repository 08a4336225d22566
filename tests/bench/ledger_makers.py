"""One ledger of ten wrapped Chinese columns, made by this program or by a rival; run by bench_ledger_pdf.py in a process of
its own: `ledger_makers.py MAKER ROWS.json TIMES OUT.pdf`. Prints seconds of each time, pages and peak memory as JSON.

Every maker gets the same texts, widths, typeface, size and margins, repeats the head and embeds the font. Imports and a
first ledger of twenty rows, which reads the font, are timed apart. Each time has texts of its own, so that nobody answers
from memory. LibreOffice is a program, so its start is counted each time.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from html import escape
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
FONT = ROOT / "reports" / "fonts" / "XySong.ttf"
HEADS = "序号 编号 排查日期 具体位置 隐患描述 级别类别 整改措施 责任单位 整改期限 状态".split()
WIDTHS_MM = (12.0, 20.0, 22.0, 34.0, 56.0, 22.0, 45.0, 24.0, 20.0, 12.0)  # 267: A4 across with margins of 15
MARGIN_MM, SIZE_PT, LEADING_PT, PADDING_MM = 15, 10.5, 14.5, 1.2
PT_PER_MM = 72 / 25.4

Rows = list[list[str]]


def ours(rows: Rows, target: Path) -> None:
    """The program's own ledger, with its title, signatures, page codes and page numbers."""
    from datetime import datetime

    from reports.columns import Column
    from reports.ledger import Ledger, print_ledger
    from reports.print_context import PrintContext
    from reports.table import Cell

    def column(place: int, label: str, width: float) -> Column:
        return Column(label, width, lambda ordinal, record: Cell(record["texts"][place]))

    columns = [column(*each) for each in zip(range(10), HEADS, WIDTHS_MM, strict=True)]
    records = [{"id": str(place), "texts": texts} for place, texts in enumerate(rows)]
    context = PrintContext(unit_name="章浜社区居委会", printed_at=datetime(2026, 11, 23), filled_by="徐小龙")
    target.write_bytes(print_ledger(Ledger("台账", columns, records, ""), context).pdf)


def reportlab_table(rows: Rows, target: Path) -> None:
    """reportlab's LongTable of Paragraphs, which is how its Table wraps."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics, ttfonts
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    if "XySong" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(ttfonts.TTFont("XySong", str(FONT)))
    style = ParagraphStyle("cell", fontName="XySong", fontSize=SIZE_PT, leading=LEADING_PT, wordWrap="CJK")
    cells = [[Paragraph(escape(text), style) for text in row] for row in [HEADS, *rows]]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.4, (0, 0, 0)), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
    table = LongTable(cells, [width * PT_PER_MM for width in WIDTHS_MM], repeatRows=1, style=grid)
    sides = ("leftMargin", "rightMargin", "topMargin", "bottomMargin")
    margins = dict.fromkeys(sides, MARGIN_MM * PT_PER_MM)
    size = (297 * PT_PER_MM, 210 * PT_PER_MM)
    SimpleDocTemplate(str(target), pagesize=size, **margins).build([table])


def typst(rows: Rows, target: Path) -> None:
    """typst with its table."""
    import typst as engine

    widths = ", ".join(f"{width}mm" for width in WIDTHS_MM)
    head = ", ".join(f"[{_typst(text)}]" for text in HEADS)
    body = ",\n".join(", ".join(f"[{_typst(text)}]" for text in row) for row in rows)
    source = (
        f'#set page(paper: "a4", flipped: true, margin: {MARGIN_MM}mm)\n'
        f'#set text(font: "XySong", size: {SIZE_PT}pt, lang: "zh", top-edge: 0.88em, bottom-edge: -0.12em)\n#set par(leading: {LEADING_PT - SIZE_PT}pt)\n'
        f"#table(columns: ({widths}), inset: {PADDING_MM}mm, stroke: 0.4pt, align: horizon,\n"
        f"table.header({head}),\n{body})\n"
    )
    document = target.with_suffix(".typ")
    document.write_text(source, encoding="utf-8")
    engine.compile(str(document), output=str(target), font_paths=[str(FONT.parent)])


def _typst(text: str) -> str:
    return re.sub(r"([\\#\[\]*_`$<>@=\-+/~])", r"\\\1", text)


def fpdf2(rows: Rows, target: Path) -> None:
    """fpdf2 with its table; it knows no rule for the ends of Chinese lines and breaks anywhere."""
    import logging

    from fpdf import FPDF

    logging.disable(logging.WARNING)
    pdf = FPDF(orientation="landscape", format="A4", unit="mm")
    pdf.set_margin(MARGIN_MM)
    pdf.set_auto_page_break(True, MARGIN_MM)
    pdf.add_font("XySong", fname=str(FONT))
    pdf.set_font("XySong", size=SIZE_PT)
    pdf.add_page()
    from fpdf.fonts import FontFace

    with pdf.table(
        rows=[HEADS, *rows], col_widths=WIDTHS_MM, line_height=LEADING_PT / PT_PER_MM, padding=PADDING_MM,
        wrapmode="CHAR", headings_style=FontFace(emphasis="NONE"),
    ):  # fmt: skip
        pass
    pdf.output(str(target))


def weasyprint(rows: Rows, target: Path) -> None:
    """WeasyPrint with an HTML table."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    columns = "".join(f'<col style="width:{width}mm">' for width in WIDTHS_MM)
    head = "".join(f"<th>{escape(text)}</th>" for text in HEADS)
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in rows)
    style = (
        f"@page{{size:A4 landscape;margin:{MARGIN_MM}mm}}@font-face{{font-family:Song;src:url(file://{FONT})}}"
        f"table{{font:{SIZE_PT}pt/{LEADING_PT}pt Song;table-layout:fixed;width:267mm;border-collapse:collapse}}"
        f"td,th{{border:0.4pt solid black;padding:{PADDING_MM}mm;font-weight:normal}}tr{{break-inside:avoid}}"
    )
    document = (
        f'<html lang="zh"><style>{style}</style><table>{columns}<thead><tr>{head}</tr></thead>{body}</table>'
    )
    HTML(string=document).write_pdf(str(target), font_config=FontConfiguration())


def qpainter(rows: Rows, target: Path) -> None:
    """Qt's QPdfWriter, every cell measured and drawn by QPainter; breaks anywhere."""
    from PySide6.QtCore import QMarginsF, QRectF, Qt
    from PySide6.QtGui import (
        QFont,
        QFontDatabase,
        QGuiApplication,
        QPageLayout,
        QPageSize,
        QPainter,
        QPdfWriter,
    )

    app = QGuiApplication.instance() or QGuiApplication(["bench", "-platform", "offscreen"])
    assert app
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(FONT)))
    writer = QPdfWriter(str(target))
    writer.setResolution(288)
    dots_per_mm = 288 / 25.4
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    layout = QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Landscape,
        margins,
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    font = QFont(families[0])
    font.setPointSizeF(SIZE_PT)
    painter.setFont(font)
    flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWrapAnywhere)
    pad, bottom = PADDING_MM * dots_per_mm, writer.height()

    def draw(row: list[str], top: float) -> float:
        rooms = [QRectF(0, 0, width * dots_per_mm - 2 * pad, 10_000) for width in WIDTHS_MM]
        height = 2 * pad + max(
            painter.boundingRect(room, int(Qt.TextFlag.TextWrapAnywhere), text).height()
            for room, text in zip(rooms, row, strict=True)
        )
        if top + height > bottom:
            return -1
        left = 0.0
        for width, text in zip(WIDTHS_MM, row, strict=True):
            cell = QRectF(left, top, width * dots_per_mm, height)
            painter.drawRect(cell)
            painter.drawText(cell.adjusted(pad, pad, -pad, -pad), flags, text)
            left += cell.width()
        return top + height

    top = draw(HEADS, 0)
    for row in rows:
        end = draw(row, top)
        if end < 0:
            writer.newPage()
            end = draw(row, draw(HEADS, 0))
        top = end
    painter.end()


def libreoffice(rows: Rows, target: Path) -> None:
    """LibreOffice Writer without a window, from a flat OpenDocument text."""
    styles = "".join(
        f'<style:style style:name="c{place}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{width}mm"/></style:style>'
        for place, width in enumerate(WIDTHS_MM)
    )
    columns = "".join(f'<table:table-column table:style-name="c{place}"/>' for place in range(10))

    def row_of(texts: list[str]) -> str:
        cells = "".join(
            f'<table:table-cell table:style-name="cell"><text:p text:style-name="p">{escape(text)}</text:p>'
            "</table:table-cell>"
            for text in texts
        )
        return f'<table:table-row table:style-name="row">{cells}</table:table-row>'

    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}"'
        for short, long in (
            ("office", "office:1.0"), ("style", "style:1.0"), ("text", "text:1.0"), ("table", "table:1.0"),
            ("fo", "xsl-fo-compatible:1.0"), ("svg", "svg-compatible:1.0"),
        )
    )  # fmt: skip
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document{spaces} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        '<style:font-face style:name="XySong" svg:font-family="XySong"/></office:font-face-decls><office:automatic-styles>'
        f'<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="297mm" fo:page-height="210mm"'
        f' style:print-orientation="landscape" fo:margin="{MARGIN_MM}mm"/></style:page-layout>{styles}'
        '<style:style style:name="row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
        f'</style:style><style:style style:name="cell" style:family="table-cell"><style:table-cell-properties'
        f' fo:padding="{PADDING_MM}mm" fo:border="0.4pt solid #000000" style:vertical-align="middle"/></style:style>'
        '<style:style style:name="p" style:family="paragraph"><style:paragraph-properties'
        f' fo:line-height="{LEADING_PT}pt"/><style:text-properties style:font-name="XySong"'
        f' style:font-name-asian="XySong" fo:font-size="{SIZE_PT}pt" style:font-size-asian="{SIZE_PT}pt"/></style:style>'
        '</office:automatic-styles><office:master-styles><style:master-page style:name="Standard"'
        ' style:page-layout-name="page"/></office:master-styles><office:body><office:text><table:table table:name="t">'
        f"{columns}<table:table-header-rows>{row_of(HEADS)}</table:table-header-rows>{''.join(map(row_of, rows))}"
        "</table:table></office:text></office:body></office:document>"
    )
    source = target.with_suffix(".fodt")
    source.write_text(document, encoding="utf-8")
    fonts = target.with_name("fonts.conf")
    fonts.write_text(
        f"<fontconfig><dir>{FONT.parent}</dir><cachedir>{target.parent}/fonts</cachedir></fontconfig>"
    )
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{target.parent}/office"]
    subprocess.run(
        [*command, "--convert-to", "pdf", "--outdir", str(target.parent), str(source)],
        check=True, capture_output=True, env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )  # fmt: skip


MAKERS: dict[str, Callable[[Rows, Path], None]] = {
    "ours": ours,
    "QPainter": qpainter,
    "typst": typst,
    "LibreOffice": libreoffice,
    "fpdf2": fpdf2,
    "WeasyPrint": weasyprint,
    "reportlab": reportlab_table,
}
_IMPORTS = {
    "ours": "reports.ledger", "QPainter": "PySide6.QtGui", "typst": "typst", "fpdf2": "fpdf", "WeasyPrint": "weasyprint",
    "reportlab": "reportlab.platypus", "LibreOffice": "os",
}  # fmt: skip


def cpu_seconds() -> float:
    """Seconds of processor that this process and its finished children took."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def peak_mb(is_own: bool) -> int:
    """The most memory this process held, or its largest child."""
    if not is_own:
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) // 1024


def _other_texts(rows: Rows, time: int) -> Rows:
    """The same rows with a character more or less in their long texts."""
    return [[*row[:4], f"{row[4][time:]}{time}", row[5], f"{row[6][time:]}{time}", *row[7:]] for row in rows]


def main(name: str, rows_file: str, times: str, out: str) -> None:
    """Makes the ledger so many times and prints what it took."""
    rows, target = json.loads(Path(rows_file).read_text(encoding="utf-8")), Path(out)
    __import__(_IMPORTS[name])
    before = peak_mb(is_own=True)
    start = perf_counter()
    MAKERS[name](rows[:20], target)
    first = perf_counter() - start
    walls, cpus = [], []
    for time in range(int(times)):
        own_rows = _other_texts(rows, time)
        start, cpu = perf_counter(), cpu_seconds()
        MAKERS[name](own_rows, target)
        walls.append(perf_counter() - start)
        cpus.append(cpu_seconds() - cpu)
    memory = peak_mb(is_own=name != "LibreOffice")
    print(
        json.dumps(
            {
                "wall": walls,
                "cpu": cpus,
                "memory": memory,
                "before": before,
                "first": first,
                "size": target.stat().st_size,
            }
        )
    )


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(*sys.argv[1:])
