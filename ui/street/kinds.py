"""The committees' ledgers as a street sees them: the same lists with a column 村居, and nothing that writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtWidgets import QWidget

from db.spec import HAZARD, MONTHLY_RETURN
from db.spec.field import Record, Values
from db.spec.query import UNIT
from desktop.office import Office
from desktop.street.street_ledger import StreetLedger
from ui.models.columns import Column
from ui.pages.ledger_kind import Deed, LedgerKind
from ui.pages.page_context import PageContext
from ui.street.figures_panel import figures_panel
from ui.widgets.course_steps import Course

_UNIT_WIDTH = 150
# How far a record is on its way to the street: here it has arrived. The marks give way to the committee.
_LEFT_OUT = ("report_state", "flags")


def street_kind(kind: LedgerKind) -> LedgerKind:
    """That ledger for a street: read-only, with the committee beside the number."""
    kept = tuple(each for each in kind.columns if each[0] not in _LEFT_OUT)
    return kind.with_changes(
        columns=(*kept[:1], (UNIT, _UNIT_WIDTH), *kept[1:]),
        unit_column=UNIT,
        further_columns=_unit_column,
        is_read_only=True,
        has_fix_on_spot=False,
        selected_prints=(),
        deeds=_deeds_of(kind),
        list_deeds=(),
        record_page=None,
        course=_no_course if kind.table == MONTHLY_RETURN.table else kind.course,
        panel=figures_panel if kind.table == MONTHLY_RETURN.table else _no_panel,
        empty_heading=f"还没有收到{kind.record_type.label}记录",
        empty_sentence="各村居的记录随报送包进来：在“收件”页把报送包收下，这里就能看到。",
        empty_deed="",
        sort=kind.sort,
    )


# What of a record's deeds only shows or prints what came; the papers are the committee's, from the street's copy.
_PRINTS = ("print_card", "evaluation", "print_record", "comparison")
_SHOWS = ("hazard",)


def _deeds_of(kind: LedgerKind) -> tuple[Deed, ...]:
    prints = [each.with_changes(run=_as_committee(each.run)) for each in kind.deeds if each.key in _PRINTS]
    shows = [each for each in kind.deeds if each.key in _SHOWS]
    notices = [_NOTICES] if kind.table == HAZARD.table else []
    return (*shows, *prints, *notices)


def _as_committee(run: Callable[[PageContext, Record], None]) -> Callable[[PageContext, Record], None]:
    def run_as_committee(context: PageContext, record: Record) -> None:
        from desktop.street.committee_copy import papers_office

        run(context.with_changes(office=papers_office(context.office, record)), record)

    return run_as_committee


def _print_notices(context: PageContext, hazard: Record) -> None:
    from desktop.street.committee_copy import print_notices

    street = cast(StreetLedger, context.office)
    unit = street.title("roster", hazard[UNIT])
    context.actions.print_document(
        lambda: print_notices(street, hazard["id"]), "隐患文书", f"{unit}{hazard['no']}"
    )


_NOTICES = Deed(
    "notices", "打印文书", _print_notices, "这条隐患报来的告知单、上报单等，合成一份", icon="print"
)


def _no_panel(context: PageContext, record: Record) -> QWidget | None:
    """A committee's panels count in its own ledger, which here is one of many."""
    return None


def _no_course(record: Values) -> Course:
    """A return's course ends with how it got here."""
    return Course((), 0)


def _unit_column(office: Office) -> tuple[Column, ...]:
    def name(record: Values) -> str:
        return office.title("roster", str(record.get(UNIT) or ""))

    return (Column(UNIT, "村居", _UNIT_WIDTH, name, sort_key=UNIT),)
