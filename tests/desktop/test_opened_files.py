from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from db.errors import EnvironmentProblem
from desktop.backups import back_up
from desktop.office import Office
from desktop.opened_files import FileKind, look_at_file
from main import file_among

STATEMENT = {
    "format": "slp", "kind": "package", "epoch": 1, "serial": 7,
    "from": {"code": "310118001003"}, "to": [{"code": "310118001000"}],
}  # fmt: skip


def container(path: Path, statement: object) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("310118001003-e01-000007-v01/bagit.txt", "BagIt-Version: 1.0\n")
        made.writestr("310118001003-e01-000007-v01/package.json", json.dumps(statement))
    return path


def kind(path: Path, content: bytes) -> FileKind:
    path.write_bytes(content)
    return look_at_file(path).kind


def test_a_package_says_whose_it_is_and_for_whom(tmp_path: Path) -> None:
    file = look_at_file(container(tmp_path / "改了名.zip", STATEMENT))
    assert (file.kind, file.sender, file.recipients, file.place) == (
        FileKind.PACKAGE, "310118001003", ("310118001000",), (1, 7),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("word", "told"), [("receipt", FileKind.RECEIPT), ("keynotice", FileKind.KEY_NOTICE)]
)
def test_receipts_and_key_notices_are_told_by_their_statement(
    tmp_path: Path, word: str, told: FileKind
) -> None:
    assert look_at_file(container(tmp_path / "a.zip", STATEMENT | {"kind": word})).kind is told


@pytest.mark.parametrize(
    "statement", [[], 7, {"from": 3, "to": "x", "epoch": "e"}, {"to": [1, {}], "from": None}]
)
def test_a_statement_of_nonsense_is_read_without_a_fault(tmp_path: Path, statement: object) -> None:
    file = look_at_file(container(tmp_path / "a.zip", statement))
    assert file.sender == "" and file.place is None


def test_an_encrypted_package_is_known_by_its_name_alone(tmp_path: Path) -> None:
    path = tmp_path / "310118001003-e02-000011-v01.zip.age"
    path.write_bytes(b"age-encryption.org/v1\n-> ssh-ed25519")
    file = look_at_file(path)
    assert (file.kind, file.sender, file.place) == (FileKind.PACKAGE, "310118001003", (2, 11))
    assert kind(tmp_path / "包.age", b"age-encryption.org/v1\n") is FileKind.PACKAGE
    assert kind(tmp_path / "备份-1.DB.age", b"age-encryption.org/v1\n") is FileKind.BACKUP


def test_sheets_backups_tables_and_what_nobody_knows(tmp_path: Path, office: Office) -> None:
    assert look_at_file(back_up(office).file).kind is FileKind.BACKUP
    assert kind(tmp_path / "街道.txt", "﻿SLP1O/310118001000/01/ED/".encode()) is FileKind.STREET_SHEET
    assert kind(tmp_path / "村居.txt", b" slp1e/310118001003/01/ED/") is FileKind.COMMITTEE_SHEET
    assert kind(tmp_path / "台账.csv", "隐患,地点\n".encode("gbk")) is FileKind.TABLE
    assert kind(tmp_path / "台账.xlsx", b"PK\x03\x04 not really") is FileKind.TABLE
    assert kind(tmp_path / "照片.jpg", b"\xff\xd8") is FileKind.UNKNOWN
    assert kind(tmp_path / "空.csv", b"") is FileKind.UNKNOWN


def test_what_is_gone_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="file_gone"):
        look_at_file(tmp_path / "没有.zip")
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        look_at_file(tmp_path)


def test_a_path_among_the_arguments_is_a_file_and_a_command_is_not() -> None:
    assert file_among(["/media/U盘/a b.zip"]) == Path("/media/U盘/a b.zip")
    assert file_among([r"E:\报送\包.zip.age"]) == Path(r"E:\报送\包.zip.age")
    for arguments in ([], ["print-list"], ["--self-test"], ["verify", "a.zip"], ["-h"]):
        assert file_among(arguments) is None
