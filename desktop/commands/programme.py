"""The commands about programmes: import, list, tasks of a year, the next task of each series."""

from __future__ import annotations

from argparse import Namespace

from desktop.commands.records import opened
from desktop.programme import import_programme, make_next_tasks, make_year_tasks, programmes

_HOW = {"added": "已导入", "changed": "已更新", "same": "没有变化："}


def import_(given: Namespace) -> int:
    """Take a programme file into the ledger."""
    with opened(given.db) as office:
        record, how = import_programme(office, given.file)
        counts = f"{len(record['clauses'])} 条、任务 {len(record['tasks'] or [])} 项"
        print(f"{_HOW[how]}《{record['name']}》（{record['doc_no']}）：条款 {counts}")
    return 0


def list_(given: Namespace) -> int:
    """Print key, document number, period and name of every programme."""
    with opened(given.db) as office:
        for each in programmes(office):
            period = f"{each['from_on']} 至 {each['until_on']}"
            print("\t".join((each["key"], each["doc_no"], period, each["name"])))
    return 0


def tasks(given: Namespace) -> int:
    """Make the tasks of a programme for a year; print the numbers given."""
    with opened(given.db) as office:
        made = make_year_tasks(office, given.programme, given.year)
        for each in made:
            print(f"{each['no']}\t{each['due']}\t{each['title']}")
    return 0


def next_(given: Namespace) -> int:
    """Make the next task of every series whose time has come; print the numbers given."""
    with opened(given.db) as office:
        for each in make_next_tasks(office):
            print(f"{each['no']}\t{each['due']}\t{each['title']}")
    return 0
