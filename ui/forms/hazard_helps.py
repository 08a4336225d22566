"""What the hazard form does while the clerk types: the deadline, earlier hazards, doubtful photos. GUI thread."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from db.errors import Problem
from db.spec import HAZARD
from db.spec.field import Values
from db.spec.hazard_states import FIVE_FIELDS, is_major
from desktop.hazard_doubts import PHOTO_FIELDS, Earlier, day_of, photo_doubts, repeats
from desktop.messages import problem_sentence
from ui.forms.form import Form

_SHOWN = 3


class DeadlineProposal:
    """Proposes the deadline of a new general hazard from 本单位设定; what the clerk typed stays."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._proposed: str | None = None
        form.edited.connect(self.follow)

    def follow(self, name: str) -> None:
        """A field changed ("" for all of them)."""
        if name not in ("", "level", "found_on") or self._form.record_id:
            return
        editor = self._form.editor("deadline")
        if editor.value() not in (None, self._proposed):
            return
        self._proposed = self._proposal()
        editor.set_value(self._proposed)

    def _proposal(self) -> str | None:
        office = self._form.desk.office
        found_on = day_of(office, self._form.value("found_on"))
        if not found_on or self._form.value("level") != "general":
            return None  # by the department's order
        days = office.own_number("rectify_days")
        return (date.fromisoformat(found_on) + timedelta(days=days)).isoformat()


class RepeatNotice(QFrame):
    """Names the earlier hazards of the same kind at the same place; one click links the newest."""

    def __init__(self, form: Form) -> None:
        super().__init__(form)
        self.setObjectName("bar")
        self._form = form
        self._earlier: list[Earlier] = []
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.link_button = QPushButton(self)
        self.link_button.setObjectName("link")
        self.link_button.setAutoDefault(False)
        self.link_button.clicked.connect(self.link)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.addWidget(self.words, 1)
        row.addWidget(self.link_button)
        form.edited.connect(self.follow)
        self.follow("")

    def follow(self, name: str) -> None:
        """A field changed ("" for all of them)."""
        if name not in ("", "premises", "location", "category", "found_on", "repeat_of"):
            return
        office, values = self._form.desk.office, self._form.values()
        self._earlier = repeats(office, values, self._form.record_id)
        self.setVisible(bool(self._earlier))
        if not self._earlier:
            return
        months, linked = office.own_number("repeat_months"), values.get("repeat_of")
        names = "、".join(_named(each) for each in self._earlier[:_SHOWN])
        more = f"等 {len(self._earlier)} 条" if len(self._earlier) > _SHOWN else ""
        done = "已记为重复发生。" if linked else ""
        self.words.setText(f"同一场所同类隐患，{months} 个月内已有：{names}{more}。{done}")
        self.link_button.setText(f"记为重复于 {self._earlier[0].no}")
        self.link_button.setVisible(not linked)

    def link(self) -> None:
        """Say that this hazard repeats the newest of the earlier ones."""
        editor = self._form.editor("repeat_of")
        editor.set_value(self._earlier[0].id)
        editor.changed.emit()


def _named(earlier: Earlier) -> str:
    return f"{earlier.no}（{earlier.found_on}，{HAZARD.status(earlier.status).label}）"


def help_step(form: Form, step: str, record: Values) -> None:
    """What the form of a hazard's step does besides: marks the five commitments of a major one, doubts photos."""
    if step == "assign" and is_major(record):
        for name in FIVE_FIELDS:
            form.set_required(name, True)
    watch_photos(form, record)


def watch_photos(form: Form, record: Values | None = None) -> None:
    """Warn beside the photo fields of a form about what looks doubtful; nothing is ever refused."""
    known: dict[str, Any] = dict(record or {})

    def look(name: str) -> None:
        if name in ("", "found_on", *PHOTO_FIELDS):
            values = {**known, **form.values()}
            own_id = known.get("id") or form.record_id
            has_photos = any(values.get(each) for each in PHOTO_FIELDS)
            show_doubts(form, photo_doubts(form.desk.office, values, own_id) if has_photos else [])

    form.edited.connect(look)
    look("")


def show_doubts(form: Form, doubts: list[Problem]) -> None:
    """Say each doubt beside its photo field, and take away what was said before."""
    for name in PHOTO_FIELDS:
        if name in form.names():
            words = [problem_sentence(each) for each in doubts if each.field == name]
            form.editor(name).show_warning("\n".join(words) or None)
