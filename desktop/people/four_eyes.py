"""Four eyes by person: while people sign in, a second one closes or signs, and under their own name.

What is typed is compared in `db/spec` whether or not anybody signs in; here it is who did it (domain part D).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from db.accounts import who_last_wrote
from db.errors import AppError
from db.spec.field import Values
from db.store import Transaction

if TYPE_CHECKING:
    from desktop.people.signing_in import SignedIn

# The step of the second person, and the field that the first one's step wrote with what that step is called.
_FIRST_EYES = {
    ("hazard", "close_out"): ("recheck_result", "复查"),
    ("monthly_return", "sign"): ("reviewed_by", "审核"),
}
# Who takes these steps puts their own name to them.
_OWN_NAME = {
    ("hazard", "close_out"): "closed_by",
    ("monthly_return", "review"): "reviewed_by",
    ("monthly_return", "sign"): "signed_by",
}


def own_name_field(table: str, step: str) -> str:
    """The field of a step that bears the name of whoever takes it; "" where anybody's name may stand."""
    return _OWN_NAME.get((table, step), "")


def in_own_name(signed_in: SignedIn, table: str, step: str, typed: Values) -> dict[str, Any]:
    """What was typed for a step, with the name of the one who takes it. Raises AppError `own_name_needed`."""
    name = own_name_field(table, step)
    if not name:
        return dict(typed)
    if typed.get(name) not in (None, "", signed_in.name):
        raise AppError("own_name_needed", name=signed_in.name, typed=typed[name])
    return {**typed, name: signed_in.name}


def refuse_same_person(tx: Transaction, signed_in: SignedIn, table: str, record_id: str, step: str) -> None:
    """Raises AppError `four_eyes_same_person` when the step before was taken by the same person."""
    field, word = _FIRST_EYES.get((table, step), ("", ""))
    if field and who_last_wrote(tx.connection, table, record_id, field) == signed_in.name:
        raise AppError("four_eyes_same_person", name=signed_in.name, first=word)
