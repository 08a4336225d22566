"""`street month` on the command line: who has reported, and its papers; real processes."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.clock import Clock
from tests.desktop.commands.command_line import run
from tests.desktop.street.exchange_kit import open_committee, open_street


def test_month_is_told_and_its_papers_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    street, committee = open_street(tmp_path / "街道", Clock()), open_committee(tmp_path / "村居", Clock())
    street.enrols(committee)
    committee.adds()
    street.receives(committee.sends(tmp_path, committee.office.today[:7]))
    street.desk.close()
    committee.office.close()
    papers = [each for name in ("table", "reminders", "sheet") for each in (f"--{name}", f"{name}.out")]
    told = run("street", "month", "--db", "街道/街道.db", *papers, cwd=tmp_path)
    assert told.code == 0, told.err
    assert told.lines[0].split("\t")[2:] == ["未报", "", "第 1 号", "包已收到，里面没有这个月的月报"]
    assert told.lines[1].startswith("共 1 个村居：已报 0，迟报 0，退回 0，未报 1。")
    assert (tmp_path / "table.out").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "reminders.out").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "sheet.out").read_bytes().startswith(b"PK")
    [line] = run("street", "month", "--db", "街道/街道.db", "--json", cwd=tmp_path).records
    assert (line["standing"], line["packages"], line["records"]) == ("未报", [1], 1)
    wrong = run("street", "month", "--db", "街道/街道.db", "--month", "十一月", cwd=tmp_path)
    assert wrong.code == 1 and "period_unreadable" in wrong.err
