"""What must be in the ledger, in plain Python: hazards by the token that each one's description is."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

Deed = dict[str, Any]  # what is done, as JSON: its kind, the tokens it touches, and the values it gives


@dataclass
class Model:
    """The hazards by token (values that are compared, and whether deleted), own settings, and what can be undone.

    A step of `undoable` and `redoable` is (batch, states before, states after), by token; None: not there.
    """

    hazards: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, int] = field(default_factory=dict)
    undoable: list[tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    redoable: list[tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    next_token: int = 1

    def seen(self) -> dict[str, Any]:
        """What a look at the ledger must find."""
        return {"hazards": self.hazards, "settings": self.settings}

    def living(self, status: str = "") -> list[str]:
        """The tokens of the hazards that are not deleted."""
        return [
            t for t, each in self.hazards.items() if not each["deleted"] and status in ("", each["status"])
        ]

    def deleted(self) -> list[str]:
        """The tokens of those in the recycle bin."""
        return [token for token, each in self.hazards.items() if each["deleted"]]

    def copy(self) -> Model:
        """A model of its own."""
        return copy.deepcopy(self)

    def forget_steps(self) -> None:
        """Nothing is undone from here."""
        self.undoable.clear()
        self.redoable.clear()


def new_hazard(person: str = "张伟明") -> dict[str, Any]:
    """A hazard as it is registered."""
    return {"note": None, "person": person, "status": "registered", "photos": 0, "deleted": False}


def applied(model: Model, deed: Deed, batch: str) -> None:
    """What a deed makes of the model."""
    kind = deed["kind"]
    if kind == "setting":
        model.settings["backup_days"] = deed["value"]
    elif kind in ("undo", "redo"):
        _turned(model, kind, batch)
    elif kind in _CHANGES:
        before = {token: copy.deepcopy(model.hazards.get(token)) for token in deed["tokens"]}
        for token in deed["tokens"]:
            known = model.hazards.get(token) or new_hazard()
            model.hazards[token] = {**known, **_CHANGES[kind](known, deed, token)}
        after = {token: copy.deepcopy(model.hazards[token]) for token in deed["tokens"]}
        model.undoable.append((batch, before, after))
        model.redoable.clear()
        model.next_token = max(model.next_token, *(int(token[1:]) + 1 for token in deed["tokens"]))


_CHANGES = {
    "create": lambda known, deed, token: new_hazard(),
    "import": lambda known, deed, token: {
        "note": f"导入自《表.xlsx》表第{deed['tokens'].index(token) + 2}行"
    },
    "edit": lambda known, deed, token: {"note": deed["note"]},
    "photo": lambda known, deed, token: {"photos": known["photos"] + 1},
    "step": lambda known, deed, token: {"status": "awaiting_recheck"},
    "delete": lambda known, deed, token: {"deleted": True},
    "recover": lambda known, deed, token: {"deleted": False},
    "bulk": lambda known, deed, token: {"person": deed["person"]},
}


def _turned(model: Model, kind: str, batch: str) -> None:
    """The newest step taken back, or done again: the batch of the undoing is what is turned the next time."""
    source, target = (model.undoable, model.redoable) if kind == "undo" else (model.redoable, model.undoable)
    _, before, after = source.pop()
    for token, state in (before if kind == "undo" else after).items():
        # What was registered is not erased by undoing: it goes into the recycle bin as it is.
        model.hazards[token] = state if state is not None else {**model.hazards[token], "deleted": True}
    target.append((batch, before, after))
