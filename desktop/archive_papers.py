"""The papers of closing a year: what is carried over, and the list of what may be destroyed. reportlab is imported here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.errors import AppError
from db.retention import SOURCE, Expired
from db.year_archives import open_items
from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def carried_over_sheet(office: Office, year: int) -> PrintResult:
    """What a year leaves open. Raises AppError `documents_missing` when there is nothing."""
    from reports.archive_papers import carried_over_list

    items = open_items(office.store.reader(), year, office.today)
    if not items:
        raise AppError("documents_missing")
    return carried_over_list(items, year, print_context(office))


def destruction_list(office: Office, items: Sequence[Expired]) -> PrintResult:
    """The list of records whose time is over, with lines for two signatures. AppError `retention_nothing_due`."""
    return _signed_list(office, items, "保管期满档案销毁清单", SOURCE)


def erasure_list(office: Office, items: Sequence[Expired]) -> PrintResult:
    """The list of records that lose their personal data and pictures. AppError `retention_nothing_due`."""
    return _signed_list(office, items, "个人信息清除清单", "《个人信息保护法》第四十七条")


def _signed_list(office: Office, items: Sequence[Expired], title: str, source: str) -> PrintResult:
    from reports.archive_papers import destruction_sheet

    if not items:
        raise AppError("retention_nothing_due")
    return destruction_sheet(items, title, source, print_context(office))
