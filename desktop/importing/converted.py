"""What a row of an old table became: values, what steps would write, what has no field, what could not be taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from reports.sheet_reading.book import Picture


@dataclass(frozen=True)
class CellProblem:
    """Why a cell could not be taken; `name` is its field, "" for the row as a whole."""

    name: str
    reason: str
    text: str = ""


@dataclass
class Converted:
    """What a row became. `typed` are values for registering, `evidence` what steps would write, `extras` what has no field."""

    typed: dict[str, Any] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)  # those of `typed` that are read already
    evidence: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)  # references as the table words them
    number: str = ""
    extras: list[tuple[str, str]] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    pictures: list[tuple[str, Picture]] = field(default_factory=list)

    def unread(self) -> dict[str, Any]:
        """Those of `typed` that are not read yet."""
        if len(self.stored) == len(self.typed):  # `stored` has no others
            return {}
        return {name: value for name, value in self.typed.items() if name not in self.stored}

    def refuse(self, name: str, reason: str, text: str = "") -> None:
        """Note a problem of a field, once."""
        if all(each.name != name for each in self.problems):
            self.problems.append(CellProblem(name, reason, text))
