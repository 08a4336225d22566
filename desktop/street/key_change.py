"""A committee's new key together with the notice that its old key signed (format §12); without a notice
`desktop.street.roster_changes` does it alone.
"""

from __future__ import annotations

from pathlib import Path

from db.errors import AppError
from db.roster_events import LEAKED, LOST, REBUILT, ROTATED
from db.street_register import RosterRow
from desktop.exchange.key_notice import read_notice
from desktop.exchange.public_keys import parse_public_key_line
from desktop.exchange.roster import KeyStatus
from desktop.own_keys import Cause
from desktop.street.roster_changes import REASONS, replace_key
from desktop.street.street_office import StreetDesk

_REASON_OF = {Cause.ROTATION: ROTATED, Cause.LOST: LOST, Cause.STOLEN: LEAKED, Cause.DATA_LOST: REBUILT}


def change_for(desk: StreetDesk, text: str, code: str, cause: Cause, notice: Path | None = None) -> RosterRow:
    """Enrol the key of a new sheet in the place of the committee's active one; the new row of the roster.

    With a notice the old key counts up to the serial that it names, so that what is still on its way is taken in.
    Raises what `replace_key` raises, AppError `notice_names_another`, and what `read_notice` refuses.
    """
    reason = next(each for each in REASONS if each.what == _REASON_OF[cause])
    last_serial = _announced(desk, text, code, notice) if notice else None
    return replace_key(desk, text, code, reason, "", last_serial)


def _announced(desk: StreetDesk, text: str, code: str, notice: Path) -> int:
    """The last serial of the old key, as its own notice says."""
    sheet = desk.committee_sheet(text, code)
    old = [each for each in desk.roster() if each.code == code and each.status is KeyStatus.ACTIVE]
    if not old:
        raise AppError("committee_not_enrolled", code=code)
    read = read_notice(notice, old[-1])
    if parse_public_key_line(read.new) != sheet.public_key:
        raise AppError("notice_names_another")
    return read.last_serial
