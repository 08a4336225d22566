"""到期清单: which records were kept long enough, by which rule; two persons take them out of the ledger by a printed list,
and erase the personal data of what was taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import groupby

from db import records
from db.attachments import Attachment
from db.erasure import TAKEN_OUT, erasable, erase, let_go
from db.errors import AppError, LedgerError
from db.leftovers import throw_away
from db.retention import LONG, RULES, SHORT, SOURCE, Expired, expired, told
from db.store import Transaction
from desktop.office import Office
from desktop.people.permissions import Right
from desktop.people.signing_in import sign_in

__all__ = ["Expired", "SOURCE", "due_records", "erasable_records", "erase_personal", "take_out"]


def due_records(office: Office) -> list[Expired]:
    """The finished records whose time is over as of today, oldest first."""
    years = {key: office.own_number(key) for key in (LONG, SHORT)}
    return expired(office.store.reader(), office.today, years)


def take_out(
    office: Office, listed: Sequence[Expired], first: str, second: str, second_password: str = ""
) -> int:
    """Put the records of a printed list into the recycle bin in the names of two persons; how many.

    Raises AppError `retention_two_people`, `retention_nothing_due`, and `retention_list_changed` when the list is not the
    present one; `not_allowed` by role. While people sign in, the first is the one at the desk, and the second one gives a
    password: `sign_in_refused`, `sign_in_wait`.
    """
    by = _two_people(office, listed, first, second, second_password)
    reason = f"{TAKEN_OUT}（经办 {by[0]}、监销 {by[1]}）"

    def work(transaction: Transaction) -> int:
        if list(listed) != due_records(office):
            raise AppError("retention_list_changed")
        count = 0
        for table, items in groupby(sorted(listed, key=lambda each: each.table), lambda each: each.table):
            count += records.retire(transaction, table, [each.record_id for each in items], reason)
        return count

    taken: int = office.write(work, f"{TAKEN_OUT} {len(listed)} 条（{'、'.join(by)}）", Right.PURGE)
    return taken


def erasable_records(office: Office) -> list[Expired]:
    """The records that were taken out and still have their personal data and pictures, oldest first."""
    connection, words = office.store.reader(), {rule.table: rule.words for rule in RULES}
    found = [
        told(connection, table, record_id, words.get(table, "保管期满"))
        for table, record_id in erasable(connection)
    ]
    return sorted(found, key=lambda each: (each.day, each.table, each.no))


def erase_personal(
    office: Office, listed: Sequence[Expired], first: str, second: str, second_password: str = ""
) -> int:
    """Erase the personal data and pictures of the records of a printed list for good, in the records and in the log
    (个人信息保护法 §47); how many records.

    Copies outside the ledger stay: backups, archives of years, packages that the street has. Raises what `take_out`
    raises.
    """
    by = _two_people(office, listed, first, second, second_password)

    def work(transaction: Transaction) -> list[Attachment]:
        if list(listed) != erasable_records(office):
            raise AppError("retention_list_changed")
        pictures: set[str] = set()
        for each in listed:
            pictures |= erase(
                transaction, each.table, each.record_id, f"经办 {by[0]}、监销 {by[1]}，{transaction.at[:10]}"
            )
        return let_go(transaction, pictures)

    gone: list[Attachment] = office.write(
        work, f"清除个人信息 {len(listed)} 条（{'、'.join(by)}）", Right.PURGE
    )
    for each in gone:
        throw_away(office.attachments.path(each.sha256, each.suffix))
    with suppress(LedgerError):  # closing the ledger empties it too
        office.store.flush_log()
    return len(listed)


def _two_people(
    office: Office, listed: Sequence[Expired], first: str, second: str, second_password: str
) -> tuple[str, str]:
    """The two names under which a list is carried out, once they are known to be two persons who may."""
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
    return first, second
