"""The committee's packages: what goes, in what order, and what is written again instead of sealed anew."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from db.errors import AppError, EnvironmentProblem, InvalidRecord
from db.packages import sealed_packages
from db.spec.query import Query
from desktop import paths
from desktop.exchange.checking import check_package
from desktop.exchange.enrolment import OfficeSheet, office_text
from desktop.exchange.outgoing import next_place, outgoing, packages_to_write, seal_package, write_package
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.office import Office
from desktop.paths import DATABASE_NAME
from desktop.trust import trust_office
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.exchange.forge import OFFICE_DECRYPT_KEY, OFFICE_SIGN_KEY
from tests.fixtures_ledger import PASSPHRASE

PERIOD = "2026-11"


@pytest.fixture(scope="module")
def key(office_template: Path) -> SigningKey:
    return load_key(paths.sign_key_file(office_template / DATABASE_NAME), PASSPHRASE)


@pytest.fixture
def trusting(office: Office) -> Office:
    """The office with the street's sheet taken in and one hazard."""
    keys = (OFFICE_SIGN_KEY.public_key, OFFICE_DECRYPT_KEY.public_key)
    trust_office(office, office_text(OfficeSheet("310118001000", 1, *keys, date(2026, 11, 1))))
    office.add("hazard", factories.hazard())
    return office


def test_nobody_to_report_to_and_nothing_to_report_are_refused(office: Office, key: SigningKey) -> None:
    with pytest.raises(AppError, match="street_not_trusted"):
        seal_package(office, PERIOD, key)


def test_an_empty_ledger_seals_nothing_and_uses_no_serial(trusting: Office, key: SigningKey) -> None:
    trusting.retire("hazard", trusting.ids("hazard", Query()))
    with pytest.raises(AppError, match="nothing_to_report"):
        seal_package(trusting, PERIOD, key)
    assert next_place(trusting.store.reader()) == (1, 1, None)


def test_sealed_again_each_package_names_the_one_before(trusting: Office, key: SigningKey) -> None:
    first, second = seal_package(trusting, PERIOD, key), seal_package(trusting, PERIOD, key)
    headers = [json.loads(each.header) for each in (first, second)]
    assert [(each["serial"], each["prev"], each["base"]) for each in headers] == [
        (1, None, 0),
        (2, first.id, 0),
    ]


def test_writing_out_again_gives_the_same_bytes(trusting: Office, key: SigningKey, tmp_path: Path) -> None:
    sealed = seal_package(trusting, PERIOD, key)
    first = write_package(trusting, sealed.id, tmp_path).read_bytes()
    trusting.change("hazard", trusting.ids("hazard", Query())[0], {"note": "封包以后改的"})
    assert write_package(trusting, sealed.id, tmp_path).read_bytes() == first
    assert len(first) == sealed.file_size
    assert check_package(tmp_path / f"{sealed.base_name}.zip", None).package_id == sealed.id


def test_the_newest_package_is_written_again_as_long_as_it_says_everything(
    trusting: Office, key: SigningKey
) -> None:
    [first] = packages_to_write(trusting, PERIOD, key)
    assert [each.id for each in packages_to_write(trusting, PERIOD, key)] == [first.id]
    trusting.change("hazard", trusting.ids("hazard", Query())[0], {"note": "又改了"})
    assert [each.serial for each in packages_to_write(trusting, PERIOD, key)] == [1, 2]
    assert [each.serial for each in packages_to_write(trusting, "2026-12", key)] == [1, 2, 3]


def test_a_package_that_was_written_is_not_written_before_the_next_one(
    trusting: Office, key: SigningKey, tmp_path: Path
) -> None:
    [first] = packages_to_write(trusting, PERIOD, key)
    write_package(trusting, first.id, tmp_path)
    trusting.add("hazard", factories.hazard())
    assert [each.serial for each in packages_to_write(trusting, PERIOD, key)] == [2]


def test_a_lost_photo_keeps_the_package_from_being_sealed(
    trusting: Office, key: SigningKey, tmp_path: Path
) -> None:
    photo = trusting.attach(photo_file(tmp_path / "现场.jpg"))
    trusting.add("hazard", factories.hazard(photo_before=[photo]))
    trusting.attachment_path(photo["sha256"]).unlink()
    assert outgoing(trusting).missing_files == ("现场.jpg",)
    with pytest.raises(EnvironmentProblem, match="attachment_missing"):
        seal_package(trusting, PERIOD, key)
    assert sealed_packages(trusting.store.reader()) == []


def test_a_photo_altered_after_sealing_stops_the_write_out(
    trusting: Office, key: SigningKey, tmp_path: Path
) -> None:
    photo = trusting.attach(photo_file(tmp_path / "现场.jpg"))
    trusting.add("hazard", factories.hazard(photo_before=[photo]))
    sealed, path = seal_package(trusting, PERIOD, key), trusting.attachment_path(photo["sha256"])
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(EnvironmentProblem, match="attachment_altered"):
        write_package(trusting, sealed.id, tmp_path)
    assert not list(tmp_path.glob("*.zip*"))


def test_a_record_the_street_would_refuse_is_named_before_a_serial_is_used(
    trusting: Office, key: SigningKey
) -> None:
    trusting.write(lambda tx: tx.execute("UPDATE hazard SET created_by = ''"), "损坏")
    with pytest.raises(InvalidRecord) as raised:
        seal_package(trusting, PERIOD, key)
    assert [each.params["label"] for each in raised.value.problems] == ["YH-2026-0001 created_by"]
    assert sealed_packages(trusting.store.reader()) == []


def test_an_unknown_package_and_a_missing_folder_are_refused(
    trusting: Office, key: SigningKey, tmp_path: Path
) -> None:
    with pytest.raises(AppError, match="package_unknown"):
        write_package(trusting, "0" * 64, tmp_path)
    with pytest.raises(EnvironmentProblem, match="target_not_a_folder"):
        write_package(trusting, seal_package(trusting, PERIOD, key).id, tmp_path / "没有")


def test_the_package_id_is_the_hash_of_the_tag_manifest(trusting: Office, key: SigningKey) -> None:
    sealed = seal_package(trusting, PERIOD, key)
    assert sealed.id == hashlib.sha256(sealed.tagmanifest).hexdigest()
