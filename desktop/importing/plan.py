"""An import from the file to the ledger: forms, layout, questions, every row tried out, and all chosen rows written at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from db.spec import RECORD_TYPES
from db.spec.field import Record
from desktop.importing.conversion import Converter
from desktop.importing.converted import CellProblem
from desktop.importing.layout import Layout, proposed_layout
from desktop.importing.questions import Asks, Question
from desktop.importing.sheets import Form, SkippedRow, SourceRow, find_forms, same_forms
from desktop.office import Office
from reports.sheet_reading.book import Book, read_book, read_pasted


class Action(StrEnum):
    """What becomes of a row."""

    UNSEEN = "unseen"
    NEW = "new"
    UPDATE = "update"
    UNCHANGED = "unchanged"  # it is in the ledger, or further up in the file, exactly so
    LIKELY_TWICE = "likely_twice"  # place, date and text are the same, something else is not
    REFUSED = "refused"


@dataclass(eq=False)
class PlannedRow:
    """One row: where it stands, what the clerk changed or decided, and what trying it out said."""

    source: SourceRow
    converter: Converter
    overrides: dict[str, str] = field(default_factory=dict)
    is_wanted: bool | None = None  # what the clerk ticked; None: as usual for its action
    action: Action = Action.UNSEEN
    problems: tuple[CellProblem, ...] = ()
    twin: str = ""  # the number of the record, or the row, that it repeats
    is_twin_kept: bool = False  # the twin stands in the ledger
    remarks: tuple[str, ...] = ()
    shown: dict[str, str] = field(default_factory=dict)  # by field, as it will be
    record_id: str = ""
    key: tuple[str, ...] = ()  # by what it would be taken for the same as another

    @property
    def is_chosen(self) -> bool:
        """Whether the row goes in: refused ones never, repeated ones when the clerk says so."""
        if self.action in (Action.REFUSED, Action.UNSEEN):
            return False
        if self.is_wanted is not None:
            return self.is_wanted
        is_repeated = self.action is Action.UNCHANGED or (
            self.action is Action.LIKELY_TWICE and self.is_twin_kept
        )
        return not is_repeated


@dataclass
class Outcome:
    """What an import came to. `expected` rows stand below the heads, `read` of them are records."""

    expected: int = 0
    read: int = 0
    written: int = 0
    updated: int = 0
    refused: int = 0
    left_out: int = 0
    numbers: list[str] = field(
        default_factory=list
    )  # of what was written, the id where a type has no numbers
    remarks: list[str] = field(default_factory=list)

    def count(self, row: PlannedRow, record: Record) -> None:
        """Count a row that went in, as this record."""
        self.numbers.append(record["no"] or record["id"])
        self.updated += bool(row.record_id)
        self.written += not row.record_id


class Import:
    """One import under way. Made by `open_file` or `open_pasted`; then `try_out`, and `write`."""

    def __init__(self, office: Office, table: str, book: Book, *, is_pasted: bool = False) -> None:
        self.office, self.table, self.book, self.is_pasted = office, table, book, is_pasted
        self.record_type = RECORD_TYPES[table]
        self.forms = find_forms(book, table)
        self.chosen: list[Form] = same_forms(self.forms)
        self.layout = self._proposed()
        self.rows: list[PlannedRow] = []
        self.converters: list[Converter] = []
        self.prepare()

    def _proposed(self) -> Layout:
        if not self.chosen:
            return Layout()
        layout = proposed_layout(self.office, self.table, self.chosen[0].columns)
        for form in self.chosen[1:]:
            further = proposed_layout(self.office, self.table, form.columns)
            layout.columns = further.columns | layout.columns
        return layout

    def choose_sheets(self, names: Sequence[str]) -> None:
        """Take these sheets, and no others."""
        self.chosen = [each for each in self.forms if each.sheet in names]
        self.layout = self._proposed()
        self.prepare()

    def use_layout(self, layout: Layout) -> None:
        """Take these columns, answers and values for what is missing; heads it does not name stay as they were proposed."""
        layout.columns = self.layout.columns | layout.columns
        self.layout = layout
        self.prepare()

    def prepare(self) -> None:
        """Begin anew with the rows of the chosen sheets; what was changed in rows before stays with them."""
        before = {(each.source.sheet, each.source.number): each for each in self.rows}
        self.rows, self.converters = [], []
        for form in self.chosen:
            converter = Converter(self.office, self.table, form, self.layout, self.book.name, self.is_pasted)
            self.converters.append(converter)
            for source in form.rows:
                kept = before.get((source.sheet, source.number))
                row = PlannedRow(source, converter)
                if kept:
                    row.overrides, row.is_wanted = kept.overrides, kept.is_wanted
                self.rows.append(row)

    @property
    def skipped(self) -> list[SkippedRow]:
        """The rows of the chosen sheets that are no records."""
        return [each for form in self.chosen for each in form.skipped]

    @property
    def hidden_count(self) -> int:
        """How many rows are hidden in the sheet; they come in as well, marked."""
        return sum(each.source.is_hidden for each in self.rows)

    def questions(self) -> list[Question]:
        """What is asked, once for each distinct value; empty until the rows were tried out."""
        found: dict[tuple[str, str, str], Question] = {}
        for converter in self.converters:
            for (name, text, why), question in converter.questions.items():
                same = found.get((name, text, why))
                if same is None:
                    found[name, text, why] = question
                elif same is not question:
                    same.rows |= question.rows
        order = {each.name: place for place, each in enumerate(self.record_type.fields)}
        rank = {Asks.EVIDENCE: 2}
        return sorted(
            found.values(),
            key=lambda each: (rank.get(each.why, each.is_assumed), order.get(each.field.name, 0)),
        )

    def count(self, *actions: Action) -> int:
        """How many rows came to one of these."""
        return sum(each.action in actions for each in self.rows)

    def chosen_rows(self) -> list[PlannedRow]:
        """The rows that would go in now."""
        return [each for each in self.rows if each.is_chosen]


def open_file(
    office: Office, table: str, file: Path, should_stop: Callable[[], None] = lambda: None
) -> Import:
    """The import of a file. Raises what `read_book` raises, and what `should_stop` does between the parts."""
    return Import(office, table, read_book(file, should_stop))


def open_pasted(office: Office, table: str, text: str) -> Import:
    """The import of what was copied in Excel or WPS. It adds, and never changes what is there."""
    return Import(office, table, read_pasted(text), is_pasted=True)
