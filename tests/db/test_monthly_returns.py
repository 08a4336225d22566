"""A return from draft to correction: frozen figures with their hash, what came late, versions, months not sent, the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from db.clock import CHINA, FixedClock
from db.errors import AppError, InvalidRecord
from db.monthly_returns import adjustments, correct, redraft
from db.packages import unreported_records
from db.return_standing import bounds_of_month
from db.spec import MONTHLY_RETURN
from db.spec.field import Record
from db.spec.monthly_return import content_hash, snapshot_hash
from db.spec.return_months import months_between
from desktop.office import Office
from tests import factories

CODE = factories.COMMITTEE_CODE


def begun(office: Office, **changes: Any) -> Record:
    return office.add("monthly_return", factories.monthly_return(**changes))


def act(office: Office, found: Record, name: str, **typed: Any) -> Record:
    return office.act("monthly_return", found["id"], name, typed)


def signed(office: Office, **changes: Any) -> Record:
    found = begun(office, **changes)
    act(office, found, "compile")
    act(office, found, "review", reviewed_by=factories.RECHECKER)
    return act(office, found, "sign", signed_by=factories.LEAD)


def corrected(office: Office, found: Record) -> Record:
    made: Record = office.write(lambda tx: correct(tx, found["id"], CODE), "更正月报")
    return made


def row(found: Record, key: str) -> Record:
    return next(each for each in found["figures"] if each["key"] == key)


def problems_of(work: Any) -> list[str]:
    with pytest.raises(InvalidRecord) as refused:
        work()
    return [each.message_id for each in refused.value.problems]


def test_a_new_return_has_its_days_and_a_drafted_text(office: Office) -> None:
    office.add("hazard", factories.hazard())
    found = begun(office)
    assert (found["no"], found["title"], found["status"]) == ("YB-2026-0001", "2026年11月月报", "draft")
    assert (found["from_on"], found["until_on"], found["year_from"]) == (
        "2026-10-26",
        "2026-11-25",
        "2025-12-26",
    )
    assert "新增1条（其中重大含疑似0条）" in found["narrative"]
    assert "本月未发生生产安全事故" in found["narrative"]
    typed = begun(office, month="2026-10", narrative="手写的情况")
    assert (typed["narrative"], typed["drafted"][:2]) == ("手写的情况", "1.")


def test_a_changed_cutoff_leaves_no_gap_between_months(office: Office) -> None:
    begun(office, month="2026-01")
    begun(office, month="2026-10")
    office.keep_own_numbers({"return_cutoff_day": 31})
    found = begun(office)
    assert (found["from_on"], found["until_on"], found["year_from"]) == (
        "2026-10-26",
        "2026-11-30",
        "2025-12-26",
    )
    assert bounds_of_month(office.store.reader(), "2027-01") == ("2027-01-01", "2027-01-31", "2027-01-01")
    assert bounds_of_month(office.store.reader(), "2024-02")[1] == "2024-02-29"


def test_a_month_has_one_return_and_lies_within_the_plan(office: Office) -> None:
    begun(office)
    with pytest.raises(AppError, match="return_exists"):
        begun(office)
    assert problems_of(lambda: begun(office, month="2024-03")) == ["return_before_plan"]
    assert problems_of(lambda: begun(office, month="2026-13")) == ["period_unreadable"]
    assert begun(office, month="2024-04")["until_on"] == "2024-04-25"


def test_what_is_compiled_is_frozen_with_its_hash(office: Office, clock: FixedClock) -> None:
    found = begun(office)
    clock.moment = datetime(2026, 11, 27, 16, 50, tzinfo=CHINA)
    office.add("hazard", factories.hazard())
    compiled = act(office, found, "compile")
    assert (row(compiled, "found")["month"], row(compiled, "risk.red")["year"]) == ("1", None)
    assert (compiled["compiled_at"], compiled["counted_until"]) == ("2026-11-27T16:50", "2026-11-25")
    assert "新增1条" in compiled["narrative"]  # nobody had edited the text: it follows the figures
    assert compiled["snapshot_sha256"] == snapshot_hash(compiled)
    office.add("hazard", factories.hazard())
    assert row(office.get("monthly_return", found["id"]), "found")["month"] == "1"
    again = act(office, found, "compile_again")
    assert row(again, "found")["month"] == "2"
    assert act(office, found, "to_draft")["figures"] is None


def test_an_edited_text_stays_as_it_was_typed(office: Office) -> None:
    found = begun(office)
    office.change("monthly_return", found["id"], {"narrative": "本月开展了冬防检查。"})
    office.add("hazard", factories.hazard())
    compiled = act(office, found, "compile")
    assert compiled["narrative"] == "本月开展了冬防检查。"
    assert "新增1条" in compiled["drafted"]
    refused = problems_of(lambda: office.write(lambda tx: redraft(tx, found["id"]), "重拟"))
    assert refused == ["return_is_fixed"]
    act(office, found, "to_draft")
    fresh = office.write(lambda tx: redraft(tx, found["id"]), "重拟")
    assert fresh["narrative"] == compiled["drafted"]
    with pytest.raises(AppError, match="record_not_found"):
        office.write(lambda tx: redraft(tx, "nothing"), "重拟")


def test_after_review_no_word_changes_and_after_signing_nothing_is_deleted(office: Office) -> None:
    found = signed(office)
    assert found["content_sha256"] == content_hash(found)
    change = lambda **typed: office.change("monthly_return", found["id"], typed)  # noqa: E731
    assert problems_of(lambda: change(narrative="改一改")) == ["return_is_fixed"]
    assert problems_of(lambda: change(month="2026-12")) == ["return_month_fixed"]
    with pytest.raises(AppError, match="return_kept"):
        office.retire("monthly_return", [found["id"]])
    other = begun(office, month="2026-10")
    assert office.retire("monthly_return", [other["id"]]) == 1


def test_what_comes_late_shows_as_an_adjustment_and_in_the_next_return(office: Office) -> None:
    early = office.add("hazard", factories.hazard())
    found = signed(office)
    assert adjustments(office.store.reader(), found, office.today) == []
    late = office.add("hazard", factories.hazard(found_on="2026-11-20"))
    changed = {each["key"]: each for each in adjustments(office.store.reader(), found, office.today)}
    assert (changed["found"]["then"], changed["found"]["now"], changed["found"]["ids"]) == (
        "1",
        "2",
        (late["id"],),
    )
    assert office.get("monthly_return", found["id"])["figures"] == found["figures"]
    office.retire("hazard", [early["id"]])
    gone = {each["key"]: each for each in adjustments(office.store.reader(), found, office.today)}
    assert gone["found"]["ids"] == (late["id"],)  # one came and one went: the number alone would not tell
    office.retire("hazard", [late["id"]])
    less = {each["key"]: each for each in adjustments(office.store.reader(), found, office.today)}
    assert (less["found"]["now"], less["found"]["ids"]) == ("0", (early["id"],))
    office.restore("hazard", [late["id"]])
    december = act(office, begun(office, month="2026-12"), "compile")
    told = {each["label"]: each for each in december["adjustments"] or []}
    assert "隐患：新增" in told
    assert told["隐患：新增"]["records"] == late["no"]


def test_a_draft_has_no_adjustments(office: Office) -> None:
    assert adjustments(office.store.reader(), begun(office), office.today) == []


def test_a_returned_month_gets_a_second_version_and_keeps_the_first(office: Office) -> None:
    found = signed(office)
    act(office, found, "send", sent_way="纸质")
    returned = act(office, found, "send_back", answer_note="检查次数不对")
    assert returned["status"] == "returned"
    second = corrected(office, found)
    first = office.get("monthly_return", found["id"])
    assert (second["version"], second["corrects"], second["title"]) == (
        2,
        found["id"],
        "2026年11月月报（更正第2版）",
    )
    assert (first["status"], first["figures"], first["content_sha256"]) == (
        "corrected",
        found["figures"],
        found["content_sha256"],
    )
    with pytest.raises(AppError, match="return_not_correctable"):
        corrected(office, first)
    with pytest.raises(AppError, match="record_not_found"):
        office.write(lambda tx: correct(tx, "nothing", CODE), "更正")


def test_a_correction_keeps_an_edited_text_and_drafts_one_that_nobody_edited_anew(office: Office) -> None:
    typed, drafted = signed(office, month="2026-10", narrative="手写的情况"), signed(office)
    office.add("hazard", factories.hazard())
    assert corrected(office, typed)["narrative"] == "手写的情况"
    assert "新增1条" in corrected(office, drafted)["narrative"]
    assert "新增1条" not in office.get("monthly_return", drafted["id"])["narrative"]


def test_a_return_is_not_sent_before_it_is_signed(office: Office) -> None:
    found = signed(office)
    refused = problems_of(lambda: act(office, found, "send", sent_way="email", sent_on="2026-11-01"))
    assert refused == ["date_before"]
    assert act(office, found, "accept")["status"] == "accepted"


def test_the_months_between_two_run_over_the_year() -> None:
    assert months_between("2026-11", "2027-02") == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_a_clock_that_is_behind_refuses_the_signature(office: Office, clock: FixedClock) -> None:
    found = begun(office)
    clock.moment = datetime(2019, 1, 1, 8, 0, tzinfo=CHINA)
    compiled = act(office, found, "compile")
    assert (compiled["compiled_at"], compiled["is_clock_doubtful"]) == ("2026-11-23T09:30", True)
    act(office, found, "review", reviewed_by=factories.RECHECKER, reviewed_on="2026-11-23")
    with pytest.raises(AppError, match="clock_behind"):
        act(office, found, "sign", signed_by=factories.LEAD)
    clock.moment = datetime(2026, 11, 26, 9, 0, tzinfo=CHINA)
    assert act(office, found, "sign", signed_by=factories.LEAD)["signed_on"] == "2026-11-26"


def test_a_return_goes_into_a_package_once_it_is_signed(office: Office) -> None:
    def going() -> list[str]:
        found = unreported_records(office.store.reader(), MONTHLY_RETURN, retired=False)
        return [each["month"] for each in found]

    begun(office, month="2026-10")
    assert going() == []
    signed(office)
    assert going() == ["2026-11"]
