"""One record by command: looked at, changed, taken a step further."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import factories
from tests.desktop.commands.command_line import json_lines, photo_file
from tests.desktop.commands.in_a_folder import DB, Commanded


def test_a_word_in_a_field_may_be_a_code_or_its_chinese(command: Commanded, folder: Path) -> None:
    lines = [
        factories.hazard(category="消防"),
        factories.hazard(category="FIRE", level="general", source="patrol"),
    ]
    assert command("add", "hazard", *DB, stdin=json_lines(lines))[0] == 0
    _, out, _ = command("list", "hazard", *DB, "--json")
    first, second = (json.loads(line) for line in out.splitlines())
    assert (first["category"], first["level"]) == (second["category"], second["level"])


@pytest.mark.parametrize("words", [["L=5"], ["inputs.L=5"], ["likelihood=5"], ['inputs={"L":5}']])
def test_an_input_of_a_risk_is_changed_under_any_of_its_names(command: Commanded, words: list[str]) -> None:
    command("add", "risk", *DB, stdin=json_lines([factories.risk()]))
    assert command("set", "risk", "FX-2026-0001", *DB, *words) == (0, "已修改 FX-2026-0001\n", "")
    _, out, _ = command("show", "risk", "FX-2026-0001", *DB, "--json")
    assert (json.loads(out)["score"], json.loads(out)["level_final"]) == ("20", "red")


def test_rows_are_set_as_json(command: Commanded) -> None:
    command("add", "drill", *DB, stdin=json_lines([factories.drill()]))
    groups = '[{"group": "居民", "count": "40人"}]'
    assert command("set", "drill", "YL-2026-0001", *DB, f"participant_groups={groups}")[0] == 0
    _, out, _ = command("show", "drill", "YL-2026-0001", *DB, "--json")
    assert json.loads(out)["participants"] == 40


def test_every_problem_of_a_change_is_named(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, _, err = command(
        "set", "hazard", "YH-2026-0001", *DB, "found_on=昨天吧", "level=天大", "closed_by=陈建国"
    )
    assert code == 1
    assert [line.rpartition("（")[2] for line in err.splitlines()] == [
        "date_unreadable）", "choice_unknown）", "field_written_by_step）",
    ]  # fmt: skip


def test_a_word_that_is_no_assignment_is_refused(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    for word in ("deadline", "=2026-11-03", "note=\udcff"):
        code, _, err = command("set", "hazard", "YH-2026-0001", *DB, word)
        assert (code, err.endswith("（assignment_unreadable）\n")) == (1, True)


def test_an_unknown_step_lists_those_there_are(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, _, err = command("act", "hazard", "YH-2026-0001", "消灭", *DB)
    assert (code, "rectify" in err, err.endswith("（step_unknown）\n")) == (1, True, True)


def test_overdue_records_are_listed_by_that_word(command: Commanded) -> None:
    lines = [factories.planned_hazard(found_on="2020-01-02", deadline="2020-01-31"), factories.hazard()]
    command("add", "hazard", *DB, stdin=json_lines(lines))
    assert (
        command("list", "hazard", *DB, "--state", "逾期")[1]
        .splitlines()[0]
        .startswith("YH-2020-0001\t已上账\t2020-01-31")
    )


def test_photos_that_cannot_be_read_change_nothing(command: Commanded, folder: Path) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    (folder / "坏.jpg").write_bytes(b"\xff\xd8\xff not a photo")
    photo_file(folder / "好.jpg")
    code, _, err = command("attach", "hazard", "YH-2026-0001", *DB, "好.jpg", "坏.jpg")
    assert (code, err.endswith("（photo_unreadable）\n")) == (1, True)
    assert json.loads(command("show", "hazard", "YH-2026-0001", *DB, "--json")[1])["photo_before"] is None
    code, _, err = command("attach", "hazard", "YH-2026-0001", *DB, "好.jpg", "--field", "description")
    assert err.endswith("（attachment_field_unknown）\n")


def test_showing_a_record_without_json_reads_like_a_form(command: Commanded) -> None:
    command("add", "hazard", *DB, stdin=json_lines([factories.hazard()]))
    code, out, _ = command("show", "hazard", "YH-2026-0001", *DB)
    assert code == 0
    assert {"编号：YH-2026-0001", "状态：已上账（未报送）", "隐患类别：消防"} <= set(out.splitlines())
