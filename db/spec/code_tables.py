"""The code tables of `db/codes/`: what may be chosen, each with its source and version."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from db.spec.text import search_form
from db.value import EMPTY, Value

CODES_FOLDER = Path(__file__).resolve().parent.parent / "codes"


class Code(Value):
    """One entry of a code table; `extra` holds what only this table has (colour word, lead department, …)."""

    code: str
    label: str
    extra: Mapping[str, Any] = EMPTY


class CodeTable(Value):
    """A list of codes with its source, version and, where known, the day it came into force."""

    name: str
    label: str
    source: str
    version: str
    mark: str
    in_force: str | None
    codes: tuple[Code, ...]
    shipped: tuple[Code, ...] = ()  # without what was added beside them

    @property
    def offered(self) -> tuple[Code, ...]:
        """The entries that may be chosen now: all but the added ones that were stopped since."""
        return tuple(each for each in self.codes if not each.extra.get("is_stopped"))

    def get(self, code: str) -> Code | None:
        """The entry with that code, or None."""
        return next((each for each in self.codes if each.code == code), None)

    def find(self, text: str) -> Code | None:
        """The entry meant by a typed word: its code, its Chinese word or one of its other names."""
        return _by_word(self.name).get(search_form(text))


@cache
def code_table(name: str) -> CodeTable:
    """The code table of that name; FileNotFoundError when there is none."""
    document = json.loads((CODES_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    shipped = tuple(_code(row) for row in document["codes"])
    return CodeTable(
        document["name"], document["label"], document["source"], document["version"], document["mark"],
        document.get("in_force"), _with_added(name, shipped), shipped,
    )  # fmt: skip


def add_codes(owner: str, added: Mapping[str, Sequence[Code]]) -> None:
    """Let lists (by table name) have more entries than they ship with, as long as the ledger `owner` is open; those it
    had added before are gone. Empty: it adds nothing any more.
    """
    if _added.pop(owner, {}) or added:
        if added:
            _added[owner] = dict(added)
        for each in (code_table, _by_word, label_of):
            each.cache_clear()


_added: dict[str, dict[str, Sequence[Code]]] = {}


def _with_added(name: str, shipped: tuple[Code, ...]) -> tuple[Code, ...]:
    codes = {each.code: each for each in shipped}
    for each in [code for added in list(_added.values()) for code in added.get(name, ())]:
        codes.setdefault(each.code, each)
    return tuple(codes.values())


def find_code(tables: tuple[str, ...], text: str) -> Code | None:
    """The entry meant by a word in the first of the tables that knows it."""
    return next((found for name in tables if (found := code_table(name).find(text))), None)


@lru_cache(maxsize=4096)
def label_of(tables: tuple[str, ...], code: str) -> str:
    """The Chinese word of a code; the code itself when no table has it (a record of a later version)."""
    return next((found.label for name in tables if (found := code_table(name).get(code))), code)


def _code(row: dict[str, Any]) -> Code:
    return Code(row["code"], row["label"], {key: row[key] for key in row if key not in ("code", "label")})


@cache
def _by_word(name: str) -> dict[str, Code]:
    words: dict[str, Code] = {}
    for each in code_table(name).offered:
        for word in (each.code, each.label, *each.extra.get("aliases", ())):
            words.setdefault(search_form(word), each)
    return words
