"""`main.py --self-test`: whether this installation does the whole job on this computer, in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import desktop
from desktop.console import speak_utf8

if TYPE_CHECKING:
    from desktop.office import Office

RARE = "䶮㐂𠮷"  # a minority name, Extension A and a letter beyond the 65,536 of the first plane


def run_self_test() -> int:
    """Try each part and print a line for it; 0 when all passed. The folder it worked in is deleted."""
    speak_utf8()
    folder = Path(tempfile.mkdtemp(prefix="安全台账自检 "))  # a path as clerks have them: Chinese and a space
    try:
        return 0 if all([_passes(word, part, folder) for word, part in _PARTS]) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _passes(word: str, part: Callable[[Path], str], folder: Path) -> bool:
    try:
        found = part(folder)
    except Exception:
        traceback.print_exc()
        print(f"没有通过　{word}", flush=True)
        return False
    print(f"通过　{word}：{found}", flush=True)
    return True


def _whole_job(folder: Path) -> str:
    """A ledger with sample records, its documents, a signed package, the street's check and the receipt."""
    lines = _run("demo", str(folder / "样例")).splitlines()
    if not lines[-1].startswith("回执："):
        raise AssertionError(lines)
    return lines[-1]


def _window(folder: Path) -> str:
    """The main window with the sample ledger, painted."""
    from PySide6.QtCore import QSettings

    from ui.app import make_application, open_main_window

    app = make_application(sys.argv[:1])
    office = _office(folder)
    settings = QSettings(str(folder / "窗口.ini"), QSettings.Format.IniFormat)
    window = open_main_window(office, settings)
    app.processEvents()
    picture = window.grab().toImage()
    colours = {
        picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)
    }
    title = window.windowTitle()
    window.close()
    window.deleteLater()
    app.processEvents()
    office.close()
    if len(colours) < 20:
        raise AssertionError(f"{len(colours)} colours on the window")
    return title


def _paper(folder: Path) -> str:
    """A ledger as PDF whose rare letters can be read back from the file."""
    import pypdfium2

    from desktop import documents

    office = _office(folder)
    try:
        values = {
            "found_on": office.today,
            "location": f"{RARE}路1号",
            "source": "村居巡查",
            "category": "消防",
            "description": f"{RARE}家门口堆物",
            "level": "一般",
            "found_by": "王芳",
        }
        office.add("hazard", values)
        content = documents.hazard_ledger(office).pdf
    finally:
        office.close()
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    if any(letter not in text for letter in RARE):
        raise AssertionError("rare letters are missing in the PDF")
    return f"{len(document)} 页，{RARE} 可读"


def _encryption(folder: Path) -> str:
    """A file encrypted to a fresh key and opened with it again."""
    import os

    from desktop.exchange.age_files import decrypted, encrypt_chunks
    from desktop.exchange.signing_key import signing_key_from_seed

    key, content, path = signing_key_from_seed(os.urandom(32)), os.urandom(200_000), folder / "加密.age"
    with path.open("wb") as target:
        encrypt_chunks([content], target.write, [key.public_key])
    found = bytearray(len(content))
    with path.open("rb", buffering=0) as source, decrypted(source, [key]) as plain:
        filled = 0
        while count := plain.readinto(memoryview(found)[filled:]):
            filled += count
    if bytes(found) != content:
        raise AssertionError("the opened file differs")
    return f"{len(content)} 字节"


def _tables(folder: Path) -> str:
    """The hazards out as .xlsx and in again, and an old .xls read; nothing is written into the ledger."""
    database, sheet = str(_database(folder)), folder / "隐患.xlsx"
    old = Path(desktop.__file__).parent / "sample" / "旧演练登记表.xls"
    _run("export", "hazard", "--db", database, "--out", str(sheet))
    _run("import", "hazard", str(sheet), "--db", database, "--dry-run")
    read = json.loads(
        _run("import", "drill", str(old), "--db", database, "--dry-run", "--json", may_refuse=True)
    )
    if not read["read"]:
        raise AssertionError(read)
    return f".xlsx {sheet.stat().st_size / 1024:.0f} KB，.xls {read['read']} 行"


def _run(*words: str, may_refuse: bool = False) -> str:
    """What a command printed. Raises AssertionError when it failed."""
    from desktop.commands import run_command

    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()) as why:
        code = run_command(list(words))
    if code and not may_refuse:
        raise AssertionError(why.getvalue() + told.getvalue())
    return told.getvalue()


def _database(folder: Path) -> Path:
    from desktop import paths

    return folder / "样例" / "村居" / paths.DATABASE_NAME


def _office(folder: Path) -> Office:
    from desktop.office import Office

    return Office.open(_database(folder))


_PARTS = (
    ("建账、打印、封包、核验、回执", _whole_job),
    ("窗口", _window),
    ("生僻字打印", _paper),
    ("加密和解密", _encryption),
    ("表格", _tables),
)
