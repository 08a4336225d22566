"""Filling a ledger with the sample records of `desktop/sample/`, through the same functions as the window."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from db.spec import RECORD_TYPES, SUPERVISION_ORDER
from db.spec.field import Kind, Record
from db.spec.query import Query, Sort
from desktop.office import Office

SAMPLE_FOLDER = Path(__file__).resolve().parent / "sample"
# In an order in which each finds what it refers to.
SAMPLE_TYPES = (
    "premises", "risk", "hazard", "inspection", "drill_plan", "drill", "training", "special_work_certificate", "document",
)  # fmt: skip
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
    """Register the sample records and take their steps; the records by type, in the order of their numbers."""
    for table in SAMPLE_TYPES:
        samples = [{"record": typed} if "record" not in typed else typed for typed in _sample(table)]
        for sample in samples:
            _enter(office, table, sample)
    in_order, tables = Query(sort=(Sort("no"),)), (*SAMPLE_TYPES, SUPERVISION_ORDER.table)
    return [record for table in tables for record in office.rows(table, office.ids(table, in_order))]


def _enter(office: Office, table: str, sample: Mapping[str, Any]) -> None:
    """One record with the steps it took and the orders that were given about it."""
    record = office.add(table, _with_photos(office, table, sample["record"]))
    for step in sample.get("steps", ()):
        office.act(table, record["id"], step["act"], _with_photos(office, table, step["values"]))
    for order in sample.get("orders", ()):
        office.add(SUPERVISION_ORDER.table, {**order, "hazard": record["id"]})


def _sample(table: str) -> Iterator[dict[str, Any]]:
    for line in (SAMPLE_FOLDER / f"{table}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _with_photos(office: Office, table: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    fields = {field.name for field in RECORD_TYPES[table].fields if field.kind is Kind.ATTACHMENTS}
    return {name: _attached(office, value) if name in fields else value for name, value in typed.items()}


def _attached(office: Office, names: list[str]) -> list[dict[str, Any]]:
    return [office.attach(SAMPLE_FOLDER / "photos" / name) for name in names]
