"""Making a new ledger so that a power cut leaves a whole one or none: its database bears another name until all is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from db.errors import EnvironmentProblem
from db.leftovers import throw_away
from desktop.exchange.durable_files import replace_durably


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
