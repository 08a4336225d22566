"""What a list asks for: search words, filters and order. `db.records` turns it into one SQL statement."""

from __future__ import annotations

from collections.abc import Mapping

from db.value import EMPTY, Value

REPORT_STATE = "report_state"  # a column that is derived: unreported, sealed or reported
UNIT = "committee_code"  # whose record it is, where a street keeps those of many committees
ATTENTION_WORDS = {
    "review": "应复评",
    "measures": "措施逾期",
    "supervised": "督办中",
}  # of a list's `attention`; its conditions: db.attention


class Sort(Value):
    """One sort key: a field of the record type, or one of no, status, updated_at."""

    field: str
    descending: bool = False


class Condition(Value):
    """What one column must be: any of these values or (`is_blank`) nothing, within its bounds, and holding these words.

    Values are what the column holds, as text; bounds are days (ISO) or numbers, both included. Moments go by their day.
    """

    field: str
    values: tuple[str, ...] = ()
    is_blank: bool = False
    low: str | None = None
    high: str | None = None
    contains: str = ""


class Query(Value):
    """Which records of one type, in which order; every condition given must hold."""

    search: str = ""
    statuses: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = EMPTY
    references: Mapping[str, str] = EMPTY
    date_from: str | None = None
    date_to: str | None = None
    is_open: bool | None = None
    is_overdue: bool = False
    due_by: str | None = None
    is_retired: bool = False
    report_state: str = ""
    only: tuple[str, ...] | None = None  # no records but these, by their ids
    filled: tuple[str, ...] = ()  # fields that must not be empty
    sort: tuple[Sort, ...] = (Sort("no", descending=True),)
    attention: str = ""  # what needs a look beyond its due day: a key of `db.attention`
    columns: tuple[Condition, ...] = ()  # set at the heads of columns
