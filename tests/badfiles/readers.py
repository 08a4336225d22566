"""Who reads which kind of file, by the same functions as the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from db.programme_file import read_programme
from desktop.backups import list_backups
from desktop.drafts import drafts_left
from desktop.exchange.checking import check_package
from desktop.exchange.incoming_down import read_down_package
from desktop.exchange.incoming_receipt import import_receipt
from desktop.form_templates.filling import Chosen, fill_form, look_at_form
from desktop.importing.layout import read_layout
from desktop.importing.plan import open_file
from desktop.importing.writing import try_out
from desktop.restoring import discard, look_into
from desktop.street.receiving import receive
from desktop.trust import read_sheet_file, read_street_sheet
from tests.faults.ledgers import signing_key
from tests.faults.work import Work


def read_table(work: Work, file: Path) -> None:
    try_out(open_file(work.office, "hazard", file))


def read_photo(work: Work, file: Path) -> None:
    work.office.attach(file)


def read_package(work: Work, file: Path) -> None:
    [got] = receive(work.desk, [file], work.folder / "U盘", signing_key(work.desk.store.path))
    if got.error is not None:
        raise got.error
    check_package(file, None)


def read_receipt(work: Work, file: Path) -> None:
    import_receipt(work.office, file)


def read_down(work: Work, file: Path) -> None:
    read_down_package(work.office, file)


def read_backup(work: Work, file: Path) -> None:
    discard(look_into(file, work.office.database))


def read_form(work: Work, file: Path) -> None:
    from db.spec import RECORD_TYPES

    look_at_form(file, RECORD_TYPES["hazard"])
    chosen = Chosen("hazard", (work.record("YH-2026-0001"),))
    fill_form(work.office, file, chosen, work.folder / "U盘" / f"填好{file.suffix}")


def read_sheet_text(work: Work, file: Path) -> None:
    text = read_sheet_file(file)
    code = work.office.committee["code"]
    try:
        work.desk.enrol(text, code=code, name="章浜社区居委会")
    finally:
        read_street_sheet(text)


def read_draft(work: Work, file: Path) -> None:
    """Drafts that cannot be read are passed over; they stand in nobody's way."""
    target = work.office.database.with_suffix(".files") / "drafts" / "X.json"
    target.write_bytes(file.read_bytes())
    from desktop.drafts import draft_lines

    for each in drafts_left(work.office.database):
        json.dumps(draft_lines(work.office, each))


def read_programme_file(work: Work, file: Path) -> None:
    from desktop.programme import import_programme

    read_programme(file)
    import_programme(work.office, file)


def read_backup_note(work: Work, file: Path) -> None:
    """A backup whose description cannot be read is not offered."""
    folder = work.office.database.with_suffix(".files") / "backups"
    (folder / "20990101-000000.json").write_bytes(file.read_bytes())
    list_backups(folder)


def read_mapping(work: Work, file: Path) -> None:
    read_layout(file, "hazard")


READERS: dict[str, Callable[[Work, Path], None]] = {
    "xlsx": read_table, "xls": read_table, "csv": read_table, "jpg": read_photo, "png": read_photo,
    "package": read_package, "receipt": read_receipt, "down": read_down, "backup": read_backup,
    "form-xlsx": read_form, "form-docx": read_form, "sheet-text": read_sheet_text, "draft": read_draft,
    "programme": read_programme_file, "backup-note": read_backup_note, "mapping": read_mapping,
}  # fmt: skip
