"""Another key in the place of an enrolled one (format §12): planned, lost, stolen, or after a loss of all data.

What the old key still counts for differs: up to the notice's serial, up to the head of its chain, or only for what is
merged already.
"""

from __future__ import annotations

from pathlib import Path

from db import street_register
from db.errors import AppError
from db.store import Transaction
from db.street_register import RosterRow
from desktop.exchange.enrolment import CommitteeSheet, committee_text
from desktop.exchange.header import ED25519_ONLY
from desktop.exchange.key_notice import read_notice
from desktop.exchange.public_keys import fingerprint, parse_public_key_line, public_key_line
from desktop.exchange.roster import KeyStatus, RosterEntry
from desktop.own_keys import CAUSE_WORDS, Cause
from desktop.street.street_office import OPERATOR, StreetDesk


def replace_key(
    desk: StreetDesk, sheet: CommitteeSheet, *, name: str, cause: Cause, notice: Path | None = None
) -> RosterRow:
    """Enrol the key of a new sheet in the place of the committee's active one; the new row of the roster.

    Raises AppError `old_key_unknown`, `notice_needed`, `notice_names_another`, `new_epoch_needed`,
    `same_epoch_needed`; for the notice what `read_notice` refuses.
    """
    old = _active(desk, sheet.code)
    _refuse_wrong_epoch(sheet, old, cause)
    head = street_register.chain_head(desk.store.reader(), sheet.code)
    last_serial = head[1] if head else 0
    if cause is Cause.ROTATION:
        last_serial = _announced(sheet, old, notice)
    status = KeyStatus.REVOKED if cause is Cause.STOLEN else KeyStatus.RETIRED
    row = RosterRow(
        fingerprint(sheet.public_key), sheet.code, name, public_key_line(sheet.public_key), sheet.epoch,
        "+".join(ED25519_ONLY), KeyStatus.ACTIVE.value, committee_text(sheet), desk.store.clock.now().isoformat(), OPERATOR,
    )  # fmt: skip

    def work(tx: Transaction) -> None:
        street_register.retire_key(tx, old.fingerprint, status.value, last_serial)
        street_register.add_to_roster(tx, row)

    desk.store.write(work, who=OPERATOR, operation=f"换密钥 {sheet.code}（{CAUSE_WORDS[cause]}）")
    return row


def _active(desk: StreetDesk, code: str) -> RosterRow:
    rows = street_register.roster_rows(desk.store.reader())
    found = [each for each in rows if each.code == code and each.status == KeyStatus.ACTIVE.value]
    if not found:
        raise AppError("old_key_unknown", code=code)
    return found[-1]


def _refuse_wrong_epoch(sheet: CommitteeSheet, old: RosterRow, cause: Cause) -> None:
    params = {"enrolled": old.epoch, "found": sheet.epoch}
    if cause is Cause.DATA_LOST and sheet.epoch <= old.epoch:
        raise AppError("new_epoch_needed", **params)
    if cause is not Cause.DATA_LOST and sheet.epoch != old.epoch:
        raise AppError("same_epoch_needed", **params)


def _announced(sheet: CommitteeSheet, old: RosterRow, notice: Path | None) -> int:
    """The last serial of the old key, as its own notice says."""
    if notice is None:
        raise AppError("notice_needed")
    signer = RosterEntry(old.code, old.name, parse_public_key_line(old.key_line), old.epoch)
    read = read_notice(notice, signer)
    if parse_public_key_line(read.new) != sheet.public_key:
        raise AppError("notice_names_another")
    return read.last_serial
