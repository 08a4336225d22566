"""What a record is made of. A field is one line in its record type; columns, forms, lists and paper follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Any

from db.errors import Problem
from db.value import Value

# A record is a plain dict in its stored form, equal to its JSON in a package: text, int, bool, None, lists of these.
# Dates are ISO text, decimals are decimal text ("0.35"), choices are codes, references are record ids,
# attachments are lists of {"sha256", "name", "caption", "taken_at"}, child rows are lists of dicts.
Record = dict[str, Any]
Values = Mapping[str, Any]


class Kind(StrEnum):
    """The kinds of value a field may hold."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    DATE_TIME = "date_time"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    REFERENCE = "reference"
    PERSON = "person"
    PHONE = "phone"
    ATTACHMENTS = "attachments"
    ROWS = "rows"


class Prefill(StrEnum):
    """What an empty field of a new record starts with."""

    TODAY = "today"
    CLERK = "clerk"
    LAST = "last"  # what the record entered before this one had


class Field(Value):
    """One field: its name (part B of the domain reference), kind, label and what follows from them."""

    name: str
    kind: Kind
    label: str
    required: bool = False
    required_if: Callable[[Values], bool] | None = None
    search: bool = False
    codes: tuple[str, ...] = ()
    refers_to: str = ""
    rows: tuple[Field, ...] = ()
    prefill: Prefill | None = None
    initial: Any = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    unit: str = ""
    hint: str = ""
    section: str = ""
    folded: bool = False  # rarely filled: the form folds it away
    computed: bool = False  # follows from other fields; never typed
    by_action: bool = False  # written by a transition only, with its evidence
    copied: bool = True  # whether a copy of the record takes it along
    personal: bool = False  # personal data in the sense of PIPL §4
    sensitive: bool = (
        False  # a number is shown masked, and so in packages; files and lists stay here (PIPL §28)
    )
    neutral_names: bool = (
        False  # photos only, under names of the program's own: their files' names may name people
    )
    list_width: int | None = (
        None  # a column of the list, in device-independent pixels; None: not shown at first
    )
    pdf_width_mm: float | None = None  # a column of the printed ledger
    since: int = 1  # the schema version that brought it

    def is_required(self, record: Values) -> bool:
        """Whether this record must have the field."""
        return self.required if self.required_if is None else self.required_if(record)


class Status(Value):
    """A state of a record's course; `is_open` while something is still to be done."""

    code: str
    label: str
    is_open: bool = True


class Transition(Value):
    """A step of a record's course: from where, what it asks for, and what it makes of the record.

    `asks` are the fields its form shows, `needs` those that must be filled (in the record or the form). `guard` names why
    the step is not possible now (None: possible); it sees the record with the facts of `db.facts`. `prepare` works out
    what follows from the record as it was, the record with the new values (which it changes) and the facts, before
    `check` looks at it. `apply` gets the record with the new values and returns its new status. `is_offered` says whether the
    step makes sense for the record at all, `is_urgent` whether it is what should happen next; one that `is_aside` is
    offered in a menu.
    """

    name: str
    label: str
    sources: tuple[str, ...]
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    apply: Callable[[Record], str]
    guard: Callable[[Values], Problem | None] = lambda record: None
    check: Callable[[Values], list[Problem]] = lambda record: []
    prepare: Callable[[Values, Record, Values], None] = lambda before, record, facts: None
    is_offered: Callable[[Values], bool] = lambda record: True
    is_urgent: Callable[[Values], bool] = lambda record: False
    is_aside: bool = False


class RecordType(Value):
    """One kind of record: its table, its fields, its course and its rules."""

    table: str
    label: str
    fields: tuple[Field, ...]
    number_prefix: str = ""
    title_field: str = "name"
    date_field: str = ""  # the day the record is about: year of its number, period filter
    due_field: str = ""  # the day by which something must happen while the status is open
    statuses: tuple[Status, ...] = ()
    transitions: tuple[Transition, ...] = ()
    derive: Callable[[Record], None] = lambda record: None
    check: Callable[[Values], list[Problem]] = lambda record: []
    propose: Callable[[Record, Callable[[str], int]], None] = lambda record, own_number: None  # by 本单位设定
    why_kept: Callable[[Values], Problem | None] = lambda record: (
        None
    )  # why it must not go into the recycle bin
    check_change: Callable[[Values, Values], list[Problem]] = (
        lambda before, after: []
    )  # what a form may not change
    may_be_bare: Callable[[Values], bool] = lambda record: False  # urgent: what is not typed starts prefilled
    first_status: Callable[[Values], str] | None = None  # where a new record stands; None: the first status
    covering: tuple[
        str, ...
    ] = ()  # columns of an index by which a board reads all records without their wide rows
    in_package: bool = True
    sealed_statuses: tuple[
        str, ...
    ] = ()  # only records in these go into a package; (): whatever their status
    since: int = 1  # the schema version that brought it

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {each.name: each for each in self.fields}

    # Worked out once: an import writes 10,000 records of 90 fields, most of which are empty.

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in order."""
        return tuple(each.name for each in self.fields)

    @cached_property
    def searched(self) -> tuple[str, ...]:
        """The names of the fields that a search looks through."""
        return tuple(each.name for each in self.fields if each.search)

    @cached_property
    def choices(self) -> tuple[Field, ...]:
        """The fields whose values are codes."""
        return tuple(each for each in self.fields if each.kind in (Kind.CHOICE, Kind.CHOICES))

    @cached_property
    def reshaped(self) -> tuple[tuple[int, Field], ...]:
        """The fields whose columns hold another form of their values (JSON for lists, 0 and 1), each with its place."""
        kinds = (Kind.CHOICES, Kind.ATTACHMENTS, Kind.ROWS, Kind.YES_NO)
        return tuple((place, each) for place, each in enumerate(self.fields) if each.kind in kinds)

    @cached_property
    def demanded(self) -> tuple[Field, ...]:
        """The fields that a record must have, always or under some condition."""
        return tuple(
            each for each in self.fields if not each.computed and (each.required or each.required_if)
        )

    @cached_property
    def blank(self) -> Mapping[str, Any]:
        """Every field with what a new record starts with."""
        return {each.name: each.initial for each in self.fields}

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when the type has none."""
        return self.by_name[name]

    def status(self, code: str) -> Status:
        """The status of that code; KeyError when the type has none."""
        return next((each for each in self.statuses if each.code == code), None) or _missing(code)

    def transition(self, name: str) -> Transition | None:
        """The transition of that name, or None."""
        return next((each for each in self.transitions if each.name == name), None)

    @property
    def initial_status(self) -> str:
        """The status of a newly registered record; "" for types without a course."""
        return self.statuses[0].code if self.statuses else ""

    @property
    def open_statuses(self) -> tuple[str, ...]:
        """Codes of the statuses in which something is still to be done."""
        return tuple(each.code for each in self.statuses if each.is_open)


def _missing(code: str) -> Status:
    raise KeyError(code)
