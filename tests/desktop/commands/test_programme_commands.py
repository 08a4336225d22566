"""Programmes on the command line: list, import, the tasks of a year, the next of a series, and what is printed of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import main
from db.programme_file import shipped_programmes
from desktop.paths import DATABASE_NAME


@pytest.fixture
def database(office_template: Path, tmp_path: Path) -> Path:
    """The ledger of 章浜社区居委会."""
    return shutil.copytree(office_template, tmp_path / "台账") / DATABASE_NAME


def run(*arguments: object) -> int:
    return int(main.main([str(each) for each in arguments]))


def test_the_tasks_of_a_year_are_made_once(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("programme", "list", "--db", database) == 0
    assert capsys.readouterr().out.startswith(
        "qingxiajie-2024-13\t青夏街〔2024〕13号\t2024-01-01 至 2026-12-31"
    )
    assert run("programme", "tasks", "--db", database, "--year", "2025") == 0
    assert len(capsys.readouterr().out.splitlines()) > 100
    assert run("programme", "tasks", "--db", database, "--year", "2025") == 0
    assert capsys.readouterr().out == ""
    assert run("programme", "next", "--db", database) == 0
    assert capsys.readouterr().out == ""
    assert run("programme", "tasks", "--db", database, "--year", "2031") == 1
    assert "期间不包括 2031 年" in capsys.readouterr().err


def test_a_programme_file_is_imported_or_refused_in_words(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(shipped_programmes()[0].read_text(encoding="utf-8")) | {
        "key": "other",
        "name": "另一方案",
    }
    file = tmp_path / "方案.json"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert run("programme", "import", file, "--db", database) == 0
    assert capsys.readouterr().out == f"已导入《另一方案》（青夏街〔2024〕13号）：条款 51 条、任务 {59} 项\n"
    document["clauses"][0]["proofs"][0]["ledger"] = "nothing"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    assert run("programme", "import", file, "--db", database) == 1
    assert "没有叫“nothing”的台账" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ("task-list",),
        ("clause-table",),
        ("clause-table", "--number", "T21"),
        ("wall-chart", "--year", "2026"),
    ],
)
def test_what_belongs_to_a_programme_is_printed(
    database: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    output = tmp_path / "a.pdf"
    assert run("report", *arguments, "--db", database, "-o", output) == 0
    assert output.read_bytes().startswith(b"%PDF")


def test_a_review_that_is_not_there_cannot_be_printed(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", "period-review", "--db", database, "-o", tmp_path / "a.pdf") == 1
    assert run("report", "clause-table", "--number", "X9", "--db", database, "-o", tmp_path / "a.pdf") == 1
    assert "documents_missing" in capsys.readouterr().err
