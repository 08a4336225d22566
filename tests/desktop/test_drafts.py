from __future__ import annotations

import json

from desktop.drafts import (
    RECORD,
    DraftKeeper,
    Origin,
    draft_folder,
    draft_lines,
    draft_time,
    drafts_left,
    keeper_for,
    throw_away,
    usable,
)
from desktop.office import Office
from tests import factories

NEW_HAZARD = Origin(RECORD, "hazard", title="新增隐患")


def test_a_draft_is_kept_with_when_and_by_whom(office: Office) -> None:
    keeper = DraftKeeper(office, NEW_HAZARD)
    keeper.keep({"location": "三楼"})
    keeper.keep({"location": "三楼东侧", "found_on": "11-2"})
    (draft,) = drafts_left(office.database)
    assert (draft.origin, draft.who, draft_time(draft)) == (NEW_HAZARD, "王芳", "2026-11-23 09:30")
    assert draft.values == {"location": "三楼东侧", "found_on": "11-2"}
    throw_away(draft)
    assert drafts_left(office.database) == []


def test_what_is_saved_or_left_keeps_nothing_even_when_a_write_comes_late(office: Office) -> None:
    keeper = DraftKeeper(office, NEW_HAZARD)
    keeper.keep({"location": "三楼"})
    keeper.discard()
    keeper.keep({"location": "四楼"})
    assert list(draft_folder(office.database).iterdir()) == []


def test_tips_and_sensitive_numbers_are_never_written(office: Office) -> None:
    assert keeper_for(office, Origin(RECORD, "tip")) is None
    assert keeper_for(office, None) is None
    keeper = keeper_for(office, Origin(RECORD, "special_work_certificate"))
    assert keeper is not None
    keeper.keep({"number": "310118199001010011", "person": "李强"})
    assert "310118199001010011" not in keeper.file.read_text(encoding="utf-8")


def test_a_disk_that_takes_nothing_does_not_disturb_typing(office: Office) -> None:
    folder = draft_folder(office.database)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")
    DraftKeeper(office, NEW_HAZARD).keep({"location": "三楼"})
    folder.unlink()
    assert drafts_left(office.database) == []


def test_a_draft_reads_as_the_form_did(office: Office) -> None:
    premises = office.add("premises", factories.premises())
    DraftKeeper(office, NEW_HAZARD).keep(
        {"premises": premises["id"], "level": "general", "location": "三楼", "deadline": "下周"}
    )
    (draft,) = drafts_left(office.database)
    assert [text for _, _, text in draft_lines(office, draft)] == [premises["name"], "一般", "三楼", "下周"]
    assert usable(draft, ["premises", "location"]) == {"premises": premises["id"], "location": "三楼"}


def test_a_reference_that_was_half_typed_is_shown_but_not_filled_in(office: Office) -> None:
    DraftKeeper(office, NEW_HAZARD).keep({"premises": "老张", "level": "没有这一级"})
    (draft,) = drafts_left(office.database)
    assert [text for _, _, text in draft_lines(office, draft)] == ["老张", "没有这一级"]
    assert usable(draft, ["premises"]) == {}


def test_files_that_are_no_drafts_are_passed_over(office: Office) -> None:
    folder = draft_folder(office.database)
    folder.mkdir(parents=True)
    origin = {"form": "record", "table": "hazard"}
    for name, content in (
        ("torn", "{"),
        ("list", "[]"),
        ("other", json.dumps({"origin": {"table": "hazard"}})),
        ("unknown", json.dumps({"origin": origin | {"table": "x"}, "at": "", "who": "", "values": {}})),
        ("field", json.dumps({"origin": origin, "at": "2026-11-23", "who": "", "values": {"x": 1}})),
        ("time", json.dumps({"origin": origin, "at": "gestern", "who": "", "values": {}})),
    ):
        (folder / f"{name}.json").write_text(content, encoding="utf-8")
    assert drafts_left(office.database) == []
