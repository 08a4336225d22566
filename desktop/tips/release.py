"""The release check: free text of records against the marks of every tipster, before it is printed or packed.

Never says which name or number was met, nor of which tip: only the record and the field.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from db import tips
from db.errors import AppError, InvalidRecord, Problem
from db.spec import RECORD_TYPES, TIP
from db.spec.field import Field, Kind, Record, RecordType, Values
from db.spec.query import Query
from desktop.tips.keys import ComparingKey, comparing_key
from desktop.tips.marks import Token, looks_like_a_phone, mark, tokens_in, tokens_of
from desktop.tips.reporter import Reporter

if TYPE_CHECKING:
    from desktop.office import Office

_FREE_TEXT = (Kind.TEXT, Kind.LONG_TEXT)


@dataclass
class TipsterCheck:
    """Compares texts with the marks. `unmarked` counts the tips that this computer cannot compare with."""

    marks: frozenset[bytes]
    key: ComparingKey | None
    own_names: frozenset[Token]
    unmarked: int
    _seen: dict[Token, bool] = field(default_factory=dict)

    def names_a_tipster(self, text: str) -> bool:
        """Whether a tipster's name, number or other contact stands in a text."""
        return bool(self.marks) and any(map(self._is_marked, tokens_in(text, self._starting)))

    def _starting(self, letters: set[str]) -> set[str]:
        return {each for each in letters if self._is_marked(("first", each))}

    def _is_marked(self, token: Token) -> bool:
        known = self._seen.get(token)
        if known is None:
            assert self.key is not None
            known = token not in self.own_names and mark(self.key, token) in self.marks
            self._seen[token] = known
        return known


@dataclass(frozen=True)
class ReleaseFinding:
    """A field of a record that must not go out so, or one with somebody's telephone number (`is_certain` False)."""

    record_type: RecordType
    record_id: str
    no: str
    label: str
    is_certain: bool


def tipster_check(office: Office, connection: sqlite3.Connection | None = None) -> TipsterCheck | None:
    """What texts are compared with, read by a running write's own connection or this thread's; None when the committee
    keeps no identity at all.

    The committee's own people are left out: their names stand in every record, and giving a tip must not show by
    records that can no longer be printed.
    """
    connection = connection or office.store.reader()
    if not tips.has_identities(connection):
        return None
    key = comparing_key(office.committee["id"])
    name = key.name if key else ""
    own = frozenset(
        token
        for each in tips.own_people(connection)
        for token in tokens_of(Reporter(False, each))
        if token[0] == "name"
    )
    return TipsterCheck(
        tips.marks_under(connection, name), key, own, len(tips.unmarked_tips(connection, name))
    )


def release_findings(
    check: TipsterCheck | None, records: Iterable[tuple[RecordType, Record]]
) -> Iterator[ReleaseFinding]:
    """Every field of these records that names a tipster or, less gravely, has somebody's mobile number in its words."""
    for record_type, record in records:
        for label, text in texts_of(record_type, record):
            is_certain = check is not None and check.names_a_tipster(text)
            if is_certain or looks_like_a_phone(text):
                yield ReleaseFinding(record_type, record["id"], record.get("no") or "", label, is_certain)


def refuse_unreleased(check: TipsterCheck | None, records: Iterable[tuple[RecordType, Record]]) -> None:
    """Raises AppError `tipster_in_text` naming the records, `tips_not_comparable` when this computer cannot compare."""
    if check is None:
        return
    if check.unmarked:
        raise AppError("tips_not_comparable", count=check.unmarked)
    found = [each for each in release_findings(check, records) if each.is_certain]
    if found:
        named = dict.fromkeys(each.no or each.record_type.label for each in found)
        raise AppError("tipster_in_text", numbers="、".join(list(named)[:5]), count=len(named))


def refuse_unreleased_ledger(office: Office) -> None:
    """`refuse_unreleased` for every living record of the ledger, for papers that gather from many of them."""
    check = tipster_check(office)
    for record_type in RECORD_TYPES.values() if check else ():
        if record_type is not TIP:
            rows = office.rows(record_type.table, office.ids(record_type.table, Query()))
            refuse_unreleased(check, [(record_type, each) for each in rows])


def refuse_in_values(check: TipsterCheck | None, record_type: RecordType, typed: Values) -> None:
    """Raises InvalidRecord `tipster_in_field` for each typed text that names a tipster."""
    if check is None or not check.marks:
        return
    problems = [
        Problem(each.name, "tipster_in_field", {"label": each.label})
        for each in record_type.fields
        if any(map(check.names_a_tipster, _texts(each, typed.get(each.name), _further(typed))))
    ]
    if problems:
        raise InvalidRecord(problems)


def check_against(reporter: Reporter) -> TipsterCheck:
    """A check for one tipster who is not registered yet, under a key that is forgotten at once."""
    key = ComparingKey(os.urandom(32))
    return TipsterCheck(frozenset(mark(key, each) for each in tokens_of(reporter)), key, frozenset(), 0)


def texts_of(record_type: RecordType, record: Values) -> Iterator[tuple[str, str]]:
    """(label, text) of everything in a record that people word freely.

    Of a hazard that came from a tip also the people and numbers in it: the one who told may have been put down as
    the one who found it.
    """
    further = _further(record)
    for each in record_type.fields:
        if value := record.get(each.name):
            for text in _texts(each, value, further):
                yield each.label, text


def _further(record: Values) -> tuple[Kind, ...]:
    return (Kind.PERSON, Kind.PHONE) if record.get("source") == "tip" else ()


def _texts(field_: Field, value: Any, further: tuple[Kind, ...]) -> Iterator[str]:
    if not value:
        return
    if field_.kind in _FREE_TEXT or field_.kind in further:
        yield str(value)
    elif field_.kind is Kind.ROWS and isinstance(value, list):
        for row in (each for each in value if isinstance(each, dict)):
            for inner in field_.rows:
                yield from _texts(inner, row.get(inner.name), further)
    elif field_.kind is Kind.ATTACHMENTS and isinstance(value, list):
        for attachment in (each for each in value if isinstance(each, dict)):
            yield f"{attachment.get('caption') or ''}\n{attachment.get('name') or ''}"
