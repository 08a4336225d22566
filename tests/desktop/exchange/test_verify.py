"""Verification as a whole: what comes back, what is staged, and what it costs to be wrong by one byte."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.errors import Cancelled, EnvironmentProblem, Problem
from desktop.exchange.header import PackageHeader
from desktop.exchange.records import (
    IndexedAttachment,
    RecordRules,
    index_records,
    iterate_records,
    record_lines,
)
from desktop.exchange.refusals import PackageRefused, RefusalGroup
from desktop.exchange.ssh_signature import PACKAGE_NAMESPACE
from desktop.exchange.verify import verify
from tests.desktop.exchange.forge import (
    HAZARD_PATH,
    HAZARDS,
    HEADER,
    INDEX,
    INDEX_PATH,
    PHOTO,
    PHOTO_PATH,
    PHOTO_SHA256,
    Insider,
    container_of,
    expectation,
    good_package,
    payload,
    refused,
    saved,
)


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    return folder


def insider(**lies: object) -> Insider:
    return Insider(**{"files": payload(), **lies})  # type: ignore[arg-type]


def test_records_and_photos_are_staged(tmp_path, staging):
    found = verify(saved(tmp_path, good_package()), expectation(), staging=staging)
    assert found.attachments[PHOTO_SHA256].read_bytes() == PHOTO
    with open(found.record_files["hazard"], "rb") as lines:
        assert [record for _, record in iterate_records(lines, "hazard")] == list(HAZARDS)
    assert found.index == {PHOTO_SHA256: INDEX[0]}
    assert found.signer.code == HEADER.sender.code
    assert found.verdict is not None and found.verdict.state.ids == {1: found.package_id}
    assert found.warnings == ()


def test_a_mere_check_stages_nothing(tmp_path):
    found = verify(saved(tmp_path, good_package()), replace(expectation(), recipient=None, chain_of=None))
    assert (found.record_files, found.attachments, found.verdict) == ({}, {}, None)
    assert [path.name for path in tmp_path.iterdir()] == ["arrived.zip"]


def test_the_schemas_problems_refuse_the_record_and_say_which(tmp_path):
    problem = Problem("description", "required")
    rules = RecordRules(check=lambda kind, record: [problem] if record["description"] == "灭火器过期" else [])
    with refused("E_RECORD") as caught:
        verify(saved(tmp_path, good_package()), replace(expectation(), rules=rules))
    assert caught[0].params["line"] == 2
    assert caught[0].params["problems"] == (problem,)


def test_a_refusal_after_the_senders_identity_carries_the_signed_header(tmp_path):
    with refused("E_COUNTS") as caught:
        verify(saved(tmp_path, good_package(replace(HEADER, counts={"attachments": 1}))), expectation())
    assert caught[0].signed is not None and caught[0].signed.header.serial == 1


def test_a_refusal_before_it_does_not(tmp_path):
    with refused("E_SIGNATURE") as caught:
        verify(
            saved(tmp_path, insider(signature=insider().key.sign(b"", PACKAGE_NAMESPACE)).package()),
            expectation(),
        )
    assert caught[0].signed is None
    assert caught[0].group is RefusalGroup.UNTRUSTED


def test_every_flipped_byte_is_refused(tmp_path):
    good = good_package()
    path = tmp_path / "flipped.zip"
    for mask in (0x01, 0x80, 0xFF):
        for at in range(len(good)):
            path.write_bytes(good[:at] + bytes([good[at] ^ mask]) + good[at + 1 :])
            with pytest.raises(PackageRefused):
                verify(path, expectation())


def test_every_truncation_is_called_one(tmp_path):
    good = good_package()
    path = tmp_path / "short.zip"
    for length in range(len(good)):
        path.write_bytes(good[:length])
        with pytest.raises(PackageRefused, match="E_TRUNCATED"):
            verify(path, expectation())


def test_insider_resigned_noise_never_gets_past_the_parser(tmp_path):
    rng = random.Random(7)
    path = tmp_path / "resigned.zip"
    for name in ("bagit.txt", "bag-info.txt", "package.json", "manifest-sha256.txt"):
        content = insider().entries()[name]
        for _ in range(150):
            at = rng.randrange(len(content))
            lie = content[:at] + bytes([rng.randrange(256)]) + content[at + rng.randrange(3) :]
            if lie == content:
                continue
            field = (
                name.replace("-sha256", "").replace("-", "_").replace(".txt", "").replace(".json", "_json")
            )
            path.write_bytes(insider(**{field: lie}).package())
            try:
                found = verify(path, expectation())
            except PackageRefused:
                continue
            assert name == "package.json" and isinstance(found.header, PackageHeader)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(noise=st.binary(max_size=400))
def test_noise_is_refused(tmp_path, noise):
    for package in (noise, b"PK\x03\x04" + noise, good_package()[:300] + noise):
        with pytest.raises(PackageRefused):
            verify(saved(tmp_path, package), expectation())


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["package.json", "manifest-sha256.txt", HAZARD_PATH, INDEX_PATH]),
    content=st.binary(),
)
def test_signed_noise_is_refused(tmp_path, name, content):
    lies = {"package.json": "package_json", "manifest-sha256.txt": "manifest"}
    made = insider(**{lies[name]: content}) if name in lies else insider(files={**payload(), name: content})
    with pytest.raises(PackageRefused):
        verify(saved(tmp_path, made.package()), expectation())


@pytest.mark.parametrize("start", [b"", b"P", b"PK\x03", b"age-enc"])
def test_the_first_bytes_alone_are_a_truncated_file(tmp_path, start):
    with refused("E_TRUNCATED"):
        verify(saved(tmp_path, start), expectation())


def test_file_beyond_two_gigabytes_is_not_read(tmp_path):
    path = tmp_path / "huge.zip"
    with open(path, "wb") as huge:
        huge.truncate(2 * 1024**3 + 1)
    with refused("E_LIMIT"):
        verify(path, expectation())


def test_staging_needs_twice_the_files_size(tmp_path, staging, monkeypatch):
    usage = namedtuple("usage", "total used free")
    package = good_package()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 0, 2 * len(package) - 1))
    with refused("E_SPACE"):
        verify(saved(tmp_path, package), expectation(), staging=staging)


def test_missing_file_is_the_environments_fault(tmp_path):
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        verify(tmp_path / "gone.zip", expectation())


@pytest.mark.parametrize(
    ("number", "message_id"), [(errno.ENOSPC, "disk_full"), (errno.EIO, "file_unreadable")]
)
def test_failing_disk_while_staging_leaves_nothing(tmp_path, staging, monkeypatch, number, message_id):
    def fail(descriptor: int, chunk: memoryview) -> int:
        raise OSError(number, os.strerror(number))

    path = saved(tmp_path, good_package())
    monkeypatch.setattr(os, "write", fail)
    with pytest.raises(EnvironmentProblem, match=message_id):
        verify(path, expectation(), staging=staging)
    assert list(staging.iterdir()) == []


@pytest.mark.parametrize("asked", [0, 5, 15, 30, 33])
def test_cancelling_leaves_nothing(tmp_path, staging, asked):
    answers = iter([False] * asked + [True])
    with pytest.raises(Cancelled):
        verify(
            saved(tmp_path, good_package()), expectation(), staging=staging, should_stop=lambda: next(answers)
        )
    assert list(staging.iterdir()) == []


def test_progress_ends_at_the_files_size(tmp_path):
    seen: list[tuple[int, int]] = []
    package = good_package()
    verify(saved(tmp_path, package), expectation(), progress=lambda *at: seen.append(at))
    assert seen[-1] == (len(package), len(package))
    assert seen == sorted(seen)


def test_a_planted_file_in_staging_is_never_written_over(tmp_path, staging):
    (staging / "att").mkdir()
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        verify(saved(tmp_path, good_package()), expectation(), staging=staging)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "letter"},
        {"kind": "keynotice"},
        {"kind": "attachments"},
        {"volume": 2},
        {"main": "0" * 64},
        {"base": 1},
        {"prev": "0" * 64},
        {"epoch": 0},
        {"epoch": True},
        {"serial": 1_000_000, "prev": "0" * 64},
        {"ack": "0" * 63},
        {"period": "2026-13"},
        {"created": "2026-02-30T00:00:00+08:00"},
        {"created": "2026-02-03T00:00:00Z"},
        {"created": None},
        {"suites": ["rsa"]},
        {"schema": 0},
        {"software": " x"},
        {"software": ""},
        {"counts": {"hazard": 1}},
        {"counts": []},
        {"counts": {"attachments": -1}},
        {"counts": {"attachments": 1, "CON": 1}},
        {"to": []},
        {"to": [{"code": "1", "name": "a", "key": "b"}]},
        {"to": [{"code": "1"}]},
        {"to": [{"code": "330106001000", "name": "x\u202ey", "key": "SHA256:" + "a" * 43}]},
        {"extra": 1},
        {"format": "zip"},
        {"version": "1"},
        {"version": 0},
    ],
)
def test_header_that_breaks_a_rule_of_the_format(tmp_path, changes):
    import json

    from desktop.exchange.canonical_json import canonical_bytes
    from desktop.exchange.header import header_bytes

    lie = canonical_bytes({**json.loads(header_bytes(HEADER)), **changes})
    with refused("E_FORMAT"):
        verify(saved(tmp_path, insider(package_json=lie).package()), expectation())


def test_package_json_that_is_a_list(tmp_path):
    with refused("E_FORMAT"):
        verify(saved(tmp_path, insider(package_json=b"[]\n").package()), expectation())


@pytest.mark.parametrize("line", [b"Payload-Oxum: 9.9\n", b"", b"Payload-Oxum: 1.3\n\n"])
def test_bag_info_that_says_something_else(tmp_path, line):
    told = insider().entries()["bag-info.txt"]
    lie = told[: told.index(b"Payload-Oxum")] + line
    with refused("E_BAGIT"):
        verify(saved(tmp_path, insider(bag_info=lie).package()), expectation())


def test_payload_total_that_is_not_true(tmp_path):
    from desktop.exchange.bag import bag_info_bytes

    with refused("E_FILE_SET"):
        verify(saved(tmp_path, insider(bag_info=bag_info_bytes(HEADER, 454, 3)).package()), expectation())
    with refused("E_LIMIT"):
        verify(
            saved(tmp_path, insider(bag_info=bag_info_bytes(HEADER, 2**31 + 1, 3)).package()), expectation()
        )


def test_other_bagit_declaration(tmp_path):
    bagit = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"
    with refused("E_BAGIT"):
        verify(saved(tmp_path, insider(bagit=bagit).package()), expectation())


def _lines() -> list[bytes]:
    return insider().entries()["manifest-sha256.txt"].splitlines(keepends=True)


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"\n",
        b"".join(_lines())[:-1],
        b"".join(reversed(_lines())),
        b"".join([_lines()[0], *_lines()]),
        b"".join(_lines()).upper().replace(b"DATA", b"data"),
        b"".join(_lines()).replace(b"  data", b" *data"),
        b"0" * 64 + _lines()[0][64:],
        _lines()[0] + _lines()[0].replace(b".jpg", b".png"),
    ],
    ids=[
        "empty",
        "blank",
        "no LF",
        "unsorted",
        "twice",
        "upper",
        "star",
        "name is not hash",
        "two extensions",
    ],
)
def test_manifest_of_another_spelling(tmp_path, manifest):
    with refused("E_MANIFEST"):
        verify(saved(tmp_path, insider(manifest=manifest).package()), expectation())


def test_manifest_with_too_many_files(tmp_path):
    with refused("E_LIMIT"):
        verify(saved(tmp_path, insider(manifest=b"x\n" * 20_001).package()), expectation())


def test_content_with_the_right_hash_and_a_wrong_crc(tmp_path):
    package = bytearray(good_package())
    at = package.index(PHOTO) - 30 - len(f"{HEADER.bag_name}/{PHOTO_PATH}")
    package[at + 14] ^= 1
    with refused("E_ZIP_PROFILE"):
        verify(saved(tmp_path, bytes(package)), expectation())


def indexed(**changes: object) -> bytes:
    return record_lines([{**index_records(INDEX)[0], **changes}])


@pytest.mark.parametrize(
    "index",
    [
        b"",
        indexed(size=1),
        indexed(size=-1),
        indexed(size=True),
        indexed(mime="image/png"),
        indexed(mime="text/html"),
        indexed(name="../楼道.jpg"),
        indexed(name=""),
        indexed(name=1),
        indexed(sha256="0"),
        indexed(sha256="0" * 64),
        indexed(volume=2),
        indexed(volume=0),
        indexed(more=1),
        indexed() * 2,
    ],
)
def test_attachment_index_that_does_not_fit_the_files(tmp_path, index):
    with refused("E_RECORD"):
        verify(saved(tmp_path, insider(files={**payload(), INDEX_PATH: index}).package()), expectation())


def test_package_without_attachments_needs_no_index(tmp_path):
    header = replace(HEADER, counts={"attachments": 0, "drill": 1})
    package = Insider({"data/records/drill.jsonl": b'{"attachments":"none"}\n'}, header).package()
    assert verify(saved(tmp_path, package), expectation()).index == {}


def test_first_volume_may_await_attachments_of_later_volumes(tmp_path):
    header = replace(HEADER, volumes=2, counts={"attachments": 2, "hazard": 2})
    later = IndexedAttachment("f" * 64 + "", 10, "application/pdf", "预案.pdf", 2)
    files = {**payload(), INDEX_PATH: record_lines(index_records([*INDEX, later]))}
    found = verify(saved(tmp_path, Insider(files, header).package()), expectation())
    assert found.index.keys() == {PHOTO_SHA256, "f" * 64}


def test_later_volume_carries_attachments_only(tmp_path, staging):
    main = verify(saved(tmp_path, good_package()), expectation())
    header = replace(
        HEADER, kind="attachments", volume=2, volumes=2, main=main.package_id, counts={"attachments": 1}
    )
    assert main.verdict is not None
    after_main = expectation(chain=main.verdict.state)
    second = Insider({PHOTO_PATH: PHOTO}, header).package()
    found = verify(saved(tmp_path, second), after_main, staging=staging)
    assert hashlib.sha256(found.attachments[PHOTO_SHA256].read_bytes()).hexdigest() == PHOTO_SHA256
    assert found.verdict is not None and found.verdict.state.volumes == {1: frozenset({1, 2})}
    with refused("E_NAME"):
        verify(saved(tmp_path, Insider(payload(), header).package()), after_main)


def test_container_that_ends_before_its_payload(tmp_path):
    tags_only = dict(list(insider().entries().items())[:6])
    with refused("E_FILE_SET"):
        verify(saved(tmp_path, container_of(tags_only)), expectation())
