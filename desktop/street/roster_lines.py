"""The roster as a person reads it: each key of a committee, what it counts for, and how far the packages came."""

from __future__ import annotations

from dataclasses import dataclass

from db import code_links, roster_events, street_register
from db.spec.pinyin import initials
from db.spec.text import search_form
from desktop.street.street_ledger import StreetLedger

_WORDS = {"active": "在用", "retired": "已停用", "revoked": "已作废"}
_WORDS_OF_EVENTS = {
    roster_events.SUSPENDED: "暂停收件", roster_events.ROTATED: "已更换", roster_events.LOST: "遗失停用",
    roster_events.LEAKED: "泄露作废", roster_events.REBUILT: "旧期次",
}  # fmt: skip


@dataclass(frozen=True)
class RosterLine:
    """One enrolled key; `serial` and `received_at` are of the last package that was merged (0 and "" before the first).

    `code` is the one that the committee is kept under, `present_code` the one it bears now; they differ once it changed.
    """

    fingerprint: str
    code: str
    name: str
    epoch: int
    status: str
    status_word: str
    key_line: str
    sheet_text: str
    enrolled_at: str
    serial: int
    received_at: str
    last_serial: int | None = None
    present_code: str = ""
    former_codes: tuple[str, ...] = ()
    code_words: str = ""  # 310118001203（原 310118001903）

    @property
    def is_active(self) -> bool:
        """Whether packages are taken in under it."""
        return self.status == "active"

    @property
    def is_suspended(self) -> bool:
        """Whether it rests only for a while."""
        return self.status_word == _WORDS_OF_EVENTS[roster_events.SUSPENDED]

    @property
    def digits(self) -> str:
        """The eight groups that a person compares."""
        from desktop.exchange.public_keys import digit_groups, parse_public_key_line

        return "　".join(digit_groups(parse_public_key_line(self.key_line)))

    def fits(self, typed: str) -> bool:
        """Whether these words are in its name or code, or its pinyin initials are."""
        wanted, name = search_form(typed), search_form(self.name)
        return wanted in name or wanted in self.code_words or wanted in initials(name)


def roster_lines(street: StreetLedger) -> list[RosterLine]:
    """Every enrolled key by committee code, of each committee the one that counts first, then the newest."""
    reader = street.store.reader()
    newest = street_register.newest_received(reader)
    events = roster_events.newest_events(reader)
    links = code_links.code_links(reader)
    rows = sorted(street_register.roster_rows(reader), key=lambda each: each.enrolled_at, reverse=True)
    rows.sort(key=lambda each: (each.code, each.status != "active"))
    lines = []
    for each in rows:
        epoch, serial, received_at = newest.get(each.code, (0, 0, ""))
        is_its, event = epoch == each.epoch, events.get(each.fingerprint)
        what = event.what if event else ""
        word = _WORDS_OF_EVENTS.get(what, _WORDS[each.status])
        lines.append(
            RosterLine(
                each.fingerprint, each.code, each.name, each.epoch, each.status, word, each.key_line,
                each.sheet_text, each.enrolled_at, serial if is_its else 0, received_at if is_its else "",
                event.last_serial if event else None,
                present_code=code_links.present_code(each.code, links.get(each.code, ())),
                former_codes=code_links.codes_before(each.code, links.get(each.code, ())),
                code_words=code_links.code_words(each.code, links.get(each.code, ())),
            )
        )  # fmt: skip
    return lines


def roster_history(street: StreetLedger, code: str) -> list[tuple[str, str, str, str, str]]:
    """(when, who, what, which key, note) of everything that happened to a committee's keys, the newest first."""
    reader = street.store.reader()
    return [
        (each.at, each.who, _what(each), each.fingerprint, each.note)
        for each in roster_events.events_of(reader, code)
    ]


def _what(event: roster_events.RosterEvent) -> str:
    until = f"（只认到第 {event.last_serial} 号）" if event.last_serial is not None else ""
    return roster_events.WORDS[event.what] + until
