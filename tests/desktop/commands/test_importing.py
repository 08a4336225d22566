"""`main.py import`: every count, every refusal, the mapping that answers the questions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from db.spec.query import Query
from desktop.commands.parser import build_parser
from desktop.office import Office
from tests.desktop.importing.workbooks import HEADS, hazard_row, save

FILES = Path(__file__).parents[2] / "data" / "spreadsheets"


def run(office: Office, table: str, file: Path, *more: str) -> int | None:
    given = build_parser().parse_args(["import", table, str(file), "--db", str(office.database), *more])
    code: int | None = given.run(given)
    return code


def document(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A ledger with one good row and two that cannot be read."""
    rows = [hazard_row(1), hazard_row(2, day="2024-2-30"), hazard_row(3, level="三级")]
    return save(tmp_path / "台账.xlsx", ("三月", [["隐患台账"], list(HEADS), *rows, ["合计", "", 3]]))


def test_the_numbers_given_are_printed_and_the_counts_told(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "hazard", FILES / "隐患排查整改台账-2024.xlsx") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "YH-2024-0001" and len(out.splitlines()) == 60
    assert "应读 62 行，读入 60 条，登记 60 条，更新 0 条，重复不登记 0 条，读不懂 0 条" in err
    assert "按建议登记：隐患级别：“重大” → 疑似重大（待部门判定）（4 行）" in err


def test_a_dry_run_says_all_and_writes_nothing(
    office: Office, doubtful: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "hazard", doubtful, "--dry-run", "--json") == 1
    told = document(capsys)
    assert {name: told[name] for name in ("expected", "read", "written", "refused", "left_out")} == {
        "expected": 4, "read": 3, "written": 1, "refused": 2, "left_out": 0,
    }  # fmt: skip
    assert [(each["sheet"], each["row"], each["column"], each["value"]) for each in told["refusals"]] == [
        ("三月", 4, "排查时间", "2024-2-30"),
        ("三月", 5, "等级", "三级"),
    ]
    assert told["skipped"][0]["reason"] == "合计行"
    assert office.count("hazard", Query()) == 0


def test_the_mapping_it_prints_can_be_answered_and_given_back(
    office: Office, doubtful: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(office, "hazard", doubtful, "--dry-run", "--json")
    told = document(capsys)
    told["mapping"]["answers"]["found_on"] = {"2024-2-30": "2024-02-29"}
    told["mapping"]["answers"]["level"] = {"三级": "一般"}
    told["mapping"]["constants"]["category"] = "电动自行车"
    mapping = tmp_path / "m.json"
    mapping.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    assert run(office, "hazard", doubtful, "--mapping", str(mapping), "--json") == 0
    assert document(capsys)["numbers"] == ["YH-2026-0001", "YH-2024-0001", "YH-2026-0002"]
    found = office.rows("hazard", office.ids("hazard", Query()))
    assert {each["category"] for each in found} == {"EBIKE"}


def test_refused_rows_are_named_on_standard_error_and_end_with_code_1(
    office: Office, doubtful: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(office, "hazard", doubtful) == 1
    out, err = capsys.readouterr()
    assert out == "YH-2026-0001\n"
    assert "三月 第 4 行 排查时间：“排查日期”：没有 2024-2-30 这一天。请核对日期。" in err
    assert "读不懂 2 条" in err


def test_a_file_that_was_imported_before_adds_nothing(
    office: Office, doubtful: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(office, "hazard", doubtful)
    capsys.readouterr()
    run(office, "hazard", doubtful, "--json")
    told = document(capsys)
    assert (told["written"], told["left_out"], told["repeated"][0]["same_as"]) == (0, 1, "YH-2026-0001")


def test_tips_do_not_come_in_from_spreadsheets(office: Office, doubtful: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(office, "tip", doubtful)
    assert ended.value.code == 2


def test_a_file_without_records_is_refused_in_words(office: Office, tmp_path: Path) -> None:
    from db.errors import AppError

    file = save(tmp_path / "空.xlsx", ("表", [list(HEADS)]))
    with pytest.raises(AppError, match="import_no_rows"):
        run(office, "hazard", file)
