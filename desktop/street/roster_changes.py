"""What may happen to an enrolled key (format §12): suspended and resumed, replaced because it was changed, lost, copied, or
because the committee's data were lost. The committee's history stays one; each step is written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db import code_links, roster_events, street_register
from db.errors import AppError
from db.roster_events import LEAKED, LOST, REBUILT, RESUMED, ROTATED, SUSPENDED, RosterEvent
from db.store import Transaction
from db.street_register import RosterRow
from desktop.exchange.enrolment import CommitteeSheet
from desktop.exchange.key_notice import read_notice
from desktop.exchange.public_keys import fingerprint, parse_public_key_line
from desktop.exchange.roster import BorneCode, KeyStatus, RosterEntry
from desktop.people.permissions import Right
from desktop.street.street_office import StreetDesk, new_row, party_name


@dataclass(frozen=True)
class Reason:
    """Why a key is replaced: what is written down, what becomes of the old one, whether a new epoch begins, and whether the
    old key has to announce the new one.
    """

    what: str
    words: str
    old_status: KeyStatus
    begins_epoch: bool = False
    needs_notice: bool = False


REASONS = (
    Reason(ROTATED, "计划更换：到期或换人，旧密钥没有问题", KeyStatus.RETIRED, needs_notice=True),
    Reason(LOST, "遗失：密钥或口令丢了，台账还在", KeyStatus.RETIRED),
    Reason(LEAKED, "泄露：密钥可能被别人拿到", KeyStatus.REVOKED),
    Reason(REBUILT, "数据丢失：没有备份，重新建账（期次加一）", KeyStatus.RETIRED, begins_epoch=True),
)

# The words of the command line, which are those of the committee's side (desktop.own_keys.Cause).
REASON_OF = dict(zip(("rotation", "lost", "stolen", "data_lost"), REASONS, strict=True))


def suspend(desk: StreetDesk, print_: str, note: str) -> None:
    """Take nothing more in under a key until it is resumed; what was merged stays. Raises AppError `key_not_active`."""

    def work(tx: Transaction) -> None:
        row = _row(tx, print_)
        if row.status != KeyStatus.ACTIVE.value:
            raise AppError("key_not_active", name=row.name)
        _end(tx, row, KeyStatus.RETIRED, SUSPENDED, note, _last_merged(tx, row))

    desk.write(work, "暂停收件", Right.TRUST)


def resume(desk: StreetDesk, print_: str) -> None:
    """Take packages under a suspended key again. Raises AppError `key_not_suspended`."""

    def work(tx: Transaction) -> None:
        row = _row(tx, print_)
        newest = roster_events.newest_events(tx.connection).get(print_)
        if newest is None or newest.what != SUSPENDED:
            raise AppError("key_not_suspended", name=row.name)
        roster_events.put_status(tx, print_, KeyStatus.ACTIVE.value)
        roster_events.keep_event(tx, RosterEvent(print_, row.code, tx.at, tx.who, RESUMED))

    desk.write(work, "恢复收件", Right.TRUST)


def rename(desk: StreetDesk, code: str, name: str) -> str:
    """Give a committee another name, and say it. Raises InvalidRecord as `StreetDesk.enrol`."""
    kept = party_name(code, name)

    def work(tx: Transaction) -> None:
        home = code_links.home_of(tx.connection, code)
        roster_events.put_name(tx, home, kept)
        row = newest_row(tx, home)
        event = RosterEvent(row.fingerprint, home, tx.at, tx.who, roster_events.RENAMED, None, kept)
        roster_events.keep_event(tx, event)

    desk.write(work, "改村居名称", Right.TRUST)
    return kept


def replace_key(
    desk: StreetDesk, text: str, code: str, reason: Reason, note: str, notice: Path | None = None
) -> RosterRow:
    """Enrol the key of a new sheet in place of the committee's present one, whose packages stay valid up to the serial
    that its notice names, else up to the last that was merged (nothing more at all where the key leaked).

    Raises AppError `committee_not_enrolled`, `sheet_code_differs`, `same_key_again`, `enrolled_with_another_key`,
    `sheet_epoch_differs`, `notice_needed`, `notice_names_another`, and what `read_notice` and `StreetDesk.committee_sheet` raises.
    """
    home = code_links.home_of(desk.store.reader(), code)
    now = code_links.present_codes(desk.store.reader()).get(home, home)
    sheet = desk.committee_sheet(text, now)
    if sheet.code != now:
        raise AppError("sheet_code_differs", found=sheet.code, expected=now)

    def work(tx: Transaction) -> RosterRow:
        return replace_in(tx, sheet, newest_row(tx, home), reason, note, notice)

    replaced: RosterRow = desk.write(work, "更换村居密钥", Right.TRUST)
    return replaced


def replace_in(
    tx: Transaction, sheet: CommitteeSheet, old: RosterRow, reason: Reason, note: str, notice: Path | None
) -> RosterRow:
    """Put the key of a sheet in the place of a committee's present one, in this transaction; raises as `replace_key`."""
    print_ = fingerprint(sheet.public_key)
    _refuse_known(tx, print_, old.code)
    _refuse_wrong_epoch(sheet, old, reason)
    borne = [old.code, *(each.code for each in code_links.code_links(tx.connection).get(old.code, ()))]
    last_serial = _announced(sheet, old, notice, borne) if reason.needs_notice else _last_merged(tx, old)
    row = replace(new_row(sheet, old.name, tx.at, tx.who), code=old.code)
    _end(tx, old, reason.old_status, reason.what, note, last_serial)
    street_register.add_to_roster(tx, row)
    words = reason.words.split("：")[0]
    event = RosterEvent(print_, old.code, tx.at, tx.who, roster_events.ENROLLED, None, words)
    roster_events.keep_event(tx, event)
    return row


def _refuse_wrong_epoch(sheet: CommitteeSheet, old: RosterRow, reason: Reason) -> None:
    is_right = sheet.epoch > old.epoch if reason.begins_epoch else sheet.epoch == old.epoch
    if not is_right:
        raise AppError("sheet_epoch_differs", found=sheet.epoch, expected=old.epoch + reason.begins_epoch)


def _announced(sheet: CommitteeSheet, old: RosterRow, notice: Path | None, borne: Sequence[str]) -> int:
    """The last serial of the old key, as its own notice says, under whichever code of the committee it was written."""
    if notice is None:
        raise AppError("notice_needed")
    codes = tuple(map(BorneCode, (*borne, sheet.code)))
    key = parse_public_key_line(old.key_line)
    read = read_notice(notice, RosterEntry(old.code, old.name, key, old.epoch, borne=codes))
    if parse_public_key_line(read.new) != sheet.public_key:
        raise AppError("notice_names_another")
    return read.last_serial


def _last_merged(tx: Transaction, row: RosterRow) -> int:
    head = street_register.chain_head(tx.connection, row.code)
    return head[1] if head and head[0] == row.epoch else 0


def _end(tx: Transaction, row: RosterRow, status: KeyStatus, what: str, note: str, last_serial: int) -> None:
    roster_events.put_status(tx, row.fingerprint, status.value)
    roster_events.keep_event(
        tx, RosterEvent(row.fingerprint, row.code, tx.at, tx.who, what, last_serial, note)
    )


def _row(tx: Transaction, print_: str) -> RosterRow:
    return next(each for each in street_register.roster_rows(tx.connection) if each.fingerprint == print_)


def newest_row(tx: Transaction, code: str) -> RosterRow:
    """The key of the committee kept under that code that counts, else its newest. Raises AppError `committee_not_enrolled`."""
    rows = [each for each in street_register.roster_rows(tx.connection) if each.code == code]
    if not rows:
        raise AppError("committee_not_enrolled", code=code)
    counting = [each for each in rows if each.status == KeyStatus.ACTIVE.value]
    return max(counting or rows, key=lambda each: (each.epoch, each.enrolled_at))


def _refuse_known(tx: Transaction, print_: str, code: str) -> None:
    for known in street_register.roster_rows(tx.connection):
        if known.fingerprint == print_:
            if known.code == code:
                raise AppError("same_key_again", name=known.name)
            raise AppError("enrolled_with_another_key", code=known.code, name=known.name)
