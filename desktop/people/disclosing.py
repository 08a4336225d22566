"""Personal data that is shown or handed out: who may, and a line of it in the log (PIPL §51; domain part F).

An export concerns no one record, so that its line stands in the history of the committee's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.change_log import log_change
from db.spec import COMMITTEE, TIP
from db.spec.field import Field, Kind, Record, RecordType
from db.spec.kinds import show
from desktop.people.permissions import Right

if TYPE_CHECKING:
    from desktop.office import Office


def refuse_unseen(office: Office, table: str) -> None:
    """Raises AppError `not_allowed` for a kind of record that the one at the desk may not look at."""
    if table == TIP.table:
        office.require(Right.SEE_TIPS)


def hide_unseen(office: Office, record_type: RecordType, record: Record) -> Record:
    """A record as the one at the desk may read it: whole, or with telephones and numbers masked and lists of people left out."""
    if office.why_not(Right.REVEAL) is None:
        return record
    from desktop.spreadsheets.masking import masked

    hidden = [each for each in record_type.fields if _is_hidden(each) and record.get(each.name)]
    return record | {
        each.name: masked(each, value) if isinstance(value := record[each.name], str) else None
        for each in hidden
    }


def seen_value(office: Office, field: Field, value: Any) -> str:
    """How a field reads to the one at the desk."""
    from desktop.spreadsheets.masking import masked

    text = show(field, value, office.title)
    return masked(field, text) if _is_hidden(field) and office.why_not(Right.REVEAL) else text


def _is_hidden(field: Field) -> bool:
    """Telephones, numbers and lists of people; whose premises it is may be read."""
    is_phone = field.kind is Kind.PHONE and field.personal
    return is_phone or field.sensitive or any(_is_hidden(each) for each in field.rows)


def note_export(office: Office, record_type: RecordType, count: int, *, with_personal: bool) -> None:
    """Before records go into a file: refuse who may not, and log whose personal data goes along.

    Raises AppError `not_allowed`.
    """
    refuse_unseen(office, record_type.table)
    office.require(Right.EXPORT)
    if with_personal:
        office.require(Right.EXPORT_PERSONAL)
        note_disclosure(
            office, f"查看或导出个人信息：导出{record_type.label} {count} 条", Right.EXPORT_PERSONAL
        )


def note_disclosure(office: Office, operation: str, right: Right = Right.REVEAL) -> None:
    """Log that personal data of more than one record is about to be shown."""
    committee = office.committee
    office.write(
        lambda tx: log_change(tx, COMMITTEE.table, committee["id"], committee["rev"], {}, {}),
        operation,
        right,
    )
