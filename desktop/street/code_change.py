"""A committee's new code at the street (format §12): linked with the codes it had, once its new stamped sheet was compared.

The key of the sheet proves that it is the same committee: it must be the one in use, or replace it for one of the reasons of
a change of keys. Chain, records and receipts stay where they are (docs/adr/0020).
"""

from __future__ import annotations

from pathlib import Path

from db import code_links, roster_events
from db.code_links import CodeLink
from db.errors import AppError
from db.roster_events import RECODED, RosterEvent
from db.store import Transaction
from db.street_register import RosterRow
from desktop.exchange.enrolment import CommitteeSheet, committee_text
from desktop.exchange.public_keys import fingerprint
from desktop.people.permissions import Right
from desktop.street.roster_changes import Reason, newest_row, replace_in
from desktop.street.street_office import StreetDesk, party_name, refuse_taken_code


def change_code(
    desk: StreetDesk,
    text: str,
    code: str,
    *,
    name: str = "",
    note: str = "",
    reason: Reason | None = None,
    notice: Path | None = None,
) -> CodeLink:
    """Let the committee that is known by `code` bear the code of its new sheet from now on, and the name, if one is given.

    `reason` and `notice` are for a sheet that brings a new key too, as `roster_changes.replace_key`. Raises AppError
    `committee_not_enrolled`, `code_not_changed`, `code_was_anothers`, `code_of_a_street`, `code_key_differs`, InvalidRecord
    for the name, and what `replace_key` and `StreetDesk.committee_sheet` raise.
    """
    sheet = desk.committee_sheet(text, code)
    kept = party_name(sheet.code, name) if name.strip() else ""

    def work(tx: Transaction) -> CodeLink:
        home = code_links.home_of(tx.connection, code)
        row = newest_row(tx, home)
        _refuse_code(tx, desk, sheet, row)
        if fingerprint(sheet.public_key) != row.fingerprint:
            if reason is None:
                raise AppError("code_key_differs", name=row.name)
            row = replace_in(tx, sheet, row, reason, note, notice)
        link = CodeLink(home, sheet.code, kept or row.name, committee_text(sheet), note, tx.at, tx.who)
        _keep(tx, row, link)
        return link

    linked: CodeLink = desk.write(work, "变更村居代码", Right.TRUST)
    return linked


def _refuse_code(tx: Transaction, desk: StreetDesk, sheet: CommitteeSheet, row: RosterRow) -> None:
    now = code_links.present_codes(tx.connection).get(row.code, row.code)
    if sheet.code == now:
        raise AppError("code_not_changed", code=now, name=row.name)
    if sheet.code == desk.office.code or (sheet.code.endswith("000") and not now.endswith("000")):
        raise AppError("code_of_a_street", code=sheet.code)
    refuse_taken_code(tx.connection, sheet.code, row.code)


def _keep(tx: Transaction, row: RosterRow, link: CodeLink) -> None:
    now = code_links.present_codes(tx.connection).get(link.home, link.home)
    code_links.keep_link(tx, link)
    roster_events.put_name(tx, link.home, link.name)
    words = "；".join(filter(None, (f"{now} → {link.code}", _renamed(row, link), link.note)))
    roster_events.keep_event(tx, RosterEvent(row.fingerprint, link.home, tx.at, tx.who, RECODED, None, words))
    tx.touch("roster", link.home)


def _renamed(row: RosterRow, link: CodeLink) -> str:
    return f"{row.name} → {link.name}" if row.name != link.name else ""
