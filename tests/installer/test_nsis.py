from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from installer import freeze, nsis

VERSION = "3.2.1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A program folder as freezing leaves it on Windows, small."""
    made = tmp_path / "程序 文件夹"
    for name, text in {
        f"{nsis.NAME}.exe": "MZ",
        "ledger-console.exe": "MZ",
        "_internal/desktop/version.py": f'VERSION = "{VERSION}"\n',
        "_internal/docs/manual/使用 说明$1.md": "# 说明\n",
        "_internal/docs/README.md": "x" * 5000,
    }.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return made


def test_the_list_names_every_file_and_then_its_folders_from_the_innermost_out(
    folder: Path, tmp_path: Path
) -> None:
    nsis.write_lists(tmp_path / "lists", folder, nsis.files_of(folder, VERSION))
    listed = (tmp_path / "lists" / nsis.LISTED).read_bytes().decode("utf-16-le").splitlines()
    files = {str(path.relative_to(folder)).replace("/", "\\") for path in folder.rglob("*") if path.is_file()}
    assert set(listed[: len(files)]) == files
    assert listed[len(files) :] == [
        "_internal\\docs\\manual\\", "_internal\\docs\\", "_internal\\desktop\\", "_internal\\",
    ]  # fmt: skip


def test_the_script_is_told_size_and_longest_path(folder: Path, tmp_path: Path) -> None:
    nsis.write_lists(tmp_path, folder, nsis.files_of(folder, VERSION))
    told = (tmp_path / "files.nsh").read_text(encoding="utf-8")
    assert "!define SIZE_KB 4\n" in told  # 5,042 bytes
    assert f"!define LONGEST {len('_internal/docs/manual/使用 说明$1.md') + 1}\n" in told
    assert 'SetOutPath "$INSTDIR\\_internal\\docs\\manual"\n' in told


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not here")
def test_the_installer_compiles_without_a_warning_and_says_what_it_is(
    folder: Path,
    tmp_path: Path,
    qapp: object,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LC_ALL", "C")  # a bare container
    freeze.draw_icons(tmp_path / "icons")
    given = ["--folder", str(folder), "--icons", str(tmp_path / "icons"), "--to", str(tmp_path / "dist")]
    assert nsis.main([*given, "--version", VERSION]) == 0, capsys.readouterr().err
    made = {path.name for path in (tmp_path / "dist").iterdir()}
    assert made == {f"{nsis.NAME}-{VERSION}-setup.exe", f"{nsis.NAME}-{VERSION}-windows-portable.zip"}
    content = (tmp_path / "dist" / f"{nsis.NAME}-{VERSION}-setup.exe").read_bytes()
    (header,) = struct.unpack_from("<I", content, 0x3C)
    assert struct.unpack_from("<H", content, header + 4) == (0x8664,)  # a program of 64 bits
    for text in ("村居安全台账安装程序", VERSION):
        assert text.encode("utf-16-le") in content
    assert b'requestedExecutionLevel level="asInvoker"' in content


@pytest.mark.skipif(shutil.which("makensis") is None, reason="makensis is not here")
def test_what_the_compiler_refuses_is_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_icons = ["--folder", str(folder), "--icons", str(tmp_path), "--to", str(tmp_path / "dist")]
    assert nsis.main([*no_icons, "--version", VERSION]) == 1
    assert "安装程序没有做成" in (told := capsys.readouterr().err) and "program.ico" in told


def test_the_portable_zip_has_names_that_explorer_reads_and_says_to_unpack_first(
    folder: Path, tmp_path: Path
) -> None:
    target = nsis.make_zip(folder, tmp_path / "dist", VERSION)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        chinese = [entry for entry in archive.infolist() if not entry.filename.isascii()]
        assert len(chinese) == 2 and all(entry.flag_bits & 0x800 for entry in chinese)
        assert archive.read(nsis.READ_ME).startswith(b"\xef\xbb\xbf")
        assert "全部解压" in archive.read(nsis.READ_ME).decode("utf-8-sig")
        archive.extractall(tmp_path / "out")
    for path in folder.rglob("*"):
        if path.is_file():
            assert (tmp_path / "out" / nsis.NAME / path.relative_to(folder)).read_bytes() == path.read_bytes()
    assert nsis.make_zip(folder, tmp_path / "again", VERSION).read_bytes() == target.read_bytes()


def test_only_a_folder_of_windows_and_of_this_version_is_packed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--folder", str(folder), "--to", str(tmp_path / "dist"), "--zip-only"]
    assert nsis.main([*given, "--version", "3.2.2"]) == 1
    assert "是 3.2.1 版，不是 3.2.2 版" in capsys.readouterr().err
    (folder / f"{nsis.NAME}.exe").unlink()
    assert nsis.main([*given, "--version", VERSION]) == 1
    assert "在 Windows 上执行" in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()


def test_a_path_that_windows_could_not_hold_is_refused(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deep = folder / "_internal" / ("深" * 70) / ("长" * 70)
    deep.mkdir(parents=True)
    (deep / "x.txt").write_text("x", encoding="utf-8")
    assert nsis.main(["--folder", str(folder), "--to", str(tmp_path), "--version", VERSION]) == 1
    assert "路径太长" in (told := capsys.readouterr().err) and "深深" in told


def test_without_a_compiler_it_says_where_to_get_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert nsis.main(["--folder", str(folder), "--to", str(tmp_path), "--version", VERSION]) == 1
    assert "没有 makensis" in capsys.readouterr().err


def test_the_script_runs_by_its_path_in_a_console_of_windows(folder: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(nsis.ROOT / "installer" / "nsis.py"), "--zip-only",
         "--folder", str(folder), "--to", str(tmp_path / "dist"), "--version", VERSION],
        env=os.environ | {"PYTHONIOENCODING": "cp1252"}, capture_output=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert b"-windows-portable.zip" in done.stdout
