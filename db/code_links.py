"""Which codes are one committee's at the street (table `code_link`). The first code that a committee was enrolled with is
its home: its chain, records and receipts stay under it, whatever it is called later (docs/adr/0020).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from db.store import Transaction

_COLUMNS = "home, code, name, sheet_text, note, at, who, first_epoch, first_serial"


@dataclass(frozen=True)
class CodeLink:
    """A code that a committee bears since `at`; `first_epoch` and `first_serial` are the place in the chain of the first
    package that bore it, None before one came.
    """

    home: str
    code: str
    name: str
    sheet_text: str
    note: str
    at: str
    who: str
    first_epoch: int | None = None
    first_serial: int | None = None

    @property
    def begins(self) -> tuple[int, int] | None:
        """From where in the chain on only this code counts."""
        if self.first_epoch is None or self.first_serial is None:
            return None
        return self.first_epoch, self.first_serial


def code_links(connection: sqlite3.Connection) -> dict[str, list[CodeLink]]:
    """The later codes of each committee by its home, oldest first; committees that always had one code are not in it."""
    found: dict[str, list[CodeLink]] = {}
    for row in connection.execute(f"SELECT {_COLUMNS} FROM code_link ORDER BY seq"):
        found.setdefault(row[0], []).append(CodeLink(*row))
    return found


def present_codes(connection: sqlite3.Connection) -> dict[str, str]:
    """The code that each committee bears now by its home, of those that had another before."""
    return {home: links[-1].code for home, links in code_links(connection).items()}


def present_code(home: str, links: Sequence[CodeLink]) -> str:
    """The code that a committee bears now, by its home and its later codes."""
    return links[-1].code if links else home


def codes_before(home: str, links: Sequence[CodeLink]) -> tuple[str, ...]:
    """The codes that a committee bore before, oldest first."""
    present = present_code(home, links)
    every = dict.fromkeys((home, *(each.code for each in links)))
    return tuple(each for each in every if each != present)


def code_words(home: str, links: Sequence[CodeLink]) -> str:
    """Its codes as pages and papers show them: 310118001203（原 310118001903）."""
    present, former = present_code(home, links), "、".join(codes_before(home, links))
    return f"{present}（原 {former}）" if former else present


def home_of(connection: sqlite3.Connection, code: str) -> str:
    """The home of the committee that bears or bore a code; the code itself when it is linked with none."""
    row = connection.execute("SELECT home FROM code_link WHERE code = ? LIMIT 1", (code,)).fetchone()
    return row[0] if row else code


def keep_link(transaction: Transaction, link: CodeLink) -> None:
    """Let a committee bear another code from now on."""
    transaction.execute(f"INSERT INTO code_link ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?)", astuple(link))
    transaction.touch("roster", link.home)


def note_first_package(transaction: Transaction, home: str, code: str, epoch: int, serial: int) -> None:
    """Remember where in the chain the present code of a committee began; only its first package says so."""
    transaction.execute(
        "UPDATE code_link SET first_epoch = ?, first_serial = ? WHERE first_epoch IS NULL AND code = ?"
        " AND seq = (SELECT max(seq) FROM code_link WHERE home = ?)",
        (epoch, serial, code, home),
    )
