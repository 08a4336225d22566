"""The committees' ledgers as a street sees them: the same lists with a column 村居, and nothing that writes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.spec import MONTHLY_RETURN
from db.spec.field import Record, Values
from db.spec.query import UNIT
from desktop.office import Office
from ui.models.columns import Column
from ui.pages.ledger_kind import LedgerKind
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
        print_one_word="",
        selected_prints=(),
        deeds=(),
        list_deeds=(),
        record_page=None,
        course=_no_course if kind.table == MONTHLY_RETURN.table else kind.course,
        panel=figures_panel if kind.table == MONTHLY_RETURN.table else _no_panel,
        empty_heading=f"还没有收到{kind.record_type.label}记录",
        empty_sentence="各村居的记录随报送包进来：在“收件”页把报送包收下，这里就能看到。",
        empty_deed="",
        sort=kind.sort,
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
