"""What a street is about to send down: kept until it is sent, each item checked as a committee's ledger will check it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from db.errors import AppError, InvalidRecord
from db.settings import keep_setting, setting
from db.spec import HAZARD, RECORD_TYPES, SUPERVISION_ORDER
from db.spec.field import Field, RecordType
from db.typed_values import missing_fields, read_values, reading_of
from db.value import Value
from desktop.exchange.down_format import DOWN_TYPES, may_be_sent
from desktop.people.permissions import Right
from desktop.street.street_ledger import StreetLedger

_KEY = "street.down_items"
# A committee's own: its plans, premises, how far it is, and the programme, which it finds by itself.
_THEIRS = frozenset(
    (
        ("task", "programme"), ("task", "plan"), ("task", "progress"), ("task", "progress_note"), ("task", "evidence"),
        ("document", "premises"), ("document", "owner"), ("supervision_order", "is_requested"),
    )
)  # fmt: skip
_THEIR_PROBLEMS = frozenset(("task_source_missing",))


class DownItem(Value):
    """One thing to send down: the type of record it becomes at a committee, and what a clerk would type there."""

    kind: str
    values: Mapping[str, Any]

    @property
    def record_type(self) -> RecordType:
        """The type of record it becomes."""
        return RECORD_TYPES[self.kind]

    @property
    def title(self) -> str:
        """What it reads as."""
        return " ".join(str(self.values.get(self.record_type.title_field) or "").split())


def sent_fields(record_type: RecordType) -> list[Field]:
    """The fields of a type that a street fills in before it sends one down."""
    return [
        each
        for each in record_type.fields
        if may_be_sent(each) and (record_type.table, each.name) not in _THEIRS
    ]


def kept_items(street: StreetLedger) -> list[DownItem]:
    """What is to be sent, in the order it was put together."""
    kept = json.loads(setting(street.store.reader(), _KEY, "[]"))
    return [DownItem(kind, values) for kind, values in kept if kind in DOWN_TYPES]


def keep_items(street: StreetLedger, items: Sequence[DownItem]) -> None:
    """Keep the list. Raises what a write raises."""
    text = json.dumps([[each.kind, dict(each.values)] for each in items], ensure_ascii=False)
    street.write(lambda tx: keep_setting(tx, _KEY, text), "准备下发内容", Right.PACK)


def read_item(street: StreetLedger, kind: str, typed: Mapping[str, Any]) -> DownItem:
    """An item of what was typed, in stored form, without what is empty.

    Raises InvalidRecord with every problem that a committee would have with it.
    """
    record_type = RECORD_TYPES[kind]
    values, problems = read_values(
        record_type, dict(typed), reading_of(street.store.reader(), street.clock.today())
    )
    record = {**dict.fromkeys(record_type.names), **record_type.blank, **values}
    record_type.derive(record)
    unread = {each.field for each in problems}
    found = missing_fields(record_type, record) + record_type.check(record)
    problems += [
        each for each in found if each.field not in unread and each.message_id not in _THEIR_PROBLEMS
    ]
    if problems:
        raise InvalidRecord(problems)
    sent = [each.name for each in sent_fields(record_type)]
    return DownItem(kind, {name: _plain(record[name]) for name in sent if record[name] not in (None, "", [])})


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | list) else str(value)


def shares(
    street: StreetLedger, items: Sequence[DownItem], codes: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], list[DownItem]]]:
    """The committees that get the same, with what they get: an order about a hazard goes to its own committee only.

    Raises AppError `nothing_to_send`, `down_nobody_chosen`, and `down_order_elsewhere` for an order whose committee is not
    among them.
    """
    if not items:
        raise AppError("nothing_to_send")
    if not codes:
        raise AppError("down_nobody_chosen")
    owners = {place: _owner(street, each) for place, each in enumerate(items)}
    for place, owner in owners.items():
        if owner and owner not in codes:
            raise AppError(
                "down_order_elsewhere", title=items[place].title, name=street.title("roster", owner)
            )
    groups: dict[tuple[int, ...], list[str]] = {}
    for code in codes:
        own = tuple(place for place, owner in owners.items() if owner in ("", code))
        groups.setdefault(own, []).append(code)
    if () in groups:
        raise AppError("down_nothing_for", name=street.title("roster", groups[()][0]))
    for places, sharing in groups.items():
        yield tuple(sharing), [items[place] for place in places]


def _owner(street: StreetLedger, item: DownItem) -> str:
    """The code of the committee whose hazard an order is about, "" for what anybody may get."""
    if item.kind != SUPERVISION_ORDER.table:
        return ""
    return str(street.get(HAZARD.table, str(item.values["hazard"]))["committee_code"])


def due_words(item: DownItem) -> str:
    """Until when it is to be done, "" when it has no such day."""
    name = item.record_type.due_field
    return str(item.values.get(name) or "") if name else ""
