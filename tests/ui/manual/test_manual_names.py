"""What the manual calls by name is called so in the program: menus with their items, and everything between “ and ”."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu

from desktop.handbook import MANUAL_FOLDER, chapter_names
from desktop.street.street_ledger import StreetLedger
from tests.desktop.street.exchange_kit import PASSPHRASE, STREET
from ui.main_window import MainWindow
from ui.street.street_window import StreetWindow

ROOT = Path(__file__).resolve().parents[3]
QUOTED = re.compile(r"“([^“”]+)”")
PATH = re.compile(r"“([^“”]+)”→“([^“”]+)”")
ARROW_INSIDE = re.compile(r"“(?:台账|街道|编辑|记录|查找|视图|系统|帮助|办理|更多办理|导出)\s*[→—][^“”]*”")
_PIECE = 8  # characters of a sentence that stand for the whole of it
# Between quotation marks, and no name of the program: what people type or write, what others are called, what a rule says.
NO_NAMES = {
    "README.md": {"章浜", "文档"},
    "administrator.md": {"文档", "重试", "命令提示符"},
    "desk.md": {"本期待办 3/8"},
    "exchange.md": {"打开方式", "换钥通知"},
    "exporting.md": {"类别：人防｜措施内容：每日巡查｜责任人：张伟明", "2 份", "原来 → 改为"},
    "hazards.md": {"液化气 地下室", "电瓶车 楼道", "旧版"},
    "import.md": {"导入 37 条隐患", "导入自《文件名》工作表第几行", "旧 → 新"},
    "inspections.md": {"第几项"},
    "keeping.md": {"备份：n 天前", "安全台账-恢复前-日期.db"},
    "lists.md": {"悦来旅馆", "章浜社区", "银行", "原 → 新"},
    "people.md": {"加密磁盘"},
    "returns.md": {"（一）排查情况", "期初 + 新增 + 转入 − 销号 − 转出 − 作废 = 期末"},
    "street.md": {"青浦 夏阳"},
    "tips.md": {"一三七……", "举报照片1"},
}


def quoted_names() -> list[tuple[str, str]]:
    """(chapter, name) of everything between quotation marks that is to be a name of the program."""
    texts = {name: (MANUAL_FOLDER / name).read_text(encoding="utf-8") for name in chapter_names()}
    return [
        (chapter, name)
        for chapter, text in texts.items()
        for name in dict.fromkeys(QUOTED.findall(re.sub(r"\]\([^)]*\)|\[", "", text)))
        if name not in NO_NAMES.get(chapter, set())
    ]


@cache
def program_words() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every string of the program, comments and docstrings left out, and a pattern for each that is put together."""
    whole: set[str] = set()
    parted: set[str] = set()
    for top in ("ui", "desktop", "db", "reports"):
        for file in (ROOT / top).rglob("*.py"):
            for words, is_parted in _strings(ast.parse(file.read_text(encoding="utf-8"))):
                (parted if is_parted else whole).add(words)
        for file in (ROOT / top).rglob("*.json"):
            whole |= set(re.findall(r'"([^"\\]+)"', file.read_text(encoding="utf-8")))
    parted |= {re.sub(r"\\\{\w+\\\}", "(.+)", re.escape(each)) for each in whole if "{" in each}
    patterns = tuple(re.compile(each) for each in parted if len(re.findall(r"[\u4e00-\u9fff]", each)) >= 2)
    plain = {re.sub(r"\(&\w\)$|^‹ ", "", each).strip("，。；：") for each in whole}
    return frozenset(plain | {each.split("（")[0] for each in plain}), patterns


def _strings(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(each.value) if isinstance(each, ast.Constant) else "(.*)" for each in node.values
            ]
            yield "".join(parts), True
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value, False


def is_called_so(name: str) -> bool:
    """Whether a string of the program is the name; one that is put together counts when its own words are long, or when what
    was put in is a word of the program or a number; of a long sentence a piece is enough.
    """
    whole, patterns = program_words()
    plain = name.replace("‘", "“").replace("’", "”")
    if plain in whole or f"{plain}…" in whole:
        return plain in whole
    if len(plain) >= _PIECE and any(plain in each for each in whole):
        return True
    for each in patterns:
        if found := each.fullmatch(plain):
            put_in = [
                one for one in found.groups() if one not in whole and not re.fullmatch(r"[n\d几…]*", one)
            ]
            if not put_in or len(re.findall(r"[\u4e00-\u9fff]", each.pattern)) >= 4:
                return True
    return False


@pytest.mark.parametrize("chapter", chapter_names())
def test_every_name_in_a_chapter_is_one_of_the_program(chapter: str) -> None:
    found = [name for place, name in quoted_names() if place == chapter and not is_called_so(name)]
    assert found == []


def test_what_is_no_name_still_stands_in_its_chapter() -> None:
    for chapter, names in NO_NAMES.items():
        text = (MANUAL_FOLDER / chapter).read_text(encoding="utf-8")
        assert [each for each in names if f"“{each}”" not in text] == [], chapter


@pytest.mark.parametrize("name", ["生成报送", "打印一切", "备份与还原…", "收整个 U 盘"])
def test_a_name_that_is_not_in_the_program_is_found(name: str) -> None:
    assert not is_called_so(name)


def menu_words(window: MainWindow) -> dict[str, set[str]]:
    """The words in each menu of a window and in the menus within, by the menu's word."""
    return {_plain(menu.title()): set(_words(menu)) for menu in (*window.menus, *window.findChildren(QMenu))}


def _words(menu: QMenu) -> Iterator[str]:
    # Not by QAction.menu(): Qt for Python takes what that gives for gone together with the action.
    for each in (menu, *menu.findChildren(QMenu)):
        yield from (_plain(action.text()) for action in each.actions())


def _plain(words: str) -> str:
    return re.sub(r"\(&\w\)$", "", words)


def test_every_item_is_in_the_menu_that_the_manual_names(main_window: MainWindow, tmp_path: Path) -> None:
    from desktop.street.street_office import StreetDesk

    StreetDesk.create(tmp_path / "街道.db", passphrase=PASSPHRASE, **STREET).close()
    ledger = StreetLedger.open(tmp_path / "街道.db")
    street = StreetWindow(ledger, main_window.settings)
    for window in (main_window, street):
        window.show_page("hazard")  # what a page can do stands in 记录 and 查找
    offered = menu_words(main_window)
    for title, words in menu_words(street).items():
        offered[title] = offered.get(title, set()) | words
    named = [
        (chapter, menu, item)
        for chapter in chapter_names()
        for menu, item in PATH.findall((MANUAL_FOLDER / chapter).read_text(encoding="utf-8"))
        if menu in offered
    ]
    assert len(named) > 20
    assert [each for each in named if each[2] not in offered[each[1]]] == []
    street.close()
    street.deleteLater()
    ledger.close()


def test_a_way_through_a_menu_is_written_in_one_manner() -> None:
    """“菜单”→“项”, so that the tests above read it."""
    found = {
        chapter: [
            each for each in ARROW_INSIDE.findall((MANUAL_FOLDER / chapter).read_text(encoding="utf-8"))
        ]
        for chapter in chapter_names()
    }
    assert {chapter: ways for chapter, ways in found.items() if ways} == {}
