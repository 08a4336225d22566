from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.version import VERSION
from installer import deb, uos_deb


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program folder as freezing leaves it, small, in a project folder of its own."""
    for name in ("installer/linux", "ui/icons", "desktop"):
        shutil.copytree(
            deb.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.xz", "__pycache__")
        )
    shutil.copy(deb.ROOT / "LICENSE", tmp_path)
    (tmp_path / "build/icons").mkdir(parents=True)
    (tmp_path / "build/icons/program.png").write_bytes(b"png")
    folder = tmp_path / "dist" / deb.NAME
    folder.mkdir(parents=True)
    (folder / deb.NAME).write_bytes(b"\x7fELF")
    (folder / deb.NAME).chmod(0o755)
    monkeypatch.setattr(deb, "ROOT", tmp_path)
    monkeypatch.setattr(deb, "FROZEN", folder)
    monkeypatch.setattr(deb, "LINUX", tmp_path / "installer/linux")
    return tmp_path


def test_the_package_puts_program_menu_entry_icon_and_file_type_in_place(frozen: Path) -> None:
    tree = frozen / "tree"
    deb.lay_out(tree)
    name = deb.NAME
    found = {str(path.relative_to(tree)) for path in tree.rglob("*") if not path.is_dir()}
    assert found >= {
        f"opt/{name}/{name}", f"usr/bin/{name}", f"usr/share/applications/{name}.desktop",
        f"usr/share/mime/packages/{name}.xml", f"usr/share/icons/hicolor/256x256/apps/{name}.png",
        f"usr/share/icons/hicolor/scalable/apps/{name}.svg", f"usr/share/doc/{name}/copyright", "DEBIAN/control",
    }  # fmt: skip
    assert (tree / f"usr/bin/{name}").readlink() == Path(f"/opt/{name}/{name}")


def test_the_control_file_names_version_and_the_oldest_system(frozen: Path) -> None:
    tree = frozen / "tree"
    deb.lay_out(tree)
    control = (tree / "DEBIAN/control").read_text(encoding="utf-8")
    assert f"Version: {VERSION}\n" in control
    assert "Depends: libc6 (>= 2.28), libgl1, libegl1, libfontconfig1, libfreetype6, zlib1g\n" in control


def test_the_oldest_system_is_what_the_newest_of_the_libraries_asks_for(frozen: Path) -> None:
    libraries = deb.FROZEN / "_internal"
    libraries.mkdir()
    (libraries / "libold.so").write_bytes(b"\x7fELF\0GLIBC_2.2.5\0GLIBC_2.17\0")
    (libraries / "notes.txt").write_bytes(b"\0GLIBC_2.99\0")  # names it and is no library
    assert deb.glibc() == "2.28"
    (libraries / "libnew.so").write_bytes(b"\x7fELF\0GLIBC_2.4\0GLIBC_2.31\0")
    (libraries / "libnew.so.1").symlink_to("libnew.so")
    assert deb.glibc() == "2.31"
    tree = frozen / "tree"
    deb.lay_out(tree)
    assert "Depends: libc6 (>= 2.31), " in (tree / "DEBIAN/control").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is not here")
def test_debian_accepts_the_package(frozen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert deb.main() == 0
    package = next((frozen / "dist").glob("*.deb"))
    assert str(package) in capsys.readouterr().out
    listed = subprocess.run(
        ["dpkg-deb", "--info", package], capture_output=True, text=True, check=True
    ).stdout
    assert "Package: village-safety-ledger" in listed and "postrm" in listed


TYPE_OF = """
import sys
from PySide6.QtCore import QMimeDatabase
known = QMimeDatabase()
for name in sys.argv[1:]:
    print(known.mimeTypeForFile(name, QMimeDatabase.MatchMode.MatchExtension).name())
"""


@pytest.mark.skipif(shutil.which("update-mime-database") is None, reason="update-mime-database is not here")
def test_the_system_knows_our_files_by_their_names_and_hands_them_over(tmp_path: Path) -> None:
    packages = tmp_path / "mime" / "packages"
    packages.mkdir(parents=True)
    shutil.copy(deb.LINUX / f"{deb.NAME}.xml", packages)
    subprocess.run(
        ["update-mime-database", packages.parent],
        check=True,
        env=os.environ | {"PKGSYSTEM_ENABLE_FSYNC": "0"},
    )
    ours = [
        "310118001003-e01-000001-v01.zip.age",
        "310118001003-e01-000001-v01.zip",
        "回执.hz.zip",
        "备份-1.db.age",
    ]
    done = subprocess.run(
        [sys.executable, "-c", TYPE_OF, *ours, "照片.zip"],
        env=os.environ | {"XDG_DATA_HOME": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    *told, other = done.stdout.split()
    assert set(told) == {"application/x-village-safety-package"} and other == "application/zip"
    entry = (deb.LINUX / f"{deb.NAME}.desktop").read_text(encoding="utf-8")
    assert f"Exec={deb.NAME} %f\n" in entry and f"MimeType={told[0]};\n" in entry


def test_removing_says_that_the_data_stay() -> None:
    done = subprocess.run(["sh", "-c", deb.AFTER_REMOVAL, "postrm", "remove"], capture_output=True, text=True)
    assert done.returncode == 0 and "台账数据没有删除" in done.stdout


def test_removing_says_where_each_users_data_are(tmp_path: Path) -> None:
    home = tmp_path / "wangfang"
    settings = home / ".config" / "village-safety-ledger"
    settings.mkdir(parents=True)
    database = "/home/wangfang/文档/村居安全台账/安全台账.db"
    (settings / "last-ledger.json").write_text(
        json.dumps({"database": database}, ensure_ascii=False), "utf-8"
    )
    (tmp_path / "nobody").mkdir()
    done = subprocess.run(
        ["sh", "-c", deb.AFTER_REMOVAL, "postrm", "remove"], capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "LEDGER_HOMES": f"{home} {tmp_path}/nobody"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert f"  wangfang：{database}\n" in done.stdout and "nobody" not in done.stdout
    assert "village-safety-ledger/versions" in done.stdout


def test_without_a_program_folder_it_says_what_to_do(
    frozen: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(deb, "FROZEN", frozen / "gone")
    assert deb.main() == 1
    assert "bootstrap.py build" in capsys.readouterr().err


def test_the_store_of_uos_gets_its_layout_a_version_of_four_parts_and_no_script(frozen: Path) -> None:
    tree = frozen / "uos"
    uos_deb.lay_out(tree)
    home = tree / "opt/apps" / uos_deb.APPID
    info = json.loads((home / "info").read_text(encoding="utf-8"))
    assert info["appid"] == uos_deb.APPID and info["version"] == f"{VERSION}.0"
    assert (home / "files" / deb.NAME).is_file()
    entry = (home / f"entries/applications/{uos_deb.APPID}.desktop").read_text(encoding="utf-8")
    assert f"Exec=/opt/apps/{uos_deb.APPID}/files/{deb.NAME} %f\n" in entry
    assert [path.name for path in (tree / "DEBIAN").iterdir()] == ["control"]
    assert {path.relative_to(tree).parts[0] for path in tree.iterdir()} == {"opt", "DEBIAN"}


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is not here")
def test_debian_accepts_the_package_for_the_store(frozen: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert uos_deb.main() == 0
    package = next((frozen / "dist").glob(f"{uos_deb.APPID}_*.deb"))
    told = subprocess.run(["dpkg-deb", "--info", package], capture_output=True, text=True, check=True).stdout
    assert f"Version: {VERSION}.0" in told and "postinst" not in told
