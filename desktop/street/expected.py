"""Which committees a street expects reports of: its own in the list of all committees, enrolled or not, and those that are
excused with a reason (docs/adr/0021).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db import roster_events
from db.code_links import code_links
from db.committee_names import committee_names
from db.errors import AppError
from db.roster_events import ASKED_AGAIN, NOT_ASKED, RosterEvent
from db.spec.text import one_line
from db.store import Transaction
from desktop.people.permissions import Right

if TYPE_CHECKING:
    from desktop.street.street_ledger import StreetLedger

_STREET_DIGITS = 9
LONGEST_REASON = 200


def unenrolled(street: StreetLedger) -> dict[str, str]:
    """Code → name of the street's own committees (the same first nine digits) that have no key here, by code.

    Reads the list of all committees, which takes a second the first time.
    """
    from desktop.committees import shipped_committees

    reader = street.store.reader()
    borne = {
        each.code for links in code_links(reader).values() for each in links
    }  # by those that are here already
    known = {*committee_names(reader), *borne}
    own = shipped_committees().under(str(street.committee["code"])[:_STREET_DIGITS])
    return {each.code: each.name for each in own if each.code not in known}


def ask_no_report(street: StreetLedger, code: str, reason: str) -> None:
    """Expect no reports of a committee until `ask_again`.

    Raises AppError `reason_needed`, `reason_too_long`, `committee_unknown`.
    """
    kept = one_line(reason)
    if not kept:
        raise AppError("reason_needed")
    if len(kept) > LONGEST_REASON:
        raise AppError("reason_too_long", limit=LONGEST_REASON, length=len(kept))
    if code not in committee_names(street.store.reader()) and code not in unenrolled(street):
        raise AppError("committee_unknown", code=code)
    _keep(street, code, NOT_ASKED, kept, "标记不要求报送")


def ask_again(street: StreetLedger, code: str) -> None:
    """Expect reports of a committee again; that none was asked for a while stays in its history.

    Raises AppError `report_is_asked`.
    """
    if code not in roster_events.not_asked(street.store.reader()):
        raise AppError("report_is_asked")
    _keep(street, code, ASKED_AGAIN, "", "恢复要求报送")


def _keep(street: StreetLedger, code: str, what: str, note: str, operation: str) -> None:
    def work(tx: Transaction) -> None:
        roster_events.keep_event(tx, RosterEvent("", code, tx.at, tx.who, what, None, note))

    street.write(work, operation, Right.REVIEW)
