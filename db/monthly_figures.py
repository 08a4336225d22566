"""The figures of a monthly return (part B11), each declared once: the condition that names its records also gives its value.

Everything is counted from dated fields, so that a record entered late counts in the month it belongs to. Records in the
recycle bin do not count. One statement a table reads month and year to date together.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from db.spec.code_tables import code_table, label_of
from db.spec.hazard import MAJOR_LEVELS
from db.value import Value

MONTH, YEAR = "month", "year"
SUMMED, COUNTED_ONCE, AT_FIRST, AT_LAST = "合计", "去重合计", "期初值", "期末值"
_DURING = "BETWEEN :first AND :last"
_ENDED = "status IN ('closed', 'merged', 'void')"
_MAJOR = f"level IN ({', '.join(repr(each) for each in MAJOR_LEVELS)})"


class Figure(Value):
    """One number of part 3. `condition` names the records of `table` behind it, `amount` what each adds.

    `is_stock`: as of the last day, hence without a figure for the year. `is_distinct`: the amount is a thing that counts
    once. `split`: the amount is a code of that table, and every code has a number of its own. `rolls_up`: how a quarter or
    a year takes it: flows are summed over its days, what is open is as of its first or last day.
    """

    key: str
    group: str
    label: str
    unit: str
    table: str
    condition: str
    amount: str = "1"
    is_stock: bool = False
    is_distinct: bool = False
    is_decimal: bool = False
    split: str = ""
    taken_at: str = ""  # AT_FIRST or AT_LAST, of a stock that the identity needs in both columns

    @property
    def rolls_up(self) -> str:
        """SUMMED, COUNTED_ONCE, AT_FIRST or AT_LAST."""
        if self.taken_at:
            return self.taken_at
        return AT_LAST if self.is_stock else COUNTED_ONCE if self.is_distinct else SUMMED


@dataclass(frozen=True)
class Measured:
    """The value of one figure in one span of days, and the ids of the records behind it, in order."""

    value: Decimal
    ids: tuple[str, ...]

    @property
    def text(self) -> str:
        """The value in digits, without needless zeros."""
        return f"{self.value:f}".rstrip("0").rstrip(".") if "." in f"{self.value:f}" else str(self.value)

    @property
    def ids_sha256(self) -> str:
        """What the ids hash to, whatever their order."""
        return hashlib.sha256("\n".join(sorted(self.ids)).encode()).hexdigest()


@dataclass(frozen=True)
class Span:
    """First and last day, both included, as ISO text."""

    first: str
    last: str


def _earlier(column: str) -> str:
    """What the closings of a hazard that was opened again add; most hazards have none and are not looked into."""
    rows = f"SELECT sum({column}) FROM json_each(closings) c"
    return f"(CASE WHEN closings IS NULL THEN 0 ELSE coalesce(({rows}), 0) END)"


def _times(outcome: str, day: str) -> str:
    before = (
        f"json_extract(c.value, '$.outcome') = '{outcome}' AND json_extract(c.value, '$.ended_on') {_DURING}"
    )
    return f"((status = '{outcome}' AND {day} {_DURING}) + {_earlier(before)})"


def _balance(until: str) -> str:
    """1 for a hazard that was open after the days that `until` describes, else 0."""
    earlier = (
        f"(json_extract(c.value, '$.reopened_on') {until}) - (json_extract(c.value, '$.ended_on') {until})"
    )
    ended = f"({_ENDED} AND coalesce(closed_on, void_on) {until})"
    return f"((found_on {until}) - {ended} + {_earlier(earlier)})"


_OPENING, _CLOSING = _balance("< :first"), _balance("<= :last")
_CLOSED, _MERGED, _VOID = (
    _times("closed", "closed_on"),
    _times("merged", "void_on"),
    _times("void", "void_on"),
)
_REOPENED = _earlier(f"json_extract(c.value, '$.reopened_on') {_DURING}")
_FOUND = f"found_on {_DURING}"
_LEVEL_AT = (
    "CASE WHEN assessed_on <= :last THEN level_final ELSE (SELECT json_extract(a.value, '$.level_final')"
    " FROM json_each(assessments) a WHERE json_extract(a.value, '$.assessed_on') <= :last"
    " ORDER BY a.key DESC LIMIT 1) END"
)
_RISK_OPEN = "(status != 'closed' OR closed_on > :last)"
_LOWERED = "IN ('lowered', 'reduced')"
_LOWERED_EARLIER = (
    "CASE WHEN assessments IS NULL THEN 0 ELSE (SELECT count(*) FROM json_each(assessments) a"
    f" WHERE json_extract(a.value, '$.outcome') {_LOWERED} AND json_extract(a.value, '$.assessed_on') {_DURING}) END"
)
_LOWERINGS = f"((coalesce(outcome, '') {_LOWERED} AND assessed_on {_DURING}) + {_LOWERED_EARLIER})"
_HELD = f"status IN ('held', 'archived') AND date {_DURING}"
_CHECKED, _SELF = f"date {_DURING}", f"kind = 'self_check' AND date {_DURING}"
_ACCIDENT = f"is_production = 1 AND date {_DURING}"
_SPENT = f"status = 'closed' AND funds_spent IS NOT NULL AND coalesce(rectified_on, closed_on) {_DURING}"
_PEOPLE = "1 + length(inspectors) - length(replace(inspectors, '、', ''))"

# The order is that of the paper.
_PLAIN = (
    Figure("inspections", "检查", "检查次数", "次", "inspection", _CHECKED),
    Figure("inspected", "检查", "检查场所", "家", "inspection", _CHECKED, "premises", is_distinct=True),
    Figure("inspectors", "检查", "参加检查", "人次", "inspection", _CHECKED, _PEOPLE),
    Figure("failed_items", "检查", "查出不合格项", "项", "inspection", f"{_CHECKED} AND hazards_found > 0", "hazards_found"),
    Figure("self_checks", "检查", "企业自查", "次", "inspection", _SELF),
    Figure("self_checks_led", "检查", "其中负责人带队", "次", "inspection", f"{_SELF} AND led_by_principal = 1"),
    Figure("opening", "隐患", "期初未销号", "条", "hazard", f"{_OPENING} != 0", _OPENING, taken_at=AT_FIRST),
    Figure("found", "隐患", "新增", "条", "hazard", _FOUND),
    Figure("found_general", "隐患", "其中一般", "条", "hazard", f"{_FOUND} AND NOT {_MAJOR}"),
    Figure("found_major", "隐患", "其中重大（含疑似）", "条", "hazard", f"{_FOUND} AND {_MAJOR}"),
    Figure("reopened", "隐患", "转入（重新打开）", "条", "hazard", f"{_REOPENED} > 0", _REOPENED),
    Figure("closed", "隐患", "销号", "条", "hazard", f"{_CLOSED} > 0", _CLOSED),
    Figure("fixed_on_spot", "隐患", "其中即查即改", "条", "hazard", f"immediate_fix = 1 AND status = 'closed' AND closed_on {_DURING}"),
    Figure("merged", "隐患", "转出（合并）", "条", "hazard", f"{_MERGED} > 0", _MERGED),
    Figure("voided", "隐患", "作废", "条", "hazard", f"{_VOID} > 0", _VOID),
    Figure("closing", "隐患", "期末未销号", "条", "hazard", f"{_CLOSING} != 0", _CLOSING, taken_at=AT_LAST),
    Figure("closing_major", "隐患", "其中重大（含疑似）", "条", "hazard", f"{_MAJOR} AND {_CLOSING} != 0", _CLOSING, is_stock=True),
    Figure("overdue", "隐患", "期末逾期", "条", "hazard", f"deadline < :last AND {_CLOSING} > 0", is_stock=True),
    Figure("repeated", "隐患", "重复发生", "条", "hazard", f"repeat_of IS NOT NULL AND {_FOUND}"),
    Figure("source", "新增隐患来源", "", "条", "hazard", _FOUND, "source", split="hazard_source"),
    Figure("category", "新增隐患类别", "", "条", "hazard", _FOUND, "category", split="hazard_category"),
    Figure("orders", "督办", "收到督办", "件", "supervision_order", f"issued_on {_DURING}"),
    Figure("order", "督办", "其中", "件", "supervision_order", f"issued_on {_DURING}", "action", split="supervision_action"),
    Figure("orders_open", "督办", "期末未解除", "件", "supervision_order",
           "issued_on <= :last AND (status != 'cleared' OR cleared_on > :last)", is_stock=True),
    Figure("risk", "风险", "期末在管", "处", "risk", f"{_RISK_OPEN} AND ({_LEVEL_AT}) IS NOT NULL", _LEVEL_AT, is_stock=True, split="risk_level"),
    Figure("risks_new", "风险", "新增", "处", "risk", f"coalesce(json_extract(assessments, '$[0].assessed_on'), assessed_on) {_DURING}"),
    Figure("risks_lowered", "风险", "降级", "处次", "risk", f"{_LOWERINGS} > 0", _LOWERINGS),
    Figure("risks_closed", "风险", "消除（关闭）", "处", "risk", f"status = 'closed' AND closed_on {_DURING}"),
    Figure("drills_planned", "演练", "计划演练", "场", "drill_plan", f"status != 'cancelled' AND planned_on {_DURING}"),
    Figure("drills", "演练", "已演练", "场", "drill", f"date {_DURING}"),
    Figure("drill_people", "演练", "参演", "人次", "drill", f"date {_DURING}", "participants"),
    Figure("trainings", "培训宣传", "培训", "场", "training", f"kind != 'publicity' AND {_HELD}"),
    Figure("trained", "培训宣传", "参加培训", "人次", "training", f"kind != 'publicity' AND headcount > 0 AND {_HELD}", "headcount"),
    Figure("publicity", "培训宣传", "宣传活动", "场", "training", f"kind = 'publicity' AND {_HELD}"),
    Figure("leaflets", "培训宣传", "发放材料", "份", "training", f"leaflets > 0 AND {_HELD}", "leaflets"),
    Figure("meetings", "会议", "会议", "次", "document", f"kind = 'minutes' AND dated {_DURING}"),
    Figure("studies", "会议", "学习", "次", "document", f"kind = 'study' AND dated {_DURING}"),
    Figure("tips_accepted", "举报（只报件数）", "受理", "件", "tip", f"screening = 'accept' AND screened_on {_DURING}"),
    Figure("tips_confirmed", "举报（只报件数）", "属实（含部分属实）", "件", "tip", f"verify_result IN ('true', 'partly') AND verified_on {_DURING}"),
    Figure("tips_closed", "举报（只报件数）", "办结", "件", "tip", f"status IN ('closed', 'purged') AND closed_on {_DURING}"),
    Figure("accidents", "生产安全事故", "事故", "起", "accident", _ACCIDENT),
    Figure("dead", "生产安全事故", "死亡", "人", "accident", f"{_ACCIDENT} AND final_dead > 0", "final_dead"),
    Figure("injured", "生产安全事故", "重伤", "人", "accident", f"{_ACCIDENT} AND final_serious > 0", "final_serious"),
    Figure("funds", "投入", "隐患整改资金", "万元", "hazard", _SPENT, "funds_spent", is_decimal=True),
    Figure("tasks_due", "任务", "本期到期任务", "项", "task", f"due {_DURING}"),
    Figure("tasks_done", "任务", "其中已完成", "项", "task", f"status = 'done' AND due {_DURING}"),
    Figure("tasks_finished", "任务", "本期完成", "项", "task", f"status = 'done' AND done_on {_DURING}"),
    Figure("tasks_overdue", "任务", "期末逾期未完成", "项", "task",
           "due < :last AND (status != 'done' OR done_on > :last)", is_stock=True),
)  # fmt: skip
BALANCE = ("opening", "found", "reopened", "closed", "merged", "voided", "closing")


@cache
def all_figures() -> tuple[Figure, ...]:
    """Every figure that has a number of its own, in the order of the paper; split ones by their codes."""
    return tuple(each for figure in _PLAIN for each in _of_codes(figure))


def figure(key: str) -> Figure:
    """The figure of that key; KeyError when there is none."""
    found = next((each for each in all_figures() if each.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def _of_codes(figure: Figure) -> Iterable[Figure]:
    if not figure.split:
        return (figure,)
    return (
        figure.with_changes(
            key=f"{figure.key}.{code.code}", label=figure.label + label_of((figure.split,), code.code)
        )
        for code in code_table(figure.split).codes
    )


def measured(connection: sqlite3.Connection, spans: Mapping[str, Span]) -> dict[tuple[str, str], Measured]:
    """Every figure in every span, by (key of the figure, name of the span). Stocks are the same in all spans that end
    on one day."""
    found: dict[tuple[str, str], Measured] = {}
    for table in dict.fromkeys(each.table for each in _PLAIN):
        found |= _of_table(connection, table, [each for each in _PLAIN if each.table == table], spans)
    return found


def measured_one(connection: sqlite3.Connection, key: str, span: Span) -> Measured:
    """One figure in one span; KeyError for an unknown key."""
    asked = next(each for each in _PLAIN if each.key == key.split(".")[0])
    return _of_table(connection, asked.table, [asked], {MONTH: span})[key, MONTH]


def _of_table(
    connection: sqlite3.Connection, table: str, figures: Sequence[Figure], spans: Mapping[str, Span]
) -> dict[tuple[str, str], Measured]:
    columns = [(each, name) for each in figures for name in spans]
    texts = [_expression(each, name) for each, name in columns]
    bound = {f"first_{name}": span.first for name, span in spans.items()}
    bound |= {f"last_{name}": span.last for name, span in spans.items()}
    bound = {key: value for key, value in bound.items() if any(f":{key}" in text for text in texts)}
    # Every record is read once: each column is one figure in one span.
    statement = f"SELECT id, {', '.join(texts)} FROM {table} WHERE retired_at IS NULL ORDER BY id"
    behind: list[list[tuple[str, object]]] = [[] for _ in columns]
    for record_id, *amounts in connection.execute(statement, bound):
        for place, amount in enumerate(amounts):
            if amount is not None:
                behind[place].append((record_id, amount))
    found: dict[tuple[str, str], Measured] = {}
    for (each, name), rows in zip(columns, behind, strict=True):
        found |= {(key, name): value for key, value in _summed(each, rows)}
    return found


def _expression(figure: Figure, name: str) -> str:
    text = f"CASE WHEN {figure.condition} THEN {figure.amount} END"
    return text.replace(":first", f":first_{name}").replace(":last", f":last_{name}")


def _summed(figure: Figure, rows: list[tuple[str, object]]) -> Iterable[tuple[str, Measured]]:
    if figure.split:
        for each in _of_codes(figure):
            code = each.key.partition(".")[2]
            ids = tuple(record_id for record_id, amount in rows if amount == code)
            yield each.key, Measured(Decimal(len(ids)), ids)
        return
    ids = tuple(record_id for record_id, _ in rows)
    if figure.is_distinct:
        yield figure.key, Measured(Decimal(len({amount for _, amount in rows})), ids)
    elif figure.is_decimal:
        yield figure.key, Measured(sum((Decimal(str(amount)) for _, amount in rows), Decimal(0)), ids)
    else:
        yield figure.key, Measured(Decimal(sum(int(str(amount)) for _, amount in rows)), ids)


def balances(values: Mapping[str, Decimal]) -> bool:
    """期初 + 新增 + 重新打开 − 销号 − 合并 − 作废 = 期末, of the values by the keys of BALANCE."""
    opening, found, reopened, closed, merged, voided, closing = (values[key] for key in BALANCE)
    return opening + found + reopened - closed - merged - voided == closing


def offending_hazards(connection: sqlite3.Connection, span: Span) -> list[tuple[str, str]]:
    """(id, number) of the hazards whose dates contradict each other, so that they would be open less than never or more
    than once, or whose state and dates differ: those by which the identity fails or only seems to hold."""
    balance_now = _balance("<= '9999-12-31'")
    statement = (
        f"SELECT id, no FROM hazard WHERE retired_at IS NULL AND found_on <= :last AND ({_OPENING} NOT IN (0, 1)"
        f" OR {_CLOSING} NOT IN (0, 1) OR ({_ENDED} AND coalesce(closed_on, void_on) IS NULL)"
        f" OR ({_ENDED} AND coalesce(closed_on, void_on) < found_on)"
        f" OR {balance_now} != (NOT {_ENDED})) ORDER BY no"
    )
    return [
        (row[0], row[1]) for row in connection.execute(statement, {"first": span.first, "last": span.last})
    ]
