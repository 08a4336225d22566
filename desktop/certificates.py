"""Numbers of certificates: one that is entered twice, and who looked at a whole one, which stands in the record's history
(PIPL §51)."""

from __future__ import annotations

from db.certificates import certificates_with_number
from db.change_log import log_change
from db.spec import SPECIAL_WORK_CERTIFICATE
from db.spec.code_tables import label_of
from db.spec.field import Values
from desktop.office import Office
from desktop.people.permissions import Right


def note_reveal(office: Office, table: str, record: Values) -> None:
    """Write down that a sensitive number of a record was shown whole; the record itself does not change."""
    office.write(
        lambda tx: log_change(tx, table, record["id"], record["rev"], {}, {}), "查看全号", Right.REVEAL
    )


def same_number_words(office: Office, typed: str, but_for: str | None) -> str:
    """Which certificates bear the number that was typed; "" for none. The number itself is not repeated."""
    if not typed:
        return ""
    found = certificates_with_number(office.store.reader(), typed, but_for)
    codes = SPECIAL_WORK_CERTIFICATE.field("category").codes
    return "、".join(f"{no} {label_of(codes, category)}" for no, category in found)
