"""A second implementation, written from the format document, and the program read each other's files."""

from __future__ import annotations

import ast
import hashlib
import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import packages
from db.clock import FixedClock
from db.spec import HAZARD
from db.spec.query import Query
from desktop import paths
from desktop.documents import committee_sheet_text
from desktop.exchange.age_files import encrypt_chunks
from desktop.exchange.incoming_down import read_down_package, take_in
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.outgoing import seal_package
from desktop.exchange.public_keys import digit_groups, parse_public_key_line
from desktop.exchange.schema import wire_record
from desktop.exchange.signing_key import SigningKey, load_key
from desktop.exchange.writing_packages import write_volumes
from desktop.own_keys import Cause, change_key
from desktop.street.sending_down import send_down
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.exchange.forge import good_package, named_entries, refused
from tests.desktop.street.exchange_kit import (
    PASSPHRASE,
    STREET,
    Committee,
    Street,
    codes,
    open_committee,
    open_street,
)
from tests.slp import slp1

AT = "2026-11-23T09:30:00+08:00"


@pytest.fixture
def street(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    monkeypatch.setattr("desktop.exchange.signing_key.BCRYPT_ROUNDS", 1)
    opened = open_street(tmp_path / "街道", clock)
    yield opened
    opened.desk.close()


@pytest.fixture
def committee(tmp_path: Path, clock: FixedClock, street: Street) -> Iterator[Committee]:
    """章浜社区居委会, enrolled, with two hazards that have photos."""
    opened = open_committee(tmp_path / "村居", clock)
    street.enrols(opened)
    for shade in (40, 200):
        photo = opened.office.attach(photo_file(tmp_path / f"{shade}.jpg", shade))
        opened.adds(factories.hazard(photo_before=[photo], note=f"{factories.RARE_NAME}\n第二行"))
    yield opened
    opened.office.close()


def party(code: str, name: str, public: bytes) -> dict[str, str]:
    return {"code": code, "name": name, "key": slp1.fingerprint(public)}


def decrypt_key(street: Street) -> SigningKey:
    return load_key(paths.decrypt_key_file(street.desk.store.path), PASSPHRASE)


def header(
    kind: str, sender: dict[str, str], to: dict[str, str], serial: int, counts: dict[str, int], **more: Any
) -> dict[str, Any]:
    return {
        "format": "slp", "version": 1, "kind": kind, "from": sender, "to": [to], "epoch": 1, "serial": serial, "prev": None,
        "base": 0, "ack": None, "volume": 1, "volumes": 1, "main": None, "period": "2026-11", "created": AT,
        "suites": ["ed25519"], "schema": 1, "software": "第二份实现 1.0", "counts": {"attachments": 0, **counts}, **more,
    }  # fmt: skip


def test_the_second_implementation_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(slp1.__file__).read_text(encoding="utf-8"))
    named = [each.module or "" for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
    named += [name.name for each in ast.walk(tree) if isinstance(each, ast.Import) for name in each.names]
    assert not [
        each for each in named if each.partition(".")[0] in ("desktop", "db", "reports", "ui", "tests")
    ]


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_it_reads_every_volume_that_the_program_wrote(
    committee: Committee, street: Street, stick: Path, is_encrypted: bool
) -> None:
    import pyrage

    row = seal_package(committee.office, "2026-11", committee.key, volume_limit=1024 * 1024)
    files = write_volumes(committee.office, row.id, stick, is_encrypted=is_encrypted)
    containers = [each.read_bytes() for each in files]
    if is_encrypted:
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        pem = decrypt_key(street).private_key.private_bytes(
            Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()
        )
        containers = [pyrage.decrypt(each, [pyrage.ssh.Identity.from_buffer(pem)]) for each in containers]
    read = [slp1.read(each) for each in containers]
    assert read[0].id == row.id and read[0].signer == committee.key.public_key
    ids = committee.office.ids("hazard", Query())
    ours = [wire_record(HAZARD, committee.office.get("hazard", each)) for each in ids]
    assert sorted(read[0].records["hazard"], key=lambda each: each["id"]) == sorted(
        ours, key=lambda each: each["id"]
    )
    for each in read:
        for path, content in each.attachments.items():
            assert hashlib.sha256(content).hexdigest() in path
    assert sum(len(each.attachments) for each in read) == read[0].header["counts"]["attachments"] == 2


def test_it_reads_receipts_what_is_sent_down_and_the_notice_of_a_new_key(
    committee: Committee, street: Street, stick: Path
) -> None:
    [received] = street.receives(committee.sends(stick))
    assert received.receipt is not None
    receipt = slp1.read(received.receipt.read_bytes())
    [line] = receipt.records["receipt"]
    assert line["status"] == "accepted" and receipt.header["kind"] == "receipt"
    assert receipt.signer == street.key.public_key
    [down] = send_down(
        street.desk, [committee.code], {"task": [{"title": "排查"}]}, "2026-11", stick, street.key
    )
    assert slp1.read(down.read_bytes()).records == {"task": [{"values": {"title": "排查"}}]}
    old = committee.key.public_key
    change, path = change_key(committee.office, Cause.ROTATION, "换上去的新口令2026", PASSPHRASE, stick)
    assert path is not None
    notice = slp1.read(path.read_bytes())
    assert notice.signer == old and notice.header["kind"] == "keynotice"
    [line] = notice.records["keynotice"]
    assert (line["old"], line["last_serial"]) == (slp1.fingerprint(old), 1)
    assert slp1.fingerprint(parse_public_key_line(line["new"])) == change.new


@pytest.mark.parametrize("is_encrypted", [False, True])
def test_the_street_takes_in_what_it_wrote_and_answers(
    committee: Committee, street: Street, stick: Path, is_encrypted: bool
) -> None:
    key = decrypt_key(street)
    records = [committee.wire(note="第二份实现写的")]
    photo = (committee.office.attachments.path(records[0]["photo_before"][0]["sha256"], "jpg")).read_bytes()
    sha256 = hashlib.sha256(photo).hexdigest()
    index = [{"sha256": sha256, "size": len(photo), "mime": "image/jpeg", "name": "楼道.jpg", "volume": 1}]
    payload = {
        "data/records/hazard.jsonl": slp1.record_lines(records), "data/records/attachments.jsonl": slp1.record_lines(index),
        f"data/att/{sha256}.jpg": photo,
    }  # fmt: skip
    sender = party(committee.code, committee.office.committee["name"], committee.key.public_key)
    to = party(STREET["code"], STREET["name"], key.public_key)
    made = slp1.write(
        header("package", sender, to, 1, {"attachments": 1, "hazard": 1}), payload, committee.key.private_key
    )
    if is_encrypted:
        pieces: list[bytes] = []
        encrypt_chunks([made], pieces.append, [key.public_key])
        made = b"".join(pieces)
    file = stick / "任意文件名.bin"
    file.write_bytes(made)
    from desktop.street.receiving import receive

    results = receive(street.desk, [file], street.receipts, street.key, decryption_keys=[key])
    assert codes(results) == [""] and results[0].receipt is not None
    merged = street.has(records[0]["id"])
    assert merged is not None and merged["note"] == "第二份实现写的"
    assert slp1.read(results[0].receipt.read_bytes()).header["to"][0]["code"] == committee.code


def test_the_committee_takes_in_a_receipt_and_a_task_that_it_wrote(
    committee: Committee, street: Street, stick: Path
) -> None:
    committee.sends(stick)
    [row] = packages.sealed_packages(committee.office.store.reader())
    sender = party(STREET["code"], STREET["name"], street.key.public_key)
    to = party(committee.code, committee.office.committee["name"], committee.key.public_key)
    line = {
        "package": row.id, "epoch": 1, "serial": 1, "volumes": [1], "status": "accepted", "error": None,
        "records": {"hazard": {"new": 2, "same": 0, "conflict": 0}}, "conflicts": [], "missing_volumes": [],
        "missing_serials": [], "head": {"epoch": 1, "serial": 1, "id": row.id}, "next_serial": 2,
        "key_status": [{"key": committee.key.fingerprint, "status": "active"}],
        "office_keys": {"sign": street.key.fingerprint, "decrypt": street.desk.office.decrypt_key}, "received": AT,
    }  # fmt: skip
    receipt = slp1.write(
        header("receipt", sender, to, 1, {"receipt": 1}), {"data/records/receipt.jsonl": slp1.canonical(line)},
        street.key.private_key,
    )  # fmt: skip
    (stick / "r.zip").write_bytes(receipt)
    assert import_receipt(committee.office, stick / "r.zip").reported == 2
    task = {"values": {"title": "排查沿街商铺", "owner": "王芳", "start": "2026-11-25", "due": "2026-12-20"}}
    down = slp1.write(
        header("package", sender, to, 1, {"task": 1}),
        {"data/records/task.jsonl": slp1.canonical(task)},
        street.key.private_key,
    )
    (stick / "d.zip").write_bytes(down)
    assert [
        each["title"]
        for each in take_in(committee.office, read_down_package(committee.office, stick / "d.zip"))
    ] == ["排查沿街商铺"]


@pytest.mark.parametrize(("schema", "code"), [(99, "E_VERSION"), (1, "E_NAME")])
def test_what_a_newer_street_sends_down_asks_for_a_newer_program(
    committee: Committee, street: Street, stick: Path, schema: int, code: str
) -> None:
    sender = party(STREET["code"], STREET["name"], street.key.public_key)
    to = party(committee.code, committee.office.committee["name"], committee.key.public_key)
    payload = {"data/records/gadget.jsonl": slp1.canonical({"values": {"name": "新东西"}})}
    made = slp1.write(
        header("package", sender, to, 1, {"gadget": 1}, schema=schema), payload, street.key.private_key
    )
    (stick / "d.zip").write_bytes(made)
    with refused(code):
        read_down_package(committee.office, stick / "d.zip")


def test_both_write_the_same_bytes() -> None:
    from tests.desktop.exchange.forge import COMMITTEE_KEY

    package = good_package()
    entries = {name.partition("/")[2]: content for name, content in named_entries(package)}
    payload = {name: content for name, content in entries.items() if name.startswith("data/")}
    assert slp1.write(json.loads(entries["package.json"]), payload, COMMITTEE_KEY.private_key) == package


def test_both_read_out_the_same_sheet_and_digits(committee: Committee) -> None:
    day = date.fromisoformat(AT[:10]).strftime("%Y%m%d")
    public = committee.key.public_key
    assert slp1.sheet_text(committee.code, 1, public, day) == committee_sheet_text(committee.office)
    assert tuple(slp1.digit_groups(public)) == digit_groups(public)


def test_ssh_keygen_finds_its_signature_good(tmp_path: Path) -> None:
    from tests.desktop.exchange.forge import COMMITTEE_KEY
    from tests.desktop.exchange.test_by_hand import require

    require("ssh-keygen")
    (tmp_path / "m.sig").write_bytes(slp1.sign(b"message\n", "slp-package-v1", COMMITTEE_KEY.private_key))
    (tmp_path / "signers").write_text(f'a namespaces="slp-package-v1" {COMMITTEE_KEY.public_line}\n')
    command = [
        "ssh-keygen",
        "-Y",
        "verify",
        "-f",
        "signers",
        "-I",
        "a",
        "-n",
        "slp-package-v1",
        "-s",
        "m.sig",
    ]
    done = subprocess.run(command, cwd=tmp_path, input=b"message\n", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
