"""Measures pack (seal + write out) and the street's verify of 3,000 records with 300 photos (150 MB) of a real ledger.

Run it by hand: `python tests/bench/bench_package.py [runs]`. The floor is `sha256sum` and `cp` of the same photos.
Each measurement is a process of its own, so that its peak memory is its own; opening the ledger, unlocking the key
and the interpreter's start are not counted. `receive` adds the merge into the street's database.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from db.attachments import Attachment, add_attachment
from desktop.office import Office
from desktop.street.judging import expectation_of
from desktop.street.receiving import receive
from desktop.street.street_office import StreetDesk
from tests import factories
from tests.bench.measuring import Step, measure
from tests.desktop.street.exchange_kit import PASSPHRASE, STREET

RECORDS, PHOTOS, PHOTO_BYTES = 3_000, 300, 520_000


def lay_out(folder: Path) -> None:
    """A committee's ledger with its records and photos, and a street that has enrolled it."""
    from desktop.documents import committee_sheet_text
    from desktop.trust import trust_office

    office = Office.create(folder / "村居" / "台账.db", committee=factories.COMMITTEE, clerk=factories.CLERK,
                           lead=factories.LEAD, passphrase=PASSPHRASE)  # fmt: skip
    desk = StreetDesk.create(folder / "街道" / "街道.db", passphrase=PASSPHRASE, **STREET)
    trust_office(office, desk.keys().sheet_text)
    desk.enrol(committee_sheet_text(office), code=factories.COMMITTEE_CODE, name=factories.COMMITTEE["name"])
    photos = [_photo(office, number) for number in range(PHOTOS)]
    text = "三单元楼道堆放电动自行车和纸箱，占用疏散通道，" * 5
    typed = [
        factories.hazard(description=f"{number} {text}", photo_before=[photos[number % PHOTOS]])
        for number in range(RECORDS)
    ]
    office.register_all("hazard", typed)
    office.close()
    desk.close()
    (folder / "U盘").mkdir()


def _photo(office: Office, number: int) -> dict[str, object]:
    content = random.Random(number).randbytes(PHOTO_BYTES)  # as incompressible as a photo
    sha256, size, crc32 = office.attachments.keep(content, "jpg")
    row = Attachment(sha256, size, crc32, "image/jpeg", "jpg", f"现场照片{number}.jpg", None, None)
    office.write(lambda tx: add_attachment(tx.connection, row, tx.at, tx.who), "保存照片")
    return {"sha256": sha256, "name": row.name, "caption": "", "taken_at": None}


def pack(folder: Path) -> float:
    """Seal and write out, flushed and read back."""
    from desktop.exchange.outgoing import seal_package, unlock, write_package

    for each in (folder / "U盘").iterdir():
        each.unlink()
    office = Office.open(folder / "村居" / "台账.db")
    key = unlock(office, PASSPHRASE)
    begun = time.perf_counter()
    write_package(office, seal_package(office, "2026-11", key).id, folder / "U盘")
    seconds = time.perf_counter() - begun
    office.close()
    return seconds


def verify(folder: Path) -> float:
    """Verify as the street does: every byte, every record, every photo staged."""
    from desktop.exchange.verify import verify as verify_package

    desk = StreetDesk.open(folder / "街道" / "街道.db")
    staging = Path(tempfile.mkdtemp(dir=folder))
    begun = time.perf_counter()
    verify_package(_package(folder), expectation_of(desk, accept_gap=True), staging=staging)
    seconds = time.perf_counter() - begun
    desk.close()
    return seconds


def receive_whole(folder: Path) -> float:
    """Verify, merge and answer, on a copy of the street's fresh database."""
    from desktop import paths
    from desktop.exchange.signing_key import load_key

    own = Path(tempfile.mkdtemp(dir=folder))
    shutil.copytree(folder / "街道", own / "街道")
    desk = StreetDesk.open(own / "街道" / "街道.db")
    key = load_key(paths.sign_key_file(desk.store.path), PASSPHRASE)
    begun = time.perf_counter()
    [result] = receive(desk, [_package(folder)], own / "回执", key, accept_gap=True)
    seconds = time.perf_counter() - begun
    assert result.written == RECORDS, result
    desk.close()
    return seconds


def floor(folder: Path) -> float:
    """Hash every photo with coreutils, then copy them."""
    photos = [str(each) for each in (folder / "村居" / "台账.files" / "attachments").rglob("*.jpg")]
    target = tempfile.mkdtemp(dir=folder)
    begun = time.perf_counter()
    subprocess.run(["sha256sum", "-b", *photos], stdout=subprocess.PIPE, check=True)
    subprocess.run(["cp", *photos, target], check=True)
    return time.perf_counter() - begun


def _package(folder: Path) -> Path:
    return next((folder / "U盘").iterdir())


STEPS: dict[str, Step] = {"sha256sum+cp": floor, "pack": pack, "verify": verify, "receive": receive_whole}


if __name__ == "__main__":
    measure(str(__doc__), STEPS, lay_out, runs=5)
