"""Makes a .deb of the program folder that freeze.py left: `python3 installer/deb.py`, beside it in dist/.

Standard library only; needs dpkg-deb. The package holds no data of any office: removing it leaves the ledgers where
they are, and says so.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "village-safety-ledger"
FROZEN, LINUX = ROOT / "dist" / NAME, ROOT / "installer" / "linux"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
NO_OLDER = 28
_ASKED = re.compile(rb"\0GLIBC_2\.(\d+)(?=[.\d]*\0)")
# What Qt takes from the system; everything else is in the folder (ledger.spec).
DEPENDS = ("libgl1", "libegl1", "libfontconfig1", "libfreetype6", "zlib1g")

# Each user's settings remember which ledger was open last (desktop/paths.py); root may read them.
AFTER_REMOVAL = """#!/bin/sh
set -e
if [ "$1" = remove ]; then
  echo "村居安全台账已卸载。台账数据没有删除，仍在各用户“文档”里的“村居安全台账”文件夹（或当初选定的位置）。"
  for home in ${LEDGER_HOMES:-/root /home/*}; do
    kept="$home/.config/village-safety-ledger/last-ledger.json"
    [ -r "$kept" ] || continue
    echo "  $(basename "$home")：$(sed -n 's/^.*"database": *"\\([^"]*\\)".*$/\\1/p' "$kept")"
  done
  echo "用更新包装过新版本的，程序在各用户的 .local/share/village-safety-ledger/versions，不用了可以删除。"
fi
"""


def main() -> int:
    """Build the package and print its path and size."""
    if not FROZEN.is_dir():
        print("先执行 python3 installer/bootstrap.py build，做出程序文件夹。", file=sys.stderr)
        return 1
    tree = ROOT / "build" / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(tree)
    target = ROOT / "dist" / f"{NAME}_{version()}_{architecture()}.deb"
    # xz: the dpkg of UOS 20 and Kylin V10 does not know zstd.
    build = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "-b", str(tree), str(target)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    print(f"{target}：{target.stat().st_size / 1e6:.0f} MB")
    return 0


def lay_out(tree: Path) -> None:
    """The files of the package as they will stand on the computer, and its control files."""
    program = tree / "opt" / NAME
    shutil.copytree(FROZEN, program, symlinks=True)
    share = tree / "usr" / "share"
    for source, folder in (
        (LINUX / f"{NAME}.desktop", share / "applications"),
        (LINUX / f"{NAME}.xml", share / "mime" / "packages"),
        (ROOT / "build" / "icons" / "program.png", share / "icons" / "hicolor" / "256x256" / "apps"),
        (ROOT / "ui" / "icons" / "program.svg", share / "icons" / "hicolor" / "scalable" / "apps"),
        (ROOT / "LICENSE", share / "doc" / NAME),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        name = {"program": NAME, "LICENSE": "copyright"}.get(source.stem, source.stem)
        shutil.copy(source, folder / f"{name}{source.suffix}")
    command = tree / "usr" / "bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"/opt/{NAME}/{NAME}")
    write_control(tree)


def write_control(tree: Path) -> None:
    """DEBIAN/control and the words said after a removal."""
    control = tree / "DEBIAN"
    control.mkdir()
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    depends = ", ".join((f"libc6 (>= {glibc()})", *DEPENDS))
    (control / "control").write_text(
        f"""Package: {NAME}
Version: {version()}
Architecture: {architecture()}
Maintainer: Village Safety Ledger <noreply@example.invalid>
Installed-Size: {size}
Depends: {depends}
Section: office
Priority: optional
Description: 村居安全台账
 村（居）委会的安全风险、隐患、演练台账，离线使用；打印、报送、核验回执。
 An offline safety ledger for village and residential committees.
""",
        encoding="utf-8",
    )
    script = control / "postrm"
    script.write_text(AFTER_REMOVAL, encoding="utf-8")
    script.chmod(0o755)


def version() -> str:
    """The version of the program, read without importing it."""
    text = (ROOT / "desktop" / "version.py").read_text(encoding="utf-8")
    found = re.search(r'^VERSION = "([^"]+)"', text, re.MULTILINE)
    assert found
    return found.group(1)


def architecture() -> str:
    """What Debian calls this machine."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def glibc(folder: Path | None = None) -> str:
    """The oldest C library that everything in the program folder runs on, e.g. "2.28": the newest that a file in it asks for.

    Each file names the versions it asks for in plain text; no file is held to less than `NO_OLDER`, which Qt asks for.
    """
    asked = {int(found) for path in binaries(folder or FROZEN) for found in _ASKED.findall(path.read_bytes())}
    return f"2.{max(asked | {NO_OLDER})}"


def binaries(folder: Path) -> list[Path]:
    """The programs and libraries of a folder, links left out, sorted."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(path for path in files if _starts_with(path, b"\x7fELF"))


def _starts_with(path: Path, sign: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(sign)) == sign


def pass_over_letters() -> None:
    """A console of Windows may know no Chinese: what it lacks is shown as a question mark, and ends nothing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    raise SystemExit(main())
