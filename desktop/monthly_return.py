"""Monthly returns in an open ledger: which months have none, and the figures as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from db import monthly_returns
from db.errors import AppError
from db.monthly_figures import BALANCE, MONTH, YEAR, balances, figure
from db.spec import MONTHLY_RETURN
from db.spec.field import Record, Values
from db.spec.monthly_return import DRAFT
from db.spec.query import Query, Sort
from db.spec.return_months import month_words
from desktop.form_values import new_values
from desktop.office import Office

TABLE = MONTHLY_RETURN.table


@dataclass(frozen=True)
class Board:
    """What one return says: figures, tasks, whether the identity holds and who breaks it, what came late since.

    `is_live`: counted just now, nothing is frozen yet. `told` are the adjustments of the month before, `late` those of
    this return, which the next month's will tell.
    """

    figures: tuple[Record, ...]
    tasks: tuple[Record, ...]
    offenders: tuple[Record, ...]
    told: tuple[Record, ...]
    late: tuple[Record, ...]
    is_live: bool

    @property
    def holds(self) -> bool:
        """Whether 期初 + 新增 + 转入 − 销号 − 转出 − 作废 = 期末, in both columns, and no hazard contradicts itself."""
        return not self.offenders and all(balances(_values(self.figures, name)) for name in (MONTH, YEAR))


def _values(rows: tuple[Record, ...], name: str) -> Mapping[str, Decimal]:
    return {row["key"]: Decimal(row[name]) for row in rows if row["key"] in BALANCE}


def board(office: Office, record: Values) -> Board:
    """The board of a return: frozen once it was compiled, counted now while it is a draft.

    Raises AppError `draft_at_street`: there it would count every committee's records.
    """
    reader, today = office.store.reader(), office.today
    if record["status"] != DRAFT:
        # A street's log is another one: what changed since stands in the committee's own.
        late = () if office.is_street else tuple(monthly_returns.adjustments(reader, record, today))
        return Board(
            tuple(record["figures"] or ()), tuple(record["tasks"] or ()), tuple(record["offenders"] or ()),
            tuple(record["adjustments"] or ()), late, is_live=False,
        )  # fmt: skip
    if office.is_street:
        raise AppError("draft_at_street")
    taken = monthly_returns.take_snapshot(reader, record, office.clock.now().isoformat())
    return Board(
        tuple(taken["figures"]), tuple(taken["tasks"] or ()), tuple(taken["offenders"] or ()),
        tuple(taken["adjustments"] or ()), (), is_live=True,
    )  # fmt: skip


def balance_sentence(board: Board, name: str = MONTH) -> str:
    """期初 12 + 新增 5 + 转入 0 − 销号 6 − 转出 0 − 作废 1 = 期末 10."""
    found = _values(board.figures, name)
    opening, came, again, closed, merged, voided, closing = (int(found[key]) for key in BALANCE)
    return (
        f"期初 {opening} + 新增 {came} + 转入 {again} − 销号 {closed} − 转出 {merged} − 作废 {voided}"
        f" {'=' if balances(found) else '≠'} 期末 {closing}"
    )


def records_behind(
    office: Office, record: Values, key: str, name: str = MONTH
) -> tuple[str, tuple[str, ...]]:
    """The table of a figure, and the ids of the records behind it as the ledger stands now."""
    found = monthly_returns.behind_figure(office.store.reader(), record, key, name, office.today)
    return figure(key).table, found.ids


def return_of_month(office: Office, month: str) -> Record | None:
    """The newest return of a month, or None."""
    query = Query(search=month_words(month), sort=(Sort("version", descending=True),))
    found = [each for each in office.rows(TABLE, office.ids(TABLE, query)) if each["month"] == month]
    return found[0] if found else None


def begin_return(office: Office, month: str) -> Record:
    """Compile a month as a draft: text, tasks and figures. Raises AppError `return_exists`, InvalidRecord."""
    values = new_values(office, TABLE) | {"month": month}
    values["phone"] = values.get("phone") or office.committee.get("phone")
    return office.add(TABLE, values)


def correct_return(office: Office, return_id: str) -> Record:
    """The next version of a return. Raises AppError `return_not_correctable`."""
    code = office.committee["code"]
    made: Record = office.write(lambda tx: monthly_returns.correct(tx, return_id, code), "更正月报")
    return made


def redraft(office: Office, return_id: str) -> Record:
    """The draft's text anew, with the figures of now. Raises InvalidRecord."""
    written: Record = office.write(lambda tx: monthly_returns.redraft(tx, return_id), "重拟月报文字")
    return written


def is_sent(record: Values) -> bool:
    """Whether a return, as `office.rows` gives it, is with the street."""
    return monthly_returns.is_sent(record)
