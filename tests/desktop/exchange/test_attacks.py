"""Attacks on the container of a package, plain and encrypted, each with the answer the format's table asks for."""

from __future__ import annotations

import struct
import zipfile
from contextlib import nullcontext
from dataclasses import replace

import pytest

from tests.desktop.exchange.attack_kit import insider
from tests.desktop.exchange.forge import (
    COMMITTEE_KEY,
    HAZARD_PATH,
    HEADER,
    INDEX_PATH,
    PHOTO,
    PHOTO_PATH,
    Insider,
    container_of,
    expectation,
    good_package,
    named_entries,
    payload,
    refused,
    with_content,
    zipped,
)


def test_the_honest_package_is_accepted_and_the_forging_tool_makes_the_same_bytes(opened):
    assert opened(good_package()) == HEADER
    assert insider().package() == good_package() == zipped(named_entries(good_package()))


def test_bit_flip_in_a_photo(opened):
    package = bytearray(good_package())
    package[package.index(PHOTO) + 20] ^= 0x10
    with refused("E_PAYLOAD_HASH"):
        opened(bytes(package))


def test_record_edited_with_the_crc_made_right(opened):
    edited = payload()[HAZARD_PATH].replace("过期".encode(), "正常".encode())
    with refused("E_PAYLOAD_HASH"):
        opened(with_content(good_package(), HAZARD_PATH, edited))


def test_manifest_edited_with_the_crc_made_right(opened):
    entries = dict(named_entries(good_package()))
    manifest = next(one for name, one in entries.items() if name.endswith("/manifest-sha256.txt"))
    with refused("E_TAG_HASH"):
        opened(with_content(good_package(), "/manifest-sha256.txt", manifest.replace(b"a", b"b")))


def test_tag_manifest_edited_with_the_crc_made_right(opened):
    entries = dict(named_entries(good_package()))
    tagmanifest = next(one for name, one in entries.items() if name.endswith("/tagmanifest-sha256.txt"))
    with refused("E_SIGNATURE"):
        opened(with_content(good_package(), "/tagmanifest-sha256.txt", tagmanifest.replace(b"0", b"1")))


def test_signature_exchanged_for_noise(opened):
    with refused("E_SIG_FORMAT"):
        opened(insider(signature=b"-----BEGIN SSH SIGNATURE-----\nAAAA\n").package())


def test_signature_of_another_message(opened):
    other = COMMITTEE_KEY.sign(b"another message", "slp-package-v1")
    with refused("E_SIGNATURE"):
        opened(insider(signature=other).package())


def test_manifest_swapped_for_that_of_another_package(opened):
    other = Insider({HAZARD_PATH: b"{}\n"}).entries()["manifest-sha256.txt"]
    with refused("E_TAG_HASH"):
        opened(with_content(good_package(), "/manifest-sha256.txt", other))


@pytest.mark.parametrize("gone", [PHOTO_PATH, INDEX_PATH, HAZARD_PATH])
def test_file_removed_from_the_container(opened, gone):
    entries = {name: one for name, one in insider().entries().items() if name != gone}
    with refused("E_FILE_SET"):
        opened(container_of(entries))


@pytest.mark.parametrize(
    "name",
    [
        "data/records/zz.jsonl",
        "data/zz.txt",
        "zz.txt",
        "../../zz.txt",
        PHOTO_PATH,
        "data/records/hazard.jsonl",
    ],
)
def test_file_added_at_the_end(opened, name):
    added = [*named_entries(good_package()), (f"{HEADER.bag_name}/{name}", b"added")]
    parts = [(one, content) for one, content in added if one != ""]
    with pytest.warns(UserWarning) if name in payload() else nullcontext():
        package = zipped(parts)
    with refused("E_FILE_SET"):
        opened(package)


@pytest.mark.parametrize("name", ["data/att/00.jpg", "../../zz.txt", "zz.txt", "data/records/aa.jsonl"])
@pytest.mark.parametrize("place", [6, 7, 8])
def test_file_added_among_the_payload(opened, name, place):
    entries = named_entries(good_package())
    entries.insert(place, (f"{HEADER.bag_name}/{name}", b"added"))
    with refused("E_FILE_SET"):
        opened(zipped(entries))


@pytest.mark.parametrize("place", [0, 1, 3, 5])
def test_file_added_among_the_tag_files(opened, place):
    entries = named_entries(good_package())
    entries.insert(place, (f"{HEADER.bag_name}/zz.txt", b"added"))
    with refused("E_ZIP_PROFILE", "E_NAME"):
        opened(zipped(entries))


def test_symlink_added(opened):
    entries = [*named_entries(good_package()), (f"{HEADER.bag_name}/data/link", b"/etc/passwd")]
    with refused("E_FILE_SET"):
        opened(zipped(entries, mode=0o120777))


def test_signed_file_that_the_directory_calls_a_symlink(opened):
    with refused("E_ZIP_PROFILE"):
        opened(zipped(named_entries(good_package()), mode=0o120777))


def test_deflate_bomb_added(opened):
    entries = [*named_entries(good_package()), (f"{HEADER.bag_name}/data/bomb", bytes(10_000_000))]
    with refused("E_FILE_SET"):
        opened(zipped(entries, zipfile.ZIP_DEFLATED))


def test_signed_file_stored_compressed(opened):
    with refused("E_ZIP_PROFILE"):
        opened(zipped(named_entries(good_package()), zipfile.ZIP_DEFLATED))


def test_duplicate_name_with_the_bad_copy_first(opened):
    entries = named_entries(good_package())
    entries.insert(6, (f"{HEADER.bag_name}/{PHOTO_PATH}", b"bad copy"))
    with pytest.warns(UserWarning):
        package = zipped(entries)
    with refused("E_FILE_SET", "E_PAYLOAD_HASH"):
        opened(package)


def test_duplicate_tag_file_with_the_bad_copy_first(opened):
    entries = named_entries(good_package())
    entries.insert(2, (f"{HEADER.bag_name}/package.json", b"{}\n"))
    with pytest.warns(UserWarning):
        package = zipped(entries)
    with refused("E_ZIP_PROFILE"):
        opened(package)


@pytest.mark.parametrize(
    "name",
    [
        "data/records/../../../evil.jsonl",
        "data\\records\\hazard2.jsonl",
        "data/records/Hazard.jsonl",
        "data/records/隐患.jsonl",
        "data/records/cafe\u0301.jsonl",
        "data/att/photo.jpg",
        f"data/att/{'a' * 64}.exe",
        "data/records/con.jsonl",
        "data/records/lpt1.jsonl",
        "data/records/receipt.jsonl",
        "/etc/passwd",
    ],
)
def test_dangerous_name_signed_by_an_enrolled_insider(opened, name):
    with refused("E_NAME"):
        opened(insider(files={**payload(), name: b"{}\n"}).package())


def test_record_type_the_schema_does_not_know(opened):
    held_against = expectation()
    rules = replace(held_against.rules, kinds=frozenset({"drill"}))
    with refused("E_NAME"):
        opened(good_package(), replace(held_against, rules=rules))


def test_base_folder_of_another_form(opened):
    with refused("E_NAME"):
        opened(insider(bag_name="../evil").package())


def test_header_that_claims_four_gigabytes(opened):
    package = bytearray(good_package())
    at = (
        package.index(PHOTO_PATH.encode(), package.index(b"END SSH SIGNATURE"))
        - len(HEADER.bag_name)
        - 1
        - 30
    )
    struct.pack_into("<2I", package, at + 18, 0xFFFFFFFF, 0xFFFFFFFF)
    with refused("E_LIMIT"):
        opened(bytes(package))


def test_header_with_an_endless_name(opened):
    package = bytearray(good_package())
    struct.pack_into("<H", package, 26, 161)
    with refused("E_LIMIT"):
        opened(bytes(package))


@pytest.mark.parametrize(
    ("field", "size"), [("package_json", 64 * 1024), ("bag_info", 4096), ("bagit", 64), ("tagmanifest", 1024)]
)
def test_tag_file_beyond_its_limit(opened, field, size):
    with refused("E_LIMIT"):
        opened(insider(**{field: b" " * (size + 1)}).package())


@pytest.mark.parametrize("appended", [b"\0", b"PK\x03\x04", b"\n" * 5000])
def test_bytes_appended(opened, appended):
    with refused("E_TRAILING"):
        opened(good_package() + appended)


def test_zip_comment(opened):
    package = good_package()[:-2] + b"\x05\x00hello"
    with refused("E_ZIP_PROFILE"):
        opened(package)


def test_time_stamps_changed(opened):
    package = bytearray(good_package())
    package[10:14] = b"\x12\x34\x56\x78"
    with refused("E_ZIP_PROFILE"):
        opened(bytes(package))


def test_local_name_differs_from_the_name_in_the_directory(opened):
    package = bytearray(good_package())
    package[package.rindex(b"hazard.jsonl")] = ord("g")
    with refused("E_ZIP_PROFILE"):
        opened(bytes(package))


def test_prepended_program(opened):
    with refused("E_FORMAT", "E_ZIP_PROFILE"):
        opened(b"MZ\x90\x00" + good_package())
