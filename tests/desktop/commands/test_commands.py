"""The command line as a whole: its usage, its help, its refusals and its encoding, in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import factories
from tests.desktop.commands.command_line import json_lines, passphrase_file, run
from tests.desktop.commands.in_a_folder import DB, Commanded
from tests.fixtures_ledger import PASSPHRASE

CHINESE = range(0x4E00, 0x9FFF)


def test_output_is_utf8_whatever_the_console_speaks(command: Commanded) -> None:
    rare = factories.hazard(found_by=factories.RARE_NAME)
    command("add", "hazard", *DB, stdin=json_lines([rare]))
    _, out, _ = command("list", "hazard", *DB, "--json")
    assert json.loads(out)["found_by"] == factories.RARE_NAME


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "utf-16"])
def test_a_shell_with_another_code_page_gets_utf8_too(folder: Path, encoding: str) -> None:
    environment = {"PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"}
    lines = json_lines([factories.hazard(found_by=factories.RARE_NAME)])
    assert run("add", "hazard", *DB, cwd=folder, stdin=lines, environment=environment).code == 0
    listed = run("list", "hazard", *DB, "--json", cwd=folder, environment=environment)
    assert listed.records[0]["found_by"] == factories.RARE_NAME


WRONG_USAGES: list[tuple[list[str], str]] = [
    (["nonsense"], "不能是"),
    (["list"], "还缺 TYPE, --db。"),
    (["list", "weather", *DB], "不能是 'weather'"),
    (["list", "hazard", "--db"], "后面要跟一个值"),
    (["list", "hazard", *DB, "--colour"], "认不出 --colour。"),
    (["list", "hazard", *DB, "--json=yes"], "不带值"),
    (["attach", "hazard", "YH-2026-0001", *DB], "还缺 PHOTO。"),
    (["trust", *DB], "要给一个"),
    (["trust", *DB, "SLP1O/", "--file", "x"], "只能给一个"),
    (["street"], "还缺 命令。"),
    (["street", "receive", *DB], "还缺"),
    (["list", "hazard", "--js", *DB], "认不出 --js。"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG_USAGES, ids=lambda value: " ".join(value)[:30])
def test_wrong_usage_ends_with_2_and_says_so_in_chinese(
    command: Commanded, arguments: list[str], words: str
) -> None:
    code, out, err = command(*arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.startswith("用法不对：") and "用法：" in err


def test_help_is_chinese(command: Commanded) -> None:
    code, out, _ = command("export", "--help")
    assert code == 0
    assert {"用法：", "选项：", "封包并写出"} <= {
        word for word in ("用法：", "选项：", "封包并写出") if word in out
    }
    assert "usage" not in out and "show this" not in out


REFUSALS: list[tuple[list[str], str]] = [
    (["list", "hazard", "--db", "没有.db"], "database_missing"),
    (["check", "--db", "没有.db"], "database_missing"),
    (["check", "--db", "口令.txt"], "not_our_database"),
    (["init", *DB, "--committee", "310118001003", "--clerk", "王芳", "--lead", "陈建国", "--passphrase-file", "口令.txt"],
     "database_exists"),
    (["init", "--db", "新.db", "--committee", "999", "--clerk", "王芳", "--lead", "x", "--passphrase-file", "口令.txt"],
     "committee_unknown"),
    (["init", "--db", "新.db", "--committee", "310118001003", "--clerk", " ", "--lead", "x", "--passphrase-file", "口令.txt"],
     "required"),
    (["init", "--db", "新.db", "--committee", "310118001003", "--clerk", "王芳", "--lead", "x", "--passphrase-file", "无"],
     "passphrase_file_unreadable"),
    (["init", "--db", "新.db", "--committee", "310118001003", "--clerk", "王芳", "--lead", "x", "--passphrase-file", "短.txt"],
     "passphrase_too_short"),
    (["init", "--db", "口令.txt/新.db", "--committee", "310118001003", "--clerk", "王芳", "--lead", "x",
      "--passphrase-file", "口令.txt"], "folder_read_only"),
    (["list", "hazard", *DB, "--state", "飞走"], "state_unknown"),
    (["show", "hazard", "YH-2026-0404", *DB], "record_not_found"),
    (["set", "risk", "FX-2026-0001", *DB, "likelihood"], "record_not_found"),
    (["report", "drill-log", *DB, "--number", "YL-2026-0001", "-o", "x.pdf"], "record_not_found"),
    (["report", "risk-card", *DB, "-o", "x.pdf"], "risk_number_missing"),
    (["report", "risk-card", *DB, "--number", "FX-2026-0001", "-o", "x.pdf"], "record_not_found"),
    (["report", "handover-slip", *DB, "-o", "x.pdf"], "documents_missing"),
    (["report", "enrolment", *DB, "-o", "没有/x.pdf"], "write_failed"),
    (["report", "enrolment", *DB, "-o", "口令.txt/x.pdf"], "write_failed"),
    (["trust", *DB, "SLP1O/"], "enrolment_unreadable"),
    (["trust", *DB, "--file", "没有.txt"], "file_unreadable"),
    (["export", *DB, "--to", ".", "--period", "十一月", "--passphrase-file", "口令.txt"], "period_unreadable"),
    (["export", *DB, "--to", "没有", "--period", "2026-11", "--passphrase-file", "口令.txt"], "target_not_a_folder"),
    (["export", *DB, "--to", ".", "--period", "2026-11", "--passphrase-file", "错.txt"], "passphrase_wrong"),
    (["verify", "没有.zip"], "file_unreadable"),
    (["verify", "台账"], "file_unreadable"),
    (["verify", "口令.txt"], "E_ZIP_PROFILE"),
    (["receipt", "import", "口令.txt", *DB], "street_not_trusted"),
    (["demo", "."], "folder_not_empty"),
    (["demo", "口令.txt/样例"], "folder_read_only"),
    (["street", "list", "hazard", *DB], "not_an_office"),
    (["street", "init", "--db", "街道.db", "--code", "31", "--name", "街道", "--passphrase-file", "口令.txt"],
     "committee_code_invalid"),
    (["street", "init", "--db", "街道.db", "--code", "310118001000", "--name", " ", "--passphrase-file", "口令.txt"],
     "required"),
    (["street", "init", "--db", "街道.db", "--code", "310118001000", "--name", "街" * 81, "--passphrase-file", "口令.txt"],
     "text_too_long"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message_id"), REFUSALS, ids=[" ".join(a)[:40] + m for a, m in REFUSALS]
)
def test_a_refusal_is_one_chinese_sentence_and_its_code(
    command: Commanded, folder: Path, arguments: list[str], message_id: str
) -> None:
    passphrase_file(folder).rename(folder / "错.txt")
    passphrase_file(folder, PASSPHRASE)
    (folder / "错.txt").write_text("完全不对的口令一二三四", encoding="utf-8")
    (folder / "短.txt").write_text("短", encoding="utf-8")
    code, out, err = command(*arguments)
    assert (code, out) == (1, "")
    assert err.endswith(f"（{message_id}）\n")
    assert err.count("\n") == 1 and any(ord(each) in CHINESE for each in err)
    assert not (folder / "新.db").exists() and not (folder / "街道.db").exists()
    assert not list(folder.rglob("*.part"))


def test_the_demonstration_runs_without_a_display_and_names_each_file(tmp_path: Path) -> None:
    answer = run("demo", "样例 一", cwd=tmp_path)
    assert (answer.code, answer.err) == (0, "")
    made = [Path(line) for line in answer.lines if line.startswith("样例 一")]
    assert len(made) >= 9 and all((tmp_path / each).exists() for each in made)
    assert answer.lines[-1].endswith("条记录标为已报送")
    assert run("check", "--db", "样例 一/村居/安全台账.db", cwd=tmp_path).code == 0


def test_init_tells_what_the_street_needs_to_enrol_the_committee(folder: Path, command: Commanded) -> None:
    code, out, _ = command(
        "init", "--db", "新.db", "--committee", "310118001003", "--clerk", "王芳", "--lead", "陈建国",
        "--passphrase-file", "口令.txt",
    )  # fmt: skip
    assert code == 0
    _, sheet, key, public_file = out.splitlines()
    assert sheet.startswith("SLP1E/310118001003/01/ED/") and "SHA256:" in key
    assert (folder / public_file).read_text().startswith("ssh-ed25519 AAAA")
