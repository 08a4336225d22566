"""Several records' documents as one PDF with a bookmark for each. Any thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from db.committee_names import ROSTER
from db.errors import AppError
from db.spec import RECORD_TYPES
from db.spec.kinds import show
from db.spec.query import UNIT
from desktop.office import Office
from desktop.record_papers import DOCUMENTS, make_paper

if TYPE_CHECKING:
    from reports.print_context import PrintResult

Parts = Sequence[tuple[str, Callable[[], "PrintResult"]]]  # (bookmark, maker)


def print_records(office: Office, table: str, ids: Sequence[str]) -> PrintResult:
    """The documents of these records one after the other, each with page numbers of its own.

    Raises AppError `documents_missing` without records, `no_document_of_type` for a type that has none.
    """
    if table not in DOCUMENTS:
        raise AppError("no_document_of_type", label=RECORD_TYPES[table].label)
    title, _ = DOCUMENTS[table]
    parts = [
        (_bookmark(office, table, each), lambda record_id=each: make_paper(office, table, record_id))
        for each in ids
    ]
    return bind(office, title, parts)


def _bookmark(office: Office, table: str, record_id: str) -> str:
    record, field = office.get(table, record_id), RECORD_TYPES[table].field(RECORD_TYPES[table].title_field)
    unit = f"{office.title(ROSTER, record[UNIT])} " if office.is_street else ""
    return f"{unit}{record['no'] or ''} {show(field, record.get(field.name), office.title)}".strip()


def bind(office: Office, title: str, parts: Parts) -> PrintResult:
    """One PDF of several documents; whoever listens (`reports.print_run`) hears of each and may stop the work."""
    from reports.pdf_file import About, PdfFile
    from reports.print_context import PrintResult
    from reports.print_run import bound_into, tell_progress

    if not parts:
        raise AppError("documents_missing")
    file = PdfFile(About(f"{title}（{len(parts)} 份）", office.committee["name"]))
    missing: dict[str, None] = {}
    for done, (bookmark, make) in enumerate(parts, 1):
        file.add_bookmark(bookmark, file.page_count)
        with bound_into(file):
            missing |= dict.fromkeys(make().missing_characters)
        tell_progress(done, len(parts))
    return PrintResult(file.finish(), file.page_count, tuple(missing))
