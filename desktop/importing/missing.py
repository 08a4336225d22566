"""What a row of an old table lacks: taken from other columns, from answers, or asked for; of old hazards their evidence."""

from __future__ import annotations

from typing import Any

from db.errors import InvalidRecord
from db.spec import HAZARD, RISK
from db.spec.code_tables import code_table, label_of
from db.spec.field import Field, RecordType
from db.spec.header_words import proposed_code, source_fields, stand_ins
from db.spec.kinds import parse
from db.spec.risk_assessment import DIRECT, FACTORS, derive_assessment
from desktop.importing import history
from desktop.importing.converted import Converted
from desktop.importing.layout import Layout
from desktop.importing.meanings import Meanings
from desktop.importing.questions import Asks, Question, neutral_choice, proposed_constant
from desktop.office import Office


class Missing:
    """Fills rows of one type; `mapped` are the fields that have a column."""

    def __init__(
        self, office: Office, record_type: RecordType, layout: Layout, meanings: Meanings, mapped: set[str]
    ) -> None:
        self.office, self.record_type, self.layout = office, record_type, layout
        self.meanings, self.mapped = meanings, mapped
        self.required = [
            each
            for each in record_type.fields
            if (each.required or each.required_if) and not each.computed and not each.by_action
        ]

    def fill(self, found: Converted) -> None:
        """Give a row what it must have and has no column for: other words of its own, an answer, or what is proposed."""
        follows = source_fields(self.record_type.table)
        is_waived = self.record_type.may_be_bare(self._parsed_level(found))
        for field in self.required:
            if field.name in found.typed or any(each.name == field.name for each in found.problems):
                continue
            if not field.is_required(self._parsed_level(found)):
                continue
            if self._stand_in(found, field):
                continue
            if field.name in follows and found.typed.get(follows[field.name]):
                self._follow(found, field, str(found.typed[follows[field.name]]))
            elif field.name in self.layout.constants or field.name not in self.mapped:
                if field.initial is None and not (is_waived and field.prefill):
                    self._take_constant(found, field)

    def _stand_in(self, found: Converted, field: Field) -> bool:
        """Take what another column says, where it says the same: the shop's name for the place of a hazard."""
        if field.name in self.mapped or field.name in self.layout.constants:
            return False
        for name in stand_ins(self.record_type.table).get(field.name, ()):
            text = found.said.get(name) or found.typed.get(name)
            if isinstance(text, str) and text:
                self.meanings.put(found, field, text)
                return True
        return False

    def _follow(self, found: Converted, field: Field, source: str) -> None:
        answered = self.layout.answer(field.name, source)
        if answered is None and field.name in self.layout.constants:
            answered = self.layout.constants[field.name]
        if answered is None:
            code = proposed_code(field.codes[0], source) or neutral_choice(field)
            word = next((c for c in self._codes(field) if c[0] == code), ("", ""))[1]
            reason = f"原表没有“{field.label}”。“{source[:40]}”登记为哪一类？"
            answered = self.meanings.ask(
                Question(field, Asks.SOURCE, source, reason, word or None), field.name
            ).proposal
        if answered:
            self.meanings.put(found, field, answered)
        else:
            found.refuse(field.name, f"请选“{field.label}”。")

    def _take_constant(self, found: Converted, field: Field) -> None:
        value = self.layout.constants.get(field.name)
        if value is None:
            people = {"clerk": self.office.clerk, "committee": str(self.office.committee["name"])}
            proposal = proposed_constant(field, self.office.today, self.meanings.caption_day, people)
            reason = f"原表没有“{field.label}”，这一项必填。各行都填什么？"
            value = self.meanings.ask(
                Question(field, Asks.MISSING, "", reason, proposal), field.name
            ).proposal
        if value:
            self.meanings.put(found, field, value)

    def ask_for_evidence(self, found: Converted) -> None:
        """What an old hazard that was put right needs to be closed here too; it stays open without."""
        if not history.says_done(found.evidence):
            return
        for name in history.EVIDENCE:
            field = HAZARD.field(name)
            if found.evidence.get(name) or found.typed.get(name):
                continue
            value = self.layout.constants.get(name, "")
            if value == history.SAME_AS_CLOSED:
                value = found.evidence.get("closed_on", "")
            if value:
                self.meanings.put(found, field, value)
            elif name not in self.mapped:
                reason = "原表写着已整改，没有这一项。五项补齐的登记到销号；不填的仍是未销号，原话放进备注。"
                self.meanings.ask(Question(field, Asks.EVIDENCE, "", reason), name)

    def take_method(self, found: Converted) -> None:
        """A list with levels and nothing they follow from: they stand as they were judged, told as an assumption."""
        if "level_final" not in found.typed or self.mapped & {"method", "answers", *FACTORS}:
            return
        field = RISK.field("method")
        reason = "原表只有风险等级，没有打分的取值。沿用原表的等级，评价方法登记为哪一种？"
        question = Question(field, Asks.MISSING, "", reason, label_of(field.codes, DIRECT))
        value = self.layout.constants.get(field.name) or self.meanings.ask(question, field.name).proposal
        if value:
            self.meanings.put(found, field, value)

    def explain_level(self, found: Converted) -> None:
        """A level that the old table graded otherwise than its own values give here keeps its word, with the reason."""
        record: dict[str, Any] = {"method": "checklist"}
        for name in ("method", *FACTORS, "level_final"):
            try:
                field = RISK.field(name)
                record[name] = parse(field, found.typed.get(name), self.meanings.reading) or record.get(name)
            except InvalidRecord:
                return
        graded_record = dict(record)
        derive_assessment(graded_record)
        calculated, level = graded_record.get("level_calc"), record.get("level_final")
        if calculated and level and calculated != level and not found.typed.get("override_reason"):
            field = RISK.field("override_reason")
            reason = "有些行的风险等级与按取值算出的不同（分级口径不一样）。沿用原表的等级，理由写什么？"
            question = Question(field, Asks.MISSING, "", reason, "沿用原表等级")
            value = self.layout.constants.get(field.name) or self.meanings.ask(question, field.name).proposal
            found.typed[field.name] = value

    def _parsed_level(self, found: Converted) -> dict[str, Any]:
        """The typed values, with choices as codes where rules look at them."""
        level = found.typed.get("level")
        if not level or "level" not in self.record_type.by_name:
            return found.typed
        try:
            return {
                **found.typed,
                "level": parse(self.record_type.field("level"), level, self.meanings.reading),
            }
        except InvalidRecord:
            return found.typed

    def _codes(self, field: Field) -> list[tuple[str, str]]:
        return [(code.code, code.label) for name in field.codes for code in code_table(name).codes]
