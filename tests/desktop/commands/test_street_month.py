"""`street month` on the command line: who has reported, and its papers; real processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.clock import Clock
from tests import factories
from tests.desktop.commands.command_line import run
from tests.desktop.street.exchange_kit import open_committee, open_street
from tests.printed_text import text_of


def test_month_is_told_and_its_papers_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    street, committee = open_street(tmp_path / "街道", Clock()), open_committee(tmp_path / "村居", Clock())
    street.enrols(committee)
    committee.adds()
    street.receives(committee.sends(tmp_path, committee.office.today[:7]))
    street.desk.close()
    committee.office.close()
    papers = [each for name in ("table", "reminders", "sheet") for each in (f"--{name}", f"{name}.out")]
    only = "--enrolled-only"
    told = run("street", "month", "--db", "街道/街道.db", only, *papers, cwd=tmp_path)
    assert told.code == 0, told.err
    assert told.lines[0].split("\t")[2:] == ["未报", "", "第 1 号", "包已收到，里面没有这个月的月报"]
    assert told.lines[1].startswith("应报 1 个村居：已登记 1；已报 0，迟报 0，退回 0，未报 1。")
    assert (tmp_path / "table.out").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "reminders.out").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "sheet.out").read_bytes().startswith(b"PK")
    [line] = run("street", "month", "--db", "街道/街道.db", only, "--json", cwd=tmp_path).records
    assert (line["standing"], line["packages"], line["records"]) == ("未报", [1], 1)
    wrong = run("street", "month", "--db", "街道/街道.db", "--month", "十一月", cwd=tmp_path)
    assert wrong.code == 1 and "period_unreadable" in wrong.err
    every = run("street", "month", "--db", "街道/街道.db", "--json", cwd=tmp_path).records
    unknown = [each for each in every if each["standing"] == "未登记"]
    assert len(unknown) > 20 and {each["code"][:9] for each in unknown} == {"310118001"}
    code = unknown[0]["code"]
    for words, standing in ((("--not-asked", "已撤并"), "不要求"), (("--again",), "未登记")):
        assert run("street", "expect", code, "--db", "街道/街道.db", *words, cwd=tmp_path).code == 0
        board = run("street", "month", "--db", "街道/街道.db", "--json", cwd=tmp_path).records
        assert {each["code"]: each["standing"] for each in board}[code] == standing
    stranger = run(
        "street", "expect", "110101001001", "--not-asked", "不归我们", "--db", "街道/街道.db", cwd=tmp_path
    )
    assert stranger.code == 1 and "committee_unknown" in stranger.err


def test_a_committees_papers_are_printed_from_the_streets_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    street, committee = open_street(tmp_path / "街道", Clock()), open_committee(tmp_path / "村居", Clock())
    street.enrols(committee)
    committee.adds()
    drill = committee.office.add("drill", factories.drill())
    street.receives(committee.sends(tmp_path))
    street.desk.close()
    committee.office.close()
    database = ("--db", "街道/街道.db")
    of_one = ("--committee", committee.code)
    for words in (
        ("report", "drill-log", "--number", drill["no"], *of_one),
        ("report", "hazard-ledger", *of_one),
        ("print-many", "drill", drill["no"], *of_one),
        ("print-many", "drill"),
    ):
        done = run(*words, *database, "-o", "纸.pdf", cwd=tmp_path)
        assert done.code == 0, done.err
        text = text_of(tmp_path / "纸.pdf")
        assert committee.office.committee["name"] in text and "收到的副本打印，截至第 1 号报送包" in text
    unnamed = run("print-many", "drill", drill["no"], *database, "-o", "纸.pdf", cwd=tmp_path)
    assert unnamed.code == 1 and "--committee" in unnamed.err
    whole = run("report", "wall-chart", *of_one, *database, "-o", "纸.pdf", cwd=tmp_path)
    assert whole.code == 1 and "no_paper_of_street" in whole.err
