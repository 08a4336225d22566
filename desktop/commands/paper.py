"""The commands about paper: a list as a ledger, several records as one PDF, and checking a printed page."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import AppError, EnvironmentProblem
from db.spec import RECORD_TYPES
from desktop.commands.interruption import stopped_by_ctrl_c
from desktop.commands.printing import part_of_street
from desktop.commands.records import list_query, opened, opened_to_print, write_file
from desktop.ledger_papers import has_own_form, list_key, print_form, usual_columns
from desktop.messages import message, sentence
from desktop.office import Office
from desktop.print_checks import Standing, check_print, remember_print
from desktop.print_jobs import heard_by_token

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def print_list(given: Namespace) -> int:
    """Print the records of a type as a ledger: in its own form, or with the columns that are asked for."""
    record_type = RECORD_TYPES[given.type]
    with opened(given.db) as office:
        columns = tuple(each for each in (given.columns or "").split(",") if each)
        for name in columns:
            if name not in ("no", "status", "report_state", "updated_at", "updated_by"):
                _refuse_unknown(given.type, name)
        plain = has_own_form(given.type) and not columns
        key = given.type if plain else list_key(given.type, columns or usual_columns(given.type))
        query = list_query(record_type, given.search, given.state)
        with stopped_by_ctrl_c() as token:
            printed = heard_by_token(
                office, lambda: print_form(office, key, query, shows_phones=given.personal), token
            )
        hand_out(office, printed, given.output)
    return 0


def print_many(given: Namespace) -> int:
    """Print the documents of several records into one PDF with bookmarks: of these numbers, or of what a search finds.

    Of a street's database those of all committees, or of the one that --committee names.
    """
    from desktop.batch_print import print_records
    from desktop.tips.release import refuse_unreleased_ledger

    with opened_to_print(given.db) as office:
        refuse_unreleased_ledger(office)
        query = list_query(RECORD_TYPES[given.type], given.search, given.state)
        is_of_all = not given.committee and not given.numbers
        source = office if is_of_all else part_of_street(office, given)
        named = [source.find(given.type, each)["id"] for each in given.numbers]
        ids = named or source.ids(given.type, query)
        with stopped_by_ctrl_c() as token:
            printed = heard_by_token(office, lambda: print_records(office, given.type, ids), token)
        hand_out(office, printed, given.output)
    return 0


def _refuse_unknown(table: str, name: str) -> None:
    known = RECORD_TYPES[table].by_name
    if name not in known:
        raise AppError("column_unknown", name=name, known="、".join(("no", "status", *known)))


def check(given: Namespace) -> int:
    """Say whether a printed page is still as the ledger is; exit code 1 when it is not, or is unknown."""
    with opened(given.db) as office:
        found = check_print(office, given.code)
    print(f"{found.code} {found.verdict}")
    for line in filter(None, (found.about, *found.differences)):
        print(line)
    return 0 if found.standing is Standing.CURRENT else 1


def hand_out(office: Office, printed: PrintResult, target: Path) -> None:
    """Write a document into a file, keep what its pages said, and name the characters no typeface has."""
    write_file(target, printed.pdf)
    print(target)
    try:
        remember_print(office, printed)
    except EnvironmentProblem as problem:  # the ledger cannot be written: the paper is there all the same
        print(f"{message('print_not_kept', {})}{sentence(problem)}", file=sys.stderr)
    if printed.missing_characters:
        shown = {"characters": " ".join(printed.missing_characters)}
        print(message("characters_missing", shown), file=sys.stderr)
