"""Programme files: the plan that ships is whole, other plans are checked and kept in one transaction."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.errors import AppError, EnvironmentProblem, InvalidRecord
from db.programme_file import read_programme, shipped_programmes, where_of, where_text
from db.spec.code_tables import code_table
from db.spec.query import Query
from desktop.office import Office
from desktop.programme import import_programme, programme_of, programmes

ACTIONS = {
    "一": range(1, 6), "二": range(6, 9), "三": (9,), "四": (10,), "五": range(11, 14), "六": range(14, 19),
    "七": range(19, 22), "八": (22, 23), "九": range(24, 29), "十": (29, 30),
}  # fmt: skip


def other_plan(**changes: Any) -> dict[str, Any]:
    clause = {
        "key": "N1", "label": "任务1", "title": "疏散演练", "action": "主要任务", "says": "每年演练", "asks": "组织演练",
        "targets": [{"year": 2027, "text": "全覆盖"}],
        "proofs": [{"ledger": "drill", "word": "演练", "where": {"form": ["operational"]}}],
        "tasks": [{"key": "N1-1", "title": "组织演练", "recurrence": "half_year", "years": [2027, 2028]}],
    }  # fmt: skip
    return {
        "format": "village-ledger-programme", "version": 1, "key": "next-2027", "name": "后续行动方案", "doc_no": "青夏街〔2027〕2号",
        "from_on": "2027-01-01", "until_on": "2028-12-31", "clauses": [clause],
    } | changes  # fmt: skip


def written(folder: Path, document: Any) -> Path:
    path = folder / "方案.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return path


def test_the_plan_that_ships_has_every_task_in_its_action(office: Office) -> None:
    plan = programme_of(office, "qingxiajie-2024-13")
    by_key = {row["key"]: row for row in plan["clauses"]}
    for numeral, tasks in ACTIONS.items():
        assert all(by_key[f"T{task}"]["action"].startswith(f"（{numeral}）") for task in tasks)
    assert {f"GOAL-{n}" for n in range(1, 8)} <= set(by_key)
    assert {f"T{n}" for n in range(1, 31)} <= {row["clause"] for row in plan["tasks"]}
    assert {row["clause"] for row in plan["proofs"]} == set(by_key)
    assert (plan["from_on"], plan["until_on"]) == ("2024-01-01", "2026-12-31")


def test_the_clauses_of_the_plan_that_ships_are_those_documents_are_filed_by(office: Office) -> None:
    plan = programme_of(office, "qingxiajie-2024-13")
    codes = [(each.code, each.label) for each in code_table("plan_clause").codes]
    assert codes == [(row["key"], row["label"]) for row in plan["clauses"]]


def test_every_choice_that_the_plan_that_ships_counts_by_is_known(office: Office) -> None:
    from db.spec import RECORD_TYPES

    for row in programme_of(office, "")["proofs"]:
        known = RECORD_TYPES.get(row["ledger"])
        for name, values in where_of(row["where"]).items() if known else ():
            assert known is not None
            codes = (
                [each.code for each in known.statuses]
                if name == "status"
                else [each.code for table in known.field(name).codes for each in code_table(table).codes]
                or ["1"]
            )
            assert set(values) <= set(codes), (row["clause"], name)


def test_another_plan_is_imported_once_and_brought_up_to_date(office: Office, tmp_path: Path) -> None:
    path = written(tmp_path, other_plan())
    assert import_programme(office, path)[1] == "added"
    assert import_programme(office, path)[1] == "same"
    kept, how = import_programme(office, written(tmp_path, other_plan(name="后续行动方案（修订）")))
    assert (how, kept["rev"], kept["tasks"][0]["years"]) == ("changed", 2, "2027,2028")
    assert [each["key"] for each in programmes(office)] == ["next-2027", "qingxiajie-2024-13"]
    assert office.count("programme", Query()) == 1


@pytest.mark.parametrize(
    ("part", "row", "message_id"),
    [
        ("proofs", {"ledger": "hazzard", "word": "隐患"}, "programme_ledger_unknown"),
        (
            "proofs",
            {"ledger": "hazard", "word": "隐患", "where": {"colour": ["red"]}},
            "programme_field_unknown",
        ),
        ("proofs", {"ledger": "hazard", "word": "隐患", "where": "level"}, "programme_where_unreadable"),
        ("tasks", {"key": "N1-1", "title": "重复的编号", "recurrence": "once"}, "programme_key_twice"),
        ("tasks", {"key": "N1-2", "title": "频次", "recurrence": "weekly"}, "choice_unknown"),
        (
            "tasks",
            {"key": "N1-2", "title": "日期", "recurrence": "year", "due": "13-40"},
            "programme_day_unreadable",
        ),
        (
            "tasks",
            {"key": "N1-2", "title": "日期", "recurrence": "month", "due": "12-26"},
            "programme_day_unreadable",
        ),
        ("targets", {"year": 2027}, "required"),
    ],
)
def test_a_plan_with_a_mistake_is_refused_whole(
    office: Office, tmp_path: Path, part: str, row: dict[str, Any], message_id: str
) -> None:
    document = other_plan()
    document["clauses"][0][part].append(row)
    with pytest.raises(InvalidRecord) as refused:
        import_programme(office, written(tmp_path, document))
    assert message_id in {each.message_id for each in refused.value.problems}
    assert office.count("programme", Query()) == 0


def test_a_plan_that_ends_before_it_begins_or_names_a_clause_twice_is_refused(
    office: Office, tmp_path: Path
) -> None:
    document = other_plan(until_on="2026-12-31")
    document["clauses"].append(document["clauses"][0] | {"tasks": []})
    with pytest.raises(InvalidRecord) as refused:
        import_programme(office, written(tmp_path, document))
    assert {each.message_id for each in refused.value.problems} == {"date_before", "programme_key_twice"}


@pytest.mark.parametrize(
    ("document", "message_id"),
    [
        ([], "programme_file_not_ours"),
        ({"format": "other"}, "programme_file_not_ours"),
        (other_plan(version=9), "programme_file_newer"),
        (other_plan(clauses="N1"), "programme_file_not_ours"),
        (other_plan(clauses=[{"key": "N1", "tasks": "x"}]), "programme_file_not_ours"),
    ],
)
def test_a_file_that_is_no_programme_is_refused_in_words(
    tmp_path: Path, document: Any, message_id: str
) -> None:
    with pytest.raises(AppError, match=message_id):
        read_programme(written(tmp_path, document))


def test_a_file_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="file_unreadable"):
        read_programme(tmp_path / "没有.json")
    (tmp_path / "坏.json").write_text("{", encoding="utf-8")
    with pytest.raises(AppError, match="programme_file_not_ours"):
        read_programme(tmp_path / "坏.json")


def test_a_file_too_large_for_a_programme_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.programme_file.LARGEST_FILE", 10)
    with pytest.raises(AppError, match="file_too_large"):
        read_programme(written(tmp_path, other_plan()))


def test_a_programme_that_is_over_can_be_ended(office: Office, tmp_path: Path) -> None:
    kept, _ = import_programme(office, written(tmp_path, other_plan()))
    assert office.act("programme", kept["id"], "end", {})["status"] == "ended"


def test_a_programme_nobody_knows_is_refused_in_words(office: Office) -> None:
    with pytest.raises(AppError, match="programme_unknown"):
        programme_of(office, "nothing")


def test_conditions_are_kept_as_a_line(office: Office) -> None:
    where = {"level": ("suspected_major", "major"), "status": ("closed",)}
    assert where_of(where_text({name: list(values) for name, values in where.items()})) == where
    assert where_of(None) == {} and len(shipped_programmes()) >= 1


def test_what_is_counted_as_open_hazards_are_all_open_ones(office: Office) -> None:
    from db.spec import HAZARD

    (where,) = [
        where_of(row["where"])
        for row in programme_of(office, "")["proofs"]
        if row["word"] == "未销号的重大隐患"
    ]
    assert set(where["status"]) == set(HAZARD.open_statuses)
