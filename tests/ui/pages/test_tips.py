"""Where a tip stands in its course, by its state and what was found."""

from __future__ import annotations

from typing import Any

import pytest

from ui.pages.tips import identity_mark, tip_course


@pytest.mark.parametrize(
    ("record", "words", "done"),
    [
        ({"status": "registered"}, "登记 初核 核实 答复 办结", 1),
        ({"status": "verifying", "screening": "accept"}, "登记 初核 核实 答复 办结", 2),
        ({"status": "declined", "screening": "decline"}, "登记 初核 答复 办结", 2),
        (
            {"status": "referred", "screening": "refer", "referred_on": "2026-11-21"},
            "登记 初核 转办 答复 办结",
            3,
        ),
        ({"status": "verified", "verify_result": "false"}, "登记 初核 核实 答复 办结", 3),
        ({"status": "verified", "verify_result": "true"}, "登记 初核 核实 隐患 答复 办结", 3),
        ({"status": "verified", "verify_result": "true", "hazard": "01"}, "登记 初核 核实 隐患 答复 办结", 4),
        ({"status": "replied", "verify_result": "partly"}, "登记 初核 核实 隐患 答复 办结", 5),
        ({"status": "closed", "screening": "decline"}, "登记 初核 答复 办结", 4),
        ({"status": "purged"}, "登记 初核 核实 答复 办结", 5),
    ],
)
def test_the_course_shows_what_came_up_and_how_far_it_is(
    record: dict[str, Any], words: str, done: int
) -> None:
    course = tip_course(record)
    assert (" ".join(course.words), course.done) == (words, done)


def test_who_told_is_to_go_once_closed_and_settled() -> None:
    assert identity_mark({"status": "closed", "reward_result": "none"}) is not None
    assert identity_mark({"status": "closed"}) is identity_mark({"status": "purged"}) is None
