"""Attacks from inside: what a signed package says in its header, counts and records."""

from __future__ import annotations

import json

import pytest

from desktop.exchange.header import header_bytes
from tests.desktop.exchange.attack_kit import header, insider
from tests.desktop.exchange.forge import (
    HAZARD_PATH,
    HEADER,
    good_package,
    payload,
    refused,
)


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
