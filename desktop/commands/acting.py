"""As whom a command acts: --as NAME --password-file F, where the ledger asks people to sign in."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import AppError

if TYPE_CHECKING:
    from desktop.office import Office

# One command runs in a process; tests run several in one, each within its own `acting_as`.
_ACTING: ContextVar[tuple[str, Path | None]] = ContextVar("acting", default=("", None))


@contextmanager
def acting_as(given: Namespace) -> Iterator[None]:
    """The command inside acts as whom its arguments name."""
    token = _ACTING.set((getattr(given, "acting", ""), getattr(given, "password_file", None)))
    try:
        yield
    finally:
        _ACTING.reset(token)


def sign_in_as_told(office: Office) -> None:
    """Seat the one named by --as, where the ledger asks; elsewhere nothing, as ever.

    Raises AppError `sign_in_needed`, `password_file_missing`, `password_must_change` and those of `sign_in`.
    """
    if not office.asks_sign_in:
        return
    from desktop.commands.reading import passphrase
    from desktop.people.signing_in import sign_in

    name, file = _ACTING.get()
    if not name:
        raise AppError("sign_in_needed")
    if file is None:
        raise AppError("password_file_missing")
    signed_in = sign_in(office, name, passphrase(file))
    if signed_in.must_change:
        raise AppError("password_must_change")
    office.seat(signed_in)
