"""Makes the signed update package of a built program folder: `python3 installer/update_package.py --key publisher.key`, in dist/.

Standard library and ssh-keygen, which signs. The key is the publisher's (CONTRIBUTING.md, "Publish an update"); its public half
must stand in desktop/updates/publisher_keys.pub of the programs that are to take the update.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import deb  # noqa: E402  found from the root, also when this file is run by its path

FORMAT, NAMESPACE = "village-ledger-update-1", "village-ledger-update-v1"
NAME, SUFFIX = "村居安全台账-更新", ".vslupdate"
OLDEST = "0.5.0"  # the first version that takes update packages
_KEYS = "desktop/updates/publisher_keys.pub"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same folder makes the same file


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the package and print its path and size."""
    given = _parser().parse_args(arguments)
    if not given.folder.is_dir():
        print("先执行 python3 installer/bootstrap.py build，做出程序文件夹。", file=sys.stderr)
        return 1
    if (found := built_version(given.folder)) != given.version:
        print(
            f"程序文件夹里是 {found} 版，不是 {given.version} 版，没有做出更新包。请重新 build。",
            file=sys.stderr,
        )
        return 1
    manifest = manifest_of(given.folder, given.version, given.minimum, notes_of(given), given.schema)
    target = given.to / f"{NAME}-{given.version}-{manifest['platform']}{SUFFIX}"
    raw = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    try:
        signature = signed(raw, given.key)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"没有签成名，没有做出更新包：{error}", file=sys.stderr)
        return 1
    write_package(target, given.folder, manifest, raw, signature)
    _warn_of_unknown_key(given.folder, given.key)
    print(f"{target}：{target.stat().st_size / 1e6:.0f} MB")
    return 0


def manifest_of(folder: Path, version: str, minimum: str, notes: str, schema: int) -> dict[str, Any]:
    """What the package says of itself; every file with its hash, links by what they stand for."""
    files, links = [], {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            links[name] = os.readlink(path)
        elif path.is_file():
            files.append({
                "path": name, "size": path.stat().st_size, "sha256": _sha256(path),
                "executable": os.name != "nt" and os.access(path, os.X_OK),
            })  # fmt: skip
    return {
        "format": FORMAT, "version": version, "platform": platform_name(), "schema": schema, "minimum": minimum,
        "glibc": deb.glibc(folder) if sys.platform.startswith("linux") else "", "made_on": date.today().isoformat(),
        "notes": notes, "files": files, "links": links,
    }  # fmt: skip


def built_version(folder: Path) -> str:
    """The number that a built program calls itself."""
    found = next(folder.rglob("desktop/version.py"), None)
    text = found.read_text(encoding="utf-8") if found else ""
    number = re.search(r'^VERSION = "([^"]+)"', text, re.MULTILINE)
    return number.group(1) if number else "?"


def signed(raw: bytes, key: Path) -> bytes:
    """The OpenSSH signature over the manifest. Raises CalledProcessError when ssh-keygen refuses."""
    with tempfile.TemporaryDirectory() as scratch:
        message = Path(scratch, "update.json")
        message.write_bytes(raw)
        subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(message)], check=True
        )
        return message.with_name("update.json.sig").read_bytes().replace(b"\r\n", b"\n")


def write_package(target: Path, folder: Path, manifest: dict[str, Any], raw: bytes, signature: bytes) -> None:
    """Write the ZIP: manifest and signature first, then the files in the order of the manifest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(part, "w", allowZip64=False) as archive:
        for name, content in (("update.json", raw), ("update.json.sig", signature)):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content)
        for file in manifest["files"]:
            entry = zipfile.ZipInfo(f"program/{file['path']}", _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if file["executable"] else 0o100644) << 16
            with (folder / file["path"]).open("rb") as source, archive.open(entry, "w") as into:
                while piece := source.read(1 << 20):
                    into.write(piece)
    os.replace(part, target)


def notes_of(given: argparse.Namespace) -> str:
    """What the publisher says about the version: a file, else its part of the changelog."""
    if given.notes is not None:
        return str(given.notes.read_text(encoding="utf-8"))
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]
    return next((each for each in parts if each.startswith(f"## {given.version}")), "").strip()


def schema() -> int:
    """The schema of the ledger that the program writes, read without importing it."""
    text = (ROOT / "db" / "migrations.py").read_text(encoding="utf-8")
    found = re.search(r"^SCHEMA_VERSION = (\d+)", text, re.MULTILINE)
    assert found
    return int(found.group(1))


def platform_name() -> str:
    """What the program was built on, as it calls it itself: linux-x86_64, windows-x86_64."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    return f"{'windows' if sys.platform == 'win32' else sys.platform}-{machine}"


def _warn_of_unknown_key(folder: Path, key: Path) -> None:
    """A program without this key will not take the update after this one."""
    public = subprocess.run(["ssh-keygen", "-y", "-f", str(key)], capture_output=True, text=True)
    built_in = next(iter(folder.rglob(_KEYS)), None)
    known = built_in.read_text(encoding="utf-8") if built_in is not None else ""
    if public.returncode == 0 and " ".join(public.stdout.split()[:2]) not in known:
        print(
            f"注意：这个程序文件夹里没有这把公钥（{_KEYS}），装上以后不再认这把钥匙签的更新。",
            file=sys.stderr,
        )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="把做好的程序文件夹封成签名的更新包")
    parser.add_argument(
        "--key", metavar="FILE", type=Path, required=True, help="发布者的私钥（OpenSSH，Ed25519）"
    )
    parser.add_argument("--folder", metavar="DIR", type=Path, default=deb.FROZEN, help="程序文件夹")
    parser.add_argument("--to", metavar="DIR", type=Path, default=ROOT / "dist", help="写到哪个文件夹")
    parser.add_argument("--version", metavar="X.Y.Z", default=deb.version(), help="版本号")
    parser.add_argument("--schema", metavar="N", type=int, default=schema(), help="数据文件的版次")
    parser.add_argument("--minimum", metavar="X.Y.Z", default=OLDEST, help="能从哪一版起更新")
    parser.add_argument("--notes", metavar="FILE", type=Path, help="这一版的说明，默认取更新记录")
    return parser


if __name__ == "__main__":
    deb.pass_over_letters()
    raise SystemExit(main())
