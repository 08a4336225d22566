"""Personal data that is shown or handed out: who may, and a line of it in the log (PIPL §51; domain part F).

An export concerns no one record, so that its line stands in the history of the committee's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.change_log import log_change
from db.spec import COMMITTEE, TIP
from db.spec.field import RecordType
from desktop.people.permissions import Right

if TYPE_CHECKING:
    from desktop.office import Office


def refuse_unseen(office: Office, table: str) -> None:
    """Raises AppError `not_allowed` for a kind of record that the one at the desk may not look at."""
    if table == TIP.table:
        office.require(Right.SEE_TIPS)


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
