"""10,000 rows of 20 columns from .xlsx into the database, beside pandas with openpyxl that only reads the file; and the memory of 100,000.

Run: bootstrap.py test tests/bench/bench_import.py -s
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from db.spec.query import Query
from desktop.importing.plan import open_file
from desktop.importing.writing import take_in
from desktop.office import Office
from tests import factories

HEADS = (
    "序号", "场所名称", "统一社会信用代码", "地址", "类别", "经营者", "手机", "面积（㎡）", "是否住人", "有无燃气",
    "从业人数", "灭火器", "所属网格", "房东", "房东电话", "安全员", "总层数", "所在楼层", "安全出口", "备注",
)  # fmt: skip
KINDS = ("小餐饮店", "小商店", "小旅馆", "小网吧")
ROWS, RUNS = 10_000, 5
MOST_MEGABYTES = 1000  # for 100,000 rows


def _row(number: int) -> list[Any]:
    return [
        number + 1, f"阿强饭店{number}号", "91330100799655058B" if number % 3 else "", f"夏阳街道公园路{number}号",
        KINDS[number % 4], ("张伟明", "李秀英", "王芳")[number % 3], f"139{number:08d}", 45 + number % 70,
        "√" if number % 5 == 0 else "否", "液化气", number % 20, number % 9, f"第{number % 12}网格", "陈建国",
        f"138{number:08d}", "沈阿妹", number % 6 + 1, f"{number % 6 + 1}层", number % 3, f"第{number}家，已核对",
    ]  # fmt: skip


def workbook(path: Path, count: int) -> Path:
    """A list of premises under a title, as committees keep them."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("底册")
    sheet.write_row(0, 0, ["九小场所底册"])
    sheet.write_row(1, 0, HEADS)
    for number in range(count):
        sheet.write_row(number + 2, 0, _row(number))
    book.close()
    return path


def pandas_python(folder: Path) -> Path:
    """A Python of its own with pandas and openpyxl; skips where it cannot be made."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
        install = [str(python), "-m", "pip", "install", "-q", "pandas", "openpyxl"]
        subprocess.run(install, check=True, capture_output=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"pandas cannot be installed here: {error}")
    return python


def processor_seconds_of_pandas(python: Path, file: Path) -> float:
    reading = f"pandas.read_excel({str(file)!r}, engine='openpyxl', header=1)"
    code = f"import time, pandas\nbegin = time.process_time()\n{reading}\nprint(time.process_time() - begin)"
    told = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True)
    return float(told.stdout)


def processor_seconds_of_ours(folder: Path, file: Path) -> float:
    """Into a ledger of its own, so that each run finds an empty one."""
    office = Office.create(
        folder / "安全台账.db",
        committee=factories.COMMITTEE,
        clerk=factories.CLERK,
        lead=factories.LEAD,
        passphrase="章浜社区的安全口令2026",
    )
    begin = time.process_time()
    take_in(open_file(office, "premises", file))
    spent = time.process_time() - begin
    assert office.count("premises", Query()) == ROWS
    office.close()
    return spent


def test_an_import_is_measured_beside_pandas_reading_the_file(tmp_path: Path) -> None:
    python = pandas_python(tmp_path / "pandas")
    file = workbook(tmp_path / "底册.xlsx", ROWS)
    ours, theirs = [], []
    for run in range(RUNS):  # by turns, as a machine's speed changes
        ours.append(processor_seconds_of_ours(tmp_path / str(run), file))
        theirs.append(processor_seconds_of_pandas(python, file))
    for name, of in (("median", statistics.median), ("minimum", min)):
        print(
            f"\n{name} of {RUNS} runs: read, mapped, checked, written {of(ours):.2f} s;"
            f" pandas with openpyxl reads in {of(theirs):.2f} s; ratio {of(ours) / of(theirs):.2f}"
        )
    assert min(ours) < min(theirs)


def test_the_memory_of_100000_rows_is_bounded(office: Office, tmp_path: Path) -> None:
    file = workbook(tmp_path / "底册.xlsx", 100_000)
    outcome = take_in(open_file(office, "premises", file))
    assert outcome.written == 100_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n100,000 rows: peak {peak} MB")
    assert peak < MOST_MEGABYTES


if __name__ == "__main__":
    raise SystemExit(pytest.main([__file__, "-s"]))
