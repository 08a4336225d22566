"""A process killed at random moments of sealing, writing out and receiving leaves nothing torn behind."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.clock import FixedClock
from db.integrity import find_damage
from db.packages import sealed_packages, unreported_records
from db.spec import HAZARD
from desktop.exchange.checking import check_package
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import packages_to_write, write_package
from desktop.office import Office
from desktop.street.street_office import StreetDesk
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.street.exchange_kit import Committee, Street

WORKER = Path(__file__).with_name("worker.py")
KILLS = 12


def kill_at_a_random_moment(rng: random.Random, longest_s: float, *arguments: object) -> None:
    """Start the worker, wait until it works, and kill it within `longest_s` seconds."""
    command = [sys.executable, str(WORKER), *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == b"ready\n", process.stderr.read().decode()
        try:
            process.wait(timeout=rng.uniform(0.0, longest_s))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return
        pytest.fail(process.stderr.read().decode())


@pytest.fixture
def with_photos(committee: Committee, tmp_path: Path) -> Iterator[Committee]:
    """The committee with a few records that have photos, its database closed for the worker."""
    for number in range(6):
        photo = committee.office.attach(photo_file(tmp_path / f"{number}.jpg", shade=30 * number))
        committee.adds(factories.hazard(photo_before=[photo]))
    yield committee


def reopened(committee: Committee, clock: FixedClock) -> Office:
    office = Office.open(committee.office.database, clock)
    assert list(find_damage(office.store.reader(), office.attachments)) == []
    return office


def test_killed_while_sealing_every_serial_is_whole_or_was_never_given_out(
    with_photos: Committee, clock: FixedClock, stick: Path, street: Street
) -> None:
    rng = random.Random(20261123)
    with_photos.office.close()
    for _ in range(KILLS):
        kill_at_a_random_moment(rng, 0.4, "seal", with_photos.office.database, stick)
        reopened(with_photos, clock).close()
    with_photos.office = office = Office.open(with_photos.office.database, clock)
    sealed = list(reversed(sealed_packages(office.store.reader())))
    assert [each.serial for each in sealed] == list(range(1, len(sealed) + 1))
    assert len(sealed) > KILLS
    rows = packages_to_write(office, "2026-11", with_photos.key)
    results = street.receives(*(write_package(office, each.id, stick) for each in rows))
    assert {each.status for each in results} == {"accepted"}
    assert [each.serial for each in results] == [each.serial for each in rows]


def test_killed_while_writing_out_no_torn_file_has_the_final_name(
    with_photos: Committee, clock: FixedClock, stick: Path
) -> None:
    rng = random.Random(20261124)
    whole = with_photos.sends(stick)
    digest = hashlib.sha256(whole.read_bytes()).hexdigest()
    with_photos.office.close()
    for _ in range(KILLS):
        whole.unlink(missing_ok=True)
        kill_at_a_random_moment(rng, 0.1, "write", with_photos.office.database, stick)
        if whole.exists():
            assert hashlib.sha256(whole.read_bytes()).hexdigest() == digest
            check_package(whole, None)
    with_photos.office = office = reopened(with_photos, clock)
    [row] = sealed_packages(office.store.reader())
    assert hashlib.sha256(write_package(office, row.id, stick).read_bytes()).hexdigest() == digest
    assert [each.name for each in stick.iterdir()] == [whole.name]


def test_killed_while_receiving_repeating_gives_what_one_call_gives(
    with_photos: Committee, clock: FixedClock, stick: Path, street: Street, tmp_path: Path
) -> None:
    packages = []
    for number in range(8):
        photo = with_photos.office.attach(photo_file(tmp_path / f"n{number}.jpg", shade=10 * number + 5))
        with_photos.adds(*[factories.hazard(photo_before=[photo]) for _ in range(15)])
        packages.append(with_photos.sends(stick))
    street.desk.close()
    undisturbed = _copied(street, tmp_path / "不受打扰", clock)
    undisturbed.receives(*packages)
    rng = random.Random(20261125)
    for _ in range(KILLS):
        kill_at_a_random_moment(rng, 0.25, "receive", street.desk.store.path, street.receipts, *packages)
        desk = StreetDesk.open(street.desk.store.path, clock)
        assert list(find_damage(desk.store.reader(), desk.attachments)) == []
        desk.close()
        for receipt in street.receipts.glob("*.zip"):
            assert receipt.read_bytes().endswith(b"\0\0") and b"PK\5\6" in receipt.read_bytes()
    street.desk = StreetDesk.open(street.desk.store.path, clock)
    results = street.receives(*packages)
    assert {each.status for each in results} <= {"accepted", "replayed"}
    assert _contents(street.desk) == _contents(undisturbed.desk)
    assert _files(street.receipts) == _files(undisturbed.receipts)
    import_receipt(with_photos.office, results[-1].receipt or Path())
    assert unreported_records(with_photos.office.store.reader(), HAZARD, retired=False) == []
    assert list(street.desk.store.path.with_suffix(".files").joinpath("staging").iterdir()) == []
    undisturbed.desk.close()


def _copied(street: Street, folder: Path, clock: FixedClock) -> Street:
    shutil.copytree(street.desk.store.path.parent, folder)
    return Street(StreetDesk.open(folder / street.desk.store.path.name, clock), street.key, folder / "回执")


def _files(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def _contents(desk: StreetDesk) -> list[list[tuple[object, ...]]]:
    reader = desk.store.reader()
    tables = ("hazard", "merged_revision", "received_package", "issued_receipt", "chain", "attachment")
    return [reader.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]
