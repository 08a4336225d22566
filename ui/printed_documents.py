"""What a list and a record print as: the title of the file, and what makes the document when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.spec.query import Query
from desktop.office import Office

Printed = Any  # reports.print_context.PrintResult, which the windows only hand on


def _hazard_ledger(office: Office, query: Query) -> Printed:
    from desktop.documents import hazard_ledger

    return hazard_ledger(office, query)


def _risk_inventory(office: Office, query: Query) -> Printed:
    from desktop.documents import risk_inventory

    return risk_inventory(office, query)


def _document_register(office: Office, query: Query) -> Printed:
    from desktop.documents import document_register

    return document_register(office, query)


def _task_list(office: Office, query: Query) -> Printed:
    from desktop.documents import task_list

    return task_list(office, query)


def _training_ledger(office: Office, query: Query) -> Printed:
    from desktop.documents import training_ledger

    return training_ledger(office, query)


def _certificate_list(office: Office, query: Query) -> Printed:
    from desktop.documents import certificate_list

    return certificate_list(office, query)


def _accident_ledger(office: Office, query: Query) -> Printed:
    from desktop.documents import accident_ledger

    return accident_ledger(office, query)


def _drill_log(office: Office, record_id: str) -> Printed:
    from desktop.documents import drill_log

    return drill_log(office, record_id)


def _drill_scheme(office: Office, record_id: str) -> Printed:
    from desktop.drill_documents import drill_scheme

    return drill_scheme(office, record_id)


def _inspection_record(office: Office, record_id: str) -> Printed:
    from desktop.inspection_documents import inspection_record

    return inspection_record(office, record_id)


def _notice(office: Office, record_id: str) -> Printed:
    from desktop.documents import notice

    return notice(office, record_id)


def _premises_file(office: Office, record_id: str) -> Printed:
    from desktop.premises_file import print_file

    return print_file(office, record_id)


def _period_review(office: Office, record_id: str) -> Printed:
    from desktop.programme_documents import period_review

    return period_review(office, record_id)


def _monthly_return(office: Office, record_id: str) -> Printed:
    from desktop.return_documents import monthly_return

    return monthly_return(office, record_id)


LEDGERS: dict[str, tuple[str, Callable[[Office, Query], Printed]]] = {
    "hazard": ("隐患台账", _hazard_ledger),
    "risk": ("风险清单", _risk_inventory),
    "document": ("资料目录", _document_register),
    "task": ("任务清单", _task_list),
    "training": ("培训宣教台账", _training_ledger),
    "special_work_certificate": ("特种作业证清单", _certificate_list),
    "accident": ("事故台账", _accident_ledger),
}
DOCUMENTS: dict[str, tuple[str, Callable[[Office, str], Printed]]] = {
    "drill": ("演练记录", _drill_log),
    "drill_plan": ("演练方案", _drill_scheme),
    "inspection": ("现场检查记录", _inspection_record),
    "notice": ("文书", _notice),
    "period_review": ("督导评估", _period_review),
    "premises": ("一户一档", _premises_file),
    "monthly_return": ("月报", _monthly_return),
}
