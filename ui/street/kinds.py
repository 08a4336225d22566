"""The committees' ledgers as a street sees them: the same lists with a column 村居, and nothing that writes."""

from __future__ import annotations

from db.spec.field import Values
from db.spec.query import UNIT
from desktop.office import Office
from desktop.street.street_ledger import committee_names
from ui.models.columns import Column
from ui.pages.ledger_kind import LedgerKind

_UNIT_WIDTH = 150
_HOME_ONLY = ("report_state",)  # how far a record is on its way to the street: here it has arrived


def street_kind(kind: LedgerKind) -> LedgerKind:
    """That ledger for a street: read-only, with the committee beside the number."""
    kept = tuple(each for each in kind.columns if each[0] not in _HOME_ONLY)
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
        panel=lambda context, record: None,
        empty_heading=f"还没有收到{kind.record_type.label}记录",
        empty_sentence="各村居的记录随报送包进来：在“收件”页把报送包收下，这里就能看到。",
        empty_deed="",
        sort=kind.sort,
    )


def _unit_column(office: Office) -> tuple[Column, ...]:
    names: dict[str, str] = {}

    def name(record: Values) -> str:
        code = str(record.get(UNIT) or "")
        if code not in names:  # enrolled since the list was made
            names.update(committee_names(office))
        return names.get(code, code)

    return (Column(UNIT, "村居", _UNIT_WIDTH, name, sort_key=UNIT),)
