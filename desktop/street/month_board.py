"""本月看板: of every committee of the street whether its return of a month came, came late, was sent back, or did not come.

每月27日前 (青夏街〔2024〕13号 safeguard 6); the day is the street's own setting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from db import month_board, roster_events
from db.committee_names import committee_names
from db.month_board import MonthPackage, MonthReturn, SentBack
from db.return_standing import due_days_of, first_owed_month
from db.roster_events import RosterEvent
from db.spec.return_months import DueDays, month_words, months_between
from desktop.street.expected import unenrolled
from desktop.street.street_ledger import StreetLedger, all_code_words


class Standing(StrEnum):
    """How a committee's month stands; the value is its word."""

    IN_TIME = "已报"
    LATE = "迟报"
    RETURNED = "退回"
    MISSING = "未报"
    NOT_ENROLLED = "未登记"  # in the list of all committees, without a key here: nothing can come
    NOT_ASKED = "不要求"


@dataclass(frozen=True)
class MonthLine:
    """One committee's month: when the signed return arrived ("" before), the packages of the month, and a sentence."""

    code: str
    name: str
    standing: Standing
    return_id: str
    version: int
    arrived_at: str
    days_late: int
    packages: tuple[MonthPackage, ...]
    note: str
    is_overdue: bool = False  # nothing good came and the last day has passed
    is_suspended: bool = False  # nothing is taken in from it for a while
    code_words: str = ""  # its code, with those before where it changed
    is_unknown: bool = False  # it has no key on the roster

    @property
    def is_owing(self) -> bool:
        """Whether nothing came, or it was sent back."""
        return self.standing in (Standing.MISSING, Standing.RETURNED, Standing.NOT_ENROLLED)

    @property
    def is_enrolled(self) -> bool:
        """Whether it has a key on the roster."""
        return not self.is_unknown

    @property
    def records(self) -> int:
        """How many records the month's packages brought."""
        return sum(each.records for each in self.packages)

    @property
    def serials(self) -> str:
        """第 3、4 号."""
        numbers = "、".join(str(each.serial) for each in self.packages)
        return f"第 {numbers} 号" if numbers else ""


@dataclass(frozen=True)
class MonthBoard:
    """The month of all committees, and by when the returns had to be there."""

    month: str
    due: DueDays
    today: date
    lines: tuple[MonthLine, ...]

    @property
    def words(self) -> str:
        """2026年11月."""
        return month_words(self.month)

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.today > self.due.hard

    def count(self, standing: Standing) -> int:
        """How many committees stand so."""
        return sum(each.standing is standing for each in self.lines)

    @property
    def expected(self) -> list[MonthLine]:
        """Those that should report."""
        return [each for each in self.lines if each.standing is not Standing.NOT_ASKED]

    def of_enrolled(self) -> MonthBoard:
        """The same board without the committees that are not enrolled."""
        return replace(self, lines=tuple(each for each in self.lines if each.is_enrolled))

    def owing(self) -> list[MonthLine]:
        """Those to be reminded: nothing came, or it was sent back, and it would be taken in; those not enrolled as well."""
        return [each for each in self.lines if each.is_owing and not each.is_suspended]


def months_of_board(street: StreetLedger) -> list[str]:
    """The months that can be shown, this one first."""
    first = first_owed_month(street.store.reader())
    return list(reversed(months_between(first, street.today[:7])))


def month_of_all(street: StreetLedger, month: str, *, with_unenrolled: bool = False) -> MonthBoard:
    """The board of a month: the enrolled committees, and if asked for the street's others in the list of all (a second)."""
    reader = street.store.reader()
    due = due_days_of(reader, month)
    returns = month_board.returns_of_month(reader, month)
    packages = month_board.packages_of_month(reader, month)
    refused = month_board.refused_of_month(reader, month)
    back = _uncorrected(returns, month_board.sent_back(reader, month))
    suspended, today, codes = _suspended(street), street.clock.today(), all_code_words(street)
    lines = [
        _line(
            code, name, due, returns.get(code), packages.get(code, []), _said(code, returns, refused, back, packages),
            codes.get(code, code),
        )
        for code, name in committee_names(reader).items()
    ]  # fmt: skip
    if with_unenrolled:
        lines += [_unknown(code, name) for code, name in unenrolled(street).items()]
        lines.sort(key=lambda each: each.code)
    excused = roster_events.not_asked(reader)
    lines = [_excused(each, excused.get(each.code)) for each in lines]
    return MonthBoard(month, due, today, tuple(_marked(each, suspended, today > due.hard) for each in lines))


def _unknown(code: str, name: str) -> MonthLine:
    note = "还没有登记：请村居交来盖章的登记表，在“名册”页登记"
    return MonthLine(
        code, name, Standing.NOT_ENROLLED, "", 0, "", 0, (), note, code_words=code, is_unknown=True
    )


def _excused(line: MonthLine, said: RosterEvent | None) -> MonthLine:
    """Who is not asked does not owe; what came nevertheless stands as it came."""
    if said is None or not line.is_owing:
        return line
    return replace(
        line, standing=Standing.NOT_ASKED, note=f"不要求报送：{said.note}（{said.who} {said.at[:10]}）"
    )


def _uncorrected(returns: dict[str, MonthReturn], sent_back: Sequence[SentBack]) -> dict[str, str]:
    """Why a committee's return of the month was sent back, while neither a newer revision of it has come, nor the same one
    again with a later package.
    """
    found: dict[str, str] = {}
    for each in sent_back:
        known = returns.get(each.code)
        is_open = known is None or (
            known.package_id == each.package_id
            or (known.return_id == each.return_id and known.rev < each.rev)
        )
        if is_open:
            found[each.code] = each.remark
        else:
            found.pop(each.code, None)
    return found


def _said(
    code: str,
    returns: dict[str, MonthReturn],
    refused: dict[str, tuple[int, str, str]],
    back: dict[str, str],
    packages: dict[str, list[MonthPackage]],
) -> tuple[Standing, str]:
    """How a month stands and why, as long as it is not settled by the day on which a good return came."""
    found = returns.get(code)
    if code in back:
        return Standing.RETURNED, f"月报退回：{back[code]}"
    if found and found.arrived_at:
        return Standing.IN_TIME, ""
    if code in refused:
        serial, error, _ = refused[code]
        return Standing.RETURNED, f"第 {serial} 号包没有收下（{error}）"
    if found:
        return Standing.MISSING, "收到的月报还没有签发"
    return Standing.MISSING, "包已收到，里面没有这个月的月报" if code in packages else ""


def _line(
    code: str,
    name: str,
    due: DueDays,
    found: MonthReturn | None,
    packages: Sequence[MonthPackage],
    said: tuple[Standing, str],
    code_words: str,
) -> MonthLine:
    standing, note = said
    arrived = found.arrived_at if found else ""
    days_late = max(0, (date.fromisoformat(arrived[:10]) - due.hard).days) if arrived else 0
    if standing is Standing.IN_TIME and days_late:
        standing, note = Standing.LATE, f"迟 {days_late} 天"
    return MonthLine(
        code, name, standing, found.return_id if found else "", found.version if found else 0, arrived, days_late,
        tuple(packages), note, code_words=code_words,
    )  # fmt: skip


def _marked(line: MonthLine, suspended: set[str], is_over: bool) -> MonthLine:
    is_suspended = line.code in suspended
    note = "；".join(filter(None, (line.note, "暂停收件" if is_suspended else "")))
    return replace(line, note=note, is_overdue=line.is_owing and is_over, is_suspended=is_suspended)


def _suspended(street: StreetLedger) -> set[str]:
    events = roster_events.newest_events(street.store.reader()).values()
    return {each.code for each in events if each.what == roster_events.SUSPENDED}
