"""Towards the district: the street's own package over its committees' records, plain files, and the schema that is kept."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from jsonschema import Draft202012Validator

from db.clock import FixedClock
from db.errors import EnvironmentProblem
from db.spec.query import Query
from desktop import paths
from desktop.documents import handover_slip
from desktop.exchange.enrolment import CommitteeSheet, committee_text
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.json_schema import FILE_NAME
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.schema import check_record, speaks_for, wire_record
from desktop.exchange.signing_key import load_key
from desktop.exchange.writing_packages import write_rest, write_volumes
from desktop.street.plain_export import PlainFormat, export_plain, schema_text
from desktop.street.street_ledger import StreetLedger
from desktop.street.street_office import StreetDesk
from desktop.trust import trust_office
from tests import factories
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes
from tests.desktop.street.test_volumes import noise
from tests.printed_text import running_text_of

KEPT = Path(__file__).resolve().parents[3] / "docs" / "schema" / FILE_NAME


@pytest.fixture
def ledger(
    committee: Committee, neighbour: Committee, street: Street, stick: Path, clock: FixedClock
) -> Iterator[StreetLedger]:
    """The street with a package of each of its two committees."""
    for each in (committee, neighbour):
        each.office.register_all("premises", [factories.premises()])
        assert street.receives(each.sends(stick))[0].error is None
    opened = cast(StreetLedger, StreetLedger.open(street.desk.store.path, clock))
    yield opened
    opened.close()


@pytest.fixture
def district(tmp_path: Path, clock: FixedClock) -> Iterator[Street]:
    """The office above the street, run by the same code."""
    name = "青浦区应急管理局"
    desk = StreetDesk.create(
        tmp_path / "区" / "区.db", code="310118000000", name=name, passphrase=PASSPHRASE, clock=clock
    )
    key = load_key(paths.sign_key_file(desk.store.path), PASSPHRASE)
    yield Street(desk, key, tmp_path / "区" / "回执")
    desk.close()


def test_the_street_reports_its_committees_records_and_is_answered(
    ledger: StreetLedger, district: Street, street: Street, stick: Path
) -> None:
    trust_office(ledger, district.desk.keys().sheet_text, "青浦区应急管理局")
    own = ledger.committee
    sheet = CommitteeSheet(own["code"], 1, street.key.public_key, ledger.clock.today())
    district.desk.enrol(committee_text(sheet), code=own["code"], name=own["name"])
    package = write_package(ledger, seal_package(ledger, "2026-11", street.key).id, stick)
    [received] = district.receives(package)
    assert (codes([received]), received.written) == ([""], 4)
    assert import_receipt(ledger, received.receipt or Path()).reported == 4
    ids = ledger.ids("hazard", Query())
    assert {str((district.has(each) or {})["committee_code"])[-3:] for each in ids} == {"001", "003"}


def test_a_street_speaks_for_its_committees_and_nobody_for_a_neighbour() -> None:
    assert speaks_for("310118001000", "310118001003") and speaks_for("310118000000", "310118002003")
    assert not speaks_for("310118001000", "310118002003")
    assert not speaks_for("310118001003", "310118001001")
    assert not speaks_for("310118001003", None)


def test_plain_files_hold_every_committees_records_and_keep_to_the_schema(
    ledger: StreetLedger, tmp_path: Path
) -> None:
    made = export_plain(ledger, tmp_path / "json", PlainFormat.JSONL)
    assert {each.table: each.count for each in made} == {"premises": 2, "hazard": 2}
    schema = json.loads((tmp_path / "json" / FILE_NAME).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    for each in made:
        validator = Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{each.table}"})
        for line in each.path.read_text("utf-8").splitlines():
            validator.validate(json.loads(line))
            assert "1391688" not in line
    [sheet] = export_plain(ledger, tmp_path / "csv", PlainFormat.CSV, ["hazard"])
    rows = list(csv.reader(sheet.path.read_text("utf-8-sig").splitlines()))
    assert {"章浜社区居委会", "青松社区居委会"} <= {cell for row in rows for cell in row}
    [book] = export_plain(ledger, tmp_path / "xlsx", PlainFormat.XLSX, ["premises"])
    assert book.path.read_bytes().startswith(b"PK") and book.count == 2


def test_the_schema_refuses_what_the_street_would_refuse(committee: Committee) -> None:
    from db.spec import HAZARD

    defs = json.loads(schema_text())["$defs"]
    validator = Draft202012Validator({"$defs": defs, "$ref": "#/$defs/hazard"})
    good = committee.wire()
    assert validator.is_valid(good) and wire_record(HAZARD, good) == good
    for wrong in (
        {"surprise": 1}, {"status": "lost"}, {"rev": 0}, {"id": "x"}, {"no": "FX-2026-0001"}, {"found_on": "soon"},
        {"photo_before": [{"sha256": "x"}]}, {"immediate_fix": "yes"}, {"description": ""},
    ):  # fmt: skip
        assert not validator.is_valid(good | wrong)
        assert check_record("hazard", good | wrong, committee.code)


def test_the_schema_that_is_kept_is_the_one_the_specs_give() -> None:
    """If it differs: `python main.py street schema -o docs/schema/…`, under a new version once this one is released."""
    assert KEPT.read_text("utf-8") == schema_text()


@pytest.fixture
def lacking(
    committee: Committee, street: Street, stick: Path, tmp_path: Path, clock: FixedClock, district: Street
) -> Iterator[tuple[StreetLedger, list[Path]]]:
    """The street, trusting the district, with volume 1 of a committee's three, and the two that are still to come."""
    for number in range(2):
        photo = committee.office.attach(noise(number, tmp_path / f"现场{number}.jpg"))
        committee.adds(factories.hazard(description=f"第{number}处楼道堆物", photo_before=[photo]))
    sealed = seal_package(committee.office, "2026-11", committee.key, volume_limit=120_000)
    first, *later = write_volumes(committee.office, sealed.id, stick)
    assert codes(street.receives(first)) == [""]
    opened = StreetLedger.open(street.desk.store.path, clock)
    trust_office(opened, district.desk.keys().sheet_text, "青浦区应急管理局")
    own = opened.committee
    sheet = CommitteeSheet(own["code"], 1, street.key.public_key, opened.clock.today())
    district.desk.enrol(committee_text(sheet), code=own["code"], name=own["name"])
    yield opened, later
    opened.close()


def test_a_street_reports_up_what_it_has_and_says_what_is_not_attached(
    lacking: tuple[StreetLedger, list[Path]], street: Street, district: Street, tmp_path: Path
) -> None:
    ledger, later = lacking
    up = tmp_path / "上报"
    up.mkdir()
    sealed = seal_package(ledger, "2026-11", street.key)
    written = write_volumes(ledger, sealed.id, up)
    assert len(written) == 1
    [received] = district.receives(*written)
    assert (received.error, received.status, received.missing_volumes) == (None, "partial", (2, 3))
    slip = running_text_of(handover_slip(ledger, sealed).pdf)
    assert (
        "未随附" in slip and "附件 2 个没有收到" in slip and "第 1 号包" in slip and "另交第 2、3 卷" in slip
    )
    assert write_rest(ledger, up) == []
    street.receives(later[0])
    [second] = write_rest(ledger, up)
    [more] = district.receives(second)
    assert (more.error, more.missing_volumes) == (None, (3,))
    assert "附件 1 个没有收到" in running_text_of(handover_slip(ledger, sealed).pdf)
    street.receives(later[1])
    [third] = write_rest(ledger, up)
    [last] = district.receives(third)
    assert (last.error, last.status, last.missing_volumes) == (None, "accepted", ())
    assert "未随附" not in running_text_of(handover_slip(ledger, sealed).pdf) and write_rest(ledger, up) == []


def test_an_attachment_that_is_gone_and_not_awaited_still_stops_the_report(
    lacking: tuple[StreetLedger, list[Path]], street: Street, committee: Committee, stick: Path
) -> None:
    ledger, later = lacking
    street.receives(*later)
    for file in ledger.attachments.folder.rglob("*.jpg"):
        file.unlink()
    with pytest.raises(EnvironmentProblem, match="attachment_missing"):
        seal_package(ledger, "2026-11", street.key)
