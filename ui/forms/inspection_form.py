"""The form of an inspection: who looked where, the items as on the printed sheet, opinion and signatures."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QObject

from db.errors import LedgerError
from db.spec.dates import NotADate, parse_date
from db.spec.field import Record
from db.spec.inspection import VISITS
from desktop.checklists import blank_items
from desktop.inspections import subject_of
from ui.forms.arrangement import Arrangement, Group
from ui.forms.checklist_picker import ChecklistPicker
from ui.forms.editors import LineEditor
from ui.forms.editors.attachments import AttachmentsEditor
from ui.forms.editors.dates import DateEditor
from ui.forms.form import Form
from ui.forms.round_items import RoundItemsEditor


class _Behaviour(QObject):
    """What the form does by itself. A child of the form, so that it lives as long."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.form = form
        picker, items = form.editor("checklist"), form.editor("items")
        assert isinstance(picker, ChecklistPicker) and isinstance(items, RoundItemsEditor)
        self.picker, self.items = picker, items
        self.own_subject = ""
        self.premises: str | None = None
        for name in ("starts_at", "ends_at"):
            editor = form.editor(name)
            assert isinstance(editor, DateEditor)
            editor.assume_day(self.day)
        picker.picked.connect(self.take_lists)
        items.photos_asked.connect(self.add_photos)
        form.edited.connect(self.follow)
        self.follow("")

    def day(self) -> date:
        """The day of the inspection, for times typed without one."""
        try:
            return parse_date(str(self.form.editor("date").value() or ""), self.form.desk.today)
        except NotADate:
            return self.form.desk.today

    def follow(self, name: str) -> None:
        """React to a field that was changed; "" after all were set."""
        if name == "":
            self.premises = self.form.value("premises")
            self.own_subject = subject_of(self.picker.lists())
            if (
                self.picker.lists() and not self.items.value()
            ):  # a copy brings its checklists, not their results
                self.items.show_items(blank_items(self.picker.lists()))
        if name == "premises":
            self.propose()
        if name in ("", "kind"):
            kind = self.form.value("kind")
            self.form.set_shown("visiting_unit", kind in VISITS)
            self.form.set_shown("led_by_principal", kind == "self_check")
            if name == "kind" and kind == "self_check":
                self.name_principal()
        if name in ("", "sign_refused"):
            self.follow_signature()
        if name in ("", "kind", "inspectors"):
            self.advise_two()

    def propose(self) -> None:
        """Propose the checklists that fit the premises, unless something was judged already."""
        chosen = self.form.value("premises")
        if not chosen or chosen == self.premises:
            return
        try:
            premises = self.form.desk.office.get("premises", str(chosen))
        except LedgerError:  # a name half typed; what stays wrong is said when the form is saved
            return
        self.premises = premises["id"]
        if not self.items.is_judged():
            self.picker.propose_for(premises)

    def take_lists(self, lists: list[Record]) -> None:
        """List the items of these checklists, and name the inspection after them unless the clerk did."""
        self.items.show_items(blank_items(lists))
        subject = self.form.editor("subject")
        if (subject.value() or "") in ("", self.own_subject):
            self.own_subject = subject_of(lists)
            subject.set_value(self.own_subject)

    def add_photos(self, place: int) -> None:
        """Photos of one item, with its number as their caption, by which they go with its hazard."""
        photos = self.form.editor("photos")
        assert isinstance(photos, AttachmentsEditor)
        photos.strip().choose_files(f"第{place + 1}项")

    def name_principal(self) -> None:
        """A self-check is led by somebody of the premises: their principal, unless another name was typed."""
        leader, office = self.form.editor("led_by"), self.form.desk.office
        if self.premises and (leader.value() or "") in ("", office.clerk):
            leader.set_value(office.get("premises", self.premises)["main_person"])

    def follow_signature(self) -> None:
        """A refused signature asks for its reason and a witness."""
        is_refused = self.form.value("sign_refused") is True
        for name in ("refusal_reason", "witness"):
            self.form.set_shown(name, is_refused)
            self.form.set_required(name, is_refused)

    def advise_two(self) -> None:
        """Two inspectors are advised, never demanded (B4)."""
        names = [
            each for each in re.split(r"[、,，;；\s]+", str(self.form.value("inspectors") or "")) if each
        ]
        is_alone = len(names) == 1 and self.form.value("kind") != "self_check"
        self.form.editor("inspectors").show_warning("建议不少于两人检查。" if is_alone else None)


def _behave(form: Form) -> None:
    _Behaviour(form)


INSPECTION_FORM = Arrangement(
    groups=(
        Group(
            "检查谁、谁来检查",
            (
                ("premises",), ("kind", "date"), ("led_by", "inspectors"), ("visiting_unit",), ("led_by_principal",),
            ),
            more=(("starts_at", "ends_at"), ("unit_rep", "provider")),
        ),
        Group("检查内容", (("checklist",), ("subject",), ("items",))),
        Group(
            "意见和签字",
            (("opinion",), ("sign_refused",), ("refusal_reason", "witness"), ("photos",)),
            more=(("signed_scan",), ("note",)),
        ),
    ),
    kept=("kind", "date", "led_by", "led_by_principal", "inspectors", "visiting_unit", "provider"),
    editors={"checklist": ChecklistPicker, "items": RoundItemsEditor, "subject": LineEditor},
    behave=_behave,
)  # fmt: skip
