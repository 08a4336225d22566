from __future__ import annotations

import pytest

from db.errors import InvalidRecord
from db.spec import SPECIAL_WORK_CERTIFICATE
from db.spec.identity_number import masked_number
from db.spec.kinds import show
from db.spec.special_work_certificate import next_due, years_after
from desktop.exchange.schema import attachments_of, wire_record
from desktop.office import Office
from tests import factories

NUMBER = "T310118198001011236"


def test_six_years_and_a_review_after_three_follow_from_the_first_day(office: Office) -> None:
    record = office.add("special_work_certificate", factories.special_work_certificate())
    assert (record["valid_until"], record["review_due"]) == ("2030-05-19", "2027-05-20")
    assert record["due_on"] == "2027-05-20"


def test_typed_days_stay_as_they_are(office: Office) -> None:
    typed = factories.special_work_certificate(valid_until="2028-01-01", review_due="2026-01-01")
    record = office.add("special_work_certificate", typed)
    assert (record["valid_until"], record["due_on"]) == ("2028-01-01", "2026-01-01")


def test_a_leap_day_becomes_the_28th() -> None:
    assert years_after("2024-02-29", 3) == "2027-02-28"
    assert years_after("2024-02-29", 4) == "2028-02-29"


def test_nothing_is_due_of_an_empty_certificate() -> None:
    assert next_due({}) is None


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"valid_until": "2020-01-01"}, ("valid_until", "date_before")),
        ({"valid_from": None}, ("valid_until", "required")),
        ({"first_issued": "2025-01-01"}, ("valid_from", "date_before")),
        ({"number": "T310118********1236"}, ("number", "number_is_masked")),
    ],
)
def test_what_a_certificate_may_not_say(
    office: Office, changes: dict[str, object], problem: tuple[str, str]
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        office.add("special_work_certificate", factories.special_work_certificate(**changes))
    assert [(each.field, each.message_id) for each in refused.value.problems] == [problem]


def test_a_review_moves_what_is_due_to_the_end_and_a_renewal_begins_anew(office: Office) -> None:
    record = office.add("special_work_certificate", factories.special_work_certificate())
    with pytest.raises(InvalidRecord):
        office.act("special_work_certificate", record["id"], "review", {"reviewed_on": "2023-01-01"})
    reviewed = office.act("special_work_certificate", record["id"], "review", {"reviewed_on": "2026-11-20"})
    assert reviewed["due_on"] == "2030-05-19"
    renewed = office.act("special_work_certificate", record["id"], "renew", {"renewed_from": "2030-05-20"})
    assert (renewed["valid_until"], renewed["review_due"]) == ("2036-05-19", "2033-05-20")
    assert (renewed["due_on"], renewed["reviewed_on"]) == ("2033-05-20", None)


def test_one_who_left_has_no_more_dates_to_keep(office: Office) -> None:
    record = office.add("special_work_certificate", factories.special_work_certificate())
    left = office.act("special_work_certificate", record["id"], "withdraw", {"withdraw_reason": "离职"})
    assert (left["status"], left["withdrawn_on"]) == ("withdrawn", "2026-11-23")


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (NUMBER, "T310118********1236"),
        ("310118198001011236", "310118********1236"),
        ("沪A12345678", "沪A****5678"),
        ("12345", "****5"),
        ("T310118********1236", "T310118********1236"),
    ],
)
def test_a_number_is_masked(number: str, shown: str) -> None:
    assert masked_number(number) == shown


def test_the_number_leaves_only_masked_and_the_scan_not_at_all(office: Office) -> None:
    scan = [factories.attachment(1)]
    record = office.add("special_work_certificate", factories.special_work_certificate(scan=scan))
    assert record["number"] == NUMBER
    assert show(SPECIAL_WORK_CERTIFICATE.field("number"), NUMBER) == "T310118********1236"
    wire = wire_record(SPECIAL_WORK_CERTIFICATE, record)
    assert wire["number"] == "T310118********1236" and "scan" not in wire
    assert list(attachments_of("special_work_certificate", record)) == []
    told = [
        text
        for entry in office.history("special_work_certificate", record["id"])
        for _, *texts in entry.fields
        for text in texts
    ]
    assert "T310118********1236" in told and NUMBER not in told
