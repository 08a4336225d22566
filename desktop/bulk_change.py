"""批量修改: which fields it offers, what it would do to each record in words, and doing it. Any thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.bulk_change import Tried, make_changes, try_changes
from db.spec import RECORD_TYPES, TIP
from db.spec.field import Field, Kind, RecordType, Values
from db.spec.kinds import show
from desktop.history_words import what_differs
from desktop.jobs import Token
from desktop.messages import sentence
from desktop.office import Office

_ONE_BY_ONE = (Kind.ATTACHMENTS, Kind.ROWS)
_TOLD_EVERY = 50  # records between two reports of progress


@dataclass(frozen=True)
class RowChange:
    """What would become of one record: (old, new) of each chosen field, what follows from them, or why nothing may."""

    record_id: str
    rev: int
    no: str
    title: str
    texts: tuple[tuple[str, str], ...]
    also: str
    why_not: str

    @property
    def is_changing(self) -> bool:
        """Whether the record would be another one afterwards."""
        return not self.why_not and (bool(self.also) or any(old != new for old, new in self.texts))


@dataclass(frozen=True)
class BulkPlan:
    """The change of every record that was chosen."""

    table: str
    typed: Values
    rows: tuple[RowChange, ...]

    def changing(self) -> list[RowChange]:
        """The records that would be changed."""
        return [each for each in self.rows if each.is_changing]

    def refused(self) -> dict[str, int]:
        """How many records may not be changed so, by the reason."""
        counts: dict[str, int] = {}
        for each in self.rows:
            if each.why_not:
                counts[each.why_not] = counts.get(each.why_not, 0) + 1
        return counts

    def unchanged(self) -> int:
        """How many records have these values already."""
        return sum(not each.why_not and not each.is_changing for each in self.rows)


def bulk_fields(record_type: RecordType) -> list[Field]:
    """The fields that may be given one value in many records: what a form may type, but for photos, tables and numbers
    that only one record has."""
    return [
        each
        for each in record_type.fields
        if not (each.computed or each.by_action or each.sensitive) and each.kind not in _ONE_BY_ONE
    ]


def plan_bulk_change(
    office: Office, table: str, record_ids: Sequence[str], typed: Values, token: Token
) -> BulkPlan:
    """What the change would do to each of these records; nothing is written.

    Raises InvalidRecord for a tip's text that names a tipster, Cancelled when the token is.
    """
    _refuse_tipsters(office, table, typed)
    tried = try_changes(
        lambda work: office.write(work, "试改"), table, record_ids, typed, _checker(token, len(record_ids))
    )
    titles: dict[tuple[str, str], str] = {}

    def title(of: str, record_id: str) -> str:
        key = (of, record_id)
        if key not in titles:
            titles[key] = office.title(of, record_id)
        return titles[key]

    return BulkPlan(
        table, dict(typed), tuple(_row(RECORD_TYPES[table], each, typed, title) for each in tried)
    )


def apply_bulk_change(office: Office, plan: BulkPlan, token: Token) -> int:
    """Make the planned changes in one transaction, all or nothing; how many records were changed.

    Raises AppError `record_changed_meanwhile` when one of them is not as it was planned, Cancelled when the token is.
    """
    _refuse_tipsters(office, plan.table, plan.typed)
    rows, record_type = plan.changing(), RECORD_TYPES[plan.table]
    labels = "、".join(record_type.field(name).label for name in plan.typed)
    revisions = {each.record_id: each.rev for each in rows}
    check = _checker(token, len(rows))
    return int(
        office.write(
            lambda tx: make_changes(tx, plan.table, revisions, plan.typed, check),
            f"批量修改 {len(rows)} 条{record_type.label}的{labels}",
        )
    )


def _checker(token: Token, total: int) -> Any:
    def check(done: int) -> None:
        token.check()
        if done % _TOLD_EVERY == 0:
            token.report(done, total)

    return check


def _row(record_type: RecordType, tried: Tried, typed: Mapping[str, Any], title: Any) -> RowChange:
    before, after = tried.before, tried.after
    named = record_type.field(record_type.title_field)
    fields = [record_type.field(name) for name in typed]
    follows = [
        each
        for each in record_type.fields
        if each.name not in typed
        and each.kind not in _ONE_BY_ONE
        and before.get(each.name) != after.get(each.name)
    ]
    return RowChange(
        record_id=before["id"],
        rev=before["rev"],
        no=before.get("no") or "",
        title=show(named, before.get(named.name), title).replace("\n", " "),
        texts=tuple(
            _shortened(show(each, before.get(each.name), title), show(each, after.get(each.name), title))
            for each in fields
        ),
        also="；".join(
            f"{each.label} {show(each, before.get(each.name), title) or '—'} → {show(each, after.get(each.name), title) or '—'}"
            for each in follows
        ),
        why_not=sentence(tried.problem) if tried.problem else "",
    )


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Of long texts the part that differs, as the history shows it."""
    return what_differs(old, new) if old != new else (old, new)


def _refuse_tipsters(office: Office, table: str, typed: Values) -> None:
    if table == TIP.table:
        from desktop.tips.registering import refuse_tipsters

        refuse_tipsters(office, typed)
