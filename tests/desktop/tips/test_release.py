"""The release check: before a paper is made or a package sealed, the free text of records is looked through."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from db import packages
from db.errors import AppError
from db.spec.query import Query
from desktop import documents
from desktop.exchange.enrolment import OfficeSheet, office_text
from desktop.exchange.outgoing import seal_package
from desktop.exchange.preflight import preflight
from desktop.exchange.signing_key import load_key
from desktop.messages import message, sentence
from desktop.office import Office
from desktop.paths import sign_key_file
from desktop.tips.registering import register_tip
from desktop.tips.reporter import Reporter
from desktop.trust import trust_office
from tests import factories
from tests.desktop.exchange.forge import OFFICE_DECRYPT_KEY, OFFICE_SIGN_KEY
from tests.fixtures_ledger import PASSPHRASE
from tests.fixtures_tips import TIPSTER, TIPSTER_NAME, TIPSTER_PHONE


@pytest.fixture
def told_office(tips_office: Office) -> Office:
    """The office with one tipster, and a street to report to."""
    register_tip(tips_office, factories.tip(), TIPSTER)
    keys = (OFFICE_SIGN_KEY.public_key, OFFICE_DECRYPT_KEY.public_key)
    trust_office(tips_office, office_text(OfficeSheet("310118001000", 1, *keys, date(2026, 11, 1))))
    return tips_office


def findings(office: Office) -> set[tuple[str, str, bool]]:
    return {
        (each.record_id, each.message_id, each.is_blocking)
        for each in preflight(office).findings
        if each.message_id in ("preflight_tipster", "preflight_phone_in_text", "tips_not_comparable")
    }


LEAKS: list[tuple[str, dict[str, Any]]] = [
    ("hazard", factories.hazard(description=f"{TIPSTER_NAME}反映软管老化")),
    ("hazard", factories.hazard(note=f"回电 {TIPSTER_PHONE}")),
    ("hazard", factories.hazard(photo_before=[factories.attachment(1, f"{TIPSTER_NAME}指认")])),
    ("hazard", factories.hazard(photo_before=[factories.attachment(1) | {"name": f"{TIPSTER_PHONE}.jpg"}])),
    ("hazard", factories.hazard(source="群众举报", found_by=TIPSTER_NAME)),
    (
        "risk",
        factories.risk(measures=[{"kind": "人防", "text": f"联系{TIPSTER_NAME}", "owner": factories.LEAD}]),
    ),
    ("drill", factories.drill(process=f"{TIPSTER_NAME}带队疏散")),
]


@pytest.mark.parametrize(("table", "typed"), LEAKS, ids=[str(place) for place in range(len(LEAKS))])
def test_a_record_that_names_a_tipster_is_neither_printed_nor_packed(
    told_office: Office, table: str, typed: dict[str, Any]
) -> None:
    record = told_office.add(table, typed)
    assert (record["id"], "preflight_tipster", True) in findings(told_office)
    assert not preflight(told_office).is_sealable
    prints = {
        "hazard": lambda: documents.hazard_ledger(told_office),
        "risk": lambda: documents.risk_inventory(told_office),
        "drill": lambda: documents.drill_log(told_office, record["id"]),
    }
    with pytest.raises(AppError, match="tipster_in_text") as caught:
        prints[table]()
    assert record["no"] in sentence(caught.value)
    assert TIPSTER_NAME not in sentence(caught.value) and TIPSTER_PHONE not in sentence(caught.value)


def test_a_package_is_not_sealed_around_the_preview(told_office: Office) -> None:
    told_office.add("hazard", factories.hazard(description=f"{TIPSTER_NAME}反映软管老化"))
    key = load_key(sign_key_file(told_office.database), PASSPHRASE)
    with pytest.raises(AppError, match="tipster_in_text"):
        seal_package(told_office, "2026-11", key)
    assert packages.sealed_packages(told_office.store.reader()) == []


def test_names_in_their_own_columns_and_other_people_pass(told_office: Office) -> None:
    told_office.add("hazard", factories.hazard(found_by=TIPSTER_NAME))  # patrol: the column of who found it
    told_office.add("premises", factories.premises(main_person=TIPSTER_NAME, phone=TIPSTER_PHONE))
    assert findings(told_office) == set() and preflight(told_office).is_sealable
    assert documents.hazard_ledger(told_office).pages == 1


def test_another_telephone_number_is_only_pointed_at(told_office: Office) -> None:
    hazard = told_office.add("hazard", factories.hazard(note="物业电话13800000001"))
    assert findings(told_office) == {(hazard["id"], "preflight_phone_in_text", False)}
    told = [
        message(each.message_id, each.params)
        for each in preflight(told_office).findings
        if each.message_id == "preflight_phone_in_text"
    ]
    assert told == ["“备注”里有像手机号码的数字，请确认可以公开。"]


def test_a_tip_from_the_committees_own_people_blocks_nothing(tips_office: Office) -> None:
    register_tip(tips_office, factories.tip(), Reporter(False, factories.LEAD, TIPSTER_PHONE))
    tips_office.add("hazard", factories.hazard(note=f"{factories.LEAD}已到现场"))
    assert documents.hazard_ledger(tips_office).pages == 1


def test_where_nothing_can_be_compared_nothing_goes_out(
    told_office: Office, own_settings_folder: Path
) -> None:
    told_office.add("hazard", factories.hazard())
    for each in own_settings_folder.iterdir():
        each.unlink()
    assert findings(told_office) == {("", "tips_not_comparable", True)}
    with pytest.raises(AppError, match="tips_not_comparable"):
        documents.hazard_ledger(told_office)


def test_a_ledger_without_tipsters_has_the_gentle_hint_only(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard(note="物业电话13800000001"))
    assert findings(office) == {(hazard["id"], "preflight_phone_in_text", False)}
    assert documents.hazard_ledger(office, Query()).pages == 1
