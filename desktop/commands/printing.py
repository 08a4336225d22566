"""The documents of `main.py report`: each name with the function that makes it, imported when it is asked for."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from db.errors import AppError
from db.spec.query import Query, Sort
from desktop.drill_documents import DRILL_REPORTS
from desktop.office import Office
from desktop.risk_documents import RISK_REPORTS
from desktop.tips.release import refuse_unreleased_ledger
from desktop.training_papers import PAPERS

if TYPE_CHECKING:
    from reports.print_context import PrintResult

# These look at the records they print; with the others every record has to be free of tipsters' names and numbers.
_CHECKED_FOR_TIPSTERS = (
    "drill-log", "hazard-ledger", "risk-inventory", "document-register", "task-list", "enrolment", "handover-slip",
    "handbook", "quick-card",  # print no record
)  # fmt: skip

Maker = Callable[[Office, Namespace], "PrintResult"]


def print_report(office: Office, given: Namespace) -> PrintResult:
    """The document that was asked for. Raises AppError when what it is about cannot be found, and `tipster_in_text`."""
    if given.report not in _CHECKED_FOR_TIPSTERS:
        refuse_unreleased_ledger(office)
    return REPORTS[given.report](office, given)


# What a street prints of one committee, from its own copy; the rest counts a whole ledger or what is never reported.
_OF_ONE_COMMITTEE = (
    "hazard-ledger", "risk-inventory", "document-register", "notice", "drill-log", "drill-scheme", "drill-evaluation",
    "inspection-record", "premises-file", "monthly-return", "return-comparison", "risk-card", "training-record",
    "accident-record",
)  # fmt: skip


def part_of_street(office: Office, given: Namespace) -> Office:
    """Of a street the part of the committee that `given.committee` names; itself for a paper of its own; a committee's ledger.

    Raises AppError `committee_needed`, `committee_not_enrolled`, and for a report `no_paper_of_street`.
    """
    report = getattr(given, "report", "")
    if not office.is_street or report in (*STREET_REPORTS, "handover-slip"):
        return office
    from desktop.street.committee_copy import CommitteeCopy
    from desktop.street.street_ledger import StreetLedger

    if report and report not in _OF_ONE_COMMITTEE:
        raise AppError("no_paper_of_street", name=report, known="、".join(_OF_ONE_COMMITTEE))
    if not given.committee:
        raise AppError("committee_needed")
    return CommitteeCopy(cast(StreetLedger, office), given.committee)


def _drill_log(office: Office, given: Namespace) -> PrintResult:
    from desktop import documents

    record_id = office.find("drill", given.number)["id"] if given.number else documents.newest_drill(office)
    return documents.drill_log(office, record_id)


def _drill_report(office: Office, given: Namespace) -> PrintResult:
    from desktop.drill_documents import print_drill_report

    return print_drill_report(office, given.report, given.number, given.year)


def _handbook() -> Any:
    from desktop import handbook

    return handbook


def _documents() -> Any:
    from desktop import documents

    return documents


def _handover_slip(office: Office, given: Namespace) -> PrintResult:
    from db.packages import sealed_packages
    from desktop import documents

    wanted = ("", given.number)
    sealed = [
        each
        for each in sealed_packages(office.store.reader())
        if not given.number or str(each.serial) in wanted or each.id in wanted
    ]
    if not sealed:
        raise AppError("documents_missing")
    return documents.handover_slip(office, sealed[0])


def _notice(office: Office, given: Namespace) -> PrintResult:
    from desktop import documents

    record_id = office.find("notice", given.number)["id"] if given.number else documents.newest_notice(office)
    return documents.notice(office, record_id)


def _enrolment(office: Office, given: Namespace) -> PrintResult:
    from desktop import documents

    return documents.enrolment_sheet(office)


def _inspection_record(office: Office, given: Namespace) -> PrintResult:
    from desktop.inspection_documents import record_document

    return record_document(office, given.number)


def _inspection_sheet(office: Office, given: Namespace) -> PrintResult:
    from desktop.inspection_documents import sheet_document

    return sheet_document(office, given.number)


def _premises_file(office: Office, given: Namespace) -> PrintResult:
    from desktop.premises_file import print_file

    return print_file(office, office.find("premises", given.number)["id"])


def _paper(name: str) -> Maker:
    """A paper about trainings or accidents, of a record or of a year (this one when not given)."""
    return lambda office, given: PAPERS[name](office, given.number, given.year or office.clock.today().year)


def _risk_report(office: Office, given: Namespace) -> PrintResult:
    from desktop.risk_documents import print_risk_report

    return print_risk_report(office, given.report, given.number)


def _monthly_return(office: Office, given: Namespace) -> PrintResult:
    from desktop.return_documents import numbered_return

    return numbered_return(office, given.number)


def _return_comparison(office: Office, given: Namespace) -> PrintResult:
    from desktop.return_documents import numbered_comparison

    return numbered_comparison(office, given.number)


def _return_rollup(office: Office, given: Namespace) -> PrintResult:
    from desktop.return_documents import return_rollup

    return return_rollup(office, given.number or str(given.year or ""))


def _ledger(name: str) -> Maker:
    """A ledger of `desktop.documents`; the number, when given, is searched for."""

    def make(office: Office, given: Namespace) -> PrintResult:
        from desktop import documents

        made: PrintResult = getattr(documents, name)(office, Query(search=given.number, sort=(Sort("no"),)))
        return made

    return make


def _clause_table(office: Office, given: Namespace) -> PrintResult:
    from desktop.programme_documents import clause_sheet, clause_table

    return clause_sheet(office, "", given.number) if given.number else clause_table(office)


def _wall_chart(office: Office, given: Namespace) -> PrintResult:
    from desktop.programme_documents import wall_chart_sheet

    return wall_chart_sheet(office, given.year or office.clock.today().year)


def _period_review(office: Office, given: Namespace) -> PrintResult:
    from desktop.programme_documents import review_of_number

    return review_of_number(office, given.number)


def _street_report(name: str) -> Maker:
    """A paper of a street over all its committees; the number is the month."""

    def make(office: Office, given: Namespace) -> PrintResult:
        from desktop.street import figure_papers
        from desktop.street.street_ledger import StreetLedger

        made: PrintResult = getattr(figure_papers, name)(cast(StreetLedger, office), given.number or "")
        return made

    return make


# Of a street's database, not of a committee's.
STREET_REPORTS: dict[str, Maker] = {
    "street-circular": _street_report("circular"),
    "street-rollup": _street_report("rollup"),
}
REPORTS: dict[str, Maker] = {
    "handbook": lambda office, given: _handbook().handbook(office),
    "quick-card": lambda office, given: _handbook().quick_card(office),
    **STREET_REPORTS,
    "drill-log": _drill_log,
    "hazard-ledger": _ledger("hazard_ledger"),
    "risk-inventory": _ledger("risk_inventory"),
    "notice": _notice,
    "enrolment": _enrolment,
    "handover-slip": _handover_slip,
    "staff-handover": lambda office, given: _documents().staff_handover(office),
    "document-register": _ledger("document_register"),
    "premises-file": _premises_file,
    "monthly-return": _monthly_return,
    "return-comparison": _return_comparison,
    "return-rollup": _return_rollup,
    "task-list": _ledger("task_list"),
    "clause-table": _clause_table,
    "wall-chart": _wall_chart,
    "period-review": _period_review,
    "inspection-record": _inspection_record,
    "inspection-sheet": _inspection_sheet,
    **dict.fromkeys(DRILL_REPORTS, _drill_report),
    **{name: _paper(name) for name in PAPERS},
    **dict.fromkeys(RISK_REPORTS, _risk_report),
}
