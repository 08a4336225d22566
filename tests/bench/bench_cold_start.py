"""Measures the frozen program with a large ledger beside Anki, git-cola and novelWriter: start to a window, and idle memory.

    python tests/bench/bench_cold_start.py --rivals VENV [--records 100000] [--runs 5] [--frozen DIR] [--ledger DB]

VENV is an environment of its own with `aqt`, `git-cola` and `novelWriter` from PyPI; the frozen program is what
`installer/freeze.py` leaves. Needs Xvfb, xdotool and xwininfo. Each program opens on one screen, taking turns; the time runs
from the start of the process to its main window (at least 450 × 320) being mapped and viewable. Cold means that the pages of
the program's files were dropped from memory first, where this user may do so; otherwise all are warm alike, and the line
says so. Memory is the proportional share (PSS) of all its processes, eight seconds later. Times are medians; ratios are to
this program.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
IDLE_S, PATIENCE_S = 8.0, 90.0


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        programs = _programs(given, home)
        display, screen = _screen()
        try:
            found = {name: [] for name in programs}
            for _ in range(given.runs):
                for name, (command, environment) in programs.items():
                    is_cold = _forget(command[0])
                    found[name].append(_measure(command, {**environment, "DISPLAY": display}))
        finally:
            screen.terminate()
            screen.wait()
    _tell(found, is_cold)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rivals", type=Path, required=True)
    parser.add_argument("--frozen", type=Path, default=ROOT / "dist" / "village-safety-ledger")
    parser.add_argument("--ledger", type=Path, help="a ledger made before, instead of a new one")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def _programs(given: argparse.Namespace, home: Path) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Each program with its command and environment; each has a profile that was opened once before."""
    from tests.bench.bench_start_up import make_ledger

    database = given.ledger or make_ledger(home / "ledger", given.records)
    config = home / "config" / "village-safety-ledger"
    config.mkdir(parents=True)
    (config / "last-ledger.json").write_text(json.dumps({"database": str(database)}), encoding="utf-8")
    environment = {
        **os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "QT_QPA_PLATFORM": "xcb",
        "QTWEBENGINE_DISABLE_SANDBOX": "1", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox", "LANG": "C.UTF-8",
    }  # fmt: skip
    repository = home / "repository"
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    binaries = given.rivals / "bin"
    anki = home / "anki"
    anki.mkdir()
    _prepare_anki(binaries, anki, environment)
    return {
        "village-safety-ledger": ([str(given.frozen / "village-safety-ledger")], environment),
        "Anki": ([str(binaries / "anki"), "-b", str(anki), "-p", "User 1"], environment),
        "git-cola": ([str(binaries / "git-cola"), "--repo", str(repository)], environment),
        "novelWriter": (
            [str(binaries / "novelwriter"), f"--config={home / 'nw'}", f"--data={home / 'nw'}"],
            environment,
        ),
    }


def _prepare_anki(binaries: Path, base: Path, environment: dict[str, str]) -> None:
    """A profile with its language chosen: the first start would only ask for it."""
    script = (
        "import sys; from pathlib import Path; from aqt.profiles import ProfileManager\n"
        "pm = ProfileManager(Path(sys.argv[1])); pm.setupMeta(); pm.setLang('en_US')\n"
        "pm.create('User 1'); pm.load('User 1'); pm.save()"
    )
    subprocess.run(
        [str(binaries / "python"), "-c", script, str(base)],
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )


def _screen() -> tuple[str, subprocess.Popen[bytes]]:
    display = f":{90 + os.getpid() % 100}"
    process = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", "1366x768x24"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(1.5)
    return display, process


def _forget(program: str) -> bool:
    """Drop the pages of the program's files from memory, one file at a time; whether that could be done."""
    folder = Path(program).resolve().parent
    if folder.name == "bin":
        folder = folder.parent / "lib"
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def _measure(command: Sequence[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds to the window, and megabytes when it stands idle; nan when no window came."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    seconds = float("nan")
    while time.perf_counter() - start < PATIENCE_S and process.poll() is None:
        if _has_window(environment["DISPLAY"]):
            seconds = time.perf_counter() - start
            break
        time.sleep(0.02)
    time.sleep(IDLE_S)
    memory = sum(_pss(each) for each in _family(process.pid)) / 1024
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.5)
    return seconds, memory


def _has_window(display: str) -> bool:
    told = subprocess.run(
        ["xwininfo", "-display", display, "-root", "-children"], capture_output=True, text=True
    ).stdout
    for window, width, height in re.findall(r"^\s+(0x\w+) .*?(\d+)x(\d+)\+", told, re.MULTILINE):
        if int(width) >= 450 and int(height) >= 320:
            state = subprocess.run(
                ["xwininfo", "-display", display, "-id", window], capture_output=True, text=True
            ).stdout
            if "IsViewable" in state:
                return True
    return False


def _family(pid: int) -> list[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--sid", str(pid)], capture_output=True, text=True).stdout
    return [int(each) for each in told.split()]


def _pss(pid: int) -> float:
    """Kilobytes."""
    with suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
        return float(found.group(1)) if found else 0.0
    return 0.0


def _tell(found: dict[str, list[tuple[float, float]]], is_cold: bool) -> None:
    middle = {
        name: tuple(statistics.median(each) for each in zip(*runs, strict=True))
        for name, runs in found.items()
    }
    own_s, own_mb = middle["village-safety-ledger"]
    print("cold" if is_cold else "warm")
    for name, (seconds, megabytes) in middle.items():
        print(
            f"{name:24} {seconds:6.2f} s  ×{seconds / own_s:5.2f}   {megabytes:6.0f} MB  ×{megabytes / own_mb:5.2f}"
        )


if __name__ == "__main__":
    raise SystemExit(main())
