"""Chinese in the order of its pinyin, and found by its initials."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.spec import pinyin
from db.spec.query import Query, Sort
from db.store import open_store
from desktop.office import Office
from tests import factories
from tests.data import make_pinyin


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("章浜社区", "zbsq"),
        ("a栋101-2", "ad1012"),
        ("工商银行", "gsyx\ngsyh"),
        ("䶮㐂𠮷泖港", "ymg"),
        ("消防\n一般", "xf\nyb"),
        ("", ""),
    ],
)
def test_initials_of_a_text(text: str, letters: str) -> None:
    assert pinyin.initials(text) == letters


def test_only_the_beginning_of_a_long_line_has_initials() -> None:
    assert pinyin.initials("章" * 300) == "z" * 40


def test_the_table_is_what_its_maker_makes() -> None:
    assert pinyin.TABLE.read_text("utf-8").splitlines() == make_pinyin.lines()


def test_names_with_rare_characters_stand_where_their_sound_does(office: Office) -> None:
    names = ["朱家角超市", "䶮记面馆", "泖港饭店", "淀山湖旅馆", "莘庄诊所", "A记", "𠮷野家", "李家小店"]
    for name in names:
        office.add("premises", factories.premises(name=name))
    rows = office.rows("premises", office.ids("premises", Query(sort=(Sort("name"),))))
    assert "".join(each["name"][0] for each in rows) == "A淀李泖莘䶮朱𠮷"


@pytest.mark.parametrize(
    ("words", "count"), [("lzmg", 1), ("LZMG", 1), ("zmx", 0), ("l", 0), ("lzmg xydd", 1)]
)
def test_a_record_is_found_by_initials(office: Office, words: str, count: int) -> None:
    office.add("premises", factories.premises(name="老张面馆", address="夏阳大道88号"))
    assert office.count("premises", Query(search=words)) == count


@pytest.mark.parametrize("version", [1, 2])
def test_the_records_of_an_older_ledger_have_initials_too(tmp_path: Path, version: int) -> None:
    old = Path(make_pinyin.__file__).parent / "upgrades" / f"schema-{version}.db"
    store = open_store(Path(shutil.copy(old, tmp_path / "旧台账.db")))
    (text, letters) = store.reader().execute("SELECT search_text, initials FROM premises").fetchone()
    store.close()
    assert letters and letters == pinyin.initials(text)


def test_a_change_is_found_by_its_new_initials(office: Office) -> None:
    shop = office.add("premises", factories.premises(name="老张面馆"))
    office.change("premises", shop["id"], {"name": "悦来旅馆"})
    assert (
        office.count("premises", Query(search="ylvg")) + office.count("premises", Query(search="yllg")) == 1
    )
    assert office.count("premises", Query(search="lzmg")) == 0
