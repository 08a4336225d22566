from __future__ import annotations

from typing import Any

import pytest

from desktop.hazard_doubts import photo_doubts, repeats
from desktop.messages import problem_sentence
from desktop.office import Office
from tests import factories
from tests.ui.sample_ledger import photo


@pytest.fixture
def shot(office: Office) -> dict[str, Any]:
    return office.attach(photo("现场", "#795548"), "现场.jpg")


def doubts(office: Office, **hazard: Any) -> list[tuple[str | None, str]]:
    found = photo_doubts(office, {"found_on": "2026-11-20"} | hazard)
    return [(each.field, each.message_id) for each in found]


def test_a_photo_of_another_record_is_named(office: Office, shot: dict[str, Any]) -> None:
    assert doubts(office, photo_before=[shot]) == []
    hazard = office.add("hazard", factories.hazard(photo_before=[shot]))
    (doubt,) = photo_doubts(office, {"photo_before": [shot]})
    assert problem_sentence(doubt).startswith("这张照片已经用在：隐患 YH-2026-0001。")
    assert photo_doubts(office, {"photo_before": [shot]}, hazard["id"]) == []
    office.retire("hazard", [hazard["id"]])
    office.add("drill", factories.drill(photos=[shot]))
    assert doubts(office, photo_after=[shot]) == [("photo_after", "photo_used_elsewhere")]


def test_a_photo_may_come_with_the_hazard_from_its_inspection(office: Office, shot: dict[str, Any]) -> None:
    shop = office.add("premises", factories.premises())
    inspection = office.add("inspection", factories.inspection(premises=shop["no"], photos=[shot]))
    assert doubts(office, photo_before=[shot]) == [("photo_before", "photo_used_elsewhere")]
    assert doubts(office, photo_before=[shot], inspection=inspection["id"]) == []


@pytest.mark.parametrize(
    ("taken", "found_on", "is_doubtful"),
    [
        ("2023-05-01T10:00:00", "今天", True),
        ("2026-11-12T10:00:00", "2026-11-20", True),
        ("2026-11-13T10:00:00", "2026-11-20", False),
        (None, "2026-11-20", False),
        ("2023-05-01T10:00:00", "2026-2-30", False),
        ("2023-05-01T10:00:00", None, False),
    ],
)
def test_a_photo_taken_long_before_the_finding_is_doubted(
    office: Office, shot: dict[str, Any], taken: str | None, found_on: str | None, is_doubtful: bool
) -> None:
    found = doubts(office, found_on=found_on, photo_before=[shot | {"taken_at": taken}])
    assert found == ([("photo_before", "photo_taken_early")] if is_doubtful else [])


def test_the_committee_sets_how_old_a_photo_may_be(office: Office, shot: dict[str, Any]) -> None:
    office.keep_own_numbers({"photo_age_days": 30})
    assert doubts(office, photo_before=[shot | {"taken_at": "2026-11-01T10:00:00"}]) == []


def test_a_before_photo_that_comes_back_as_the_after_photo_is_doubted(
    office: Office, shot: dict[str, Any]
) -> None:
    assert doubts(office, photo_before=[shot], photo_after=[shot]) == [
        ("photo_after", "photo_after_is_before")
    ]


def test_two_pictures_made_from_one_file_are_the_same_picture(office: Office, shot: dict[str, Any]) -> None:
    """The picture on the disk was damaged, so the file was prepared again and got another hash."""
    from db.attachments import Attachment, add_attachment, find_attachment

    known = find_attachment(office.store.reader(), shot["sha256"])
    assert known is not None
    again = Attachment("b" * 64, 1, 1, known.mime, known.suffix, "再次.jpg", None, known.source_sha256)
    office.write(lambda tx: add_attachment(tx.connection, again, tx.at, tx.who), "保存照片")
    after = shot | {"sha256": "b" * 64}
    assert doubts(office, photo_before=[shot], photo_after=[after]) == [
        ("photo_after", "photo_after_is_before")
    ]


def test_a_repeated_hazard_is_sought_by_what_is_typed_so_far(office: Office) -> None:
    office.add("hazard", factories.hazard(found_on="2026-06-01"))
    typed = {"found_on": "今天", "category": "FIRE", "location": factories.hazard()["location"]}
    assert [each.no for each in repeats(office, typed)] == ["YH-2026-0001"]
    assert repeats(office, typed | {"found_on": "不知道"}) == []
    office.keep_own_numbers({"repeat_months": 3})
    assert repeats(office, typed) == []
