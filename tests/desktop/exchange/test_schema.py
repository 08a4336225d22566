"""Records on their way to the street: whatever a form accepts, the street accepts too."""

from __future__ import annotations

from typing import Any

import pytest

from db.spec import RECORD_TYPES
from db.spec.field import Kind
from desktop.exchange.schema import (
    PACKAGE_TYPES,
    TOMBSTONES,
    attachments_of,
    check_record,
    plain_file_name,
    stored_record,
    wire_record,
    wire_tombstone,
)
from desktop.office import Office
from tests import factories

CODE = factories.COMMITTEE_CODE
LONG = "字" * 4000
FULLEST: list[tuple[str, dict[str, Any]]] = [
    ("premises", factories.premises()),
    ("risk", factories.risk(causes="11", note="字" * 500)),
    ("hazard", factories.planned_hazard(note=LONG, measures=LONG, description=LONG, funds="1.2345万元")),
    ("hazard", factories.suspected_major()),
    (
        "hazard",
        factories.hazard(photo_before=[factories.attachment(each, "说明" * 100) for each in range(150)]),
    ),
    ("drill", factories.drill(photos=[factories.attachment(1)], process=LONG)),
    ("drill", factories.drill(recorder=factories.RARE_NAME, commander=factories.MINORITY_NAME)),
]


@pytest.mark.parametrize(
    ("table", "typed"), FULLEST, ids=[f"{table}{n}" for n, (table, _) in enumerate(FULLEST)]
)
def test_what_a_form_accepts_the_street_accepts(office: Office, table: str, typed: dict[str, Any]) -> None:
    if table == "risk":
        typed = {name: value for name, value in typed.items() if name != "causes"}
    record = office.add(table, typed)
    wire = wire_record(RECORD_TYPES[table], record)
    assert list(check_record(table, wire, CODE)) == []
    back = stored_record(RECORD_TYPES[table], wire)
    assert back == {name: value for name, value in record.items() if name != "report_state"}


def test_a_retired_record_travels_as_a_tombstone(office: Office) -> None:
    record = office.add("hazard", factories.hazard())
    office.retire("hazard", [record["id"]], "登记错了")
    wire = wire_tombstone(RECORD_TYPES["hazard"], office.get("hazard", record["id"]))
    assert set(wire) == {"id", "type", "no", "rev", "retired_at", "retired_reason"}
    assert list(check_record(TOMBSTONES, wire, CODE)) == []


def test_every_photo_of_a_record_is_named(office: Office) -> None:
    photos = [factories.attachment(1), factories.attachment(2)]
    record = office.add("drill", factories.drill(photos=photos, signin=[factories.attachment(3)]))
    assert sorted(attachments_of("drill", record)) == [f"{each:064x}" for each in (1, 2, 3)]
    assert list(attachments_of("rumour", record)) == []


@pytest.mark.parametrize("record_type", PACKAGE_TYPES, ids=lambda each: each.table)
def test_no_field_accepts_a_value_of_another_shape(record_type: Any) -> None:
    for field in record_type.fields:
        for wrong in (["x", {}], {"a": 1}, 1.5, "", float("1e300")):
            named = {each.field for each in check_record(record_type.table, {field.name: wrong}, CODE)}
            assert field.name in named, (field.name, wrong)


@pytest.mark.parametrize("record_type", PACKAGE_TYPES, ids=lambda each: each.table)
def test_a_child_row_has_only_the_columns_of_its_table(record_type: Any) -> None:
    for field in record_type.fields:
        if field.kind is Kind.ROWS:
            for wrong in ([{"surprise": "x"}], [[]], [{}] * 501):
                named = {each.field for each in check_record(record_type.table, {field.name: wrong}, CODE)}
                assert field.name in named


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("现场.jpg", "现场.jpg"), ('a/b\\c:d*e?f"g<h>i|j.jpg', "a_b_c_d_e_f_g_h_i_j.jpg"), ("", "附件"), (" \n ", "附件"),
        ("\u202egpj.exe", "gpj.exe"), ("长" * 300, "长" * 255), ("a" * 254 + " b", "a" * 254),
    ],
)  # fmt: skip
def test_a_file_name_is_made_fit_for_every_system(name: str, plain: str) -> None:
    assert plain_file_name(name) == plain
