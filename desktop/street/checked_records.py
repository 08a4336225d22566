"""The street's second answer (核验结果回执): each record of a merged package 接收 or 退回, with a remark for those sent back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from db import merged_revisions, street_receipts, street_register
from db.errors import AppError
from db.store import Transaction
from db.street_receipts import IssuedRow
from desktop.exchange.schema import KINDS
from desktop.exchange.signing_key import SigningKey
from desktop.people.permissions import Right
from desktop.street.answering import Answer, issue_again
from desktop.street.returns import checked_part, plain_remark
from desktop.street.street_office import StreetDesk


def check_records(desk: StreetDesk, package_id: str, returns: Mapping[str, str], key: SigningKey) -> Answer:
    """Sign the result of checking a merged package: `returns` maps the numbers of records sent back to a remark.

    All its other records are accepted. Repeating signs another receipt, whose word then counts. Raises AppError
    `package_not_merged`, `record_not_in_package`, `remark_unusable`.
    """
    known = street_receipts.issued_receipt(desk.store.reader(), package_id)
    if known is None or not street_register.is_merged(desk.store.reader(), package_id):
        raise AppError("package_not_merged", what=package_id[:12])
    if street_register.is_rolled_back(desk.store.reader(), package_id):
        raise AppError("package_rolled_back", what=package_id[:12])

    def work(tx: Transaction) -> Answer:
        found = _records_of(tx, package_id)
        returned = [_returned(found, number, remark) for number, remark in returns.items()]
        accepted = len(found) - len(returned)
        # What was sent back when the package was merged is not in the ledgers and stays sent back.
        kept_out = [each for each in json.loads(known.line).get("returned") or () if each["id"] not in found]
        return Answer(_issue(tx, desk, known, accepted, [*kept_out, *returned], key))

    answer: Answer = desk.write(work, f"核验 {package_id[:12]}", Right.PACK)
    return answer


def _records_of(tx: Transaction, package_id: str) -> dict[str, dict[str, object]]:
    """The records that a package brought, by id."""
    return {
        record_id: {"id": record_id, "type": table, "no": no, "rev": rev}
        for table in sorted(KINDS)
        for record_id, no, rev in merged_revisions.brought_records(tx.connection, table, package_id)
    }


def _returned(found: Mapping[str, dict[str, object]], typed: str, remark: str) -> dict[str, object]:
    """The record of that number or id; a street's package to the district may have a number more than once."""
    named = [found[typed]] if typed in found else [each for each in found.values() if each["no"] == typed]
    if not named:
        raise AppError("record_not_in_package", what=typed)
    if len(named) > 1:
        raise AppError("record_number_ambiguous", no=typed)
    return {**named[0], "remark": plain_remark(typed, remark)}


def _issue(
    tx: Transaction,
    desk: StreetDesk,
    known: IssuedRow,
    accepted: int,
    returned: list[dict[str, object]],
    key: SigningKey,
) -> IssuedRow:
    line = json.loads(known.line)
    is_whole = not (returned or line["conflicts"] or line["missing_volumes"])
    part = {"status": "accepted" if is_whole else "partial", "error": None}
    return issue_checked(tx, desk, known, part | checked_part(accepted, returned, True), key)


def issue_checked(
    tx: Transaction, desk: StreetDesk, known: IssuedRow, said: Mapping[str, Any], key: SigningKey
) -> IssuedRow:
    """A further receipt for a merged package, of the check of its records (`issue_again`)."""
    return issue_again(tx, desk, known, {"all_returned": None} | dict(said), key)
