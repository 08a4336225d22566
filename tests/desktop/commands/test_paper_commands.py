"""Paper from the command line: a list, several records, a printed page held against the ledger; Ctrl+C leaves nothing."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import main
from db.errors import EnvironmentProblem
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import PROJECT, run
from tests.printed_text import text_of

DB = ("--db", f"台账/{DATABASE_NAME}")


@pytest.fixture
def folder(office_template: Path, tmp_path: Path) -> Path:
    """A working folder with a ledger of two premises and a hazard in `台账/`."""
    shutil.copytree(office_template, tmp_path / "台账")
    office = Office.open(tmp_path / "台账" / DATABASE_NAME)
    for name in ("老张面馆", "悦来旅馆"):
        office.add("premises", factories.premises(name=name))
    office.add("hazard", factories.hazard())
    office.close()
    return tmp_path


def test_a_list_prints_with_the_columns_that_are_asked_for(folder: Path) -> None:
    answer = run("print-list", "premises", *DB, "--columns", "no,name", "-o", "场所.pdf", cwd=folder)
    assert (answer.code, answer.out) == (0, "场所.pdf\n")
    text = text_of(folder / "场所.pdf")
    assert "场所一览表" in text and "悦来旅馆" in text and "电话" not in text
    answer = run("print-list", "premises", *DB, "--columns", "姓名", "-o", "错.pdf", cwd=folder)
    assert answer.code == 1 and "没有“姓名”这一列" in answer.err and not (folder / "错.pdf").exists()


def test_several_records_print_into_one_file(folder: Path) -> None:
    assert run("print-many", "premises", *DB, "-o", "全部.pdf", cwd=folder).code == 0
    assert text_of(folder / "全部.pdf").count("第 1 页/共") == 2
    assert run("print-many", "premises", "悦来旅馆", *DB, "-o", "一家.pdf", cwd=folder).code == 0
    assert text_of(folder / "一家.pdf").count("第 1 页/共") == 1
    answer = run("print-many", "premises", *DB, "--search", "没有这家", "-o", "无.pdf", cwd=folder)
    assert answer.code == 1 and "没有要打印的内容" in answer.err


def test_a_printed_page_is_checked_by_its_code(folder: Path) -> None:
    assert run("report", "hazard-ledger", *DB, "-o", "台账.pdf", cwd=folder).code == 0
    found = re.search(r"本页校验码 (\S{9})", text_of(folder / "台账.pdf"))
    assert found
    answer = run("check-print", found[1], *DB, cwd=folder)
    assert answer.code == 0 and answer.lines[0] == f"{found[1]} 与现有记录一致。"
    run("set", "hazard", "YH-2026-0001", *DB, "location=另一处", cwd=folder)
    answer = run("check-print", found[1].lower(), *DB, cwd=folder)
    assert answer.code == 1 and "YH-2026-0001 之后改过" in answer.out
    assert run("check-print", "1234", *DB, cwd=folder).code == 1


def test_a_paper_is_written_even_when_the_ledger_cannot_keep_that_it_was_printed(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: object) -> None:
        raise EnvironmentProblem("folder_read_only", name="台账.db")

    monkeypatch.setattr("desktop.commands.paper.remember_print", refuse)
    monkeypatch.chdir(folder)
    assert main.main(["report", "hazard-ledger", *DB, "-o", "台账.pdf"]) == 0
    assert (folder / "台账.pdf").exists()
    assert "没有留底" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT to another process")
def test_ctrl_c_leaves_no_half_file(folder: Path) -> None:
    command = [sys.executable, str(PROJECT / "main.py"), "print-many", "premises", *DB, "-o", "全部.pdf"]
    office = Office.open(folder / "台账" / DATABASE_NAME)
    office.register_all("premises", [factories.premises(name=f"第{index}号店") for index in range(1_500)])
    office.close()
    started = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while started.poll() is None and not _is_printing(started.pid) and time.monotonic() < deadline:
        os.sched_yield()
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 1 and "取消" in said.decode()
    assert not [each for each in folder.iterdir() if each.name.startswith("全部")]


def _is_printing(process: int) -> bool:
    """Whether the process has its typefaces open or in memory by now: it is at its pages."""
    try:
        return "fonts" in Path(f"/proc/{process}/maps").read_text() or _memory_mb(process) > 75
    except OSError:
        return False


def _memory_mb(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) // 1024 if found else 0
