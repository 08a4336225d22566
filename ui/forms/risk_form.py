"""The form of a risk: factors are chosen by what they mean, score and colour follow while choosing."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from db.spec.code_tables import code_table
from db.spec.field import Field
from db.spec.numbers import decimal_text
from db.spec.risk_grading import Method, grading_method
from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import ButtonsEditor, ChoiceEditor, Desk
from ui.forms.editors.choice import Choice
from ui.forms.form import Form
from ui.models.marks import risk_level_mark
from ui.widgets.drawn_marks import MarkLabel

FACTORS = ("likelihood", "exposure", "severity", "consequence_value")
_RESULTS = {"ls": "R", "lec": "D"}


class FactorEditor(ChoiceEditor):
    """A factor of a grading method, chosen from the meanings of its values; its value is the number."""

    def __init__(self, field: Field, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(field, desk, parent)
        self.input_widget().setMinimumContentsLength(20)

    def follow(self, method: Method | None) -> None:
        """Offer the values of the field's factor in a method; a number that the other method also has stays
        chosen."""
        factor = (
            next((each for each in method.factors if each.name == self.field.name), None) if method else None
        )
        self.set_choices(
            [Choice(each.value, f"{each.value} — {each.label}") for each in factor.values] if factor else []
        )

    def set_value(self, stored: Any) -> None:
        super().set_value(decimal_text(stored) if hasattr(stored, "normalize") else stored)

    def _label_meant(self, text: str) -> str | None:
        return next((each.label for each in self._choices if each.code == text), None)


class LevelEditor(ButtonsEditor):
    """The final level: colour word and word; `was_chosen` once the clerk chose it against the calculated
    one."""

    def _offered(self) -> list[Choice]:
        return [
            Choice(each.code, f"{each.extra['color']} {each.label}")
            for each in code_table("risk_level").codes
        ]


class ScorePanel(QFrame):
    """What the factors make: the sum worked out, the level with its colour and shape, and by which table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._sum = QLabel(self)
        self._mark = MarkLabel(None, self)
        self._method = QLabel(self)
        self._method.setObjectName("muted")
        self._method.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._sum)
        line.addWidget(self._mark)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self._method)

    def text(self) -> str:
        """What the panel says."""
        level = self._mark.mark.word if self._mark.mark else ""
        return "\n".join(filter(None, (self._sum.text(), level, self._method.text())))

    def show_result(self, method: Method, inputs: dict[str, Any], level: str | None) -> None:
        """Show the product of the factors and its level, or what is still to be chosen."""
        symbols = " × ".join(factor.symbol for factor in method.factors)
        start = f"{_RESULTS[method.code]} = {symbols}"
        if level is None:
            missing = "、".join(factor.label for factor in method.factors if not inputs.get(factor.name))
            self._sum.setText(f"{start}　　还要选：{missing}" if missing else start)
        else:
            numbers = " × ".join(str(inputs[factor.name]) for factor in method.factors)
            score = method.score(inputs)
            assert score is not None
            self._sum.setText(f"{start} = {numbers} = {decimal_text(score)}")
        self._mark.show_mark(risk_level_mark(level))
        self._method.setText(f"{method.note}（{method.version}，{method.source}）")


class _Grading:
    """Keeps score, level and reason of one form in step with its factors."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._calculated: str | None = None
        self._panel = ScorePanel(form)
        form.slot("@score").addWidget(self._panel)
        form.edited.connect(self.follow)
        self.follow("")

    def follow(self, name: str) -> None:
        """A field changed ("" for all of them)."""
        if name not in ("", "method", "level_final", *FACTORS):
            return
        method = grading_method(self._form.value("method") or "")
        if name in ("", "method"):
            self._show_factors(method)
        self._grade(method, is_fresh=name == "")
        self._show_reason()

    def _show_factors(self, method: Method | None) -> None:
        used = {factor.name for factor in method.factors} if method else set()
        for name in FACTORS:
            editor = self._form.editor(name)
            assert isinstance(editor, FactorEditor)
            editor.follow(method)
            self._form.set_shown(name, name in used)
            self._form.set_required(name, name in used)
        self._panel.setVisible(method is not None)

    def _grade(self, method: Method | None, *, is_fresh: bool) -> None:
        calculated = None
        if method:
            inputs = {name: self._form.value(name) for name in FACTORS}
            calculated = _level(method, inputs)
            self._panel.show_result(method, inputs, calculated)
        final = self._form.editor("level_final")
        follows = not final.value() or final.value() == self._calculated
        if calculated and follows and not (is_fresh and final.value()):
            final.set_value(calculated)
        self._calculated = calculated

    def _show_reason(self) -> None:
        final = self._form.value("level_final")
        is_overridden = bool(self._calculated and final and final != self._calculated)
        self._form.set_shown("override_reason", is_overridden)
        self._form.set_required("override_reason", is_overridden)


def _level(method: Method, inputs: dict[str, Any]) -> str | None:
    try:
        score = method.score(inputs)
    except (ValueError, ArithmeticError):
        return None
    return method.level(score) if score is not None else None


def _behave(form: Form) -> None:
    form.grading = _Grading(form)  # type: ignore[attr-defined]  # lives as long as the form


RISK_FORM = Arrangement(
    groups=(
        Group(
            "风险点",
            (("risk_point", "premises"), ("location", "category"), ("description",), ("accident_types",)),
            more=(("grid",), ("causes",), ("consequence",)),
        ),
        Group(
            "评价",
            (
                ("method",), ("likelihood",), ("exposure",), ("severity",), ("consequence_value",),
                ("@score",),
                ("level_final",), ("override_reason",),
            ),
        ),
        Group(
            "管控",
            (
                ("control_level", "responsible_unit"), ("responsible_person", "phone"), ("measures",),
            ),
            more=(("emergency",),),
        ),
        Group("评估", (("assessed_on", "next_review"), ("assessors",), ("note",), ("photos",))),
    ),
    kept=(
        "premises", "location", "grid", "control_level", "responsible_unit", "responsible_person", "phone",
        "assessed_on", "assessors",
    ),
    editors={"method": ButtonsEditor, "level_final": LevelEditor, **dict.fromkeys(FACTORS, FactorEditor)},
    behave=_behave,
)  # fmt: skip
