"""The forms of a task and of a review: what and why, who and when, how it goes and what proves it."""

from __future__ import annotations

from typing import cast

from PySide6.QtWidgets import QWidget

from db.spec.document import OWN_PLAN
from db.spec.field import Field
from db.spec.period_review import months_of_review
from db.spec.query import Query
from desktop import programme
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import ChoiceEditor, Desk, LineEditor
from ui.forms.editors.choice import Choice
from ui.forms.evidence_editor import EvidenceEditor
from ui.forms.form import Form


class ProgrammeEditor(ChoiceEditor):
    """A choice among the programmes; one that ships comes into the ledger when it is chosen the first time."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self._offer()

    def take_in(self) -> None:
        """Put the chosen programme into the ledger when it is not there yet."""
        chosen = next((each for each in self._found if not each["id"] and each["key"] == self.value()), None)
        if chosen:
            kept = programme.take_in(self.desk.office, chosen["key"])
            self._offer()
            self.set_value(kept["id"])

    def _offer(self) -> None:
        self._found = programme.programmes(self.desk.office)
        self.set_choices([Choice(each["id"] or each["key"], each["name"]) for each in self._found])


class OwnPlanEditor(ChoiceEditor):
    """A choice among the committee's own plans."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        ids = desk.office.ids(field.refers_to, Query(choices={"kind": (OWN_PLAN,)}))
        titles = desk.office.titles(field.refers_to, ids)
        self.set_choices([Choice(each, titles[each]) for each in ids])


def _behave(form: Form) -> None:
    """The clauses follow the programme, and the clause's key follows its title."""
    titles = cast(ChoiceEditor, form.editor("clause_title"))
    keys: dict[str, str] = {}
    shown = [""]

    def follow(name: str) -> None:
        if name == "programme":
            cast(ProgrammeEditor, form.editor("programme")).take_in()
        chosen_programme = form.value("programme")
        if name in ("", "programme") and chosen_programme != shown[0]:
            shown[0] = chosen_programme
            clauses = _clauses(form, chosen_programme)
            keys.clear()
            keys.update({label: key for key, label in clauses})
            chosen = titles.value()
            titles.set_choices([Choice(label, label) for label in keys])
            titles.set_value(chosen)
        if name == "clause_title":
            form.editor("clause").set_value(keys.get(str(titles.value()), form.value("clause")))

    form.edited.connect(follow)
    form.editor("clause").set_read_only(True)
    follow("")


def _clauses(form: Form, chosen: str | None) -> list[tuple[str, str]]:
    known = dict(form.desk.office.choices_of("programme"))
    if chosen not in known:
        return []
    rows = form.desk.office.get("programme", chosen)["clauses"]
    return [(row["key"], row["label"]) for row in rows]


TASK_FORM = Arrangement(
    groups=(
        Group("做什么", (("title",), ("programme",), ("clause_title", "clause"), ("target",))),
        Group(
            "谁来做、什么时候",
            (("owner", "co_owners"), ("start", "due"), ("recurrence", "repeat_until"), ("year", "progress")),
        ),
        Group("进展和佐证", (("progress_note",), ("evidence",), ("files",)), more=(("plan",), ("note",))),
    ),
    kept=("programme", "owner", "start", "due"),
    editors={
        "title": LineEditor, "programme": ProgrammeEditor, "plan": OwnPlanEditor, "clause_title": ChoiceEditor,
        "clause": LineEditor, "evidence": EvidenceEditor,
    },
    behave=_behave,
)  # fmt: skip


def _propose_period(form: Form) -> None:
    """A new review is of the present quarter or half-year, led by the safety lead, until the clerk says otherwise."""
    proposed = [""]

    def follow(name: str) -> None:
        if name not in ("", "kind"):
            return
        today, ordinal = form.desk.today, str(form.value("ordinal") or "")
        months = months_of_review(form.value("kind"))
        if months and ordinal == proposed[0]:
            proposed[0] = str((today.month - 1) // months + 1)
            form.editor("ordinal").set_value(int(proposed[0]))
        for field, value in (("year", today.year), ("led_by", form.desk.office.lead)):
            if name == "" and form.editor(field).is_empty():
                form.editor(field).set_value(value)

    form.edited.connect(follow)


REVIEW_FORM = Arrangement(
    groups=(
        Group(
            "督导评估",
            (("kind", "year"), ("ordinal", "date"), ("led_by", "participants"), ("scope",)),
            more=(("note",),),
        ),
    ),
    behave=_propose_period,
)
