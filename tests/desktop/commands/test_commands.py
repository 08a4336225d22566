"""What a command says when something is in its way; each through the real entry point of the program."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import main
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import json_lines, passphrase_file, photo_file, run
from tests.fixtures_ledger import PASSPHRASE

Commanded = Callable[..., tuple[int, str, str]]
CHINESE = range(0x4E00, 0x9FFF)


@pytest.fixture
def folder(office_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the ledger of 章浜社区居委会 in `台账/`."""
    shutil.copytree(office_template, tmp_path / "台账")
    passphrase_file(tmp_path, PASSPHRASE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def command(
    folder: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Commanded:
    """Runs a command line in the folder: (exit code, output, error)."""

    def go(*arguments: object, stdin: bytes = b"") -> tuple[int, str, str]:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="cp936") for _ in range(2))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="cp936"))
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", out)
            patched.setattr(sys, "stderr", err)
            try:
                code = main.main([str(each) for each in arguments])
            except SystemExit as ended:
                code = int(ended.code or 0)
        out.flush()
        err.flush()
        return code, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()  # type: ignore[attr-defined]

    return go


DB = ("--db", f"台账/{DATABASE_NAME}")


def numbers_in(folder: Path, table: str = "hazard") -> list[str]:
    connection = sqlite3.connect(folder / "台账" / DATABASE_NAME)
    found = [row[0] for row in connection.execute(f"SELECT no FROM {table} ORDER BY no")]
    connection.close()
    return found


def test_every_problem_is_named_with_its_line_and_nothing_is_kept(command: Commanded, folder: Path) -> None:
    lines = (
        json_lines(
            [
                factories.hazard(),
                factories.hazard(found_on="2026.13.3", category="天灾"),
                factories.hazard(photo_before=["没有.jpg"]),
                factories.hazard(surprise="?"),
            ]
        )
        + b'\n{"found_on": \n[1]\n{"description": "\\ud800"}\n'
    )
    code, out, err = command("add", "hazard", *DB, "-", stdin=lines)
    assert (code, out) == (1, "")
    found = [
        (line.split("：")[0].removeprefix("第 ")[:1], line.rpartition("（")[2].rstrip("）"))
        for line in err.splitlines()
    ]
    assert found[:-1] == [
        ("2", "date_not_existing"), ("2", "choice_unknown"), ("3", "file_unreadable"), ("4", "field_unknown"),
        ("6", "json_line_unreadable"), ("7", "json_line_unreadable"), ("8", "json_line_unreadable"),
    ]  # fmt: skip
    assert err.splitlines()[-1] == "共 6 行有问题，全部没有登记。请修改后再试。"
    assert numbers_in(folder) == []


def test_line_separators_inside_a_text_do_not_count_as_lines(command: Commanded, folder: Path) -> None:
    record = factories.hazard(description="第一段\u2028第二段\x85第三段")
    code, out, err = command("add", "hazard", *DB, stdin=json_lines([record, factories.hazard(level="天大")]))
    assert (code, err.startswith("第 2 行：")) == (1, True)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(command: Commanded, folder: Path) -> None:
    lines = b"\xef\xbb\xbf" + json_lines([factories.hazard(), factories.hazard()]).replace(b"\n", b"\r\n")
    assert command("add", "hazard", *DB, stdin=lines) == (0, "YH-2026-0001\nYH-2026-0002\n", "")


def test_a_file_in_another_encoding_is_refused(command: Commanded, folder: Path) -> None:
    (folder / "gbk.jsonl").write_bytes(json.dumps(factories.hazard(), ensure_ascii=False).encode("gbk"))
    code, _, err = command("add", "hazard", *DB, "gbk.jsonl")
    assert (code, err) == (
        1,
        "读不了 gbk.jsonl（不是 UTF-8 文字）。请确认文件还在、没有被占用，再试一次。（file_unreadable）\n",
    )


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


def test_a_street_that_could_not_be_founded_can_be_founded_later(command: Commanded, folder: Path) -> None:
    street = (
        "street",
        "init",
        "--db",
        "街道.db",
        "--code",
        "310118001000",
        "--name",
        "夏阳街道办事处",
        "--passphrase-file",
    )
    (folder / "街道.files" / "keys" / "decrypt.key").mkdir(parents=True)
    assert command(*street, "口令.txt")[0] == 1
    (folder / "街道.files" / "keys" / "decrypt.key").rmdir()
    assert command(*street, "口令.txt")[0] == 0


def test_a_word_in_a_field_may_be_a_code_or_its_chinese(command: Commanded, folder: Path) -> None:
    lines = [
        factories.hazard(category="消防"),
        factories.hazard(category="FIRE", level="general", source="patrol"),
    ]
    assert command("add", "hazard", *DB, stdin=json_lines(lines))[0] == 0
    _, out, _ = command("list", "hazard", *DB, "--json")
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["category"], first["level"]) == (second["category"], second["level"])


@pytest.mark.parametrize("words", [["L=5"], ["inputs.L=5"], ["likelihood=5"], ['inputs={"L":5}']])
def test_an_input_of_a_risk_is_changed_under_any_of_its_names(command: Commanded, words: list[str]) -> None:
    command("add", "risk", *DB, stdin=json_lines([factories.risk()]))
    assert command("set", "risk", "FX-2026-0001", *DB, *words) == (0, "已修改 FX-2026-0001\n", "")
    _, out, _ = command("show", "risk", "FX-2026-0001", *DB, "--json")
    assert (json.loads(out)["score"], json.loads(out)["level_final"]) == ("20", "red")


def test_rows_are_set_as_json(command: Commanded) -> None:
    command("add", "drill", *DB, stdin=json_lines([factories.drill()]))
    groups = '[{"group": "居民", "count": "40人"}]'
    assert command("set", "drill", "YL-2026-0001", *DB, f"participant_groups={groups}")[0] == 0
    _, out, _ = command("show", "drill", "YL-2026-0001", *DB, "--json")
    assert json.loads(out)["participants"] == 40


def test_every_problem_of_a_change_is_named(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, _, err = command(
        "set", "hazard", "YH-2026-0001", *DB, "found_on=昨天吧", "level=天大", "closed_by=陈建国"
    )
    assert code == 1
    assert [line.rpartition("（")[2] for line in err.splitlines()] == [
        "date_unreadable）", "choice_unknown）", "field_written_by_step）",
    ]  # fmt: skip


def test_a_word_that_is_no_assignment_is_refused(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    for word in ("deadline", "=2026-11-03", "note=\udcff"):
        code, _, err = command("set", "hazard", "YH-2026-0001", *DB, word)
        assert (code, err.endswith("（assignment_unreadable）\n")) == (1, True)


def test_an_unknown_step_lists_those_there_are(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, _, err = command("act", "hazard", "YH-2026-0001", "消灭", *DB)
    assert (code, "rectify" in err, err.endswith("（step_unknown）\n")) == (1, True, True)


def test_overdue_records_are_listed_by_that_word(command: Commanded) -> None:
    lines = [factories.planned_hazard(found_on="2020-01-02", deadline="2020-01-31"), factories.hazard()]
    command("add", "hazard", *DB, stdin=json_lines(lines))
    assert (
        command("list", "hazard", *DB, "--state", "逾期")[1]
        .splitlines()[0]
        .startswith("YH-2020-0001\t已上账\t2020-01-31")
    )


def test_photos_that_cannot_be_read_change_nothing(command: Commanded, folder: Path) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    (folder / "坏.jpg").write_bytes(b"\xff\xd8\xff not a photo")
    photo_file(folder / "好.jpg")
    code, _, err = command("attach", "hazard", "YH-2026-0001", *DB, "好.jpg", "坏.jpg")
    assert (code, err.endswith("（photo_unreadable）\n")) == (1, True)
    assert json.loads(command("show", "hazard", "YH-2026-0001", *DB, "--json")[1])["photo_before"] is None
    code, _, err = command("attach", "hazard", "YH-2026-0001", *DB, "好.jpg", "--field", "description")
    assert err.endswith("（attachment_field_unknown）\n")


def test_showing_a_record_without_json_reads_like_a_form(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, out, _ = command("show", "hazard", "YH-2026-0001", *DB)
    assert code == 0
    assert {"编号：YH-2026-0001", "状态：已上账（未报送）", "隐患类别：消防"} <= set(out.splitlines())


def test_a_torn_database_is_said_to_be_damaged(command: Commanded, folder: Path) -> None:
    lines = [factories.hazard(description=f"第{number}处" * 300) for number in range(60)]
    command("add", "hazard", *DB, stdin=json_lines(lines))
    database = folder / "台账" / DATABASE_NAME
    content = bytearray(database.read_bytes())
    for page in range(40 * 4096, len(content), 4096):
        content[page : page + 64] = b"\xff" * 64
    database.write_bytes(content)
    for arguments in (("check",), ("list", "hazard", "--json")):
        code, _, err = command(*arguments, *DB)
        assert code == 1
        assert "damaged）" in err


def test_a_package_that_could_not_be_written_is_written_next_time(command: Commanded, folder: Path) -> None:
    _found_street(command)
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    stick = folder / "U盘"
    stick.mkdir()
    export = ("export", *DB, "--to", "U盘", "--period", "2026-11", "--passphrase-file", "口令.txt")
    (stick / "310118001003-e01-000001-v01.zip").mkdir()  # nothing can be given this name
    code, out, err = command(*export)
    assert (code, out, err.endswith("（write_failed）\n")) == (1, "", True)
    (stick / "310118001003-e01-000001-v01.zip").rmdir()
    assert command(*export)[0] == 0
    assert [each.name for each in stick.iterdir()] == ["310118001003-e01-000001-v01.zip"]


def test_a_package_that_never_left_goes_before_the_next_one(command: Commanded, folder: Path) -> None:
    _found_street(command)
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    (folder / "310118001003-e01-000001-v01.zip").mkdir()
    export = ("export", *DB, "--to", ".", "--period", "2026-11", "--passphrase-file", "口令.txt")
    assert command(*export)[0] == 1
    (folder / "310118001003-e01-000001-v01.zip").rmdir()
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, out, _ = command(*export)
    written = [line for line in out.splitlines() if line.endswith(".zip")]
    assert (code, written) == (0, ["310118001003-e01-000001-v01.zip", "310118001003-e01-000002-v01.zip"])


def _found_street(command: Commanded) -> None:
    _, out, _ = command("street", "init", "--db", "街道.db", "--code", "310118001000", "--name", "夏阳街道办事处",
                        "--passphrase-file", "口令.txt")  # fmt: skip
    assert command("trust", *DB, out.splitlines()[0])[0] == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_leaves_no_half_document(
    command: Commanded, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "x.pdf.part").symlink_to("/dev/full")
    code, _, err = command("report", "enrolment", *DB, "-o", "x.pdf")
    assert (code, err.endswith("（disk_full）\n")) == (1, True)
    assert not (folder / "x.pdf").exists() and not (folder / "x.pdf.part").is_symlink()


def test_a_reader_that_has_seen_enough_is_no_error(folder: Path) -> None:
    office = Office.open(folder / "台账" / DATABASE_NAME)
    office.register_all("hazard", [factories.hazard(description="楼道堆物" * 400) for _ in range(60)])
    office.close()
    command = f'"{sys.executable}" "{Path(main.__file__)}" list hazard --json --db 台账/{DATABASE_NAME} | head -c 10'
    import subprocess

    finished = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        capture_output=True,
        check=False,
        env=os.environ,
    )
    assert (finished.returncode, finished.stderr) == (0, b"")


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


def test_an_inspection_and_its_blank_sheet_are_printed_by_number(folder: Path, command: Commanded) -> None:
    command("add", "premises", *DB, stdin=json_lines([factories.premises()]))
    command("add", "inspection", *DB, stdin=json_lines([factories.inspection("CS-2026-0001")]))
    number = numbers_in(folder, "inspection")[0]
    for report, which in (("inspection-record", number), ("inspection-record", ""), ("inspection-sheet", "老张面馆"), ("inspection-sheet", "")):  # fmt: skip
        code, out, err = command("report", report, *DB, "--number", which, "-o", "表.pdf")
        assert (code, out.strip(), err) == (0, "表.pdf", "")
        assert (folder / "表.pdf").read_bytes().startswith(b"%PDF-")
    code, _, err = command("report", "inspection-sheet", *DB, "--number", "没有这家", "-o", "无.pdf")
    assert (code, "没有找到“没有这家”" in err) == (1, True)


def test_a_record_of_no_inspection_is_refused_in_words(command: Commanded) -> None:
    code, _, err = command("report", "inspection-record", *DB, "-o", "无.pdf")
    assert (code, err.startswith("没有要打印的内容")) == (1, True)


def test_trainings_certificates_and_accidents_from_the_command_line(command: Commanded, folder: Path) -> None:
    for table, typed in (
        ("training", factories.training()),
        ("training", factories.planned_training()),
        ("special_work_certificate", factories.special_work_certificate()),
        ("accident", factories.accident()),
    ):
        assert command("add", table, *DB, stdin=json_lines([typed]))[0] == 0
    code, out, _ = command("list", "special_work_certificate", *DB, "--json")
    assert code == 0 and json.loads(out)["number"] == "T310118********1236"
    assert "T310118198001011236" not in command("show", "special_work_certificate", "张伟明", *DB)[1]
    for name, more in (
        ("training-record", ("--number", "PX-2026-0001")),
        ("training-record", ()),
        ("training-signin", ("--number", "PX-2026-0002")),
        ("training-coverage", ("--year", "2025")),
        ("training-ledger", ()),
        ("certificates", ()),
        ("accident-record", ("--number", "SG-2026-0001")),
        ("accident-ledger", ()),
        ("accident-comparison", ()),
    ):
        code, out, err = command("report", name, *DB, *more, "-o", "a.pdf")
        assert (code, out.strip(), err) == (0, "a.pdf", ""), name
        assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert command("act", "training", "PX-2026-0002", "取消", *DB, "cancel_reason=台风")[0] == 0
    code, _, err = command("report", "training-signin", *DB, "-o", "b.pdf")
    assert code == 1 and "documents_missing" in err


def test_a_return_and_its_roll_ups_are_printed_from_the_command_line(
    command: Commanded, folder: Path
) -> None:
    assert command("add", "monthly_return", *DB, stdin=json_lines([factories.monthly_return()]))[0] == 0
    for name, more in (
        ("monthly-return", ()),
        ("return-rollup", ()),
        ("return-rollup", ("--number", "2026H1")),
        ("return-rollup", ("--year", "2026")),
    ):
        code, out, err = command("report", name, *DB, *more, "-o", "a.pdf")
        assert (code, out.strip(), err) == (0, "a.pdf", ""), name
        assert (folder / "a.pdf").read_bytes().startswith(b"%PDF-")
    for name, number, why in (
        ("return-rollup", "2026Q5", "rollup_period_unknown"),
        ("return-comparison", "YB-2026-0001", "return_is_first"),
        ("return-comparison", "", "documents_missing"),
    ):
        code, _, err = command("report", name, *DB, "--number", number, "-o", "b.pdf")
        assert code == 1 and why in err, name


def test_a_risk_is_assessed_by_checklist_reassessed_and_printed(command: Commanded, folder: Path) -> None:
    answers = [{"item": f"GAS-{place}", "answer": "否" if place == 3 else "是"} for place in range(1, 8)]
    typed = factories.risk(
        category="燃气",
        method="清单法",
        likelihood=None,
        severity=None,
        answers=answers,
        assessed_on="2020-01-02",
    )
    assert command("add", "risk", *DB, stdin=json_lines([typed])) == (0, "FX-2020-0001\n", "")
    code, out, _ = command("act", "risk", "FX-2020-0001", "复评", *DB, "method=ls", "L=5", "S=5")
    assert (code, out) == (0, "FX-2020-0001 已评估\n")
    _, out, _ = command("show", "risk", "FX-2020-0001", *DB, "--json")
    risk = json.loads(out)
    assert (risk["level_final"], risk["outcome"]) == ("red", "raised")
    assert risk["assessments"][0]["inputs"] == "“否”1 条：装有可燃气体报警器并能联动切断"
    measures = '[{"kind":"人防","text":"巡查","owner":"王芳","due":"2020-01-01"}]'
    assert (
        command("set", "risk", "FX-2020-0001", *DB, f"measures={measures}", "next_review=2020-06-01")[0] == 0
    )
    for state in ("应复评", "措施逾期"):
        assert command("list", "risk", *DB, "--state", state)[1].startswith("FX-2020-0001")
    for report in ("risk-card", "risk-distribution"):
        assert command("report", report, *DB, "--number", "FX-2020-0001", "-o", f"{report}.pdf")[0] == 0
        assert (folder / f"{report}.pdf").read_bytes().startswith(b"%PDF-")
