"""What is shown before sealing: to whom, how much, and what is still doubtful."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.errors import InvalidRecord
from db.packages import sealed_packages
from db.spec.query import Query
from desktop import paths
from desktop.exchange.enrolment import OfficeSheet, office_text
from desktop.exchange.outgoing import seal_package
from desktop.exchange.preflight import preflight
from desktop.exchange.signing_key import load_key
from desktop.messages import message
from desktop.office import Office
from desktop.trust import trust_office
from tests import factories
from tests.desktop.commands.command_line import photo_file
from tests.desktop.exchange.forge import OFFICE_DECRYPT_KEY, OFFICE_SIGN_KEY
from tests.fixtures_ledger import PASSPHRASE


def trust(office: Office) -> None:
    keys = (OFFICE_SIGN_KEY.public_key, OFFICE_DECRYPT_KEY.public_key)
    trust_office(office, office_text(OfficeSheet("310118001000", 1, *keys, date(2026, 11, 1))))


def test_an_untrusting_or_empty_ledger_is_not_sealable(office: Office) -> None:
    office.add("hazard", factories.hazard())
    assert not preflight(office).is_sealable
    trust(office)
    assert preflight(office).is_sealable
    office.retire("hazard", office.ids("hazard", Query()))
    assert not preflight(office).is_sealable


def test_it_counts_what_would_go(office: Office, tmp_path: Path) -> None:
    trust(office)
    photo = office.attach(photo_file(tmp_path / "现场.jpg"))
    office.register_all("hazard", [factories.hazard(photo_before=[photo]) for _ in range(3)])
    office.add("premises", factories.premises())
    ready = preflight(office)
    assert {each.table: number for each, number in ready.counts} == {"hazard": 3, "premises": 1}
    assert (ready.total, ready.retired, ready.attachments) == (4, 0, 1)
    assert ready.attachment_bytes == office.attachment_path(photo["sha256"]).stat().st_size
    assert (ready.epoch, ready.serial, ready.confirmed_serial) == (1, 1, 0)
    assert ready.street is not None and ready.street.name == "夏阳街道办事处"


def test_types_left_out_are_not_counted(office: Office) -> None:
    office.add("hazard", factories.hazard())
    office.add("drill", factories.drill())
    assert preflight(office, ("drill",)).total == 1


def test_each_doubt_opens_its_record_and_reads_as_a_sentence(office: Office) -> None:
    late = office.add("hazard", factories.planned_hazard())
    major = office.add("hazard", factories.suspected_major())
    drill = office.add("drill", factories.drill())
    risk = office.add("risk", factories.risk(assessed_on="2024-01-02"))
    ready = preflight(office)
    found = {(each.record_id, each.message_id) for each in ready.findings}
    assert found == {
        (late["id"], "preflight_no_photo_before"), (late["id"], "preflight_overdue"),
        (major["id"], "preflight_no_photo_before"), (major["id"], "preflight_major_without_place"),
        (drill["id"], "preflight_few_drill_photos"), (risk["id"], "preflight_review_overdue"),
    }  # fmt: skip
    assert all("—" not in message(each.message_id, each.params) for each in ready.findings)
    assert not any(each.is_blocking for each in ready.findings)


def test_a_lost_photo_blocks(office: Office, tmp_path: Path) -> None:
    trust(office)
    photo = office.attach(photo_file(tmp_path / "现场.jpg"))
    office.add("hazard", factories.hazard(photo_before=[photo]))
    office.attachment_path(photo["sha256"]).unlink()
    ready = preflight(office)
    [blocking] = [each for each in ready.findings if each.is_blocking]
    assert (blocking.message_id, blocking.table) == ("check_attachment_missing", "hazard")
    assert blocking.record_id == office.ids("hazard", Query())[0]
    assert not ready.is_sealable


def test_a_return_that_was_begun_and_not_signed_is_named_and_opens(office: Office) -> None:
    trust(office)
    office.add("hazard", factories.hazard())
    begun = office.add("monthly_return", factories.monthly_return())
    [found] = [each for each in preflight(office).findings if each.table == "monthly_return"]
    assert (found.record_id, found.message_id) == (begun["id"], "preflight_return_unsigned")
    assert message(found.message_id, found.params).startswith("2026年11月月报还没有签发，")
    assert all(each.table != "monthly_return" for each in preflight(office, ["hazard"]).findings)


def test_failed_items_without_a_hazard_or_a_reason_are_named(office: Office) -> None:
    premises = office.add("premises", factories.premises())["id"]
    left, filed = (office.add("inspection", factories.inspection(premises)) for _ in range(2))
    office.act("inspection", filed["id"], "settle", {"unhandled_reason": "当场改正"})
    found = [each for each in preflight(office).findings if each.table == "inspection"]
    assert [(each.record_id, each.message_id, each.params["count"]) for each in found] == [
        (left["id"], "preflight_failed_items_left", 1),
    ]  # fmt: skip


def test_a_record_too_long_for_a_package_blocks_and_opens_and_costs_no_serial(
    office: Office, office_template: Path
) -> None:
    trust(office)
    rows = [{"name": "名" * 60, "note": "长" * 290} for _ in range(400)]
    long = office.add("document", factories.document(items=rows))
    [blocking] = [each for each in preflight(office).findings if each.is_blocking]
    assert (blocking.record_id, blocking.message_id) == (long["id"], "record_too_long")
    key = load_key(paths.sign_key_file(office_template / paths.DATABASE_NAME), PASSPHRASE)
    with pytest.raises(InvalidRecord, match="invalid_record"):
        seal_package(office, "2026-11", key)
    assert sealed_packages(office.store.reader()) == []
