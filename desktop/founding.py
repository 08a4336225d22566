"""Making a new ledger so that a power cut leaves a whole one or none: its database bears another name until all is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db import records
from db.clock import Clock
from db.errors import EnvironmentProblem, InvalidRecord, Problem
from db.leftovers import throw_away
from db.settings import keep_setting
from db.spec import COMMITTEE, PERSON
from db.spec.field import Values
from db.store import Transaction, closed_on_failure, open_store
from desktop.committee_rows import is_committee_code
from desktop.exchange.durable_files import replace_durably
from desktop.exchange.signing_key import create_key
from desktop.paths import make_folder, sign_key_file
from desktop.private_files import make_file_private, make_ledger_private


def found_ledger(
    database: Path, *, committee: Values, clerk: str, lead: str, passphrase: str, clock: Clock | None = None
) -> None:
    """Make the database of a committee's new ledger, and its signing key beside it.

    Raises EnvironmentProblem `database_exists`, AppError `passphrase_too_short`, InvalidRecord for the committee.
    """
    if not is_committee_code(str(committee.get("code") or "")):
        raise InvalidRecord([Problem("code", "committee_code_invalid")])
    key_file = sign_key_file(database)
    owns_folder = not database.parent.exists()
    with founding(database, [key_file]) as half_made:
        make_folder(key_file.parent)
        make_ledger_private(database, owns_folder=owns_folder)
        make_file_private(half_made)
        store = open_store(half_made, clock)
        with closed_on_failure(store):
            store.write(
                lambda tx: _register_first(tx, committee, clerk, lead), who=clerk, operation="建立台账"
            )
        store.close()
        create_key(key_file, passphrase)
    make_ledger_private(database, owns_folder=owns_folder)


@contextmanager
def founding(database: Path, key_files: Sequence[Path]) -> Iterator[Path]:
    """Gives the name under which the database is to be made, its keys at their own; afterwards it has its own name.

    What an attempt that was cut short has left is thrown away first, and keys only then: without a half-made database
    beside them they are somebody's. Raises EnvironmentProblem `database_exists`, `write_failed`.
    """
    if database.exists():
        raise EnvironmentProblem("database_exists", name=str(database))
    half_made = database.with_name(f"{database.name}.part")
    if half_made.exists():
        _throw_away(half_made, key_files)
    new_keys = [each for each in key_files if not each.exists()]
    try:
        yield half_made
        _name(half_made, database)
    except BaseException:
        _throw_away(half_made, new_keys)
        raise


def _register_first(transaction: Transaction, committee: Values, clerk: str, lead: str) -> None:
    code = str(committee.get("code") or "")
    records.register(transaction, COMMITTEE.table, committee, code)
    for name, post in ((lead, "safety_lead"), (clerk, "clerk")):
        records.register(transaction, PERSON.table, {"name": name, "post": post}, code)
    for key, value in (("clerk", clerk), ("lead", lead), ("epoch", "1")):
        keep_setting(transaction, key, value.strip())


def _name(half_made: Path, database: Path) -> None:
    try:
        replace_durably(half_made, database)
    except OSError as error:
        throw_away(database)  # it may have its name already
        raise EnvironmentProblem("write_failed", name=database.name, reason=str(error)) from error


def _throw_away(database: Path, key_files: Sequence[Path]) -> None:
    for file in key_files:  # the database last: it tells that these are leftovers
        throw_away(file)
    for suffix in ("-wal", "-shm", ""):
        throw_away(database.with_name(database.name + suffix))
