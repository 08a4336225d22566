"""Premises by command: the printed file, merging, parting, closing with what is open."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import Answer, run

DB = ("--db", f"台账/{DATABASE_NAME}")


@pytest.fixture
def folder(office_template: Path, tmp_path: Path) -> Path:
    """A working folder with a ledger of two entries of one shop; a hazard, a risk and a plan hang on the second."""
    folder = shutil.copytree(office_template, tmp_path / "台账")
    office = Office.open(folder / DATABASE_NAME)
    office.register_all("premises", [factories.premises(name=each) for each in ("阿强饭店", "阿强小饭店")])
    office.add("hazard", factories.planned_hazard(premises="CS-2026-0002"))
    office.add("risk", factories.risk(premises="CS-2026-0002"))
    office.add("drill_plan", factories.drill_plan("CS-2026-0002"))
    office.close()
    return tmp_path


def act(folder: Path, *words: str) -> Answer:
    return run("act", "premises", "CS-2026-0002", *words, *DB, cwd=folder)


def test_the_file_is_printed_by_number(folder: Path) -> None:
    printed = run(
        "report", "premises-file", *DB, "--number", "CS-2026-0002", "-o", "一户一档.pdf", cwd=folder
    )
    assert printed.lines == ["一户一档.pdf"]
    assert (folder / "一户一档.pdf").read_bytes().startswith(b"%PDF")
    refused = run("report", "premises-file", *DB, "--number", "CS-2026-0099", "-o", "x.pdf", cwd=folder)
    assert refused.code == 1 and "record_not_found" in refused.err


def test_premises_are_merged_and_parted(folder: Path) -> None:
    assert (
        act(folder, "merge", "into=CS-2026-0001", "name=gone").out == "CS-2026-0002 已合并到 CS-2026-0001\n"
    )
    (hazard,) = run("list", "hazard", *DB, "--json", cwd=folder).records
    (kept,) = run("list", "premises", *DB, "--json", cwd=folder).records
    assert hazard["premises"] == kept["id"] and kept["name"] == "阿强小饭店"
    assert act(folder, "unmerge").out == "CS-2026-0002 已撤销合并\n"
    assert len(run("list", "premises", *DB, cwd=folder).lines) == 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("merge",), "assignment_unreadable"),
        (("merge", "into=CS-2026-0001", "name=mine"), "assignment_unreadable"),
        (("merge", "into=CS-2026-0001", "colour=kept"), "assignment_unreadable"),
        (("merge", "into=CS-2026-0002"), "merge_with_itself"),
        (("merge", "into=CS-2026-0099"), "record_not_found"),
        (("unmerge",), "not_merged"),
        (("close", "risk=场所关闭"), "required"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(folder: Path, words: tuple[str, ...], reason: str) -> None:
    refused = act(folder, *words)
    assert refused.code == 1 and reason in refused.err


def test_closing_ends_the_named_kinds_and_leaves_the_others(folder: Path) -> None:
    closing = ("close", "closed_on=2026-11-20", "status_note=租约到期")
    assert act(folder, *closing, "risk=场所关闭", "drill_plan=场所关闭").out == "CS-2026-0002 关闭\n"
    states = {
        table: run("list", table, *DB, "--json", cwd=folder).records[0]["status"]
        for table in ("hazard", "risk", "drill_plan")
    }
    assert states == {"hazard": "registered", "risk": "closed", "drill_plan": "cancelled"}


def test_plain_closing_stays_as_it_was(folder: Path) -> None:
    assert act(folder, "close", "closed_on=2026-11-20", "status_note=租约到期").out == "CS-2026-0002 关闭\n"
    assert run("list", "risk", *DB, "--json", cwd=folder).records[0]["status"] == "assessed"
