from __future__ import annotations

from collections import Counter

import pytest

from db.spec import RECORD_TYPES
from db.spec.code_tables import CODES_FOLDER, code_table, find_code, label_of
from db.spec.field import Field
from db.spec.hazard import lead_department
from db.spec.text import search_form

METHODS = ("risk_method_ls", "risk_method_lec")
TABLES = sorted(path.stem for path in CODES_FOLDER.glob("*.json") if path.stem not in METHODS)


def every_field() -> list[Field]:
    own = [field for record_type in RECORD_TYPES.values() for field in record_type.fields]
    return own + [row for field in own for row in field.rows]


@pytest.mark.parametrize("name", TABLES)
def test_a_code_table_says_where_it_comes_from(name: str) -> None:
    table = code_table(name)
    assert table.name == name
    assert table.label and table.source and table.version
    assert table.mark in ("verified", "secondary", "practice", "unverified")
    assert table.codes


@pytest.mark.parametrize("name", TABLES)
def test_no_word_of_a_code_table_means_two_things(name: str) -> None:
    words: Counter[str] = Counter()
    for code in code_table(name).codes:
        words.update({search_form(word) for word in (code.code, code.label, *code.extra.get("aliases", ()))})
    assert [word for word, count in words.items() if count > 1] == []


@pytest.mark.parametrize("name", TABLES)
def test_every_entry_is_found_by_its_code_its_word_and_its_aliases(name: str) -> None:
    table = code_table(name)
    for code in table.codes:
        for word in (code.code, code.label, *code.extra.get("aliases", ())):
            assert table.find(word) == code


def test_every_field_with_choices_names_tables_that_exist() -> None:
    used = {name for field in every_field() for name in field.codes}
    assert used <= set(TABLES)


def test_an_unknown_table_is_no_table() -> None:
    with pytest.raises(FileNotFoundError):
        code_table("weather")


def test_both_accident_classifications_are_there_with_their_dates() -> None:
    new, old = code_table("accident_type_2025"), code_table("accident_type_1986")
    assert (len(new.codes), new.in_force) == (27, "2026-07-01")
    assert (len(old.codes), old.codes[-1].label) == (20, "其他伤害")
    assert "GB 6441-2025" in new.source and "GB 6441-1986" in old.source


def test_a_word_in_both_classifications_means_the_one_in_force() -> None:
    tables = ("accident_type_2025", "accident_type_1986")
    fire, gas = find_code(tables, "火灾"), find_code(tables, "中毒和窒息")
    assert fire and fire.code == "2025-09"
    assert gas and gas.code == "1986-19"
    assert find_code(tables, "雷击") is None


def test_a_code_of_a_later_version_reads_as_itself() -> None:
    assert label_of(("hazard_level",), "major") == "重大（部门认定）"
    assert label_of(("hazard_level",), "catastrophic") == "catastrophic"


def test_every_hazard_category_has_a_lead_department() -> None:
    assert all(lead_department(code.code) for code in code_table("hazard_category").codes)
    assert lead_department("GAS") == "城建中心"
    assert lead_department("UNKNOWN") == ""
