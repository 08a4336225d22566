"""The words of heads: hundreds of them, each for something that is there."""

from __future__ import annotations

import json
from pathlib import Path

from db.spec import RECORD_TYPES
from db.spec.code_tables import code_table
from db.spec.header_words import head_words, key_fields, proposed_code, source_fields

WORDS = Path(__file__).parents[3] / "db" / "spec" / "header_words.json"
_OWN_TARGETS = {"no", "status", "serial", "note", "computed"}


def test_there_are_hundreds_of_words_and_each_means_a_field() -> None:
    written: dict[str, dict[str, list[str]]] = json.loads(WORDS.read_text(encoding="utf-8"))["words"]
    assert sum(len(words) for targets in written.values() for words in targets.values()) > 1000
    unknown = [
        f"{table}.{target}"
        for table, targets in written.items()
        for target in targets
        if table != "*" and target.partition(".")[0] not in {*RECORD_TYPES[table].by_name, *_OWN_TARGETS}
    ]
    assert unknown == []


def test_every_label_of_a_type_is_a_word_for_its_field() -> None:
    for table, record_type in RECORD_TYPES.items():
        words = head_words(table)
        for field in record_type.fields:
            assert field.computed or field.name in {each for targets in words.values() for each in targets}


def test_keys_and_sources_name_fields_of_their_type() -> None:
    for table, record_type in RECORD_TYPES.items():
        assert set(key_fields(table)) <= set(record_type.by_name)
        for name, source in source_fields(table).items():
            assert {name, source} <= set(record_type.by_name)


def test_a_category_is_proposed_from_words_and_is_one_of_the_table() -> None:
    assert proposed_code("hazard_category", "燃气软管老化开裂") == "GAS"
    assert proposed_code("hazard_category", "说不清的问题") is None
    assert (
        code_table("hazard_category").get(str(proposed_code("hazard_category", "楼道飞线充电"))) is not None
    )
