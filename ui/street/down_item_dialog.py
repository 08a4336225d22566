"""The form of one thing to send down: the fields that a street fills in, checked as a committee's ledger will check them. GUI
thread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from db.spec import RECORD_TYPES
from db.spec.field import Record, RecordType
from desktop.form_values import new_values
from desktop.street.down_items import DownItem, read_item, sent_fields
from desktop.street.street_ledger import StreetLedger
from ui.forms.arrangement import Arrangement, Group, arrangement_of
from ui.forms.editors import Desk
from ui.forms.form import Form
from ui.forms.form_dialog import FormDialog


class DownItemDialog(FormDialog):
    """After accepting, `item` is what will be sent."""

    def __init__(
        self, street: StreetLedger, kind: str, item: DownItem | None = None, parent: QWidget | None = None
    ) -> None:
        record_type = RECORD_TYPES[kind]
        form = Form(Desk(street, kind), record_type, sent_arrangement(record_type))
        super().__init__(street, form, f"下发{record_type.label}", parent)
        self.street, self.kind = street, kind
        self.item: DownItem | None = None
        self.save_button().setText("放进清单")
        self.save_button().setToolTip("放进下发清单（Ctrl+S）")
        self.lay_out([], [], [])
        form.set_values(item.values if item else {**new_values(street, kind), **_first_values(street, kind)})
        self.note_baseline()
        form.enter_first()

    def write(self, typed: dict[str, Any]) -> Record:
        self.item = read_item(self.street, self.kind, typed)
        return dict(self.item.values)


def _first_values(street: StreetLedger, kind: str) -> dict[str, str]:
    """What a new one starts with here: it comes from this street, and to a committee it is a paper received."""
    issuer = {"issuer": str(street.committee["name"])}
    return {"document": {"kind": "received", **issuer}, "supervision_order": issuer}.get(kind, {})


def sent_arrangement(record_type: RecordType) -> Arrangement:
    """The form of the type with what a street fills in; what belongs to the committee's own work is left out."""
    sent = {each.name for each in sent_fields(record_type)}
    whole = arrangement_of(record_type)
    groups = tuple(
        Group(group.heading, _kept(group.lines, sent), _kept(group.more, sent)) for group in whole.groups
    )
    # What is folded away needs no heading that stands over nothing.
    groups = tuple(each if each.lines else Group("", (), each.more) for each in groups)
    return replace(
        whole,
        groups=tuple(each for each in groups if each.lines or each.more),
        editors={name: make for name, make in whole.editors.items() if name in sent},
        behave=lambda form: None,
        beside=None,
    )


def _kept(lines: tuple[tuple[str, ...], ...], sent: set[str]) -> tuple[tuple[str, ...], ...]:
    kept = (tuple(name for name in line if name in sent) for line in lines)
    return tuple(line for line in kept if line)
