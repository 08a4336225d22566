from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from db.clock import CHINA, FixedClock
from db.errors import AppError, EnvironmentProblem, InvalidRecord
from db.spec.query import Query
from db.store import Changed, open_store
from desktop import photos
from desktop.office import Office
from desktop.paths import sign_key_file
from tests import factories
from tests.fixtures_ledger import PASSPHRASE

PHOTOS = Path(__file__).resolve().parents[1] / "data" / "photos"
PORTRAIT = PHOTOS / "orientation-portrait-6.jpg"


def create(database: Path, **changes: Any) -> Office:
    given: dict[str, Any] = {
        "committee": factories.COMMITTEE,
        "clerk": factories.CLERK,
        "lead": factories.LEAD,
        "passphrase": PASSPHRASE,
    }
    return Office.create(database, **(given | changes))


# Founding and opening a ledger.


def test_a_new_ledger_knows_its_committee_and_its_people(tmp_path: Path) -> None:
    office = create(tmp_path / "新 台账" / "安全台账.db")
    assert (office.committee["name"], office.committee["code"]) == (
        "章浜社区居委会",
        factories.COMMITTEE_CODE,
    )
    assert (office.clerk, office.lead) == (factories.CLERK, factories.LEAD)
    people = [row["name"] for row in office.rows("person", office.ids("person", Query()))]
    assert sorted(people) == sorted([factories.CLERK, factories.LEAD])
    assert b"OPENSSH PRIVATE KEY" in sign_key_file(office.database).read_bytes()
    assert office.folder == office.database.parent
    office.close()


def test_a_ledger_opens_again_as_it_was_left(office: Office, clock: FixedClock) -> None:
    hazard = office.add("hazard", factories.hazard())
    office.close()
    again = Office.open(office.database, clock)
    assert again.get("hazard", hazard["id"])["no"] == "YH-2026-0001"
    assert (again.committee, again.clerk, again.lead) == (office.committee, office.clerk, office.lead)
    again.close()


def test_an_existing_database_is_not_written_over(office: Office) -> None:
    with pytest.raises(EnvironmentProblem, match="database_exists"):
        create(office.database)


@pytest.mark.parametrize(
    "code", ["", "31011800100", "31011800100X", "３１０１１８００１００３", "310118001003 "]
)
def test_a_committee_has_a_code_of_twelve_digits(tmp_path: Path, code: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        create(tmp_path / "a.db", committee={**factories.COMMITTEE, "code": code})
    assert [(each.field, each.message_id) for each in refused.value.problems] == [
        ("code", "committee_code_invalid")
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_refused_committee_leaves_neither_database_nor_key(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecord) as refused:
        create(tmp_path / "a.db", committee={"code": factories.COMMITTEE_CODE})
    assert [each.field for each in refused.value.problems] == ["name"]
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="passphrase_too_short"):
        create(tmp_path / "a.db", passphrase="12345")
    assert [each for each in tmp_path.rglob("*") if each.is_file()] == []


def test_a_folder_that_is_a_file_holds_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("x")
    with pytest.raises(EnvironmentProblem, match="folder_read_only"):
        create(tmp_path / "文件" / "a.db")


def test_a_missing_database_is_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="database_missing"):
        Office.open(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_a_committee_is_nobodys_ledger(tmp_path: Path) -> None:
    open_store(tmp_path / "a.db").close()
    with pytest.raises(EnvironmentProblem, match="not_a_committee"):
        Office.open(tmp_path / "a.db")
    assert [each.name for each in tmp_path.iterdir()] == ["a.db"]


# Reading.


def test_a_record_that_is_gone_is_named(office: Office) -> None:
    with pytest.raises(AppError, match="record_not_found") as refused:
        office.get("hazard", "没有")
    assert refused.value.params == {"what": "没有"}
    assert office.title("premises", "没有") == ""


def test_what_may_be_referred_to_is_listed_with_its_title(office: Office) -> None:
    first, second = (office.add("premises", factories.premises(name=name))["id"] for name in ("甲店", "乙店"))
    assert office.choices_of("premises") == [(second, "乙店"), (first, "甲店")]
    assert office.titles("premises", [first, second]) == {first: "甲店", second: "乙店"}


def test_the_next_steps_say_what_stands_in_their_way(office: Office) -> None:
    hazard = office.add("hazard", factories.suspected_major())
    steps = {each.transition.name: each.why_not for each in office.possible_steps(hazard)}
    assert list(steps)[0] == "escalate" and steps["escalate"] is None
    assert set(steps) >= {"notify", "assign", "fix_on_spot", "rectify", "judge", "extend", "merge", "void"}
    assert steps["assign"] is None
    fix, rectify = steps["fix_on_spot"], steps["rectify"]
    assert fix is not None and fix.message_id == "major_cannot_be_fixed_on_the_spot"
    assert rectify is not None and rectify.message_id == "rectification_plan_missing"
    shop = office.add("premises", factories.premises())
    assert "close" in [each.transition.name for each in office.possible_steps(shop, "premises")]


def test_history_is_told_in_the_clerks_words_newest_first(office: Office, clock: FixedClock) -> None:
    shop = office.add("premises", factories.premises())
    hazard = office.add("hazard", factories.planned_hazard())
    clock.moment = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
    office.change("hazard", hazard["id"], {"premises": shop["no"], "funds": "3500元"})
    office.act("hazard", hazard["id"], "rectify", factories.rectification())
    office.retire("hazard", [hazard["id"]], "登记重复")
    retired, rectified, changed, added = office.history("hazard", hazard["id"])
    assert [each.operation for each in (added, changed, rectified, retired)] == [
        "新增隐患",
        "修改隐患",
        "登记整改",
        "删除隐患",
    ]
    assert (changed.who, changed.at) == (factories.CLERK, "2026-11-24T10:00:00+08:00")
    assert set(changed.fields) == {("所属场所", "", "老张面馆"), ("整改资金（万元）", "", "0.35")}
    assert ("状态", "已上账", "待复查") in rectified.fields
    assert ("删除原因", "", "登记重复") in retired.fields
    assert ("编号", "", "YH-2026-0001") in added.fields
    assert "committee_code" not in str(added.fields)


def test_the_history_of_a_person_has_no_states(office: Office) -> None:
    person = office.ids("person", Query())[0]
    (entry,) = office.history("person", person)
    assert ("状态", "", "") in entry.fields or "状态" not in {label for label, _, _ in entry.fields}


# Writing.


def test_several_records_are_registered_together_or_not_at_all(office: Office) -> None:
    with pytest.raises(InvalidRecord):
        office.register_all("hazard", [factories.hazard(), factories.hazard(level="特大")])
    assert office.count("hazard", Query()) == 0
    assert [each["no"] for each in office.register_all("hazard", [factories.hazard()] * 2)] == [
        "YH-2026-0001",
        "YH-2026-0002",
    ]


def test_screens_hear_of_each_write_on_the_writing_thread(office: Office) -> None:
    heard: list[tuple[Changed, threading.Thread]] = []
    leave = office.subscribe(lambda changed: heard.append((changed, threading.current_thread())))
    hazard = office.add("hazard", factories.hazard())
    leave()
    office.change("hazard", hazard["id"], {"note": "补充"})
    ((changed, thread),) = heard
    assert (changed.tables, changed.ids) == (frozenset({"hazard"}), frozenset({hazard["id"]}))
    assert (changed.operation, changed.undoes) == ("新增隐患", "")
    assert thread.name.startswith("writer")


def test_many_threads_may_use_one_ledger(office: Office) -> None:
    def enter(turn: int) -> str:
        hazard = office.add("hazard", factories.hazard(note=str(turn)))
        return str(office.get("hazard", hazard["id"])["no"])

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(enter, range(40)))
    assert numbers == [f"YH-2026-{place:04d}" for place in range(1, 41)]


def test_an_unknown_step_is_refused_under_its_own_name(office: Office) -> None:
    hazard = office.add("hazard", factories.hazard())
    with pytest.raises(AppError, match="step_unknown"):
        office.act("hazard", hazard["id"], "飞", {})


# Photos.


def test_a_photo_is_kept_and_referred_to(office: Office) -> None:
    photo = office.attach(PORTRAIT)
    hazard = office.add("hazard", factories.hazard(photo_before=[photo | {"caption": "二楼通道"}]))
    kept = office.attachment_path(photo["sha256"])
    assert kept.is_file() and kept.name == f"{photo['sha256']}.jpg"
    assert hazard["photo_before"][0]["caption"] == "二楼通道"
    assert photo["name"] == PORTRAIT.name


def test_the_same_photo_chosen_twice_is_kept_once(office: Office) -> None:
    first, again = office.attach(PORTRAIT), office.attach(PORTRAIT.read_bytes(), "粘贴.jpg")
    assert (again["sha256"], again["name"]) == (first["sha256"], "粘贴.jpg")
    assert len([each for each in office.attachments.folder.rglob("*") if each.is_file()]) == 1


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x")])
def test_a_photo_damaged_since_is_mended_by_choosing_it_again(office: Office, damage: Any) -> None:
    photo = office.attach(PORTRAIT)
    kept = office.attachment_path(photo["sha256"])
    whole = kept.read_bytes()
    damage(kept)
    assert office.attach(PORTRAIT)["sha256"] == photo["sha256"]
    assert kept.read_bytes() == whole


def test_a_pasted_picture_has_a_name(office: Office) -> None:
    assert office.attach(PORTRAIT.read_bytes())["name"] == "粘贴的图片.png"


def test_a_file_that_cannot_be_read_is_named(office: Office, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="file_unreadable") as refused:
        office.attach(tmp_path / "没有.jpg")
    assert refused.value.params["name"] == "没有.jpg"


def test_a_file_too_large_is_not_even_read(office: Office, tmp_path: Path) -> None:
    huge = tmp_path / "大.jpg"
    with huge.open("wb") as file:
        file.truncate(photos.LARGEST_FILE + 1)
    with pytest.raises(AppError, match="file_too_large"):
        office.attach(huge)


def test_an_unknown_attachment_has_no_path(office: Office) -> None:
    with pytest.raises(AppError, match="attachment_unknown"):
        office.attachment_path("a" * 64)
