"""Measures the encrypted exchange of 3,000 records with 300 photos (150 MB) against `age`, `sha256sum` and `cp`.

Run it by hand: `python tests/bench/bench_exchange.py [runs]`. Ours packs, encrypts, writes, flushes and reads back, then
decrypts, verifies and stages; the rival hashes, encrypts and copies, then decrypts, hashes and copies. Both run in the
same round. Memory is the peak above that of a process that has only loaded the program (Linux).
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pyrage  # noqa: F401 - loaded before the measurement begins, as everything else is

from desktop.exchange.seal import package_parts, seal
from desktop.exchange.verify import verify
from desktop.exchange.write_out import write_out
from tests.bench.bench_package_format import PHOTOS, RECORDS, contents_of, lay_out
from tests.desktop.exchange.forge import COMMITTEE_KEY, HEADER, OFFICE_DECRYPT_KEY, expectation

PACKAGE, PLAIN, LOCKED, KEY = "package.zip.age", "package.tar", "package.tar.age", "decrypt.key"
MOST_MIB, MOST_RATIO = 60, 1.5


def pack_encrypted(folder: Path) -> None:
    """Seals, encrypts on the way to the medium, flushes and reads back."""
    contents = contents_of(folder)
    header = replace(HEADER, counts={"attachments": PHOTOS, "hazard": RECORDS})
    parts = package_parts(seal(header, contents, COMMITTEE_KEY), contents)
    write_out(folder / PACKAGE, parts, recipients=[OFFICE_DECRYPT_KEY.public_key])


def decrypt_and_verify(folder: Path) -> None:
    """Decrypts, verifies, stages every file and parses every record."""
    staging = Path(tempfile.mkdtemp(dir=folder))
    verify(folder / PACKAGE, expectation(), staging=staging)


def rival_out(folder: Path) -> None:
    """The tools' way out: hash every photo, put them into one file, encrypt it, copy it, flush."""
    _hash(folder / "att")
    _run("tar", "cf", str(folder / PLAIN), "-C", str(folder), "att")
    line = OFFICE_DECRYPT_KEY.public_line
    _run("age", "-r", line, "-o", str(folder / LOCKED), str(folder / PLAIN))
    _run("cp", str(folder / LOCKED), str(folder / "stick.tar.age"))
    _run("sync", str(folder / "stick.tar.age"))
    _run("sha256sum", str(folder / "stick.tar.age"))


def rival_in(folder: Path) -> None:
    """The tools' way in: decrypt, take apart, hash every photo, copy them to where they stay."""
    target = Path(tempfile.mkdtemp(dir=folder))
    _run("age", "-d", "-i", str(folder / KEY), "-o", str(target / PLAIN), str(folder / "stick.tar.age"))
    _run("tar", "xf", str(target / PLAIN), "-C", str(target))
    _hash(target / "att")
    _run("cp", "-r", str(target / "att"), str(target / "kept"))


STEPS: dict[str, Callable[[Path], None]] = {
    "rival out": rival_out,
    "ours out": pack_encrypted,
    "rival in": rival_in,
    "ours in": decrypt_and_verify,
}


def _hash(folder: Path) -> None:
    _run("sha256sum", "-b", *map(str, folder.iterdir()))


def _run(*command: str) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def lay_out_key(folder: Path) -> None:
    """The office's key as `age` reads it without asking for a passphrase."""
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    pem = OFFICE_DECRYPT_KEY.private_key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (folder / KEY).write_bytes(pem)
    (folder / KEY).chmod(0o600)


def peak_mib() -> float:
    """The peak resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure_one(step: str, folder: Path) -> None:
    """Prints seconds and the peak memory above the idle program in MiB of one step in this process."""
    idle, begun = peak_mib(), time.perf_counter()
    STEPS[step](folder)
    print(time.perf_counter() - begun, peak_mib() - idle)


def measured(step: str, folder: Path) -> tuple[float, float]:
    """Runs one step in a fresh process and clears away what it staged."""
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder)]
    seconds, mib = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.split()
    for staged in folder.glob("tmp*"):
        shutil.rmtree(staged)
    return float(seconds), float(mib)


def print_table(runs: int, folder: Path) -> None:
    """Prints the medians, the ratio of ours to the rival's in the same rounds, and the peak memory."""
    lay_out(folder)
    lay_out_key(folder)
    rows: dict[str, list[tuple[float, float]]] = {step: [] for step in STEPS}
    for _ in range(runs + 1):  # the first round warms the cache and does not count
        for step in STEPS:
            rows[step].append(measured(step, folder))
    print(f"{'step':<10} {'median s':>9} {'min s':>7} {'MiB above idle':>15}   ({runs} runs)")
    for step, found in rows.items():
        times = [seconds for seconds, _ in found[1:]]
        print(
            f"{step:<10} {statistics.median(times):9.3f} {min(times):7.3f} {max(mib for _, mib in found):15.1f}"
        )
    ratios = [
        (rows["ours out"][at][0] + rows["ours in"][at][0])
        / (rows["rival out"][at][0] + rows["rival in"][at][0])
        for at in range(1, runs + 1)
    ]
    most = max(mib for step in ("ours out", "ours in") for _, mib in rows[step])
    print(
        f"there and back: {statistics.median(ratios):.2f} × the tools (at most {MOST_RATIO}), {most:.0f} MiB (at most {MOST_MIB})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="?", type=int, default=5)
    parser.add_argument("--step", choices=STEPS)
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    if chosen.step:
        measure_one(chosen.step, chosen.folder)
    elif missing := [tool for tool in ("age", "sha256sum", "tar", "cp") if shutil.which(tool) is None]:
        print(f"not installed: {' '.join(missing)}; the comparison needs them")
    else:
        with tempfile.TemporaryDirectory() as folder:
            print_table(chosen.runs, Path(folder))


if __name__ == "__main__":
    main()
