"""Measures packing and verifying 3,000 records with 300 photos (150 MB) against `sha256sum` and `cp`.

Run it by hand: `python tests/bench/bench_package_format.py [runs]`. Each measurement is a process of its
own, so that its peak memory is its own; times are those of the work, with the interpreter's start beside
them.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import zlib
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.exchange.records import IndexedAttachment, index_records, record_lines
from desktop.exchange.seal import PayloadContent, attachment_content, package_parts, records_content, seal
from desktop.exchange.verify import verify
from desktop.exchange.write_out import write_out
from tests.bench.measuring import measure, timed
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


STEPS = {
    "sha256sum+cp": timed(sha256sum_and_cp),
    "pack": timed(pack),
    "verify+stage": timed(verify_and_stage),
    "verify": timed(verify_only),
}


if __name__ == "__main__":
    measure(str(__doc__), STEPS, lay_out, runs=7)
