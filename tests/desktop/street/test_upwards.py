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
from db.spec.query import Query
from desktop import paths
from desktop.exchange.enrolment import CommitteeSheet, committee_text
from desktop.exchange.incoming_receipt import import_receipt
from desktop.exchange.json_schema import FILE_NAME
from desktop.exchange.outgoing import seal_package, write_package
from desktop.exchange.schema import check_record, speaks_for, wire_record
from desktop.exchange.signing_key import load_key
from desktop.street.plain_export import PlainFormat, export_plain, schema_text
from desktop.street.street_ledger import StreetLedger
from desktop.street.street_office import StreetDesk
from desktop.trust import trust_office
from tests import factories
from tests.desktop.street.exchange_kit import PASSPHRASE, Committee, Street, codes

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
