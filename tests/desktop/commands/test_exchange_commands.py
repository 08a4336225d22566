"""The encrypted exchange on the command line, from export to the street's check and back; real processes."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from desktop import paths
from tests import factories
from tests.desktop.commands.command_line import Answer, json_lines, passphrase_file, run
from tests.fixtures_ledger import PASSPHRASE

REMARK = "照片看不清，请补拍"


@pytest.fixture
def folder(office_template: Path, tmp_path: Path) -> Path:
    """A working folder: a ledger in 台账/ with two hazards, the first with large photos, and the street it trusts."""
    shutil.copytree(office_template, tmp_path / "台账")
    passphrase_file(tmp_path, PASSPHRASE)
    (tmp_path / "U盘").mkdir()
    street = ("street", "init", "--db", "街道.db", "--code", "310118001000", "--name", "夏阳街道办事处")
    sheet = run(*street, "--passphrase-file", "口令.txt", cwd=tmp_path).lines[0]
    done(tmp_path, "trust", *ledger(), sheet)
    own = done(tmp_path, "report", "enrolment", *ledger(), "-o", "登记.pdf")
    assert own.code == 0
    from desktop.documents import committee_sheet_text
    from desktop.office import Office

    office = Office.open(tmp_path / "台账" / paths.DATABASE_NAME)
    text, code = committee_sheet_text(office), office.committee["code"]
    office.close()
    enrol = ("street", "enrol", "--db", "街道.db", text, "--code", code, "--name", "章浜社区居委会")
    done(tmp_path, *enrol)
    run("add", "hazard", *ledger(), cwd=tmp_path, stdin=json_lines([factories.hazard(), factories.hazard()]))
    photos = [noise(number, tmp_path / f"现场{number}.jpg") for number in range(2)]
    done(tmp_path, "attach", "hazard", "YH-2026-0001", *ledger(), *photos)
    return tmp_path


def noise(seed: int, path: Path) -> Path:
    """A photo that does not compress, of more than half a MiB."""
    from PIL import Image

    content = random.Random(seed).randbytes(1200 * 900 * 3)
    Image.frombytes("RGB", (1200, 900), content).save(path, "JPEG", quality=85)
    return path


def ledger() -> tuple[str, str]:
    return ("--db", f"台账/{paths.DATABASE_NAME}")


def done(folder: Path, *arguments: object) -> Answer:
    answer = run(*arguments, cwd=folder)
    assert answer.code == 0, answer.err
    return answer


def export(folder: Path, *more: object) -> list[str]:
    """The names of the files written."""
    given = ("--to", "U盘", "--period", "2026-11", "--passphrase-file", "口令.txt")
    answer = done(folder, "export", *ledger(), *given, *more)
    return [Path(line).name for line in answer.lines if not line.startswith("包编号")]


def receive(folder: Path, *names: str) -> Answer:
    files = [f"U盘/{name}" for name in names]
    return run(
        "street",
        "receive",
        "--db",
        "街道.db",
        "--to",
        "回执",
        "--passphrase-file",
        "口令.txt",
        *files,
        cwd=folder,
    )


def newest_receipt(folder: Path) -> Path:
    return max((folder / "回执").glob("*.hz.zip"))


def test_encrypted_volumes_go_there_and_the_streets_check_comes_back(folder: Path) -> None:
    names = export(folder, "--encrypt", "--volume-mib", "1")
    assert len(names) == 3 and all(name.endswith(".zip.age") for name in names)
    first = receive(folder, names[1], names[0])
    assert "附件待补：第 3 卷还没有收到" in first.out
    assert "附件待补 1 个（第 3 卷）" in done(folder, "street", "packages", "--db", "街道.db").out
    assert receive(folder, names[2]).code == 0
    [row] = done(folder, "street", "packages", "--db", "街道.db").lines
    assert "附件齐全" in row
    checked = done(
        folder, "street", "check", row.split("\t")[-1][:12], "--db", "街道.db", "--to", "回执",
        "--passphrase-file", "口令.txt", "--return", f"YH-2026-0002={REMARK}",
    )  # fmt: skip
    assert checked.lines[0].endswith("退回 1 条。")
    told = done(folder, "receipt", "import", newest_receipt(folder), *ledger())
    assert f"退回 YH-2026-0002：{REMARK}" in told.out
    assert f"街道退回：{REMARK}" in done(folder, "show", "hazard", "YH-2026-0002", *ledger()).out


def test_an_encrypted_package_is_checked_with_the_streets_key_only(folder: Path) -> None:
    [name] = export(folder, "--encrypt")
    refused = run("verify", f"U盘/{name}", cwd=folder)
    assert refused.code == 1 and refused.err.endswith("（package_encrypted）\n")
    key = paths.decrypt_key_file(folder / "街道.db")
    half = run("verify", f"U盘/{name}", "--decrypt-key", key, cwd=folder)
    assert half.err.endswith("（passphrase_file_needed）\n")
    opened = done(folder, "verify", f"U盘/{name}", "--decrypt-key", key, "--passphrase-file", "口令.txt")
    assert opened.lines[0].startswith("完好：")


def test_without_the_option_a_package_stays_as_scripts_know_it(folder: Path) -> None:
    [name] = export(folder)
    assert name == "310118001003-e01-000001-v01.zip"
    assert done(folder, "verify", f"U盘/{name}").lines[0].startswith("完好：")


def test_a_profile_and_the_whole_ledger_are_chosen(folder: Path) -> None:
    names = export(folder, "--profile", "public")
    content = (folder / "U盘" / names[-1]).read_bytes()
    assert b'"profile":"public"' in content and factories.CLERK.encode() not in content
    assert receive(folder, names[-1]).code == 0
    assert len(export(folder, "--whole")) == 1


def test_a_limit_that_no_mail_has_is_refused(folder: Path) -> None:
    given = ("--to", "U盘", "--period", "2026-11", "--passphrase-file", "口令.txt", "--volume-mib", "9999")
    refused = run("export", *ledger(), *given, cwd=folder)
    assert refused.code == 1 and refused.err.endswith("（volume_limit_too_small）\n")
