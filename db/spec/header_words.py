"""The words of spreadsheet heads, kept as data: which field a column of an old ledger means, and what makes two rows one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from db.spec import RECORD_TYPES
from db.spec.field import RecordType
from db.spec.text import search_form

NO, STATUS, SERIAL, NOTE, COMPUTED = "no", "status", "serial", "note", "computed"
_FILE = Path(__file__).resolve().with_name("header_words.json")
_PUNCTUATION = re.compile(r"[\s:：*＊、/\\（）()【】\[\]《》<>〈〉.,，。·\-—_“”\"'×]")


@cache
def _document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def plain_head(text: str) -> str:
    """A head as it is compared: folded, without blanks and punctuation."""
    return _PUNCTUATION.sub("", search_form(text))


@cache
def head_words(table: str) -> Mapping[str, tuple[str, ...]]:
    """For each plain word of a head the targets it may mean, the likeliest first.

    A target is a field, a field and the kind of its rows (`measures.human`), or one of NO, STATUS, SERIAL, NOTE, COMPUTED.
    """
    record_type, words = RECORD_TYPES[table], dict[str, list[str]]()
    for field in record_type.fields:
        for word in (field.label, field.name, f"{field.label}{field.unit}"):
            words.setdefault(plain_head(word), []).append(COMPUTED if field.computed else field.name)
    for source in (_document()["words"].get(table, {}), _document()["words"]["*"]):
        for target, listed in source.items():
            for word in listed:
                words.setdefault(plain_head(word), []).append(target)
    known = {word: tuple(dict.fromkeys(each for each in targets if _is_known(record_type, each)))
             for word, targets in words.items() if word}  # fmt: skip
    return {word: targets for word, targets in known.items() if targets}


def _is_known(record_type: RecordType, target: str) -> bool:
    special = (NO, STATUS, SERIAL, COMPUTED, NOTE)
    return target in special or target.partition(".")[0] in record_type.by_name


def key_fields(table: str) -> tuple[str, ...]:
    """The fields by which two rows are taken for the same thing: place, date, text; the title where none are named."""
    named = _document()["keys"].get(table)
    return tuple(named) if named else (RECORD_TYPES[table].title_field,)


def source_fields(table: str) -> Mapping[str, str]:
    """Choices that old ledgers have no column for, and the field from whose words they can be proposed."""
    found: Mapping[str, str] = _document()["follows"].get(table, {})
    return found


def stand_ins(table: str) -> Mapping[str, tuple[str, ...]]:
    """For fields that must be filled and have no column: other fields whose words say the same."""
    found: Mapping[str, list[str]] = _document()["stand_ins"].get(table, {})
    return {name: tuple(others) for name, others in found.items()}


def proposed_code(code_table: str, text: str) -> str | None:
    """The code whose keywords occur in a text; the first of the list that does, or None. Always asked, never taken."""
    plain = search_form(text)
    keywords: Mapping[str, list[str]] = _document()["keywords"].get(code_table, {})
    return next(
        (code for code, words in keywords.items() if any(search_form(each) in plain for each in words)), None
    )


@cache
def nothing_words() -> frozenset[str]:
    """What people write where there is nothing to say."""
    return frozenset(search_form(each) for each in _document()["nothing"])
