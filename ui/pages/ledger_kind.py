"""What makes one list page differ from another, stated by hand in each page's file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from db.spec.field import Record, RecordType, Values
from db.spec.query import Sort
from db.value import EMPTY, Value
from desktop.office import Office
from ui.models.columns import Column
from ui.models.filters import Filters
from ui.models.marks import Mark
from ui.pages.page_context import PageContext
from ui.widgets.course_steps import Course

MarkOf = Callable[[Values], Mark | None]


class Related(Value):
    """Records of another type that refer to this one: their word and their table."""

    label: str
    table: str


class Deed(Value):
    """What else can be done with a record, or (without one) with the list: a button of the detail or above the list.

    `run` gets the page's context and the record; it opens forms and prints through `context.actions`.
    """

    key: str
    label: str
    run: Callable[[PageContext, Record], None]
    tip: str = ""
    icon: str = ""
    is_offered: Callable[[Values], bool] = lambda record: True
    is_next: Callable[[Values], bool] = lambda record: False  # stands before the steps, as what to do now
    group: str = ""  # deeds of one group share a drop-down button that bears this word


class SelectedPrint(Value):
    """A further paper of the selected records, all in one: a line of the 记录 menu and of the right click."""

    key: str
    label: str
    run: Callable[[PageContext, list[str]], None]
    tip: str = ""


class LedgerKind(Value):
    """The words, columns and filters of one ledger, and how its records are shown in detail."""

    record_type: RecordType
    title: str
    search_hint: str
    columns: tuple[tuple[str, int], ...]  # shown at first, from left to right: field and width in pixels
    stretched: str
    choice_filters: tuple[tuple[str, str], ...]  # (word, field name)
    value_filters: tuple[tuple[str, str], ...] = ()  # (word, field): by the values that were entered
    due_filters: tuple[tuple[str, Filters], ...] = ()
    empty_heading: str = ""
    empty_sentence: str = ""
    empty_deed: str = ""  # the deed of the list that is offered first while the list is empty
    is_read_only: bool = False  # records come from elsewhere: nothing is registered, changed or deleted here
    has_fix_on_spot: bool = False  # 即查即改: registered and closed on one form
    print_list_word: str = ""  # "" where custom knows no such ledger: the list prints as it stands
    print_one_word: str = ""
    selected_prints: tuple[SelectedPrint, ...] = ()
    course: Callable[[Values], Course] = lambda record: Course((), 0)
    level: Callable[[Values], Mark | None] = lambda record: None
    marks: Callable[[Office], Mapping[str, MarkOf]] = lambda office: (
        EMPTY
    )  # by field, in place of the usual ones
    unit_column: str = ""  # the column that says whose a record is, where a list has those of several units
    further_columns: Callable[[Office], tuple[Column, ...]] = (
        lambda office: ()
    )  # beside the record type's own
    further_marks: Callable[[Office, Values], tuple[Mark, ...]] = lambda office, record: ()  # derived
    photo_fields: tuple[tuple[str, str], ...] = ()  # (heading, field name), shown side by side
    derived_from: tuple[str, ...] = ()  # other tables whose writes change what this list shows
    compares_photos: bool = False  # a click shows the photos of both fields side by side
    related: tuple[Related, ...] = ()
    deeds: tuple[Deed, ...] = ()  # of one record, in its detail
    # One record's own page in place of the list, by double click or Enter: (this kind, context, record id, back to the list)
    record_page: Callable[[LedgerKind, PageContext, str, Callable[[], None]], QWidget] | None = None
    list_deeds: tuple[Deed, ...] = ()  # of the whole list, above it; `run` gets an empty record
    own_texts: Mapping[str, Callable[[Office, Values], str]] = (
        EMPTY  # how the detail words a field, by its name
    )
    panel: Callable[[PageContext, Record], QWidget | None] = lambda context, record: (
        None
    )  # a part of the detail's own
    shows_also: tuple[str, ...] = ()  # tables whose writes change what this page shows
    panel_fields: tuple[str, ...] = ()  # what that part shows
    sort: tuple[Sort, ...] = (Sort("no", descending=True),)

    @property
    def table(self) -> str:
        """The table of the record type."""
        return self.record_type.table
