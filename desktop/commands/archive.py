"""The commands about closing a year: archive make, list, check, carried, due."""

from __future__ import annotations

import sys
from argparse import Namespace

from db.spec import RECORD_TYPES
from desktop.archive_papers import carried_over_sheet, destruction_list
from desktop.archiving import archives, carried_over, check_archive, folder_of, make_archive
from desktop.commands.interruption import stopped_by_ctrl_c
from desktop.commands.records import opened, write_file
from desktop.retention import due_records


def make(given: Namespace) -> int:
    """Close a year into a folder; print it."""
    with opened(given.db) as office, stopped_by_ctrl_c() as token:
        made = make_archive(office, given.year, token, given.to)
        print(folder_of(office, made))
        print(f"{made.year} 年 {made.records} 条记录，{made.files} 个文件")
    return 0


def list_(given: Namespace) -> int:
    """Print year, time, who, records and folder of every archive."""
    with opened(given.db) as office:
        for each in archives(office):
            at = each.made_at[:16].replace("T", " ")
            print(
                "\t".join((str(each.year), at, each.made_by, str(each.records), str(folder_of(office, each))))
            )
    return 0


def check(given: Namespace) -> int:
    """Check every file of an archive by its hash; exit code 1 when one is not as it was archived."""
    found = check_archive(given.folder)
    for words, names in (("改动过", found.altered), ("不见了", found.missing), ("后来放进去", found.added)):
        for name in names:
            print(f"{words}：{name}", file=sys.stderr)
    if found.is_whole:
        print(f"归档完好：{found.files} 个文件都核对无误。")
    return 0 if found.is_whole else 1


def carried(given: Namespace) -> int:
    """Print what a year leaves open; with -o as a list on paper."""
    with opened(given.db) as office:
        for each in carried_over(office, given.year):
            print("\t".join((RECORD_TYPES[each.table].label, each.no, each.status, each.due, each.title)))
        if given.output:
            write_file(given.output, carried_over_sheet(office, given.year).pdf)
            print(given.output)
    return 0


def due(given: Namespace) -> int:
    """Print the records that were kept long enough, with the rule; with -o as 销毁清单. Nothing is taken out."""
    with opened(given.db) as office:
        found = due_records(office)
        for each in found:
            print("\t".join((RECORD_TYPES[each.table].label, each.no, each.day, each.rule, each.title)))
        if given.output:
            write_file(given.output, destruction_list(office, found).pdf)
            print(given.output)
    return 0
