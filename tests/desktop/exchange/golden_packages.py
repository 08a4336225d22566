"""The kept packages of tests/data/golden, made again with the same fixed keys: name → how it is made.

`python tests/desktop/exchange/golden_packages.py` writes those that are not there; one that is there never changes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from desktop.exchange.canonical_zip import container_chunks
from desktop.exchange.header import PackageHeader, Party
from desktop.exchange.key_notice import NOTICE_COUNTS, KeyNotice, notice_content
from desktop.exchange.records import index_records, record_lines
from desktop.exchange.seal import PayloadContent, package_parts, records_content, seal
from desktop.exchange.signing_key import SigningKey
from tests.desktop.exchange.forge import (
    COMMITTEE,
    COMMITTEE_KEY,
    HAZARDS,
    HEADER,
    INDEX,
    OFFICE_CODE,
    OFFICE_NAME,
    OFFICE_SIGN_KEY,
    PHOTO,
    PHOTO_PATH,
    STRANGER_KEY,
    content_at,
    good_package,
)
from tests.desktop.exchange.test_receipt import receipt_package

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "golden"
TASK = {"title": "排查沿街商铺电动自行车充电", "owner": "王芳", "start": "2026-05-28", "due": "2026-06-20"}


def _container(header: PackageHeader, contents: list[PayloadContent], key: SigningKey) -> bytes:
    return b"".join(container_chunks(package_parts(seal(header, contents, key), contents)))


def _main_header() -> tuple[PackageHeader, list[PayloadContent]]:
    contents = [
        records_content("hazard", record_lines(HAZARDS)),
        records_content("attachments", record_lines(index_records([replace(INDEX[0], volume=2)]))),
    ]
    header = replace(HEADER, serial=2, prev="1" * 64, volumes=2)
    return header, contents


def first_volume() -> bytes:
    """The records of a package whose photo travels in its second volume."""
    return _container(*_main_header(), COMMITTEE_KEY)


def second_volume() -> bytes:
    """That photo."""
    header, contents = _main_header()
    main = seal(header, contents, COMMITTEE_KEY).package_id
    own = replace(header, kind="attachments", volume=2, main=main, counts={"attachments": 1})
    return _container(own, [content_at(PHOTO_PATH, PHOTO)], COMMITTEE_KEY)


def sent_down() -> bytes:
    """A task of the office for the committee."""
    sender = Party(OFFICE_CODE, OFFICE_NAME, OFFICE_SIGN_KEY.fingerprint)
    header = replace(
        HEADER, sender=sender, to=(COMMITTEE,), serial=2, prev="2" * 64, counts={"attachments": 0, "task": 1}
    )
    return _container(header, [records_content("task", record_lines([{"values": TASK}]))], OFFICE_SIGN_KEY)


def key_notice() -> bytes:
    """The committee's new key, signed by its old one."""
    notice = KeyNotice(COMMITTEE_KEY.fingerprint, STRANGER_KEY.public_line, 1)
    return _container(
        replace(HEADER, kind="keynotice", counts=NOTICE_COUNTS), [notice_content(notice)], COMMITTEE_KEY
    )


MADE: dict[str, Callable[[], bytes]] = {
    "330106001001-e01-000001-v01.zip": good_package,
    "330106001000-e01-000001-v01.hz.zip": receipt_package,
    "330106001001-e01-000002-v01.zip": first_volume,
    "330106001001-e01-000002-v02.zip": second_volume,
    "330106001000-e01-000002-v01.zip": sent_down,
    "330106001001-e01-000001-v01.key.zip": key_notice,
}

if __name__ == "__main__":
    for name, make in MADE.items():
        if not (GOLDEN / name).exists():
            (GOLDEN / name).write_bytes(make())
