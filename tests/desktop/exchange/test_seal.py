"""Sealing refuses what a verifier would refuse, and gives the same bytes every time (format §14.1)."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from db.errors import EnvironmentProblem
from desktop.exchange import seal as sealing
from desktop.exchange.canonical_json import canonical_bytes, parse_record_line
from desktop.exchange.canonical_zip import container_chunks, container_size, part_of_bytes
from desktop.exchange.down_format import down_rules
from desktop.exchange.key_notice import read_notice
from desktop.exchange.receipt import receipt_content
from desktop.exchange.records import record_lines
from desktop.exchange.refusals import PackageRefused
from desktop.exchange.roster import FixedRoster, RosterEntry
from desktop.exchange.seal import attachment_content, package_parts, records_content, seal
from desktop.exchange.verify import Expectation, verify
from tests.desktop.exchange.forge import (
    COMMITTEE_KEY,
    ENTRY,
    HEADER,
    OFFICE_CODE,
    OFFICE_NAME,
    OFFICE_SIGN_KEY,
    PHOTO,
    PHOTO_SHA256,
    STRANGER_KEY,
    good_package,
    named_entries,
    refused,
    zipped,
)
from tests.desktop.exchange.golden_packages import GOLDEN, MADE
from tests.desktop.exchange.test_receipt import ANSWER, RECEIPT_HEADER
from tests.slp import slp1


def stored(folder: Path, content: bytes = PHOTO, **facts: object):
    path = folder / "stored"
    path.write_bytes(content)
    told = {
        "sha256": PHOTO_SHA256,
        "size": len(PHOTO),
        "crc32": zlib.crc32(PHOTO),
        "extension": "jpg",
        "name": "楼道.jpg",
    }
    return attachment_content(path, **{**told, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "made"), MADE.items())
def test_fixed_keys_and_records_still_give_the_golden_file(name, made):
    assert (GOLDEN / name).read_bytes() == made()


def test_the_golden_files_stay_readable(tmp_path):
    committee = FixedRoster([replace(ENTRY, name=None)])
    office = FixedRoster([RosterEntry(OFFICE_CODE, OFFICE_NAME, OFFICE_SIGN_KEY.public_key, epoch=1)])
    main = verify(GOLDEN / "330106001001-e01-000002-v01.zip", Expectation(committee))
    second = verify(GOLDEN / "330106001001-e01-000002-v02.zip", Expectation(committee))
    assert second.header.main == main.package_id and main.index[PHOTO_SHA256].volume == 2
    down = verify(GOLDEN / "330106001000-e01-000002-v01.zip", Expectation(office, rules=down_rules()))
    assert down.header.counts == {"attachments": 0, "task": 1}
    assert read_notice(GOLDEN / "330106001001-e01-000001-v01.key.zip", ENTRY).new == STRANGER_KEY.public_line
    for name in MADE:
        assert slp1.read((GOLDEN / name).read_bytes()).header["version"] == 1


def test_the_order_of_the_payload_does_not_matter():
    one, two = records_content("drill", b"{}\n"), records_content("hazard", b"{}\n")
    first, second = seal(HEADER, [one, two], COMMITTEE_KEY), seal(HEADER, [two, one], COMMITTEE_KEY)
    assert first == second
    names = [part.entry.name for part in package_parts(first, [two, one])]
    assert names[6:] == [f"{HEADER.bag_name}/data/records/{kind}.jsonl" for kind in ("drill", "hazard")]


def test_the_container_is_what_the_standard_library_would_write():
    package = good_package()
    assert zipped(named_entries(package)) == package
    parts = [part_of_bytes(name, content) for name, content in named_entries(package)]
    assert (
        container_size(part.entry for part in parts) == len(package) == len(b"".join(container_chunks(parts)))
    )


def test_an_attachment_is_read_from_its_file(tmp_path):
    assert b"".join(stored(tmp_path).chunks()) == PHOTO


@pytest.mark.parametrize("content", [PHOTO[:-1], PHOTO[:-1] + b"!", PHOTO + b"!", b""])
def test_an_attachment_changed_since_it_was_stored_is_not_sent(tmp_path, content):
    with pytest.raises(EnvironmentProblem, match="attachment_altered") as raised:
        list(stored(tmp_path, content).chunks())
    assert raised.value.params["name"] == "楼道.jpg"


def test_a_wrong_crc_in_the_ledger_is_noticed_before_the_receiver_does(tmp_path):
    with pytest.raises(EnvironmentProblem, match="attachment_altered"):
        list(stored(tmp_path, crc32=0).chunks())


def test_a_missing_attachment_is_named(tmp_path):
    content = stored(tmp_path)
    (tmp_path / "stored").unlink()
    with pytest.raises(EnvironmentProblem, match="attachment_missing"):
        list(content.chunks())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"serial": 0}, "E_FORMAT"),
        ({"counts": {}}, "E_FORMAT"),
        ({"kind": "receipt"}, "E_NAME"),
        ({"kind": "keynotice"}, "E_NAME"),
        ({"suites": ("sm2",)}, "E_ALG_POLICY"),
        ({"sender": replace(HEADER.sender, key=OFFICE_SIGN_KEY.fingerprint)}, "E_IDENTITY"),
    ],
)
def test_a_header_no_verifier_would_take_is_not_signed(changes, code):
    with refused(code):
        seal(replace(HEADER, **changes), [records_content("hazard", b"{}\n")], COMMITTEE_KEY)


def test_nothing_and_bad_names_are_not_sealed():
    with refused("E_MANIFEST"):
        seal(HEADER, [], COMMITTEE_KEY)
    with refused("E_NAME"):
        seal(HEADER, [records_content("CON", b"{}\n")], COMMITTEE_KEY)
    with refused("E_NAME"):
        seal(HEADER, [receipt_content(ANSWER)], COMMITTEE_KEY)
    with refused("E_NAME"):
        seal(RECEIPT_HEADER, [records_content("hazard", b"{}\n")], OFFICE_SIGN_KEY)


def test_an_attachment_beyond_64_mib_is_not_sealed(tmp_path):
    with refused("E_LIMIT"):
        seal(HEADER, [stored(tmp_path, size=64 * 1024**2 + 1)], COMMITTEE_KEY)


def test_a_package_beyond_two_gigabytes_is_not_sealed(tmp_path):
    size = 64 * 1024**2
    many = [stored(tmp_path, size=size, sha256=f"{number:064x}") for number in range(32)]
    with refused("E_LIMIT"):
        seal(HEADER, many, COMMITTEE_KEY)
    assert seal(HEADER, many[1:], COMMITTEE_KEY).package_id


def test_a_manifest_beyond_its_limit_is_not_signed(monkeypatch):
    monkeypatch.setitem(sealing.TAG_FILE_BYTES, "manifest-sha256.txt", 90)
    with refused("E_LIMIT"):
        seal(HEADER, [records_content("hazard", b"{}\n")], COMMITTEE_KEY)


def test_record_lines_are_canonical_and_bounded():
    assert record_lines([{"b": 1, "a": "楼"}]) == '{"a":"楼","b":1}\n'.encode()
    for wrong in ({"a": 1.5}, {"a": [1.5]}, {"a": "x" * 300_000}, {"a": "\ud800"}):
        with pytest.raises(ValueError, match=r"float|long|surrogates"):
            record_lines([wrong])
    with pytest.raises(TypeError):
        canonical_bytes({"a": object()})


def test_depth_is_counted_in_nesting_and_not_in_brackets():
    wide = b'{"a":[' + b",".join([b"[]", b"{}"] * 50) + b"]}\n"
    assert len(parse_record_line(wide)["a"]) == 100
    assert parse_record_line(b'{"a":1.5}') == {"a": 1.5}
    assert parse_record_line(b'{"a":"\\u697c\\ud83d\\ude00"}') == {"a": "楼😀"}


def test_the_refusal_is_an_error_with_a_code():
    assert PackageRefused("E_TRAILING").code == "E_TRAILING"
