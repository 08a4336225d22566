"""Every attack of the format's table on a package, plain and encrypted, each with the answer the table
asks for.
"""

from __future__ import annotations

import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.exchange.chain import ChainState
from desktop.exchange.header import PackageHeader, header_bytes
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.roster import KeyStatus
from desktop.exchange.ssh_signature import RECEIPT_NAMESPACE, armoured
from desktop.exchange.tag_steps import Recipient
from desktop.exchange.verify import Expectation, verify
from tests.desktop.exchange.forge import (
    COMMITTEE_CODE,
    COMMITTEE_KEY,
    ENTRY,
    HAZARD_PATH,
    HEADER,
    INDEX_PATH,
    OFFICE,
    OFFICE_CODE,
    PHOTO,
    PHOTO_PATH,
    REVOKED,
    STRANGER_KEY,
    Insider,
    container_of,
    encrypted,
    expectation,
    good_package,
    named_entries,
    payload,
    refused,
    saved,
    with_content,
    zipped,
)

Verify = Callable[..., object]


@pytest.fixture(params=["plain", "encrypted"])
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., PackageHeader]:
    """Verifies bytes as the office does, staging them; nothing may be left behind by a refusal.

    Each attack is made twice: as it is, and by somebody who encrypts it to the office's key.
    """
    count = 0

    def open_package(package: bytes, held_against: Expectation | None = None) -> PackageHeader:
        nonlocal count
        count += 1
        package = encrypted(package) if request.param == "encrypted" else package
        staging = tmp_path / f"staging{count}"
        staging.mkdir()
        try:
            return verify(saved(tmp_path, package), held_against or expectation(), staging=staging).header
        except PackageRefused:
            assert list(staging.iterdir()) == []
            raise

    return open_package


def insider(**lies: object) -> Insider:
    return Insider(**{"files": payload(), **lies})  # type: ignore[arg-type]


def header(**changes: object) -> PackageHeader:
    return replace(HEADER, **changes)  # type: ignore[arg-type]


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
    with pytest.warns(UserWarning) if name in payload() else _no_warning():
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


def test_unknown_key(opened):
    with refused("E_UNKNOWN_SIGNER"):
        opened(
            good_package(header(sender=replace(HEADER.sender, key=STRANGER_KEY.fingerprint)), STRANGER_KEY)
        )


def test_unknown_key_claiming_a_known_fingerprint(opened):
    with refused("E_UNKNOWN_SIGNER"):
        opened(insider(key=STRANGER_KEY).package())


def _after_first() -> ChainState:
    chain = ChainState(epoch=1)
    first = package_id(good_package())
    return replace(chain, serial=1, head_id=first, ids={1: first}, volumes={1: frozenset({1})})


def package_id(package: bytes) -> str:
    import hashlib

    tagmanifest = next(
        one for name, one in named_entries(package) if name.endswith("/tagmanifest-sha256.txt")
    )
    return hashlib.sha256(tagmanifest).hexdigest()


def test_same_package_again(opened):
    with refused("E_REPLAY"):
        opened(good_package(), expectation(chain=_after_first()))


def test_older_package_again(opened):
    first = package_id(good_package())
    chain = ChainState(epoch=1, serial=2, head_id="2" * 64, ids={1: first, 2: "2" * 64})
    with refused("E_REPLAY"):
        opened(good_package(), expectation(chain=chain))


def test_gap(opened):
    with refused("E_GAP") as caught:
        opened(good_package(header(serial=4, prev="3" * 64)), expectation(chain=_after_first()))
    assert caught[0].params["serials"] == (2, 3)


def test_fork_of_a_serial_with_other_content(opened):
    with refused("E_FORK"):
        opened(good_package(header(software="另一份")), expectation(chain=_after_first()))


def test_wrong_previous_package(opened):
    with refused("E_CHAIN"):
        opened(good_package(header(serial=2, prev="3" * 64)), expectation(chain=_after_first()))


def test_new_and_old_epoch(opened):
    with refused("E_EPOCH_NEW"):
        opened(good_package(header(epoch=2)))
    with refused("E_EPOCH_OLD"):
        opened(good_package(), expectation(chain=ChainState(epoch=2)))


def test_addressed_to_another_office(opened):
    with refused("E_NOT_FOR_US"):
        opened(good_package(header(to=(replace(OFFICE, code="330106002000"),))))


def test_addressed_to_another_key_of_this_office(opened):
    recipient = Recipient(OFFICE_CODE, frozenset({STRANGER_KEY.fingerprint}))
    with refused("E_NOT_FOR_US"):
        opened(good_package(), expectation(recipient=recipient))


def test_one_of_several_recipients_is_enough(opened):
    sent = header(to=(replace(OFFICE, code="330106002000"), OFFICE))
    assert opened(good_package(sent)).to[1] == OFFICE


def test_other_committees_code_under_our_own_key(opened):
    claimed = header(sender=replace(HEADER.sender, code="330106001002"))
    with refused("E_IDENTITY"):
        opened(good_package(claimed))


def test_base_folder_that_is_not_the_header_s(opened):
    with refused("E_IDENTITY"):
        opened(insider(bag_name=f"{COMMITTEE_CODE}-e01-000002-v01").package())


def test_header_that_names_another_key_than_the_signers(opened):
    claimed = header(sender=replace(HEADER.sender, key=STRANGER_KEY.fingerprint))
    with refused("E_IDENTITY"):
        opened(insider(header=claimed).package())


def test_renamed_committee_is_a_warning(tmp_path):
    renamed = replace(ENTRY, name="旧名社区居民委员会")
    found = verify(saved(tmp_path, good_package()), expectation(entry=renamed))
    assert [warning.code for warning in found.warnings] == ["W_NAME_CHANGED"]


def _ssh_signature(package: bytes) -> bytes:
    import base64

    armour = next(one for name, one in named_entries(package) if name.endswith(".sig"))
    return base64.b64decode(b"".join(armour.split(b"\n")[1:-2]))


def test_hash_of_the_signature_downgraded(opened):
    blob = _ssh_signature(good_package()).replace(b"\x00\x00\x00\x06sha512", b"\x00\x00\x00\x06sha256")
    with refused("E_ALG"):
        opened(insider(signature=armoured(blob)).package())


def test_signature_of_an_rsa_key(opened):
    blob = _ssh_signature(good_package()).replace(b"ssh-ed25519", b"ssh-rsa-abc")
    with refused("E_ALG"):
        opened(insider(signature=armoured(blob)).package())


def test_md5_manifest_in_place_of_the_real_one(opened):
    entries = [
        (name.replace("/manifest-sha256", "/manifest-md5"), one)
        for name, one in named_entries(good_package())
    ]
    with refused("E_ZIP_PROFILE"):
        opened(zipped(entries))


@pytest.mark.parametrize("demanded", [("ed25519",), ("ed25519", "sm2")])
def test_sm2_signature_stripped(opened, demanded):
    package = insider(header=header(suites=("ed25519", "sm2"))).package()
    with refused("E_ALG_POLICY"):
        opened(package, expectation(entry=replace(ENTRY, suites=demanded)))


def test_suites_fewer_than_enrolled(opened):
    with refused("E_ALG_POLICY"):
        opened(good_package(), expectation(entry=replace(ENTRY, suites=("ed25519", "sm2"))))


def test_version_two(opened):
    newer = header_bytes(HEADER).replace(b'"version":1', b'"version":2')
    with refused("E_VERSION"):
        opened(insider(package_json=newer).package())


def test_receipt_signature_reused_as_a_package(opened):
    with refused("E_SIG_NAMESPACE"):
        opened(insider(namespace=RECEIPT_NAMESPACE).package())


def test_receipt_kind_signed_as_a_package(opened):
    package_json = header_bytes(header(kind="receipt"))
    with refused("E_FORMAT"):
        opened(insider(package_json=package_json).package())


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


def test_revoked_key(opened):
    with refused("E_KEY_REVOKED") as caught:
        opened(good_package(), expectation(entry=REVOKED))
    assert caught[0].signed is None


def test_revoked_key_leaves_a_receipted_package_valid(opened):
    with refused("E_REPLAY"):
        opened(good_package(), expectation(entry=REVOKED, chain=_after_first()))


def test_revoked_key_without_our_receipt_list(opened):
    with refused("E_KEY_REVOKED"):
        opened(good_package(), replace(expectation(entry=REVOKED), chain_of=None))


def test_retired_key_counts_up_to_its_last_serial(opened):
    retired = replace(ENTRY, status=KeyStatus.RETIRED, last_serial=1)
    assert opened(good_package(), expectation(entry=retired)).serial == 1
    second = good_package(header(serial=2, prev=package_id(good_package())))
    with refused("E_KEY_RETIRED"):
        opened(second, expectation(entry=retired, chain=_after_first()))
    with refused("E_KEY_RETIRED"):
        opened(good_package(), expectation(entry=replace(retired, last_serial=None)))


@pytest.mark.parametrize(
    "package_json",
    [
        header_bytes(HEADER).replace(b'"epoch":1', b'"epoch":1,"epoch":1'),
        b"[" * 60_000,
        header_bytes(HEADER).replace(b'"epoch":1', b'"epoch":1.0'),
        header_bytes(HEADER).replace(b'"epoch":1', b'"epoch": 1'),
        header_bytes(HEADER).replace(b'"epoch":1', b'"epoch":NaN'),
        header_bytes(HEADER)[:-1],
        header_bytes(HEADER).replace(b'"software":"', b'"software":"\\ud800'),
        header_bytes(HEADER).replace(b'"software":"', b'"software":"\xff'),
        b"",
    ],
    ids=["duplicate key", "deep", "float", "space", "NaN", "no LF", "half surrogate", "not UTF-8", "empty"],
)
def test_package_json_that_is_not_canonical(opened, package_json):
    with refused("E_JSON"):
        opened(insider(package_json=package_json).package())


@pytest.mark.parametrize("counts", [{"attachments": 1, "hazard": 3}, {"attachments": 0, "hazard": 2}])
def test_wrong_counts(opened, counts):
    with refused("E_COUNTS"):
        opened(good_package(header(counts=counts)))


def test_counts_that_leave_out_or_invent_a_record_kind(opened):
    with refused("E_COUNTS"):
        opened(good_package(header(counts={"attachments": 1})))
    with refused("E_COUNTS"):
        opened(good_package(header(counts={**HEADER.counts, "drill": 1})))
    assert opened(good_package(header(counts={**HEADER.counts, "drill": 0})))


@pytest.mark.parametrize(
    "lines",
    [
        b"[" * 100_000 + b"]" * 100_000 + b"\n",
        b'{"a":' * 40_000 + b"1" + b"}" * 40_000 + b"\n",
        b'{"a":' * 70 + b"1" + b"}" * 70 + b"\n",
        b'{"a":[' + b"[" * 70 + b"]" * 70 + b"]}\n",
        b"[]\n",
        b"{}",
        b"\n",
        b'{"a":1,"a":2}\n',
        b'{"a":NaN}\n',
        b'{"a":1e999}\n',
        b'{"a":"\xff"}\n',
        b'{"a":"\\udc00"}\n',
        b"\xef\xbb\xbf{}\n",
        b'{"a":' + b"9" * 5000 + b"}\n",
    ],
)
def test_record_that_is_no_sound_json_object(opened, lines):
    with refused("E_RECORD"):
        opened(insider(files={**payload(), HAZARD_PATH: lines}).package())


def test_record_line_beyond_its_limit(opened):
    line = b'{"a":"' + b"x" * (256 * 1024) + b'"}\n'
    with refused("E_LIMIT"):
        opened(insider(files={**payload(), HAZARD_PATH: line}).package())


def test_more_records_than_allowed(opened):
    with refused("E_LIMIT"):
        opened(insider(files={**payload(), HAZARD_PATH: b"{}\n" * 200_001}).package())


def test_record_that_names_an_attachment_outside_the_index(opened):
    line = json.dumps({"attachments": ["0" * 64]}).encode() + b"\n"
    with refused("E_RECORD"):
        opened(insider(files={**payload(), HAZARD_PATH: line * 2}).package())


def _no_warning():
    from contextlib import nullcontext

    return nullcontext()
