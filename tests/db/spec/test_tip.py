"""The course of a tip: what each step demands, and what it never asks."""

from __future__ import annotations

from typing import Any

import pytest

from db.errors import AppError, InvalidRecord
from db.spec import REPORTED_TABLES, TIP
from db.spec.tip import neutral_photo_name
from desktop.office import Office
from tests import factories


def tip_at(office: Office, *steps: tuple[str, dict[str, Any]], **changes: Any) -> dict[str, Any]:
    record = office.add("tip", factories.tip(**changes))
    for name, typed in steps:
        record = office.act("tip", record["id"], name, typed)
    return record


def screened(**changes: Any) -> tuple[str, dict[str, Any]]:
    return (
        "screen",
        {"screened_on": "2026-11-20", "screened_by": factories.LEAD, "screening": "受理"} | changes,
    )


def verified(**changes: Any) -> tuple[str, dict[str, Any]]:
    return (
        "verify",
        {"verified_on": "2026-11-21", "verified_by": factories.LEAD, "verify_result": "属实"} | changes,
    )


def replied(**changes: Any) -> tuple[str, dict[str, Any]]:
    return "reply", {"replied_on": "2026-11-22", "reply_outcome": "不要求答复"} | changes


CLOSING = ("close", {"closed_on": "2026-11-23", "closed_by": factories.LEAD})


def problems_of(office: Office, record: dict[str, Any], step: tuple[str, dict[str, Any]]) -> list[Any]:
    with pytest.raises(InvalidRecord) as caught:
        office.act("tip", record["id"], *step)
    return [(each.field, each.message_id) for each in caught.value.problems]


def test_no_field_of_a_tip_is_about_who_told_and_no_package_takes_it() -> None:
    names = {each.name for each in TIP.fields}
    assert not names & {"reporter", "name", "contact", "phone", "wants_reply", "wants_reward", "rewarded_to"}
    assert "tip" not in REPORTED_TABLES


def test_a_tip_gets_its_number_its_day_and_sixty_days(office: Office) -> None:
    tip = tip_at(office)
    assert (tip["no"], tip["received_on"], tip["due_on"]) == ("JB-2026-0001", "2026-11-20", "2027-01-19")
    assert tip_at(office, due_on="2026-12-01")["due_on"] == "2026-12-01"


def test_a_tip_cannot_be_due_before_it_came(office: Office) -> None:
    with pytest.raises(InvalidRecord, match="date_before|invalid"):
        office.add("tip", factories.tip(due_on="2026-11-01"))


def test_photos_lose_the_names_of_their_files(office: Office) -> None:
    photos = [factories.attachment(1) | {"name": "王大爷微信.jpg"}, factories.attachment(2) | {"name": "x"}]
    assert [each["name"] for each in tip_at(office, photos=photos)["photos"]] == [
        "举报照片1.jpg",
        "举报照片2.jpg",
    ]
    assert neutral_photo_name("a.王大爷的照片", 3) == "举报照片3.jpg"


@pytest.mark.parametrize(
    ("screening", "further", "status", "missing"),
    [
        ("受理", {}, "verifying", []),
        ("不受理", {"screening_reason": "不在辖区"}, "declined", ["screening_reason"]),
        (
            "转办",
            {"referred_to": "街道城建中心", "referred_on": "2026-11-21"},
            "referred",
            ["referred_to", "referred_on"],
        ),
    ],
)
def test_screening_says_why_or_to_whom(
    office: Office, screening: str, further: dict[str, str], status: str, missing: list[str]
) -> None:
    tip = tip_at(office)
    if missing:
        assert problems_of(office, tip, screened(screening=screening)) == [
            (name, "required") for name in missing
        ]
    assert office.act("tip", tip["id"], *screened(screening=screening, **further))["status"] == status


def test_only_a_plain_confirmation_needs_no_account(office: Office) -> None:
    tip = tip_at(office, screened())
    assert problems_of(office, tip, verified(verify_result="部分属实")) == [("verify_note", "required")]
    assert office.act("tip", tip["id"], *verified())["status"] == "verified"


def test_a_confirmed_tip_is_answered_once_it_became_a_hazard_or_was_referred(office: Office) -> None:
    tip = tip_at(office, screened(), verified())
    with pytest.raises(AppError, match="tip_hazard_missing"):
        office.act("tip", tip["id"], *replied())
    referral = {"referred_to": "消防救援站", "referred_on": "2026-11-22"}
    office.act("tip", tip["id"], "refer", referral)
    assert office.act("tip", tip["id"], *replied())["status"] == "replied"
    late = tip_at(office, screened(), received_at="2026-11-10 09:00")
    assert problems_of(office, late, ("refer", referral | {"referred_on": "2026-11-09"})) == [
        ("referred_on", "date_before")
    ]


def test_an_unfounded_tip_is_answered_and_closed(office: Office) -> None:
    tip = tip_at(office, screened(), verified(verify_result="不属实", verify_note="现场未见钢瓶"))
    assert problems_of(office, tip, replied(reply_outcome="已答复")) == [("reply", "required")]
    office.act("tip", tip["id"], *replied(reply_outcome="已答复", reply="已电话告知核实情况"))
    too_early = (CLOSING[0], CLOSING[1] | {"closed_on": "2026-11-21"})
    assert problems_of(office, tip, too_early) == [("closed_on", "date_before")]
    assert office.act("tip", tip["id"], *CLOSING)["status"] == "closed"


def test_a_reward_is_an_amount_and_a_day_and_leaves_the_state(office: Office) -> None:
    tip = tip_at(office, screened(screening="不受理", screening_reason="重复举报"), replied())
    assert problems_of(office, tip, ("reward", {"reward_result": "已发放"})) == [
        ("reward_yuan", "required"),
        ("rewarded_on", "required"),
    ]
    paid = office.act(
        "tip",
        tip["id"],
        "reward",
        {"reward_result": "已发放", "reward_yuan": "500", "rewarded_on": "2026-11-22"},
    )
    assert (paid["status"], paid["reward_yuan"]) == ("replied", "500")
    none = office.act("tip", tip["id"], "reward", {"reward_result": "不涉及奖励"})
    assert (none["reward_yuan"], none["rewarded_on"]) == (None, None)
