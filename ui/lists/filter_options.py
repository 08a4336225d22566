"""The values that a column's filter offers: how they read, in which order, with how many records. Any thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.spec.code_tables import code_table, label_of
from db.spec.field import Field, Kind, RecordType
from db.spec.kinds import show
from db.spec.pinyin import initials, order
from db.spec.query import REPORT_STATE, UNIT, Query
from db.spec.text import search_form
from desktop.office import Office
from desktop.street.street_ledger import committee_names
from ui.models.column_filter import BLANK_WORD
from ui.models.filters import REPORT_WORDS, YES_OR_NO

MOST = 2000  # values that are offered at once; more are reached by typing
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY)
_TEXTS = (Kind.TEXT, Kind.LONG_TEXT, Kind.PERSON, Kind.PHONE)


@dataclass(frozen=True)
class FilterOption:
    """One value: what the column holds (None: nothing), how it reads, and how many records have it."""

    value: str | None
    word: str
    count: int

    def fits(self, typed: str) -> bool:
        """Whether the words typed are in it, or its pinyin initials are."""
        wanted, own = search_form(typed), search_form(self.word)
        return wanted in own or wanted in initials(own)


@dataclass(frozen=True)
class FilterOptions:
    """What a column offers; `is_cut` when it has more values than these."""

    options: tuple[FilterOption, ...]
    is_cut: bool


def is_text(record_type: RecordType, name: str) -> bool:
    """Whether a column can be filtered by words in it."""
    field = record_type.by_name.get(name)
    return name in ("no", "updated_by") or (field is not None and field.kind in _TEXTS)


def is_day(record_type: RecordType, name: str) -> bool:
    """Whether a column can be filtered by a period."""
    field = record_type.by_name.get(name)
    return name == "updated_at" or (field is not None and field.kind in (Kind.DATE, Kind.DATE_TIME))


def is_number(record_type: RecordType, name: str) -> bool:
    """Whether a column can be filtered by two bounds."""
    field = record_type.by_name.get(name)
    return field is not None and field.kind in _NUMBERS


def read_options(office: Office, record_type: RecordType, query: Query, name: str) -> FilterOptions:
    """The values of a column among the records of a query, in the order of the list: codes as in their table, numbers by
    size, days backwards, words by pinyin; nothing entered last.
    """
    found = office.column_values(record_type.table, query, name, MOST + 1)
    values, field = found[:MOST], record_type.by_name.get(name)
    words = _words(office, record_type, name, [value for value, _ in values if value is not None])
    options = [
        FilterOption(value, BLANK_WORD if value is None else words[value], count) for value, count in values
    ]
    return FilterOptions(_ordered(options, record_type, name, field), len(found) > MOST)


def _words(office: Office, record_type: RecordType, name: str, values: Sequence[str]) -> dict[str, str]:
    field = record_type.by_name.get(name)
    if name == "status":
        return {each: record_type.status(each).label if record_type.statuses else each for each in values}
    if name == REPORT_STATE:
        return {each: REPORT_WORDS[each] for each in values}
    if name == UNIT:
        return {each: each for each in values} | committee_names(office)
    if field is None or field.kind is Kind.DATE_TIME:
        return {each: each for each in values}
    if field.kind is Kind.REFERENCE:
        return {each: "（已不在）" for each in values} | office.titles(field.refers_to, values)
    if field.kind is Kind.CHOICES:
        return {each: label_of(field.codes, each) for each in values}
    if field.kind is Kind.YES_NO:
        return {each: dict(YES_OR_NO).get(each, each) for each in values}
    return {each: show(field, each).replace("\n", " ") for each in values}


def _ordered(
    options: Sequence[FilterOption], record_type: RecordType, name: str, field: Field | None
) -> tuple[FilterOption, ...]:
    filled = [each for each in options if each.value is not None]
    if name == "status":
        places = {each.code: place for place, each in enumerate(record_type.statuses)}
        filled.sort(key=lambda each: places.get(each.value or "", len(places)))
    elif field is not None and field.codes:
        codes = [each.code for table in field.codes for each in code_table(table).codes]
        filled.sort(key=lambda each: codes.index(each.value) if each.value in codes else len(codes))
    elif is_number(record_type, name):
        filled.sort(key=lambda each: float(each.value or 0))
    elif not is_day(record_type, name):
        filled.sort(key=lambda each: each.word[:24].translate(order()))
    return (*filled, *(each for each in options if each.value is None))
