"""PDFs read back with poppler's tools, as an archive would; tests skip where the tools are missing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from reports.print_context import PrintResult

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs poppler-utils (pdftotext, pdffonts)"
)


def saved(result: PrintResult, folder: Path) -> Path:
    """The document as a file."""
    path = folder / "document.pdf"
    path.write_bytes(result.pdf)
    return path


def page_texts(result: PrintResult, folder: Path) -> list[str]:
    """The text of each page, in reading order."""
    return _run("pdftotext", "-layout", saved(result, folder), "-").split("\f")[: result.pages]


def flat_text(result: PrintResult, folder: Path) -> str:
    """All text of the document in content order, without any white space."""
    return re.sub(r"\s", "", _run("pdftotext", "-raw", saved(result, folder), "-"))


def fonts(result: PrintResult, folder: Path) -> list[dict[str, str]]:
    """Name, and whether embedded, subset and mapped to Unicode, for each font."""
    rows = [line.split() for line in _run("pdffonts", saved(result, folder)).splitlines()[2:]]
    return [dict(zip(("emb", "sub", "uni"), row[-5:-2], strict=True), name=row[0]) for row in rows]


def page_sizes(result: PrintResult, folder: Path) -> set[str]:
    """The sizes of all pages in points, as pdfinfo writes them."""
    text = _run("pdfinfo", "-f", "1", "-l", str(result.pages), saved(result, folder))
    return set(re.findall(r"size:\s+(\S+ x \S+)", text))


def metadata(result: PrintResult, folder: Path) -> str:
    """Title, author and the rest as pdfinfo writes them."""
    return _run("pdfinfo", saved(result, folder))


def words(result: PrintResult, folder: Path, page: int) -> list[tuple[float, float, float, float, str]]:
    """The words of a page with their boxes: left, top, right, bottom in points from the top left corner."""
    text = _run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), saved(result, folder), "-")
    found = re.findall(r'<word xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>', text)
    return [
        (float(left), float(top), float(right), float(bottom), word)
        for left, top, right, bottom, word in found
    ]


def _run(*command: str | Path) -> str:
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
