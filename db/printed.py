"""What was printed: one row a document that left the preview, one a page, found again by the code in its footer."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.spec.query import Query, Sort
from db.store import Transaction


@dataclass(frozen=True)
class PrintedRow:
    """One row of a printed page: its ordinal, its record ("" for a row that is none) and a digest of its texts."""

    ordinal: int
    record_id: str
    digest: str


@dataclass(frozen=True)
class PrintedPage:
    """One page: its code and its rows."""

    code: str
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True)
class PrintedDocument:
    """A printed document. `form` is the key by which its rows can be made again, "" when they cannot; `printed_on` the
    day it bears; `at` and `who` say when it was last handed out, and by whom.
    """

    form: str
    title: str
    query: str
    printed_on: str
    pages: tuple[PrintedPage, ...]
    at: str = ""
    who: str = ""

    @property
    def record_count(self) -> int:
        """How many rows it has; one that goes over two pages counts once."""
        return max((row.ordinal for page in self.pages for row in page.rows), default=0)


def keep_print(transaction: Transaction, printed: PrintedDocument) -> None:
    """Keep what was printed. The same pages printed again take the place of the earlier print."""
    print_id = _identity(printed)
    transaction.execute("DELETE FROM printed_page WHERE print_id = ?", (print_id,))
    transaction.execute("DELETE FROM printed_document WHERE id = ?", (print_id,))
    transaction.execute(
        "INSERT INTO printed_document VALUES (?,?,?,?,?,?,?,?)",
        (
            print_id, printed.form, printed.title, printed.query, printed.record_count, printed.printed_on,
            transaction.at, transaction.who,
        ),
    )  # fmt: skip
    for number, page in enumerate(printed.pages, 1):
        transaction.execute(
            "INSERT INTO printed_page VALUES (?,?,?,?)", (print_id, number, page.code, _packed(page.rows))
        )


def find_print(connection: sqlite3.Connection, code: str) -> tuple[PrintedDocument, int] | None:
    """The document that has a page of this code, and the number of that page; the newest of several, None of none."""
    found = connection.execute(
        "SELECT p.print_id, p.number FROM printed_page p JOIN printed_document d ON d.id = p.print_id"
        " WHERE p.code = ? ORDER BY d.at DESC LIMIT 1",
        (code,),
    ).fetchone()
    return (_read(connection, found[0]), found[1]) if found else None


def _read(connection: sqlite3.Connection, print_id: str) -> PrintedDocument:
    form, title, query, printed_on, at, who = connection.execute(
        "SELECT form, title, query, printed_on, at, who FROM printed_document WHERE id = ?", (print_id,)
    ).fetchone()
    pages = connection.execute(
        "SELECT code, rows FROM printed_page WHERE print_id = ? ORDER BY number", (print_id,)
    )
    read = tuple(PrintedPage(code, _unpacked(rows)) for code, rows in pages)
    return PrintedDocument(form, title, query, printed_on, read, at, who)


def _identity(printed: PrintedDocument) -> str:
    import hashlib

    codes = " ".join(page.code for page in printed.pages)
    return hashlib.sha256(f"{printed.form}\x1f{printed.query}\x1f{codes}".encode()).hexdigest()


def _packed(rows: Sequence[PrintedRow]) -> bytes:
    return zlib.compress(json.dumps([(row.ordinal, row.record_id, row.digest) for row in rows]).encode())


def _unpacked(packed: bytes) -> tuple[PrintedRow, ...]:
    return tuple(PrintedRow(*row) for row in json.loads(zlib.decompress(packed)))


def query_text(query: Query) -> str:
    """A query as JSON, without what stands as it always does."""
    usual = Query()
    given = {
        name: getattr(query, name)
        for name in Query._names
        if name != "sort" and getattr(query, name) != getattr(usual, name)
    }
    kept = {name: dict(value) if isinstance(value, Mapping) else value for name, value in given.items()}
    sort = [(each.field, each.descending) for each in query.sort]
    return json.dumps({**kept, "sort": sort}, ensure_ascii=False, sort_keys=True)


def query_of(text: str) -> Query:
    """The query that `query_text` wrote; what a later version of the program wrote into it is left out."""
    read: dict[str, Any] = json.loads(text)
    sort = tuple(Sort(field, descending) for field, descending in read.pop("sort", ()))
    known = {name: _frozen(value) for name, value in read.items() if name in Query._names}
    return Query(**known, sort=sort)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if isinstance(value, dict):
        return {name: _frozen(each) for name, each in value.items()}
    return value
