"""The commands about spreadsheets that go out: export TYPE, template, fill."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from db.errors import AppError
from db.spec import RECORD_TYPES
from desktop.commands import exchange
from desktop.commands.records import list_query, opened
from desktop.messages import message


def export(given: Namespace) -> int:
    """Seal and write a package (`--to`), or write the records of a type into a spreadsheet (`TYPE … --out`)."""
    if given.type is None:
        _refuse_incomplete(given, to=given.to, period=given.period, passphrase_file=given.passphrase_file)
        return exchange.export(given)
    _refuse_incomplete(given, out=given.out)
    return export_table(given)


def _refuse_incomplete(given: Namespace, **needed: object) -> None:
    """Wrong usage, as argparse words it, for options that only one of the two ways needs."""
    missing = [f"--{name.replace('_', '-')}" for name, value in needed.items() if value is None]
    if missing:
        given.refuse_usage(f"the following arguments are required: {', '.join(missing)}")


def export_table(given: Namespace) -> int:
    """Write the records that `list` would show; print the file and how many."""
    from desktop.spreadsheets.exporting import Export, Format
    from desktop.spreadsheets.exporting import export as write

    record_type = RECORD_TYPES[given.type]
    format_ = given.format or given.out.suffix.lstrip(".").lower() or Format.XLSX.value
    if format_ not in list(Format):
        raise AppError("sheet_format_unknown", what=format_)
    with opened(given.db) as office:
        asked = Export(
            given.type, list_query(record_type, given.search, given.state), f"{record_type.label}台账",
            with_personal=given.personal, format=Format(format_),
        )  # fmt: skip
        count = write(office, asked, given.out)
    _made(given.out, count)
    return 0


def template(given: Namespace) -> int:
    """Write a blank spreadsheet of a type; with a ledger its places can be chosen from a list."""
    from desktop.spreadsheets.blank import write_blank

    record_type = RECORD_TYPES[given.type]
    if given.db is None:
        write_blank(record_type, given.out)
    else:
        with opened(given.db) as office:
            write_blank(record_type, given.out, office)
    print(given.out)
    return 0


def fill(given: Namespace) -> int:
    """Fill a form from the records that `list` would show; print the file, how many, and marks that are not known."""
    from desktop.form_templates.filling import Chosen, fill_form
    from desktop.form_templates.shipped_forms import form_path

    record_type = RECORD_TYPES[given.type]
    form = form_path(given.form)
    with opened(given.db) as office:
        ids = office.ids(given.type, list_query(record_type, given.search, given.state))
        chosen = Chosen(given.type, tuple(ids), given.period, given.personal)
        report = fill_form(office, form, chosen, with_form_suffix(given.out, form))
    _made(with_form_suffix(given.out, form), len(ids))
    if report.unknown:
        words = "、".join(f"{{{{{each.text}}}}}" for each in report.unknown)
        print(message("form_marks_unknown", {"marks": words}), file=sys.stderr)
    return 0


def with_form_suffix(path: Path, form: Path) -> Path:
    """The path with the suffix of the form: an .xlsx form gives an .xlsx file."""
    suffix = form.suffix.lower()
    return path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)


def _made(path: Path, count: int) -> None:
    print(path)
    print(f"共 {count} 条")
