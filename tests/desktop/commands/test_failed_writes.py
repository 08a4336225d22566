"""What cannot be written or read: a package, a document, a torn database."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import main
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import json_lines
from tests.desktop.commands.in_a_folder import DB, Commanded


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
