"""The criteria by which departments judge major hazards, in short words of our own, found by what people type.

Data: `db/criteria/`. Every entry carries document, version and, where known, the day it came into force; the original
decides (以原件为准). A document that was replaced is marked as 旧版 and never offered as current.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from db.spec.text import search_form

CRITERIA_FOLDER = Path(__file__).resolve().parent.parent / "criteria"
ORIGINAL_DECIDES = "以原件为准"
KIND_WORDS = {"major": "重大隐患判定要点", "basis": "法规依据", "on_spot": "适合当场改正"}
_LONGEST_BASIS = 500  # the field `basis` of a hazard


@dataclass(frozen=True)
class Document:
    """A document with criteria; `note` says what of it is not at hand."""

    id: str
    title: str
    number: str
    version: str
    in_force: str | None
    mark: str
    note: str
    is_current: bool

    def described(self) -> str:
        """Title, number, version and the day it came into force, for the screen."""
        since = f"{self.in_force} 起施行" if self.in_force else "施行日期见原件"
        state = since if self.is_current else "旧版，不是现行标准"
        return f"《{self.title}》（{self.number}，{state}）"


@dataclass(frozen=True)
class Criterion:
    """One entry: its clause and its text in our own short words."""

    document: Document
    kind: str
    clause: str
    text: str
    categories: tuple[str, ...]
    searched: str  # all it is found by, in search form

    def basis(self) -> str:
        """What goes into 判定依据: the document and the short text."""
        old = "" if self.document.is_current else "旧版，"
        current = "" if self.document.is_current else "；现行 GB 35181—2025 第5章原文未收录"
        words = f"《{self.document.title}》（{old}{self.document.number}）{self.clause}：{self.text}（{ORIGINAL_DECIDES}{current}）"
        return words[:_LONGEST_BASIS]


@cache
def criteria() -> tuple[Criterion, ...]:
    """Every criterion, the current documents before the replaced ones."""
    found = [_criterion(document, item) for document, item in [*_added_items(), *_items()]]
    return tuple(sorted(found, key=lambda each: not each.document.is_current))


def add_criteria(owner: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let the library have more entries, records of type `criterion`, as long as the ledger `owner` is open."""
    if _added.pop(owner, ()) or rows:
        if rows:
            _added[owner] = tuple(rows)
        criteria.cache_clear()


_added: dict[str, Sequence[Mapping[str, Any]]] = {}


def _added_items() -> list[tuple[Document, dict[str, Any]]]:
    rows = [row for added in list(_added.values()) for row in added]
    return [
        (
            Document(row["id"], row["title"], row["doc_no"], "", row["in_force"], "street", row["source"] or "", True),
            {
                "kind": row["kind"], "clause": row["clause"], "text": row["text"], "categories": row["categories"] or (),
                "words": (row["words"] or "").split(),
            },
        )
        for row in rows
    ]  # fmt: skip


def find_criteria(typed: str) -> list[Criterion]:
    """The criteria meant by a few words, the best first; all of them when nothing was typed.

    Words may be written together (地下室液化气) and be everyday ones (煤气罐): synonyms count as the same word. Criteria
    that have every word come first; when none has, those with most of them are given.
    """
    groups = _word_groups(typed)
    if not groups:
        return list(criteria())
    scored = [(sum(_has(each, group) for group in groups), each) for each in criteria()]
    best = max((score for score, _ in scored), default=0)
    least = len(groups) if best == len(groups) else max(1, best)
    return [each for score, each in scored if score >= least]


def criteria_like(description: str) -> list[Criterion]:
    """The criteria whose words appear in a running text such as a hazard's description; none when no word is known."""
    known = _known_words(search_form(description))
    return find_criteria(" ".join(known)) if known else []


def _has(criterion: Criterion, group: Iterable[str]) -> bool:
    return any(word in criterion.searched for word in group)


def _word_groups(typed: str) -> list[frozenset[str]]:
    groups: list[frozenset[str]] = []
    for word in search_form(typed).split():
        known = [word] if word in _synonyms() else _known_words(word)
        groups += [_synonyms()[each] for each in known] or [frozenset((word,))]
    return list(dict.fromkeys(groups))


def _known_words(text: str) -> list[str]:
    """The words of the synonyms that stand in a text, the longest first, none inside another."""
    found: list[str] = []
    for word in sorted(_synonyms(), key=len, reverse=True):
        if word in text:
            found.append(word)
            text = text.replace(word, " ")
    return found


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    """Every word with all that it may mean; a word of two groups means both."""
    document = json.loads((CRITERIA_FOLDER / "synonyms.json").read_text(encoding="utf-8"))
    meant: dict[str, frozenset[str]] = {}
    for group in document["groups"]:
        words = frozenset(search_form(word) for word in group)
        for word in words:
            meant[word] = meant.get(word, frozenset()) | words
    return meant


def _items() -> list[tuple[Document, dict[str, Any]]]:
    library = json.loads((CRITERIA_FOLDER / "criteria.json").read_text(encoding="utf-8"))
    return [(_document(row), item) for row in library["documents"] for item in row["items"]]


def _document(row: dict[str, Any]) -> Document:
    return Document(
        row["id"], row["title"], row["number"], row["version"], row["in_force"], row["mark"], row["note"],
        row.get("is_current", True),
    )  # fmt: skip


def _criterion(document: Document, item: dict[str, Any]) -> Criterion:
    words = (item["text"], item["clause"], document.title, document.number, *item["words"])
    return Criterion(
        document,
        item["kind"],
        item["clause"],
        item["text"],
        tuple(item["categories"]),
        search_form("\n".join(words)),
    )
