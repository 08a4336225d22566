"""The publisher's tool: what it puts into a package, and when it makes none."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from installer import update_package
from tests.fake_program import PLATFORM, Publisher, make_program


@pytest.fixture
def built(tmp_path: Path, publisher: Publisher) -> Path:
    """A program folder of version 9.0.0."""
    folder = tmp_path / "built"
    make_program(folder, "9.0.0", publisher)
    return folder


def make(built: Path, key: Path, to: Path, *more: str) -> int:
    return update_package.main(
        ["--key", str(key), "--folder", str(built), "--to", str(to), "--version", "9.0.0", *more]
    )


def test_a_third_party_checks_a_package_with_what_every_system_has(
    built: Path, publisher: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(built, publisher.key, tmp_path) == 0
    package = tmp_path / f"村居安全台账-更新-9.0.0-{PLATFORM}.vslupdate"
    assert str(package) in capsys.readouterr().out
    with zipfile.ZipFile(package) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extract("update.json", tmp_path)
        archive.extract("update.json.sig", tmp_path)
    assert names[:2] == ["update.json", "update.json.sig"]
    assert (
        "program/village-safety-ledger" in names and "program/_internal/libQt6Core.so.6" not in names
    )  # a link
    (tmp_path / "allowed_signers").write_text(f"publisher {publisher.line}", encoding="utf-8")
    check = [
        "ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", "publisher", "-n", "village-ledger-update-v1",
        "-s", "update.json.sig",
    ]  # fmt: skip
    with (tmp_path / "update.json").open("rb") as message:
        assert subprocess.run(check, cwd=tmp_path, stdin=message, capture_output=True).returncode == 0


def test_the_same_folder_makes_the_same_package(built: Path, publisher: Publisher, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert make(built, publisher.key, tmp_path / name) == 0
    [one], [two] = (list((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_folder_of_another_number_makes_none(
    built: Path, publisher: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(built, publisher.key, tmp_path / "to", "--version", "9.0.1") == 1
    assert "程序文件夹里是 9.0.0 版" in capsys.readouterr().err
    shutil.rmtree(built)
    assert make(built, publisher.key, tmp_path / "to") == 1
    assert "bootstrap.py build" in capsys.readouterr().err
    assert not (tmp_path / "to").exists()


def test_without_the_key_none_is_made(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make(built, tmp_path / "gone.key", tmp_path / "to") == 1
    assert "没有签成名" in capsys.readouterr().err
    assert not (tmp_path / "to").exists()


def test_a_program_that_does_not_know_the_key_is_pointed_out(
    built: Path, publisher: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = built / "_internal/desktop/updates/publisher_keys.pub"
    keys.parent.mkdir()
    keys.write_text("# nobody\n")
    assert make(built, publisher.key, tmp_path) == 0
    assert "没有这把公钥" in capsys.readouterr().err
    keys.write_text(publisher.line)
    assert make(built, publisher.key, tmp_path) == 0
    assert capsys.readouterr().err == ""
