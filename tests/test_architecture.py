"""The import law and the other laws that a reader of one file cannot see; each is shown able to fail."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STOREYS = ("db", "reports", "desktop", "ui", "installer")
TOP_LEVEL = {
    *STOREYS,
    ".ci",
    ".github",
    ".gitattributes",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "README.zh-CN.md",
    "docs",
    "main.py",
    "pyproject.toml",
    "tests",
}
OURS = {"db", "reports", "desktop", "ui", "installer", "main", "tests"}
# Of the windows, for the manual: what opens them and what fills them.
TAKES_PICTURES = {"db.clock", "db.spec", "desktop", "installer.pictures", "ui", "PySide6", "PIL"}
# Beside the standard library; a module is allowed with everything inside it.
MAY_IMPORT = {
    "db": {"db", "sqlite_utils"},
    "reports": {"db", "reports", "reportlab", "segno", "PIL", "python_calamine", "xlsxwriter"},
    "desktop": {
        "db",
        "reports",
        "desktop",
        "PySide6.QtCore",
        "cryptography",
        "pyrage",
        "bcrypt",
        "argon2",
        "PIL",
        "xlsxwriter",
        "openpyxl",
        "docx",
        "lxml",
    },
    "ui": {"db.spec", "db.errors", "db.value", "desktop", "ui", "PySide6", "pypdfium2", "shiboken6"},
    "main.py": {"desktop", "ui", "PySide6"},
    "installer": {
        "PyInstaller",
        "PySide6",
        "PIL",
        "packaging",
        "installer",
    },  # freezing draws the icon of the program
    "installer/take_pictures.py": TAKES_PICTURES,
    **{
        f"installer/pictures/{name}.py": TAKES_PICTURES
        for name in ("of_committee", "of_street", "sample_street", "showing")
    },
}
# SQL is spoken in db alone; reports and ui may not reach for it through the standard library either.
NEVER = {"reports": {"sqlite3"}, "ui": {"sqlite3"}, "desktop": {"PySide6.QtWidgets", "PySide6.QtGui"}}
CATCHES_ALL = {"desktop/jobs.py", "desktop/crash.py", "ui/self_test.py"}
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|PRAGMA|CREATE\s+TABLE)\b", re.S
)

Law = Callable[[str, str], list[str]]


def sources() -> Iterator[tuple[str, str]]:
    """Path from the root and text of every module of the program."""
    files = [file for storey in STOREYS for file in (ROOT / storey).rglob("*.py")] + [ROOT / "main.py"]
    for file in sorted(files):
        if file.exists():
            yield file.relative_to(ROOT).as_posix(), file.read_text(encoding="utf-8")


def imported_modules(path: str, text: str) -> Iterator[str]:
    """The full names imported anywhere in the module, in functions too: `from db import spec` is db.spec."""
    package = Path(path).parent.parts
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(
                [*package[: len(package) - node.level + 1], node.module or ""] if node.level else []
            )
            start = base.rstrip(".") or node.module or ""
            yield from (f"{start}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "__import__",
            "importlib.import_module",
        ):
            yield from named_by(node.args[0], tree)


def named_by(argument: ast.expr, tree: ast.Module) -> list[str]:
    """The modules an import by function may mean: a constant or a loop's constants; "?" for anything else."""
    chosen: list[ast.expr] = [argument]
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and ast.unparse(node.target) == ast.unparse(argument):
            chosen = node.iter.elts if isinstance(node.iter, ast.Tuple) else [node.iter]
    return [str(name.value) if isinstance(name, ast.Constant) else "?" for name in chosen]


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


def breaks_of_import_law(path: str, text: str) -> list[str]:
    storey = path.split("/")[0]
    allowed, never = MAY_IMPORT.get(path, MAY_IMPORT[storey]), NEVER.get(storey, set())
    return [
        f"{path} imports {module}"
        for module in imported_modules(path, text)
        if within(module, never)
        or not (within(module, allowed) or module.split(".")[0] in sys.stdlib_module_names - OURS)
    ]


def catches_of_everything(path: str, text: str) -> list[str]:
    if path in CATCHES_ALL:
        return []
    handlers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]
    return [
        f"{path}:{handler.lineno} catches everything"
        for handler in handlers
        if catches_all(handler.type) and not only_clears_up(handler)
    ]


def only_clears_up(handler: ast.ExceptHandler) -> bool:
    """Whether the handler puts things back whatever happened, and lets the error go on unchanged."""
    last = handler.body[-1]
    clears_for_all = handler.type is not None and ast.unparse(handler.type) == "BaseException"
    return clears_for_all and isinstance(last, ast.Raise) and last.exc is None


def catches_all(caught: ast.expr | None) -> bool:
    if isinstance(caught, ast.Tuple):
        return any(catches_all(one) for one in caught.elts)
    return caught is None or ast.unparse(caught) in ("Exception", "BaseException")


def sql_outside_db(path: str, text: str) -> list[str]:
    if not path.startswith(("ui/", "reports/")):
        return []
    strings = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)]
    return [
        f"{path}:{s.lineno} speaks SQL" for s in strings if isinstance(s.value, str) and SQL.search(s.value)
    ]


def more_than_wiring(path: str, text: str) -> list[str]:
    lines = len(text.splitlines())
    return [f"main.py has {lines} lines"] if path == "main.py" and lines >= 80 else []


def strangers_at_the_top(names: set[str]) -> set[str]:
    return names - TOP_LEVEL


@pytest.mark.parametrize(
    "law",
    [breaks_of_import_law, catches_of_everything, sql_outside_db, more_than_wiring],
    ids=lambda law: law.__name__,
)
def test_every_module_keeps_the_law(law: Law) -> None:
    modules = list(sources())
    assert {path.split("/")[0] for path, _ in modules} >= {"db", "reports", "desktop", "ui", "installer"}
    assert [broken for path, text in modules for broken in law(path, text)] == []


def test_the_top_of_the_tree_holds_nothing_else() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert (
        strangers_at_the_top({line.split("/")[0].strip('"') for line in listed.stdout.splitlines()}) == set()
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("db/store.py", "import desktop.jobs"),
        ("db/store.py", "def late():\n    from PySide6.QtCore import QObject"),
        ("db/store.py", "import reportlab"),
        ("reports/ledger.py", "from desktop import messages"),
        ("reports/ledger.py", "import sqlite3"),
        ("reports/ledger.py", "from PySide6 import QtCore"),
        ("desktop/jobs.py", "from PySide6.QtWidgets import QLabel"),
        ("desktop/jobs.py", "from PySide6 import QtGui"),
        ("desktop/jobs.py", "import ui.pages"),
        ("desktop/exchange/bag.py", "from ... import ui"),
        ("desktop/jobs.py", "import requests"),
        ("ui/window.py", "from db import store"),
        ("ui/window.py", "from db.store import Store"),
        ("ui/window.py", "import reports.ledger"),
        (
            "ui/window.py",
            "from importlib import import_module\nimport importlib\nimportlib.import_module('db.store')",
        ),
        ("ui/window.py", "__import__(chosen)"),
        (
            "ui/window.py",
            "import importlib\nfor n in ('ui.forms', 'db.store'):\n    importlib.import_module(n)",
        ),
        ("ui/window.py", "import importlib\nfor n in chosen:\n    importlib.import_module(n)"),
        ("ui/window.py", "from ..db import store"),
        ("main.py", "import db"),
        ("main.py", "import installer.bootstrap"),
        ("installer/bootstrap.py", "import desktop"),
    ],
)
def test_an_import_upwards_is_seen(path: str, text: str) -> None:
    assert breaks_of_import_law(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("db/store.py", "import sqlite3\nfrom sqlite_utils import Database\nfrom db.errors import AppError"),
        (
            "desktop/exchange/bag.py",
            "from . import limits\nfrom PySide6.QtCore import QObject\nfrom reports import ledger",
        ),
        (
            "ui/window.py",
            "from PySide6.QtWidgets import QLabel\nfrom db.errors import AppError\nfrom db import spec",
        ),
    ],
)
def test_an_import_downwards_is_allowed(path: str, text: str) -> None:
    assert breaks_of_import_law(path, text) == []


@pytest.mark.parametrize("caught", ["", " Exception", " BaseException as error", " (OSError, Exception)"])
def test_a_catch_of_everything_is_seen(caught: str) -> None:
    text = f"try:\n    run()\nexcept{caught}:\n    pass"
    assert catches_of_everything("ui/window.py", text)
    assert catches_of_everything("desktop/jobs.py", text) == []
    assert catches_of_everything("ui/window.py", text.replace(f"except{caught}", "except OSError")) == []


def test_clearing_up_before_the_error_goes_on_is_no_catch() -> None:
    text = "try:\n    run()\nexcept BaseException:\n    close()\n    raise"
    assert catches_of_everything("ui/window.py", text) == []
    assert catches_of_everything("ui/window.py", text.replace("BaseException", "Exception"))
    assert catches_of_everything("ui/window.py", text + " AppError('x')")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id\nFROM hazard",
        "INSERT INTO hazard VALUES (1)",
        "UPDATE hazard SET x = 1",
        "DELETE FROM hazard",
        "PRAGMA x",
    ],
)
def test_sql_outside_db_is_seen(statement: str) -> None:
    text = f"query = {statement!r}"
    assert sql_outside_db("ui/window.py", text) and sql_outside_db(
        "reports/ledger.py", f"query = f{statement!r}"
    )
    assert sql_outside_db("db/store.py", text) == []


def test_a_main_that_grows_is_seen() -> None:
    assert more_than_wiring("main.py", "x = 1\n" * 80)
    assert more_than_wiring("main.py", "x = 1\n" * 79) == []


def test_a_stranger_at_the_top_is_seen() -> None:
    assert strangers_at_the_top({"db", "main.py", "utils.py"}) == {"utils.py"}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_qt_does_not_lose_references_to_none(qapp: object) -> None:
    """PySide6 6.12 on Python 3.11 loses one at every void call and aborts after some 5,000."""
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    before = sys.getrefcount(None)
    for _ in range(1_000):
        label.setText("x")
    assert before - sys.getrefcount(None) < 100
