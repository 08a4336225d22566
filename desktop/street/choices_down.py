"""What of the street's own choices and criteria its committees have not got yet, and sending it down to them.

What was sent is read from the packages themselves, so that a committee enrolled later still gets all of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from db import down_packages, street_register
from db.choice_rows import KEYS, TYPES, added_rows
from db.code_links import present_codes
from db.spec import RECORD_TYPES
from db.spec.field import Record, RecordType
from db.value import Value
from desktop.exchange.down_format import STOPPED, may_be_sent
from desktop.exchange.incoming_down import DownItem
from desktop.exchange.roster import KeyStatus
from desktop.exchange.signing_key import SigningKey
from desktop.people.permissions import Right
from desktop.street.sending_down import send_down
from desktop.street.street_ledger import StreetLedger

_IN_USE = "used"
Line = dict[str, Any]


class Receiver(Value):
    """A committee that takes what is sent down: the code it is kept under, its present code and name, and how many entries
    it has not got as they are now.
    """

    home: str
    code: str
    name: str
    lacking: int


class Pending(Value):
    """What stands in the street's own lists against what was sent: the lines of each type, and by record id the homes of
    the committees that lack it.
    """

    lines: Mapping[str, Sequence[tuple[str, Line]]]
    lacking: Mapping[str, frozenset[str]]
    receivers: tuple[Receiver, ...]

    def words_of(self, record: Record) -> str:
        """已下发, 未下发 or who still lacks it."""
        lacking = len(self.lacking.get(record["id"], ()))
        if not self.receivers:
            return "还没有村居登记"
        if lacking == 0:
            return "已下发" if record["status"] == _IN_USE else "停用已下发"
        return "未下发" if lacking == len(self.receivers) else f"{lacking} 个村居未下发"


def pending(street: StreetLedger) -> Pending:
    """How far the street's own choices and criteria have got."""
    reader = street.store.reader()
    lines = {
        each.table: [(row["id"], _line(each, row)) for row in added_rows(reader, each)] for each in TYPES
    }
    rows = [each for each in street_register.roster_rows(reader) if each.status == KeyStatus.ACTIVE.value]
    sent = _sent(street)
    lacking: dict[str, frozenset[str]] = {}
    for table, listed in lines.items():
        for record_id, line in listed:
            lacking[record_id] = frozenset(
                each.code for each in rows if _lacks(sent.get(each.code, {}).get(_key(table, line)), line)
            )
    now = present_codes(reader)
    receivers = tuple(
        Receiver(
            each.code,
            now.get(each.code, each.code),
            each.name,
            sum(each.code in who for who in lacking.values()),
        )
        for each in rows
    )
    return Pending(lines, lacking, receivers)


def send(street: StreetLedger, homes: Sequence[str], folder: Path, key: SigningKey) -> list[Path]:
    """Send these committees all entries that one of them lacks; one signed file each, in a folder named by its code.

    Raises AppError `nothing_to_send`, `not_allowed`, and what `send_down` raises.
    """
    street.require(Right.SETTINGS)
    found = pending(street)
    wanted = frozenset(homes)
    items = {
        table: [line for record_id, line in listed if found.lacking[record_id] & wanted]
        for table, listed in found.lines.items()
    }
    return send_down(street.desk, list(homes), items, street.today[:7], folder, key)


def words_of_lines(found: Pending, homes: Sequence[str]) -> list[str]:
    """What would go to these committees, an entry a line, as 场所标签：露营营地（停用）."""
    wanted = frozenset(homes)
    return [
        DownItem(
            RECORD_TYPES[table], {k: v for k, v in line.items() if k != STOPPED}, bool(line.get(STOPPED))
        ).title
        for table, listed in found.lines.items()
        for record_id, line in listed
        if found.lacking[record_id] & wanted
    ]


def _line(record_type: RecordType, record: Record) -> Line:
    values = {
        each.name: _typed(record[each.name])
        for each in record_type.fields
        if may_be_sent(each) and record[each.name] not in (None, [], "")
    }
    return values if record["status"] == _IN_USE else {**values, STOPPED: True}


def _typed(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _key(table: str, line: Line) -> tuple[Any, ...]:
    return (table, *(line.get(name) for name in KEYS[table]))


def _lacks(known: Line | None, line: Line) -> bool:
    """Whether a committee has to be told: one that never got an entry need not hear that it was stopped."""
    return known != line and not (known is None and line.get(STOPPED))


def _sent(street: StreetLedger) -> dict[str, dict[tuple[Any, ...], Line]]:
    """What each committee was sent last of each entry."""
    found: dict[str, dict[tuple[Any, ...], Line]] = {}
    for code, payload in down_packages.payloads_sent_down(street.store.reader()):
        for table, text in json.loads(payload).items():
            if table in KEYS:
                for each in text.splitlines():
                    line = json.loads(each)
                    values = {**line["values"], **({STOPPED: True} if line.get(STOPPED) else {})}
                    found.setdefault(code, {})[_key(table, values)] = values
    return found
