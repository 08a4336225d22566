"""How a detail words a reference to a hazard: its number before its description, so that it can be looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from db.errors import AppError
from db.spec import HAZARD
from db.spec.field import Values
from desktop.office import Office


def numbered_texts(*names: str) -> Mapping[str, Callable[[Office, Values], str]]:
    """The words of each of these fields."""
    return {name: _numbered(name) for name in names}


def _numbered(name: str) -> Callable[[Office, Values], str]:
    def words(office: Office, record: Values) -> str:
        if not record.get(name):
            return ""
        try:
            hazard = office.get(HAZARD.table, record[name])
        except AppError:
            return ""
        return f"{hazard['no']}　{hazard['description']}"

    return words
