"""A package in volumes, from the committee's seal to the street's receipt: any order, plain and encrypted."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from db import packages, street_volumes
from db.integrity import find_damage
from desktop import paths
from desktop.exchange.checking import check_package
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import packages_to_write, seal_package
from desktop.exchange.own_packages import own_packages
from desktop.exchange.seal import records_content, seal
from desktop.exchange.signing_key import load_key
from desktop.exchange.writing_packages import files_of, write_volumes
from desktop.street.later_volumes import waiting_files
from desktop.street.receiving import Received, receive
from tests import factories
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes

LIMIT = 120_000


def noise(seed: int, path: Path) -> Path:
    """A photo that does not compress: about 100 KB."""
    from PIL import Image

    content = random.Random(seed).randbytes(400 * 300 * 3)
    Image.frombytes("RGB", (400, 300), content).save(path, "JPEG", quality=75)
    return path


@pytest.fixture
def three(committee: Committee, tmp_path: Path) -> Committee:
    """The committee with two more hazards whose photos fill a volume each."""
    for number in range(2):
        photo = committee.office.attach(noise(number, tmp_path / f"现场{number}.jpg"))
        committee.adds(factories.hazard(description=f"第{number}处楼道堆物", photo_before=[photo]))
    return committee


def sealed(committee: Committee) -> str:
    return seal_package(committee.office, "2026-11", committee.key, volume_limit=LIMIT).id


def receives(street: Street, *files: Path) -> list[Received]:
    key = load_key(paths.decrypt_key_file(street.desk.store.path), PASSPHRASE)
    return receive(street.desk, files, street.receipts, street.key, decryption_keys=[key])


def awaited(street: Street, package_id: str) -> list[int]:
    return [
        each.volume for each in street_volumes.awaited_attachments(street.desk.store.reader(), package_id)
    ]


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_each_volume_is_within_the_limit_and_verifies_alone(
    three: Committee, stick: Path, street: Street, is_encrypted: bool
) -> None:
    written = write_volumes(three.office, sealed(three), stick, is_encrypted=is_encrypted)
    key = load_key(paths.decrypt_key_file(street.desk.store.path), PASSPHRASE)
    headers = [check_package(each, None, [key]).header for each in written]
    assert [(each.kind, each.volume, each.volumes) for each in headers] == [
        ("package", 1, 3), ("attachments", 2, 3), ("attachments", 3, 3),
    ]  # fmt: skip
    assert max(each.stat().st_size for each in written) <= LIMIT
    ending = ".zip.age" if is_encrypted else ".zip"
    assert [each.name.rpartition("-")[2] for each in written] == [
        f"v0{number}{ending}" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("is_encrypted", [False, True])
def test_volumes_come_one_by_one_in_any_order(
    three: Committee, street: Street, stick: Path, order: tuple[int, ...], is_encrypted: bool
) -> None:
    package_id = sealed(three)
    files = write_volumes(three.office, package_id, stick, is_encrypted=is_encrypted)
    results = [each for place in order for each in receives(street, files[place])]
    merged = [each for each in results if each.status in ("accepted", "partial")]
    assert sorted(each.volume for each in merged) == [1, 2, 3]
    assert merged[-1].status == "accepted" and merged[-1].missing_volumes == ()
    assert awaited(street, package_id) == [] and waiting_files(street.desk) == []
    assert not list(find_damage(street.desk.store.reader(), street.desk.attachments))
    receipts = [each.receipt for each in merged if each.receipt]
    imported = import_receipt(three.office, receipts[-1])
    assert imported.receipt.status == "accepted" and imported.receipt.missing_volumes == []
    assert three.states() == {"reported"}


def test_volumes_before_their_main_in_one_call_are_told_in_their_place(
    three: Committee, street: Street, stick: Path
) -> None:
    files = write_volumes(three.office, sealed(three), stick)
    results = receives(street, *reversed(files))
    assert [each.file for each in results] == list(reversed(files))
    assert [(each.volume, each.status) for each in results] == [
        (3, "accepted"), (2, "partial"), (1, "partial"),
    ]  # fmt: skip


def test_missing_attachments_are_awaited_until_their_volume_comes(
    three: Committee, street: Street, stick: Path
) -> None:
    package_id = sealed(three)
    main, second, third = write_volumes(three.office, package_id, stick)
    [first] = receives(street, main)
    assert (first.status, first.missing_volumes) == ("partial", (2, 3))
    assert awaited(street, package_id) == [2, 3]
    assert first.receipt is not None
    imported = import_receipt(three.office, first.receipt)
    assert imported.receipt.missing_volumes == [2, 3] and three.states() == {"reported"}
    [own] = own_packages(three.office)
    assert own.missing_volumes == (2, 3)
    [again] = receives(street, second)
    assert (again.status, again.missing_volumes) == ("partial", (3,))
    assert awaited(street, package_id) == [3]


def test_a_volume_twice_is_harmless(three: Committee, street: Street, stick: Path) -> None:
    main, second, _ = write_volumes(three.office, sealed(three), stick)
    receives(street, main, second)
    [again] = receives(street, second)
    assert (again.status, codes([again])) == ("replayed", ["E_REPLAY"])
    assert again.receipt is not None


def test_a_volume_before_its_main_is_kept_aside_without_a_receipt(
    three: Committee, street: Street, stick: Path
) -> None:
    _, second, _ = write_volumes(three.office, sealed(three), stick)
    [held] = receives(street, second)
    assert (held.status, codes([held]), held.receipt) == ("held", ["E_WAIT_MAIN"], None)
    [kept] = waiting_files(street.desk)
    assert kept.read_bytes() == second.read_bytes()


def test_a_volume_of_another_package_is_refused(three: Committee, street: Street, stick: Path) -> None:
    from desktop.exchange.canonical_zip import container_chunks
    from desktop.exchange.header import parse_header
    from desktop.exchange.seal import package_parts

    package_id = sealed(three)
    main, _, _ = write_volumes(three.office, package_id, stick)
    receives(street, main)
    row = packages.sealed_volumes(three.office.store.reader(), package_id)[0]
    header = parse_header(row.header)
    lies = {
        "E_VOLUME": replace(header, main="a" * 64),
        "E_RECORD": replace(header, counts={"attachments": 1}),
    }
    for code, lie in lies.items():
        content = _strange_photo()
        parts = package_parts(seal(lie, [content], three.key), [content])
        forged = stick / "forged.zip"
        forged.write_bytes(b"".join(container_chunks(parts)))
        assert codes(receives(street, forged)) == [code]


def _strange_photo():
    import hashlib

    photo = b"\xff\xd8 another photo"
    made = records_content("hazard", photo)
    path = f"data/att/{hashlib.sha256(photo).hexdigest()}.jpg"
    return replace(made, file=replace(made.file, path=path))


def test_sealing_again_for_a_mail_makes_a_new_package_only_when_the_old_one_is_too_large(
    three: Committee,
) -> None:
    [whole] = packages_to_write(three.office, "2026-11", three.key)
    split = packages_to_write(three.office, "2026-11", three.key, LIMIT)
    assert [each.serial for each in split] == [1, 2]
    assert [each.id for each in packages_to_write(three.office, "2026-11", three.key, LIMIT)][-1] == split[
        -1
    ].id
    assert len(files_of(three.office, whole.id)) == 1 and len(files_of(three.office, split[-1].id)) == 3


def test_every_volume_repeats_byte_for_byte(three: Committee, stick: Path, tmp_path: Path) -> None:
    package_id = sealed(three)
    first = [each.read_bytes() for each in write_volumes(three.office, package_id, stick)]
    again = tmp_path / "再写一次"
    again.mkdir()
    assert [each.read_bytes() for each in write_volumes(three.office, package_id, again)] == first
    shutil.rmtree(again)
