"""CONTRIBUTING.md: its recipes are applied to a copy of the tree, and what they make is used."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PARTS = re.findall(r"```python\n# (\S+), (new file|below: [^\n]+)\n(.*?)```", RECIPES, re.DOTALL)
SHOW_PAGE = """
import sys
from pathlib import Path
from PySide6.QtCore import QSettings
from desktop.office import Office
from ui.app import make_application
from ui.main_window import MainWindow
app = make_application(sys.argv[:1])
office = Office.open(Path(sys.argv[1]))
window = MainWindow(office, QSettings(sys.argv[1] + ".ini", QSettings.Format.IniFormat))
window.show()
page = window.show_page("visit")
for _ in range(50):
    app.processEvents()
print(page.model.rowCount(), page.commands.new.text())
window.close()
office.close()
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with all recipes applied."""
    copy = tmp_path_factory.mktemp("tree")
    left_out = shutil.ignore_patterns("__pycache__")
    for folder in ("db", "reports", "desktop", "ui", "docs/manual"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=left_out)
    shutil.copy(ROOT / "main.py", copy)
    for path, place, text in PARTS:
        apply(copy / path, place, text)
    return copy


def apply(path: Path, place: str, text: str) -> None:
    """One part of a recipe: a new file, or lines below the first line that contains some words."""
    if place == "new file":
        path.write_text(text, encoding="utf-8")
        return
    words = place.removeprefix("below: ")
    lines = path.read_text(encoding="utf-8").split("\n")
    found = next((number for number, line in enumerate(lines) if words in line), None)
    assert found is not None, f"{path.name} has no line with {words}"
    lines[found + 1 : found + 1] = text.rstrip("\n").split("\n")
    path.write_text("\n".join(lines), encoding="utf-8")


def run(tree: Path, *words: str, typed: str = "") -> str:
    environment = {**os.environ, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=tree,
        env=environment,
        input=typed,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def ledger(tree: Path) -> str:
    secret = tree / "口令.txt"
    secret.write_text("章浜社区的安全口令2026", encoding="utf-8")
    database = str(tree / "台账" / "安全台账.db")
    people = ("--committee", "310118001003", "--clerk", "王芳", "--lead", "陈建国")
    run(tree, "main.py", "init", "--db", database, *people, "--passphrase-file", str(secret))
    return database


def test_the_recipe_of_a_field_gives_a_column_that_is_kept_searched_and_shown(
    tree: Path, ledger: str
) -> None:
    record = '{"title": "消防制度", "kind": "制度", "dated": "2026-11-03", "shelf": "二楼三号柜"}'
    kinds = (tree / "db" / "spec" / "document.py").read_text(encoding="utf-8")
    assert "存放位置" in kinds
    from db.spec.code_tables import code_table

    record = record.replace('制度", "dated', f'{code_table("document_kind").codes[0].label}", "dated')
    number = run(tree, "main.py", "add", "document", "--db", ledger, typed=record).split()[0]
    assert "二楼三号柜" in run(tree, "main.py", "show", "document", number, "--db", ledger)
    assert number in run(tree, "main.py", "list", "document", "--db", ledger, "--search", "三号柜")


def test_the_recipes_of_a_record_type_and_a_document_give_a_ledger_a_page_and_a_paper(
    tree: Path, ledger: str
) -> None:
    record = (
        '{"visited_on": "2026-11-03", "household": "佳乐苑3号楼201", "visitor": "王芳", "note": "灶具正常"}'
    )
    number = run(tree, "main.py", "add", "visit", "--db", ledger, typed=record).split()[0]
    assert number == "ZF-2026-0001"
    assert "佳乐苑3号楼201" in run(tree, "main.py", "list", "visit", "--db", ledger)
    paper = tree / "走访.pdf"
    run(tree, "main.py", "print-many", "visit", "--db", ledger, number, "-o", str(paper))
    import pypdfium2

    assert "灶具正常" in pypdfium2.PdfDocument(paper)[0].get_textpage().get_text_range()
    assert run(tree, "-c", SHOW_PAGE, ledger).split() == ["1", "新增走访"]


def test_every_recipe_has_its_parts() -> None:
    assert len(PARTS) >= 8
    for heading in ("## Add a field", "## Add a record type", "## Add a document"):
        assert heading in RECIPES


def commands_of(name: str) -> list[str]:
    """The lines in the fenced blocks of a file, without what is explained behind them."""
    blocks = re.findall(r"```\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)
    return [
        re.sub(r"\s{2,}.*", "", line).strip()
        for block in blocks
        for line in block.splitlines()
        if line.strip()
    ]


def test_the_chinese_readme_gives_the_same_commands() -> None:
    english, chinese = commands_of("README.md"), commands_of("README.zh-CN.md")
    assert len(chinese) >= 8
    assert [each for each in chinese if each not in english] == []
