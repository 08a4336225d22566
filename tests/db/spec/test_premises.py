from __future__ import annotations

import pytest

from db.errors import AppError, InvalidRecord
from db.spec.premises import last_changed_on, usc_check_digit, usc_doubt, usc_suggestion
from desktop.office import Office
from tests import factories

GENUINE = ("91330100799655058B", "9144030071526726XG", "914403001922038216")


@pytest.mark.parametrize("code", GENUINE)
def test_a_genuine_credit_code_raises_no_doubt(code: str) -> None:
    assert usc_check_digit(code[:17]) == code[17]
    assert usc_doubt(code) is None


def test_an_early_genuine_code_fails_the_check_and_only_warns(office: Office) -> None:
    assert usc_doubt("91350100M0001TGQXM") == "usc_check_digit"
    assert usc_check_digit("91350100M0001TGQX") == "1"
    kept = office.add("premises", factories.premises(usc="91350100M0001TGQXM"))
    assert kept["usc_status"] == "to_verify"


def test_each_kind_of_doubt_has_its_reason() -> None:
    assert usc_doubt("9133010079965505") == "usc_length"
    assert usc_doubt("9133010079965505O8") == "usc_letters"
    with pytest.raises(ValueError):
        usc_check_digit("9133010079965505O")


def test_any_single_wrong_character_is_noticed() -> None:
    code = GENUINE[0]
    for place in range(18):
        other = "0" if code[place] != "0" else "1"
        assert usc_doubt(code[:place] + other + code[place + 1 :]) == "usc_check_digit"


def test_a_credit_code_is_kept_in_plain_capitals(office: Office) -> None:
    kept = office.add("premises", factories.premises(usc="９１３３０１００ 799655058b"))
    assert (kept["usc"], kept["usc_status"]) == ("91330100799655058B", "held")


def test_what_the_clerk_says_of_the_code_stays(office: Office) -> None:
    kept = office.add("premises", factories.premises(usc="91350100M0001TGQXM", usc_status="有"))
    assert kept["usc_status"] == "held"


def test_premises_without_a_code_have_no_status_of_it(office: Office) -> None:
    assert office.add("premises", factories.premises(usc=None))["usc_status"] is None


def test_premises_close_with_a_day_and_a_reason(office: Office) -> None:
    shop = office.add("premises", factories.premises(opened_on="2020-1-1"))
    with pytest.raises(InvalidRecord) as refused:
        office.act("premises", shop["id"], "close", {})
    assert [each.field for each in refused.value.problems] == ["closed_on", "status_note"]
    closed = office.act(
        "premises", shop["id"], "close", {"closed_on": "2026-11-20", "status_note": "租约到期"}
    )
    assert closed["status"] == "closed"
    with pytest.raises(AppError, match="step_not_from_here"):
        office.act("premises", shop["id"], "resume", {})


def test_premises_cannot_close_before_they_opened(office: Office) -> None:
    shop = office.add("premises", factories.premises(opened_on="2026-11-1"))
    with pytest.raises(InvalidRecord) as refused:
        office.act("premises", shop["id"], "move_out", {"closed_on": "2026-10-1", "status_note": "迁出"})
    assert [(each.field, each.message_id) for each in refused.value.problems] == [
        ("closed_on", "date_before")
    ]


def test_premises_pause_and_go_on(office: Office) -> None:
    shop = office.add("premises", factories.premises())
    assert office.act("premises", shop["id"], "suspend", {"status_note": "装修"})["status"] == "suspended"
    assert office.act("premises", shop["id"], "resume", {})["status"] == "operating"
    gone = office.act("premises", shop["id"], "demolish", {"closed_on": "今天", "status_note": "动迁"})
    assert (gone["status"], gone["closed_on"]) == ("demolished", "2026-11-23")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9133O1OO799655O58B", "91330100799655058B"),
        ("9I330100799655058B", "91330100799655058B"),
        ("91330100799655058B", None),  # nothing is wrong with it
        ("9133O1OO799655O58C", None),  # 0 for O does not make it right
        ("91330100", None),
    ],
)
def test_o_for_0_and_i_for_1_is_suggested_only_when_that_makes_it_right(
    typed: str, meant: str | None
) -> None:
    assert usc_suggestion(typed) == meant


def test_what_was_said_of_a_doubtful_code_goes_when_the_code_is_right(office: Office) -> None:
    shop = office.add("premises", factories.premises(usc="91350100M0001TGQXM", usc_note="确实如此"))
    assert (shop["usc_status"], shop["usc_note"]) == ("to_verify", "确实如此")
    assert office.change("premises", shop["id"], {"usc": GENUINE[0]})["usc_note"] is None


def test_a_change_is_a_dated_row_and_changes_the_premises(office: Office) -> None:
    shop = office.add("premises", factories.premises())
    assert last_changed_on(shop) is None
    with pytest.raises(InvalidRecord):
        office.act("premises", shop["id"], "record_change", {"change_to": "网吧"})
    change = {
        "change_kind": "承租方更换",
        "change_from": "张伟明",
        "change_to": "李四",
        "main_person": "李四",
    }
    office.act("premises", shop["id"], "record_change", change | {"changed_on": "2026-11-10"})
    again = {"change_kind": "用途改变", "change_to": "网吧", "type": "小网吧"}
    changed = office.act("premises", shop["id"], "record_change", again)
    assert (changed["main_person"], changed["status"], changed["change_to"]) == ("李四", "operating", None)
    assert changed["changes"] == [
        {"on": "2026-11-10", "kind": "tenant", "before": "张伟明", "after": "李四"},
        {"on": "2026-11-23", "kind": "use", "before": None, "after": "网吧"},
    ]
    assert last_changed_on(changed) == "2026-11-23"
