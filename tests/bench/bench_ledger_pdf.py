"""The ledger as PDF beside every rival in the same run: 1,000 rows of ten wrapped Chinese columns, and 10,000.

Run as a program: `python tests/bench/bench_ledger_pdf.py [rows…]`, 1000 and 10000 when none are given. typst, fpdf2 and
WeasyPrint are installed into a scratch environment in a temporary folder (kept with RIVALS=folder); LibreOffice is asked
when it is there. The machine may be busy: look at the ratios. A rival that takes thirty times as long with 1,000 rows is not
asked for 10,000.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402

from tests.reports import sample_records as samples  # noqa: E402

MAKER = Path(__file__).with_name("ledger_makers.py")
RIVALS = ("QPainter", "typst", "LibreOffice", "fpdf2", "WeasyPrint", "reportlab")
SCRATCH = ("typst", "fpdf2", "WeasyPrint")
_TOO_SLOW = 30
_TIMEOUT_S = 600


def rows(count: int) -> list[list[str]]:
    """Rows whose long texts are all different, as real ones are."""
    pick = random.Random(2026)
    fault, measure = "".join(samples.FAULTS), "".join(samples.MEASURES)

    def piece(text: str, least: int, most: int) -> str:
        start = pick.randrange(len(text) - most)
        return text[start : start + pick.randint(least, most)]

    return [
        [
            str(index), f"YH-2026-{index:04d}", f"2026-11-{index % 28 + 1:02d} {pick.choice(samples.PEOPLE)}",
            pick.choice(samples.PLACES), piece(fault, 25, 60), "一般 " + pick.choice(("消防", "燃气", "电气")),
            piece(measure, 15, 40), pick.choice(("老张面馆", "佳乐苑物业服务中心", "章浜社区居委会")),
            f"2026-12-{index % 28 + 1:02d}", pick.choice(("整改中", "已销号")),
        ]
        for index in range(1, count + 1)
    ]  # fmt: skip


def scratch_python(folder: Path) -> Path:
    """The interpreter of an environment with the rivals that this program does not use."""
    python = folder / "v" / "bin" / "python"
    if not python.exists():
        venv.create(folder / "v", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *map(str.lower, SCRATCH)], check=True)
    return python


def measured(name: str, file: Path, times: int, folder: Path, python: Path) -> dict[str, Any] | None:
    """What one maker took, in a process of its own; None when it cannot be had or took too long."""
    if name == "LibreOffice" and not shutil.which("soffice"):
        return None
    out = folder / f"{name}.pdf"
    command = [python if name in SCRATCH else sys.executable, MAKER, name, file, times, out]
    try:
        answer = subprocess.run(
            [str(each) for each in command], capture_output=True, text=True, timeout=_TIMEOUT_S, check=True
        )
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as error:
        print(f"{name}: {error.stderr.strip().splitlines()[-1]}")
        return None
    found: dict[str, Any] = json.loads(answer.stdout.strip().splitlines()[-1])
    with pypdfium2.PdfDocument(out) as document:
        found["pages"] = len(document)
    return found


def compare(count: int, folder: Path, python: Path, names: tuple[str, ...]) -> list[str]:
    """Prints one table; the names of the rivals that were not far behind."""
    file = folder / "rows.json"
    file.write_text(json.dumps(rows(count), ensure_ascii=False), encoding="utf-8")
    own = measured("ours", file, 3, folder, python)
    assert own
    print(f"\n{count} rows\n| maker | 20 rows, s | s | CPU s | times ours | pages | PDF MB | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    _print_line("this program", own, own)
    near = []
    for name in names:
        found = measured(name, file, 2, folder, python)
        if found:
            _print_line(name, found, own)
            near += [name] if min(found["wall"]) < _TOO_SLOW * min(own["wall"]) else []
    return near


def _print_line(name: str, found: dict[str, Any], own: dict[str, Any]) -> None:
    ratio = min(found["wall"]) / min(own["wall"])
    print(
        f"| {name} | {found['first']:.2f} | {min(found['wall']):.2f} | {min(found['cpu']):.2f} | {ratio:.1f} |"
        f" {found['pages']} | {found['size'] / 1e6:.1f} | {found['memory']} |",
        flush=True,
    )


def main(counts: list[int]) -> None:
    """Prints a table for each number of rows."""
    with tempfile.TemporaryDirectory() as temporary:
        kept = os.environ.get("RIVALS")
        python = scratch_python(Path(kept) if kept else Path(temporary))
        near = RIVALS
        for count in counts:
            near = tuple(compare(count, Path(temporary), python, near))


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1000, 10_000])
