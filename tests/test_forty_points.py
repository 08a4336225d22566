"""docs/forty-points.md: every test it names exists; and the two points about words, read from the source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
POINTS = (ROOT / "docs" / "forty-points.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", POINTS)
# A word that another program might use for an act of ours: what is said here instead.
OTHER_WORDS = {
    "添加记录": "新增", "新建": "新增", "编辑": "修改", "移除": "删除", "储存": "保存", "存盘": "保存",
    "导入Excel": "导入", "生成数据包": "生成报送包",
}  # fmt: skip


def test_there_are_forty_points_each_with_its_proof() -> None:
    rows = re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", POINTS, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 41))
    assert all("`tests/" in proof for _, proof in rows)


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for path, name in NAMED:
        file = ROOT / path
        functions = {
            node.name
            for node in ast.walk(
                ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
            )
            if isinstance(node, ast.FunctionDef)
        }
        if not file.exists() or name and name not in functions:
            missing.append(f"{path}::{name}")
    assert missing == []


def words_of_buttons() -> set[str]:
    """The Chinese words given to buttons and actions in ui/."""
    makers = {"QPushButton", "IconButton", "word_button", "named_action", "addButton", "addAction", "QAction"}
    found: set[str] = set()
    for file in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) in makers
            ):
                given = [each.value for each in node.args if isinstance(each, ast.Constant)]
                found |= {each for each in given if isinstance(each, str) and not each.isascii()}
    return found


def test_no_button_says_yes_or_no() -> None:
    words = words_of_buttons()
    assert {"保存", "取消", "删除"} & words and not {"是", "否", "是(&Y)", "否(&N)"} & words


def test_one_act_has_one_word() -> None:
    assert {word: OTHER_WORDS[word] for word in words_of_buttons() if word in OTHER_WORDS} == {}
