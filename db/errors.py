"""What can go wrong, sorted by who can mend it. Carries ids and parameters; `desktop.messages` turns them into sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.value import EMPTY, Value


class Problem(Value):
    """One thing wrong with one field (`field` is None for the record as a whole); `row` counts child rows from 0."""

    field: str | None
    message_id: str
    params: Mapping[str, object] = EMPTY
    row: int | None = None


class LedgerError(Exception):
    """Base of every error with a sentence for the clerk: a message id and the parameters of its sentence."""

    def __init__(self, message_id: str, **params: object) -> None:
        super().__init__(message_id, params)
        self.message_id = message_id
        self.params = params


class AppError(LedgerError):
    """Something the clerk can act on."""


class EnvironmentProblem(LedgerError):
    """The machine's fault: a full disk, a locked or damaged file, a newer database."""


class InvalidRecord(LedgerError):
    """Input that cannot be kept; `problems` names every one of them, in the order of the form."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("invalid_record", count=len(problems))
        self.problems = tuple(problems)


class Cancelled(Exception):
    """The clerk stopped the work; nothing of it was kept."""
