"""The text of a printed document, as a reader of the PDF finds it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2


def text_of(pdf: bytes | Path) -> str:
    """The text of all pages, line by line."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def running_text_of(pdf: bytes | Path) -> str:
    """The same without line ends: what was broken over lines reads on."""
    return "".join(text_of(pdf).splitlines())
