from __future__ import annotations

import ast
import errno
import os
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.errors import AppError, Cancelled, EnvironmentProblem, InvalidRecord, Problem
from desktop.messages import SENTENCES, message, problem_sentence, sentence

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for folder in ("db", "desktop") for path in sorted((ROOT / folder).rglob("*.py"))]
# Where the message id stands among the arguments, and where its parameters do.
RAISERS = {"AppError": 0, "EnvironmentProblem": 0, "NotADate": 0, "Problem": 1, "_refuse": 1}
ADDED = {"NotADate": {"label"}, "_refuse": {"label"}}
# Looked up by SQLite's code in db/store.py, not written where they are raised.
FAULTS_OF_SQLITE = (
    "disk_full",
    "disk_unreadable",
    "database_locked",
    "folder_read_only",
    "file_unreadable",
    "database_damaged",
    "not_our_database",
)
ENGLISH = re.compile(r"Traceback|Error|Exception|error|None|null|line \d")


@dataclass(frozen=True)
class Raised:
    """One place that raises a message id; `params` is None where they cannot be seen."""

    message_id: str
    params: frozenset[str] | None
    where: str


def raised_in(path: Path) -> Iterator[Raised]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISERS:
            place = RAISERS[node.func.id]
            for message_id in literal_ids(node.args[place] if len(node.args) > place else None):
                yield Raised(message_id, params_of(node), f"{path.relative_to(ROOT)}:{node.lineno}")


def checks_named() -> set[str]:
    """What a check may find, wherever the source names it."""
    return {
        name
        for path in SOURCES
        for name in re.findall(r'"(check_[a-z]+_[a-z_]+)"', path.read_text(encoding="utf-8"))
    }


def literal_ids(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return literal_ids(node.body) + literal_ids(node.orelse)
    return []


def params_of(node: ast.Call) -> frozenset[str] | None:
    assert isinstance(node.func, ast.Name)
    if any(keyword.arg is None for keyword in node.keywords):
        return None
    given = {str(keyword.arg) for keyword in node.keywords} | ADDED.get(node.func.id, set())
    if node.func.id == "Problem" and len(node.args) > 2:
        if not isinstance(node.args[2], ast.Dict) or None in node.args[2].keys:
            return None
        given |= {key.value for key in node.args[2].keys if isinstance(key, ast.Constant)}
    return frozenset(given)


RAISED = [each for path in SOURCES for each in raised_in(path)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_source_raises_a_good_many_messages() -> None:
    assert len({each.message_id for each in RAISED}) > 60


def test_every_id_that_is_raised_has_a_sentence() -> None:
    raised = {each.message_id: each.where for each in RAISED}
    raised |= {each: "db/store.py" for each in FAULTS_OF_SQLITE}
    raised |= {each: "db or desktop" for each in checks_named()}
    raised |= {f"check_log_{reason}": "db/integrity.py" for reason in ("altered", "removed", "inserted")}
    raised |= {f"usc_{doubt}": "db/spec/premises.py" for doubt in ("length", "letters", "check_digit")}
    assert {each: where for each, where in raised.items() if each not in SENTENCES} == {}


def test_every_placeholder_of_a_sentence_is_given_by_who_raises_it() -> None:
    missing = {
        each.where: placeholders(SENTENCES[each.message_id]) - each.params
        for each in RAISED
        if each.params is not None and each.message_id in SENTENCES
    }
    assert {where: names for where, names in missing.items() if names} == {}


@pytest.mark.parametrize("message_id", sorted(SENTENCES))
def test_a_sentence_is_chinese_and_ends(message_id: str) -> None:
    text = SENTENCES[message_id]
    assert text.endswith("。") or (message_id.startswith("check_") and "{" in text)
    assert re.search("[\u4e00-\u9fff]", text)
    assert not ENGLISH.search(re.sub(r"\{\w+\}", "", text))


def test_a_problem_in_a_child_row_is_counted_from_one() -> None:
    problem = Problem("measures", "required", {"label": "责任人"}, 1)
    assert problem_sentence(problem) == "第 2 行：请填写“责任人”，这一项必填。"


def test_several_problems_make_one_sentence() -> None:
    error = InvalidRecord(
        [Problem("a", "required", {"label": "位置"}), Problem("b", "override_reason_missing")]
    )
    assert sentence(error) == "请填写“位置”，这一项必填；最终等级与计算等级不同，请写明调整的理由。"


def test_every_kind_of_error_is_told_in_a_sentence() -> None:
    assert sentence(AppError("record_not_found", what="YH-1")) == "没有找到“YH-1”。请核对编号。"
    assert "第 9 版" in sentence(EnvironmentProblem("newer_database", found=9, known=1))
    assert sentence(Cancelled()) == "已取消，没有改动。"
    assert sentence(ZeroDivisionError("division by zero")).startswith("程序出了意外，已保存的数据不受影响。")


def test_a_parameter_nobody_gave_reads_as_a_dash() -> None:
    assert message("record_not_found", {}) == "没有找到“—”。请核对编号。"


def test_an_id_without_a_sentence_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        message("weather_bad", {})


def test_what_the_system_says_in_english_is_told_in_chinese() -> None:
    told = sentence(EnvironmentProblem("write_failed", name="一.zip", reason=os.strerror(errno.EIO)))
    assert told == "没有写成 一.zip（读写出错）。请确认 U 盘已插好、没有写保护，再试一次。"
