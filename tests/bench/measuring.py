"""Steps measured each in a process of its own, so that its peak memory is its own, beside a floor: the first of them."""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Step = Callable[[Path], float]  # works in a folder; the seconds of the work itself


def timed(work: Callable[[Path], None]) -> Step:
    """A step all of whose work counts."""

    def step(folder: Path) -> float:
        begun = time.perf_counter()
        work(folder)
        return time.perf_counter() - begun

    return step


def measure(description: str, steps: Mapping[str, Step], lay_out: Callable[[Path], None], runs: int) -> None:
    """The command line of a bench: print the table of its steps, or one of them in this process."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("runs", nargs="?", type=int, default=runs)
    parser.add_argument("--step", choices=steps)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.step:
        seconds = steps[chosen.step](chosen.folder)
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    with tempfile.TemporaryDirectory() as folder:
        lay_out(Path(folder))
        _print_table(list(steps), chosen.runs, Path(folder))


def _print_table(steps: list[str], runs: int, folder: Path) -> None:
    """The medians, their ratio to the floor and the peak memory; the first run of each warms up and does not count."""
    rows: dict[str, list[tuple[float, float]]] = {step: [] for step in steps}
    for step in steps * (runs + 1):
        rows[step].append(_measured(step, folder))
    floor = statistics.median(seconds for seconds, _ in rows[steps[0]][1:])
    print(f"{'step':<14} {'median s':>9} {'min s':>7} {'ratio':>6} {'peak MiB':>9}   ({runs} runs)")
    for step, found in rows.items():
        times = [seconds for seconds, _ in found[1:]]
        median, peak = statistics.median(times), max(peak for _, peak in found)
        print(f"{step:<14} {median:9.3f} {min(times):7.3f} {median / floor:6.2f} {peak:9.1f}")


def _measured(step: str, folder: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one step in a fresh process; what it staged is cleared away."""
    command = [sys.executable, sys.argv[0], "--step", step, "--folder", str(folder)]
    seconds, peak_mib = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    for staged in folder.glob("tmp*"):
        shutil.rmtree(staged)
    return float(seconds), float(peak_mib)
