"""What a record prints as: the title of the file, and what makes the document when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def _drill_log(office: Office, record_id: str) -> PrintResult:
    from desktop.documents import drill_log

    return drill_log(office, record_id)


def _drill_scheme(office: Office, record_id: str) -> PrintResult:
    from desktop.drill_documents import drill_scheme

    return drill_scheme(office, record_id)


def _inspection_record(office: Office, record_id: str) -> PrintResult:
    from desktop.inspection_documents import inspection_record

    return inspection_record(office, record_id)


def _notice(office: Office, record_id: str) -> PrintResult:
    from desktop.documents import notice

    return notice(office, record_id)


def _premises_file(office: Office, record_id: str) -> PrintResult:
    from desktop.premises_file import print_file

    return print_file(office, record_id)


def _period_review(office: Office, record_id: str) -> PrintResult:
    from desktop.programme_documents import period_review

    return period_review(office, record_id)


def _monthly_return(office: Office, record_id: str) -> PrintResult:
    from desktop.return_documents import monthly_return

    return monthly_return(office, record_id)


DOCUMENTS: dict[str, tuple[str, Callable[[Office, str], PrintResult]]] = {
    "drill": ("演练记录", _drill_log),
    "drill_plan": ("演练方案", _drill_scheme),
    "inspection": ("现场检查记录", _inspection_record),
    "notice": ("文书", _notice),
    "period_review": ("督导评估", _period_review),
    "premises": ("一户一档", _premises_file),
    "monthly_return": ("月报", _monthly_return),
}


def make_paper(office: Office, table: str, record_id: str) -> PrintResult:
    """The document of a record; at a street as the paper of the committee that sent it, from the street's copy."""
    _, make = DOCUMENTS[table]
    if not office.is_street:
        return make(office, record_id)
    from desktop.street.committee_copy import papers_office

    return make(papers_office(office, office.get(table, record_id)), record_id)
