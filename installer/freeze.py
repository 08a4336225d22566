"""Makes the program folder that runs without Python: `bootstrap.py build`. Ends with that program's own self-test.

Run inside .venv with PyInstaller. The folder is dist/village-safety-ledger.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import deb  # noqa: E402  found from the root, also when this file is run by its path

WORK, TARGET = ROOT / "build", ROOT / "dist" / "village-safety-ledger"
LICENCES = "licences"
_NOT_SHIPPED = {"pip", "setuptools", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph"}


def main() -> int:
    """Build and try the program; the exit code."""
    icon = draw_icons(WORK / "icons")
    shutil.rmtree(TARGET, ignore_errors=True)
    told = freeze(icon, write_version_resource(WORK / "version-resource.txt", deb.version()))
    missing = [line for line in told.splitlines() if "Library not found" in line and "libxcb" in line]
    if missing:
        print("\n".join(missing) + "\n这台电脑缺少窗口需要的组件，做出的程序打不开窗口。", file=sys.stderr)
        return 1
    gather_licences(TARGET / LICENCES)
    print(f"{TARGET}：{size_of(TARGET) / 1e6:.0f} MB")
    return subprocess.call([str(executable()), "--self-test"])


def executable() -> Path:
    """The program of the folder that can print."""
    return TARGET / ("ledger-console.exe" if os.name == "nt" else "village-safety-ledger")


def draw_icons(folder: Path) -> Path:
    """program.png (256 pixels), program.ico and the side of the installer's window (wizard.bmp) drawn from the picture of the
    program; the icon that this system wants.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QApplication

    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    image = QImage(256, 256, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "ui" / "icons" / "program.svg")).render(painter)
    painter.end()
    image.save(str(folder / "program.png"))
    side = QImage(164, 314, QImage.Format.Format_RGB32)  # what NSIS shows at 100 %
    side.fill(QColor("#e6f0f0"))
    painter = QPainter(side)
    QSvgRenderer(str(ROOT / "ui" / "icons" / "program.svg")).render(painter, QRectF(34, 60, 96, 96))
    painter.end()
    side.save(str(folder / "wizard.bmp"))
    del app
    with Image.open(folder / "program.png") as picture:
        picture.save(
            folder / "program.ico", sizes=[(16, 16), (32, 32), (48, 48), (256, 256)], bitmap_format="bmp"
        )
    return folder / ("program.ico" if os.name == "nt" else "program.png")


def write_version_resource(file: Path, version: str) -> Path:
    """What Windows shows of a program file under “详细信息”, as PyInstaller reads it; the file."""
    number = (*(int(part) for part in version.split(".")), 0)
    words = {
        "ProductName": "村居安全台账", "FileDescription": "村居安全台账", "ProductVersion": version, "FileVersion": version,
        "CompanyName": "Village Safety Ledger", "LegalCopyright": "MIT", "OriginalFilename": f"{TARGET.name}.exe",
    }  # fmt: skip
    table = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in words.items())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={number}, prodvers={number}), kids=["
        f"StringFileInfo([StringTable('080404B0', [{table}])]),"  # Chinese of the mainland, in UTF-16
        " VarFileInfo([VarStruct('Translation', [2052, 1200])])])\n",
        encoding="utf-8",
    )
    return file


def freeze(icon: Path, version_resource: Path) -> str:
    """Run PyInstaller; what it said. Raises CalledProcessError."""
    environment = {
        **os.environ,
        "LEDGER_ROOT": str(ROOT),
        "LEDGER_ICON": str(icon) if os.name == "nt" else "",
        "LEDGER_VERSION_RESOURCE": str(version_resource) if os.name == "nt" else "",
    }
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    places = ["--workpath", str(WORK / "pyinstaller"), "--distpath", str(TARGET.parent)]
    done = subprocess.run(
        [*command, *places, str(ROOT / "installer" / "ledger.spec")],
        env=environment, cwd=ROOT, text=True, encoding="utf-8", errors="replace", stderr=subprocess.PIPE,
    )  # fmt: skip
    print(done.stderr, file=sys.stderr, end="")
    done.check_returncode()
    return done.stderr


def gather_licences(folder: Path) -> None:
    """One folder a library with its licence files; a library without any gets its name and licence as it declares them."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "LICENSE", folder / "village-safety-ledger.txt")
    for licence in ("OFL", "GPL-3"):
        shutil.copy(ROOT / "reports" / "fonts" / f"{licence}.txt", folder / f"fonts-{licence}.txt")
    for library in shipped():
        own = folder / library.metadata["Name"]
        own.mkdir(exist_ok=True)
        meta = library.metadata.json
        declared = meta.get("license_expression") or meta.get("license") or "见随附文件"
        home = meta.get("home_page") or next(iter(meta.get("project_url") or []), "")
        (own / "ABOUT.txt").write_text(
            f"{library.metadata['Name']} {library.version}\n{declared}\n{home}\n", encoding="utf-8"
        )
        for path in library.files or []:
            if path.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")):
                source = Path(str(library.locate_file(path)))
                if source.is_file():
                    shutil.copy(source, own / path.name)


def shipped() -> Iterator[Distribution]:
    """The libraries that the program needs, directly or through others."""
    import re

    found = {_plain(each.metadata["Name"]): each for each in distributions()}
    waiting, seen = [_plain(re.split(r"[ ;<>=!~\[]", line)[0]) for line in _wanted()], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name in _NOT_SHIPPED or name not in found:
            continue
        seen.add(name)
        yield found[name]
        needed = [line for line in found[name].requires or [] if "extra ==" not in line]
        waiting += [_plain(re.split(r"[ ;<>=!~\[(]", line)[0]) for line in needed]


def _wanted() -> list[str]:
    import tomllib

    lines: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return lines


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    deb.pass_over_letters()
    raise SystemExit(main())
