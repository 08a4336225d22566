"""Makes the Windows installer and the portable ZIP of the program folder that freeze.py left: `python installer/nsis.py`.

Standard library only; the installer needs the makensis of Debian or Ubuntu, for the one that is published for Windows has no
stubs of 64 bits (docs/adr/0025). Both are left in dist/. The script is windows/ledger.nsi; what it may ever remove is the list
of files that is written here.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import deb, update_package  # noqa: E402  found from the root, also when this file is run by its path

NAME = deb.NAME
SCRIPT = ROOT / "installer" / "windows" / "ledger.nsi"
LISTED = "installed-files.txt"
READ_ME = "请先全部解压再打开.txt"
# An unpacked folder stands below C:\Users\NAME\AppData\Local\…\versions\10.10.10.part\ as well; Windows ends a path at 259.
LONGEST_PATH = 150
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same folder makes the same ZIP
_HOW = """村居安全台账 {version}（免安装）

1. 在这个压缩包上点右键，选“全部解压缩…”，解压到本机硬盘的一个文件夹里。
2. 打开解压出来的 village-safety-ledger 文件夹，双击 village-safety-ledger.exe。

不要在压缩包里直接双击，那样打不开。台账数据不放在这个文件夹里，第一次打开时再选位置；
换新版本时把这个文件夹换掉就行，台账数据不动。
"""


class NoInstaller(Exception):
    """It cannot be made; the text says what happened and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Make both and print their paths and sizes."""
    given = _parser().parse_args(arguments)
    folder, icons, to = given.folder.resolve(), given.icons.resolve(), given.to.resolve()
    try:
        made = [make_zip(folder, to, given.version)]
        if not given.zip_only:
            made.insert(0, make_installer(folder, icons, to, given.version))
    except NoInstaller as problem:
        print(problem, file=sys.stderr)
        return 1
    for path in made:
        print(f"{path}：{path.stat().st_size / 1e6:.0f} MB")
    return 0


def make_installer(folder: Path, icons: Path, to: Path, version: str) -> Path:
    """The installer of a program folder. Raises NoInstaller."""
    files = files_of(folder, version)
    program = makensis()
    lists = to / "nsis"
    write_lists(lists, folder, files)
    target = to / f"{NAME}-{version}-setup.exe"
    defined = {"VERSION": version, "LISTS": lists, "ICONS": icons, "OUTPUT": target}
    command = [program, "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
    command += [f"-D{name}={text}" for name, text in defined.items()]
    done = subprocess.run(
        [*command, str(SCRIPT)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace", env={**os.environ, "LC_ALL": "C.UTF-8"},  # it reads names by that
    )  # fmt: skip
    shutil.rmtree(lists)
    if done.returncode:
        raise NoInstaller(f"安装程序没有做成：\n{done.stdout}")
    return target


def files_of(folder: Path, version: str) -> list[PurePosixPath]:
    """Every file of a program folder, by its path below it. Raises NoInstaller when it is not one of Windows or another version."""
    if not (folder / f"{NAME}.exe").is_file():
        raise NoInstaller(
            f"“{folder}”里没有 Windows 的程序。请先在 Windows 上执行 py installer/bootstrap.py build。"
        )
    if (found := update_package.built_version(folder)) != version:
        raise NoInstaller(f"程序文件夹里是 {found} 版，不是 {version} 版，没有做出安装程序。请重新 build。")
    files = sorted(
        PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*") if path.is_file()
    )
    if long := [path for path in files if len(str(path)) > LONGEST_PATH]:
        raise NoInstaller(f"这些文件的路径太长，Windows 上可能装不下：\n{chr(10).join(map(str, long))}")
    return files


def write_lists(lists: Path, folder: Path, files: Sequence[PurePosixPath]) -> None:
    """What the script includes, and the list of what it installed: files, then folders from the innermost out."""
    lists.mkdir(parents=True, exist_ok=True)
    folders = sorted({above for file in files for above in file.parents} - {PurePosixPath(".")}, reverse=True)
    lines = ["!macro InstallFiles"]
    for above in [PurePosixPath("."), *reversed(folders)]:
        inside = [file for file in files if file.parent == above]
        if inside:
            lines.append(f'SetOutPath "$INSTDIR{_inside_windows(above)}"')
            lines += [f'File "{folder / file}"' for file in inside]
    size = sum((folder / file).stat().st_size for file in files)
    lines += ["!macroend", f"!define SIZE_KB {max(size // 1024, 1)}"]
    lines += [f"!define LONGEST {max(len(str(file)) for file in files) + 1}", ""]
    (lists / "files.nsh").write_text("\n".join(lines), encoding="utf-8")
    removed = [str(file).replace("/", "\\") for file in files]
    removed += [str(each).replace("/", "\\") + "\\" for each in folders]
    # UTF-16 is what NSIS reads back by lines.
    (lists / LISTED).write_bytes("".join(f"{line}\r\n" for line in removed).encode("utf-16-le"))


def make_zip(folder: Path, to: Path, version: str) -> Path:
    """The program folder as a ZIP that needs no installation. Raises NoInstaller."""
    files = files_of(folder, version)
    target = to / f"{NAME}-{version}-windows-portable.zip"
    part = target.with_name(f"{target.name}.part")
    to.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(part, "w") as archive:
        # Names that are not ASCII get the mark that they are UTF-8, which Explorer heeds; with the signature Notepad reads the text.
        archive.writestr(
            _entry(READ_ME), _HOW.format(version=version).replace("\n", "\r\n").encode("utf-8-sig")
        )
        for file in files:
            with (folder / file).open("rb") as source, archive.open(_entry(f"{NAME}/{file}"), "w") as into:
                shutil.copyfileobj(source, into, 1 << 20)
    os.replace(part, target)
    return target


def makensis() -> str:
    """The compiler of NSIS. Raises NoInstaller where there is none."""
    found = shutil.which("makensis")
    if found is None:
        raise NoInstaller(
            "没有 makensis，没有做出安装程序。请在 Debian 或 Ubuntu 上安装 nsis，把程序文件夹拿过去做；"
            "只做压缩包加 --zip-only。"
        )
    return found


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    return entry


def _inside_windows(folder: PurePosixPath) -> str:
    return "" if folder == PurePosixPath(".") else "\\" + _quoted(str(folder).replace("/", "\\"))


def _quoted(text: str) -> str:
    return text.replace("$", "$$")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="把做好的 Windows 程序文件夹做成安装程序和免安装的压缩包")
    parser.add_argument("--folder", metavar="DIR", type=Path, default=deb.FROZEN, help="程序文件夹")
    parser.add_argument(
        "--icons",
        metavar="DIR",
        type=Path,
        default=ROOT / "build" / "icons",
        help="program.ico 和 wizard.bmp",
    )
    parser.add_argument("--to", metavar="DIR", type=Path, default=ROOT / "dist", help="写到哪个文件夹")
    parser.add_argument("--version", metavar="X.Y.Z", default=deb.version(), help="版本号")
    parser.add_argument("--zip-only", action="store_true", help="只做压缩包，不用 makensis")
    return parser


if __name__ == "__main__":
    deb.pass_over_letters()
    raise SystemExit(main())
