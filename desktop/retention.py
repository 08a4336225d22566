"""到期清单: which records were kept long enough, by which rule; two persons take them out of the ledger by a printed list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from db import records
from db.errors import AppError
from db.retention import LONG, SHORT, SOURCE, Expired, expired
from db.store import Transaction
from desktop.office import Office
from desktop.people.permissions import Right
from desktop.people.signing_in import sign_in

__all__ = ["Expired", "SOURCE", "due_records", "take_out"]


def due_records(office: Office) -> list[Expired]:
    """The finished records whose time is over as of today, oldest first."""
    years = {key: office.own_number(key) for key in (LONG, SHORT)}
    return expired(office.store.reader(), office.today, years)


def take_out(
    office: Office, listed: Sequence[Expired], first: str, second: str, second_password: str = ""
) -> int:
    """Put the records of a printed list into the recycle bin in the names of two persons; how many.

    Their text stays in the chained log: a log with holes would prove nothing any more, and packages that the street has
    were signed over it. Raises AppError `retention_two_people`, `retention_nothing_due`, and `retention_list_changed`
    when the list is not the present one; `not_allowed` by role. While people sign in, the first is the one at the
    desk, and the second one gives a password: `sign_in_refused`, `sign_in_wait`.
    """
    if office.signed_in is not None:
        first = office.signed_in.name
    first, second = ("".join(each.split()) for each in (first, second))
    if not first or not second or first == second:
        raise AppError("retention_two_people")
    if not listed:
        raise AppError("retention_nothing_due")
    if office.signed_in is not None:
        office.require(Right.PURGE)
        second = sign_in(office, second, second_password).name
    reason = f"保管期满移出（经办 {first}、监销 {second}）"

    def work(transaction: Transaction) -> int:
        if list(listed) != due_records(office):
            raise AppError("retention_list_changed")
        count = 0
        for table, items in groupby(sorted(listed, key=lambda each: each.table), lambda each: each.table):
            count += records.retire(transaction, table, [each.record_id for each in items], reason)
        return count

    taken: int = office.write(work, f"保管期满移出 {len(listed)} 条（{first}、{second}）", Right.PURGE)
    return taken
