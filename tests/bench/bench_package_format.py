"""Measures packing and verifying 3,000 records with 300 photos (150 MB) against `sha256sum` and `cp`.

Run it by hand: `python tests/bench/bench_package_format.py [runs]`. Each measurement is a process of its
own, so that its peak memory is its own; times are those of the work, with the interpreter's start beside
them.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.exchange.records import IndexedAttachment, index_records, record_lines
from desktop.exchange.seal import PayloadContent, attachment_content, package_parts, records_content, seal
from desktop.exchange.verify import verify
from desktop.exchange.write_out import write_out
from tests.desktop.exchange.forge import COMMITTEE_KEY, HEADER, expectation

RECORDS = 3_000
PHOTOS = 300
PHOTO_BYTES = 520_000
PACKAGE = "package.zip"


def lay_out(folder: Path) -> None:
    """Writes the photos and the facts about them that a ledger keeps."""
    rng = random.Random(20260527)
    lines = []
    (folder / "att").mkdir()
    for number in range(PHOTOS):
        content = rng.randbytes(PHOTO_BYTES + rng.randrange(-20_000, 20_000))
        sha256 = hashlib.sha256(content).hexdigest()
        (folder / "att" / sha256).write_bytes(content)
        lines.append(f"{sha256} {len(content)} {zlib.crc32(content)} 现场照片{number}.jpg")
    (folder / "facts.txt").write_text("\n".join(lines), encoding="utf-8")


def contents_of(folder: Path) -> list[PayloadContent]:
    """The payload: 300 photos, their index and 3,000 hazards of about 600 bytes."""
    facts = [line.split(" ") for line in (folder / "facts.txt").read_text(encoding="utf-8").splitlines()]
    photos = [
        attachment_content(
            folder / "att" / sha256,
            sha256=sha256,
            size=int(size),
            crc32=int(crc32),
            extension="jpg",
            name=name,
        )
        for sha256, size, crc32, name in facts
    ]
    index = index_records(IndexedAttachment(one[0], int(one[1]), "image/jpeg", one[3], 1) for one in facts)
    hazards = record_lines(
        {
            "id": f"01J{number:023d}",
            "description": "三单元楼道堆放电动自行车和纸箱，占用疏散通道，" * 7,
            "attachments": [facts[number % PHOTOS][0]],
        }
        for number in range(RECORDS)
    )
    return [*photos, records_content("attachments", record_lines(index)), records_content("hazard", hazards)]


def pack(folder: Path) -> None:
    """Seals and writes out, flushed and read back."""
    contents = contents_of(folder)
    header = replace(HEADER, counts={"attachments": PHOTOS, "hazard": RECORDS})
    write_out(folder / PACKAGE, package_parts(seal(header, contents, COMMITTEE_KEY), contents))


def verify_and_stage(folder: Path) -> None:
    """Verifies, stages every file and parses every record."""
    staging = Path(tempfile.mkdtemp(dir=folder))
    verify(folder / PACKAGE, expectation(), staging=staging)


def verify_only(folder: Path) -> None:
    """Verifies without keeping anything."""
    verify(folder / PACKAGE, expectation())


def sha256sum_and_cp(folder: Path) -> None:
    """The floor: hash every photo with coreutils, then copy them."""
    target = tempfile.mkdtemp(dir=folder)
    subprocess.run(
        ["sha256sum", "-b", *map(str, (folder / "att").iterdir())], stdout=subprocess.PIPE, check=True
    )
    subprocess.run(["cp", "-r", str(folder / "att"), target], check=True)


STEPS: dict[str, Callable[[Path], None]] = {
    "sha256sum+cp": sha256sum_and_cp,
    "pack": pack,
    "verify+stage": verify_and_stage,
    "verify": verify_only,
}


def measure_one(step: str, folder: Path) -> None:
    """Prints seconds and the peak resident memory in MiB of one step in this process."""
    begun = time.perf_counter()
    STEPS[step](folder)
    seconds = time.perf_counter() - begun
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def measured(step: str, folder: Path) -> tuple[float, float]:
    """Runs one step in a fresh process and clears away what it staged."""
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder)]
    seconds, peak_mib = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    for staged in folder.glob("tmp*"):
        shutil.rmtree(staged)
    return float(seconds), float(peak_mib)


def print_table(runs: int, folder: Path) -> None:
    """Prints the medians, their ratio to the floor and the peak memory."""
    lay_out(folder)
    rows: dict[str, list[tuple[float, float]]] = {step: [] for step in STEPS}
    for step in ["pack", "sha256sum+cp", *list(STEPS) * runs]:
        rows[step].append(measured(step, folder))
    floor = statistics.median(seconds for seconds, _ in rows["sha256sum+cp"][1:])
    print(f"{'step':<14} {'median s':>9} {'min s':>7} {'ratio':>6} {'peak MiB':>9}   ({runs} runs)")
    for step, found in rows.items():
        times = [seconds for seconds, _ in found[-runs:]]
        median, peak = statistics.median(times), max(peak for _, peak in found)
        print(f"{step:<14} {median:9.3f} {min(times):7.3f} {median / floor:6.2f} {peak:9.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=7)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.step:
        measure_one(chosen.step, chosen.folder)
        return
    with tempfile.TemporaryDirectory() as folder:
        print_table(chosen.runs, Path(folder))


if __name__ == "__main__":
    main()
