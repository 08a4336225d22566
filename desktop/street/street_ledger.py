"""A street's database as the window reads it: the records of all its committees, to be looked at, printed and exported.

Committees change their own records and send them in; here only packages bring changes (format §14).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db import street_register
from db.choice_rows import TABLES, tables_of_batch
from db.clock import Clock
from db.code_links import code_links, code_words
from db.committee_names import ROSTER
from db.committee_names import committee_names as enrolled_names
from db.errors import AppError, EnvironmentProblem
from db.spec.field import Record, Values
from db.store import Changed, Store, Transaction, closed_on_failure, open_existing_store
from db.street_indexes import add_unit_indexes, lacks_unit_indexes
from desktop.office import Office, Step
from desktop.people.permissions import Right

if TYPE_CHECKING:
    from desktop.street.keyring import Keyring
    from desktop.street.street_office import StreetDesk

STREET = "街道"  # who wrote what the program did by itself
_ENDINGS = ("办事处", "人民政府")


class StreetLedger(Office):
    """The open database of a street. Any thread. `committee` is the street itself, as whose paper prints are made."""

    is_street = True

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.clerk = self.clerk or STREET
        if lacks_unit_indexes(store.reader()):
            store.write(add_unit_indexes, who=STREET, operation="准备街道台账")

    @cached_property
    def desk(self) -> StreetDesk:
        """The side that receives, enrols and answers, over the same database."""
        from desktop.street.street_office import StreetDesk

        return StreetDesk(self.store, self)

    @cached_property
    def keyring(self) -> Keyring:
        """The street's keys, locked until the passphrase is given."""
        from desktop.street.keyring import Keyring

        return Keyring(self.desk.store.path)  # the desk sees to it that the key files are those that count

    def title(self, table: str, record_id: str) -> str:
        """What a reference reads as; of table `roster` a committee's name by its code, known by heart: a long list asks
        for it in every row.
        """
        return self._names.get(record_id, record_id) if table == ROSTER else super().title(table, record_id)

    @cached_property
    def _names(self) -> dict[str, str]:
        self.store.subscribe(self._forget_names)
        return names_with_codes(self)

    def _forget_names(self, changed: Changed) -> None:
        if ROSTER in changed.tables:
            self._names = names_with_codes(self)

    def possible_steps(self, record: Values, table: str = "hazard") -> list[Step]:
        """None: a street takes no step for a committee."""
        return []

    def write(self, work: Callable[[Transaction], Any], operation: str, right: Right = Right.EDIT) -> Any:
        """Run a function in one transaction under the name of the one at the desk, the street's where nobody signs in."""
        self.require(right)
        return self.store.write(work, who=self.clerk or STREET, operation=operation)

    def register_all(self, table: str, typed: Sequence[Values]) -> list[Record]:
        """Refused with AppError `street_reads_only`, as every way to write a record, but for the street's own choices and
        criteria, which it sends down.
        """
        _refuse_committees(table)
        return super().register_all(table, typed)

    def register_fixed(self, typed: Values) -> Record:
        """Refused."""
        raise AppError("street_reads_only")

    def change(self, table: str, record_id: str, typed: Values, seen_rev: int | None = None) -> Record:
        """Refused but for the street's own."""
        _refuse_committees(table)
        return super().change(table, record_id, typed, seen_rev)

    def act(
        self, table: str, record_id: str, action: str, typed: Values, seen_rev: int | None = None
    ) -> Record:
        """Refused."""
        raise AppError("street_reads_only")

    def retire(self, table: str, record_ids: Sequence[str], reason: str = "") -> int:
        """Refused."""
        raise AppError("street_reads_only")

    def restore(self, table: str, record_ids: Sequence[str]) -> int:
        """Refused."""
        raise AppError("street_reads_only")

    def undo_operation(self, batch: str) -> Any:
        """Refused, as a merged package is taken out whole or not at all, but for the street's own choices and criteria."""
        if not tables_of_batch(self.store.reader(), batch) <= TABLES:
            raise AppError("street_reads_only")
        return super().undo_operation(batch)

    def _committee(self) -> Record:
        row = street_register.office_row(self.store.reader())
        if row is None:
            raise EnvironmentProblem("not_an_office", name=str(self.store.path))
        return {"id": "", "rev": 0, "code": row.code, "name": row.name, "street_name": _region(row.name)}


def _refuse_committees(table: str) -> None:
    if table not in TABLES:
        raise AppError("street_reads_only")


def committee_names(office: Office) -> dict[str, str]:
    """The names of all enrolled committees by their code, in the order of the codes."""
    return enrolled_names(office.store.reader())


def names_with_codes(office: Office) -> dict[str, str]:
    """The same with its present and former codes behind the name of one that changed its code."""
    codes = all_code_words(office)
    return {
        home: f"{name}　{codes[home]}" if home in codes else name
        for home, name in committee_names(office).items()
    }


def all_code_words(office: Office) -> dict[str, str]:
    """The codes of every committee that changed its code, in words, by the code that it is kept under."""
    links = code_links(office.store.reader())
    return {home: code_words(home, found) for home, found in links.items()}


def opened_ledger(database: Path, clock: Clock | None = None) -> Office:
    """A committee's ledger or a street's, whichever the database is: it says so itself.

    Raises EnvironmentProblem `database_missing`, `not_a_committee`.
    """
    store = open_existing_store(database, clock)
    with closed_on_failure(store):
        is_street = street_register.office_row(store.reader()) is not None
        return StreetLedger(store) if is_street else Office(store)


def _region(name: str) -> str:
    """夏阳街道办事处 → 夏阳街道: papers speak of the 工作专班 of the street."""
    return next((name.removesuffix(each) for each in _ENDINGS if name.endswith(each)), name)
