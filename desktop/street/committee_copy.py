"""One committee's records as the street has them, to be printed as that committee's papers. Reads the street's open database.

Such a paper bears the committee's name and says that it comes from the street's copy, as of which package.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from db import merged_revisions, street_register
from db.errors import AppError
from db.spec import NOTICE
from db.spec.field import Record
from db.spec.query import UNIT, Condition, Query
from db.spec.text import plain_digits
from db.store import Transaction
from desktop.office import Office
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger, committee_names

if TYPE_CHECKING:
    from reports.print_context import PrintResult


class CommitteeCopy(StreetLedger):
    """The part of a street's ledger that one committee sent; `committee` is that committee, `origin` stands on its papers.

    It shares the street's store and is never closed. Raises AppError `committee_not_enrolled`.
    """

    def __init__(self, street: StreetLedger, code: str) -> None:
        name = committee_names(street).get(code)
        if name is None:
            raise AppError("committee_not_enrolled", code=code)
        self.street, self.code = street, code
        self.store, self.database, self.folder = street.store, street.database, street.folder
        self.clock, self.attachments = street.clock, street.attachments
        self.asks_sign_in, self.signed_in = street.asks_sign_in, street.signed_in
        self.clerk = self.lead = ""  # who filled in stands in the records, not at the street's desk
        self.committee = {"id": "", "rev": 0, "code": code, "name": name,
                          "street_name": street.committee["street_name"]}  # fmt: skip
        self.origin = _origin(street, code)

    def close(self) -> None:
        """Nothing: the street closes its own."""

    def write(self, work: Callable[[Transaction], Any], operation: str, right: Right = Right.EDIT) -> Any:
        """As the street writes: only that something was printed is ever written here."""
        return self.street.write(work, operation, right)

    def title(self, table: str, record_id: str) -> str:
        """What a reference reads as."""
        return self.street.title(table, record_id)

    def ids(self, table: str, query: Query, limit: int | None = None) -> list[str]:
        """The ids of the committee's records of a query."""
        own = Condition(UNIT, (self.code,))
        return super().ids(table, query.with_changes(columns=(*query.columns, own)), limit)

    def find(self, table: str, text: str) -> Record:
        """The committee's record of a number or an id; a street has a number once for each committee.

        Raises AppError `record_not_found`.
        """
        number = plain_digits(text).upper()
        found = merged_revisions.record_of_number(self.store.reader(), table, self.code, number) or text
        record = self.street.find(table, found)
        if record[UNIT] != self.code:
            raise AppError("record_not_found", what=text)
        return record


def _origin(street: StreetLedger, code: str) -> str:
    """据夏阳街道收到的副本打印，截至第 3 号报送包（2026-11-23 收到）."""
    _, serial, at = street_register.newest_received(street.store.reader()).get(code, (0, 0, ""))
    as_of = f"，截至第 {serial} 号报送包（{at[:10]} 收到）" if serial else ""
    return f"据{street.committee['street_name']}收到的副本打印{as_of}"


def papers_office(office: Office, record: Record) -> Office:
    """As whose paper a record is printed: the committee's that sent it where a street prints, else the ledger's own."""
    if not isinstance(office, StreetLedger) or isinstance(office, CommitteeCopy) or UNIT not in record:
        return office
    return CommitteeCopy(office, str(record[UNIT]))


def print_notices(street: StreetLedger, hazard_id: str) -> PrintResult:
    """Every notice of a hazard, one after the other. Raises AppError `no_notices_of_hazard`."""
    from desktop.batch_print import print_records

    ids: Sequence[str] = street.ids(NOTICE.table, Query(references={"hazard": hazard_id}))
    if not ids:
        raise AppError("no_notices_of_hazard")
    return print_records(street, NOTICE.table, ids)
