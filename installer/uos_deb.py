"""Makes the .deb that the application store of 统信 UOS and 银河麒麟 asks for: `python3 installer/uos_deb.py`, in dist/.

The store wants everything below /opt/apps/APPID, an `info` file in JSON, a version of four parts and no scripts that run as root.
Signing it for the store is done with the store's own tools and an account there. Standard library only; needs dpkg-deb.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import deb  # noqa: E402  found from the root, also when this file is run by its path

APPID = "cn.village-safety.ledger"


def main() -> int:
    """Build the package and print its path and size."""
    if not deb.FROZEN.is_dir():
        print("先执行 python3 installer/bootstrap.py build，做出程序文件夹。", file=sys.stderr)
        return 1
    tree = deb.ROOT / "build" / "uos"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(tree)
    target = deb.ROOT / "dist" / f"{APPID}_{version()}_{deb.architecture()}.deb"
    build = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "-b", str(tree), str(target)]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    print(f"{target}：{target.stat().st_size / 1e6:.0f} MB")
    return 0


def version() -> str:
    """The version of the program in the four parts that the store wants: 0.3.0 → 0.3.0.0."""
    parts = deb.version().split(".")
    return ".".join([*parts, *["0"] * (4 - len(parts))])


def lay_out(tree: Path) -> None:
    """files/ with the program, entries/ with what the desktop reads, info, and the control file."""
    home = tree / "opt" / "apps" / APPID
    shutil.copytree(deb.FROZEN, home / "files", symlinks=True)
    entries = home / "entries"
    desktop = (deb.LINUX / f"{deb.NAME}.desktop").read_text(encoding="utf-8")
    desktop = desktop.replace(f"Exec={deb.NAME}", f"Exec=/opt/apps/{APPID}/files/{deb.NAME}")
    desktop = desktop.replace(f"Icon={deb.NAME}", f"Icon={APPID}")
    _write(entries / "applications" / f"{APPID}.desktop", desktop)
    mime = (deb.LINUX / f"{deb.NAME}.xml").read_text(encoding="utf-8").replace(deb.NAME, APPID)
    _write(entries / "mime" / "packages" / f"{APPID}.xml", mime)
    for source, folder, suffix in (
        (deb.ROOT / "build" / "icons" / "program.png", "256x256", "png"),
        (deb.ROOT / "ui" / "icons" / "program.svg", "scalable", "svg"),
    ):
        target = entries / "icons" / "hicolor" / folder / "apps" / f"{APPID}.{suffix}"
        target.parent.mkdir(parents=True)
        shutil.copy(source, target)
    _write(home / "info", json.dumps(_info(), ensure_ascii=False, indent=2) + "\n")
    _write(tree / "DEBIAN" / "control", _control(home))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _info() -> dict[str, object]:
    rights = (
        "autostart", "notification", "trayicon", "clipboard", "account", "bluetooth", "camera", "audio_record",
        "installed_apps",
    )  # fmt: skip
    return {
        "appid": APPID, "name": "村居安全台账", "version": version(), "arch": [deb.architecture()],
        "permissions": {each: False for each in rights},
    }  # fmt: skip


def _control(home: Path) -> str:
    size = sum(path.lstat().st_size for path in home.rglob("*") if path.is_file()) // 1024
    return f"""Package: {APPID}
Version: {version()}
Architecture: {deb.architecture()}
Maintainer: Village Safety Ledger <noreply@example.invalid>
Installed-Size: {size}
Depends: {", ".join((f"libc6 (>= {deb.glibc()})", *deb.DEPENDS))}
Section: office
Priority: optional
Description: 村居安全台账
 村（居）委会的安全风险、隐患、演练台账，离线使用。
"""


if __name__ == "__main__":
    raise SystemExit(main())
