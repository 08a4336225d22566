"""Filling a ledger with the sample records of `desktop/sample/`, through the same functions as the window."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from db.spec import DRILL, HAZARD, PREMISES, RECORD_TYPES, RISK
from db.spec.field import Kind, Record
from db.spec.query import Query, Sort
from desktop.office import Office

SAMPLE_FOLDER = Path(__file__).resolve().parent / "sample"
SAMPLE_PASSPHRASE = "示例台账的口令 仅供试用"
SAMPLE_COMMITTEE = {
    "code": "310118001003", "name": "章浜社区居委会", "street_name": "夏阳街道", "district_name": "青浦区",
}  # fmt: skip


def create_sample_ledger(database: Path) -> Office:
    """A ledger of its own with sample records, to try things out; it is removed by deleting its folder.

    Raises EnvironmentProblem `database_exists` and what `Office.create` raises.
    """
    office = Office.create(
        database, committee=SAMPLE_COMMITTEE, clerk="王芳", lead="陈建国", passphrase=SAMPLE_PASSPHRASE
    )
    fill_with_sample(office)
    return office


def fill_with_sample(office: Office) -> list[Record]:
    """Register the sample records and take their steps; the records, in the order registered."""
    for table in (PREMISES.table, RISK.table):
        office.register_all(table, [_with_photos(office, table, typed) for typed in _sample(table)])
    for sample in _sample(HAZARD.table):
        record = office.add(HAZARD.table, _with_photos(office, HAZARD.table, sample["record"]))
        for step in sample["steps"]:
            office.act(
                HAZARD.table, record["id"], step["act"], _with_photos(office, HAZARD.table, step["values"])
            )
    office.register_all(
        DRILL.table, [_with_photos(office, DRILL.table, typed) for typed in _sample(DRILL.table)]
    )
    tables = (PREMISES.table, RISK.table, HAZARD.table, DRILL.table)
    in_order = Query(sort=(Sort("no"),))
    return [record for table in tables for record in office.rows(table, office.ids(table, in_order))]


def _sample(table: str) -> Iterator[dict[str, Any]]:
    for line in (SAMPLE_FOLDER / f"{table}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _with_photos(office: Office, table: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.name for field in RECORD_TYPES[table].fields if field.kind is Kind.ATTACHMENTS}
    return {name: _attached(office, value) if name in fields else value for name, value in typed.items()}


def _attached(office: Office, names: list[str]) -> list[dict[str, Any]]:
    return [office.attach(SAMPLE_FOLDER / "photos" / name) for name in names]
