"""What runs around the making of documents in one thread: who hears of its progress and may stop it, and the file that
several documents are bound into. The makers of documents are not asked to hand it through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reports.pdf_file import PdfFile

Tell = Callable[[int, int], None]


def _nobody(done: int, total: int) -> None:
    """Nobody listens."""


_tell: ContextVar[Tell] = ContextVar("tell", default=_nobody)
_file: ContextVar[PdfFile | None] = ContextVar("file", default=None)


@contextmanager
def heard_by(tell: Tell) -> Iterator[None]:
    """What is printed inside tells how many of how many rows are done, (0, 0) after a page without a count.

    The listener stops the printing by raising Cancelled.
    """
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)


def tell_progress(done: int = 0, total: int = 0) -> None:
    """Tell whoever listens."""
    _tell.get()(done, total)


@contextmanager
def bound_into(file: PdfFile) -> Iterator[None]:
    """Documents that are made inside become pages of this file; their own results hold no PDF."""
    token = _file.set(file)
    try:
        yield
    finally:
        _file.reset(token)


def file_to_bind() -> PdfFile | None:
    """The file that documents are bound into now, or None."""
    return _file.get()
