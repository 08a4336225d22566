"""Looking at a form before it is filled, and filling it from chosen records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from db.errors import AppError
from db.spec import RECORD_TYPES
from db.spec.field import RecordType
from db.spec.masking import is_personal
from desktop.form_templates.container import check_form_file
from desktop.form_templates.form_values import FormValues, fields_filled
from desktop.form_templates.marks import Mark, Scope, read_mark, suggestion
from desktop.office import Office
from desktop.people.disclosing import note_export
from desktop.spreadsheets.files import whole_or_not_at_all
from desktop.tips.release import refuse_unreleased, tipster_check


@dataclass(frozen=True)
class FormReport:
    """What was found in a form: its marks in order, each once, and whether a row is repeated for each record."""

    marks: tuple[Mark, ...]
    is_repeating: bool

    @property
    def unknown(self) -> tuple[Mark, ...]:
        """The marks that no field or word of the unit answers to; they stay as they are in the filled form."""
        return tuple(each for each in self.marks if each.scope is Scope.UNKNOWN)


@dataclass(frozen=True)
class Chosen:
    """Which records go into a form, in which order, for which period, and whether with personal data."""

    table: str
    ids: tuple[str, ...]
    period: str = ""
    with_personal: bool = False


def look_at_form(path: Path, record_type: RecordType) -> FormReport:
    """The marks of a form, for records of this type.

    Raises AppError `form_kind_unknown`, `form_unreadable`, `form_too_large`, `form_with_macros`, `form_reaches_out`,
    `form_without_marks`; EnvironmentProblem `file_unreadable`.
    """
    check_form_file(path)
    form = _kind(path)
    texts = dict.fromkeys(form.marks_of(path))
    if not texts:
        raise AppError("form_without_marks", name=path.name)
    marks = tuple(read_mark(record_type, each) for each in texts)
    return FormReport(marks, form.is_repeating(path, record_type))


def fill_form(office: Office, path: Path, chosen: Chosen, out: Path) -> FormReport:
    """Fill a form and write it out; what was found in it. Raises what `look_at_form` does, AppError
    `form_too_many_records`, `tipster_in_text`, `tips_not_comparable`, EnvironmentProblem `sheet_not_written`.
    """
    record_type = RECORD_TYPES[chosen.table]
    report = look_at_form(path, record_type)
    note_export(office, record_type, len(chosen.ids), with_personal=chosen.with_personal)
    values = form_values(office, chosen, chosen.ids)
    released = [(record_type, each) for each in values.records] + values.referred(report.marks)
    refuse_unreleased(tipster_check(office), released)
    with whole_or_not_at_all(out) as part:
        _kind(path).fill(path, values, part)
    return report


def form_values(office: Office, chosen: Chosen, ids: Sequence[str]) -> FormValues:
    """What the marks stand for with these records."""
    records = office.rows(chosen.table, ids)
    return FormValues(office, RECORD_TYPES[chosen.table], records, chosen.period, chosen.with_personal)


def suggested(record_type: RecordType, mark: Mark) -> str:
    """The known mark that an unknown one may have been meant to be, or ""."""
    return suggestion(record_type, mark.text)


def personal_labels(record_type: RecordType, report: FormReport) -> list[str]:
    """The labels of personal data that the form asks for."""
    fields = fields_filled(record_type, report.marks)
    return list(dict.fromkeys(field.label for _, field in fields if is_personal(field)))


def _kind(path: Path) -> ModuleType:
    from desktop.form_templates import docx_form, xlsx_form

    return docx_form if path.suffix.lower() == ".docx" else xlsx_form
