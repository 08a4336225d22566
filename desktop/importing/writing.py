"""Trying an import out and writing it: one transaction, which ends with nothing kept or with everything that was chosen."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from db.errors import AppError
from db.store import Transaction
from desktop.importing.carrying_out import NO_PICTURES, CarryingOut, Pictures
from desktop.importing.layout import remember
from desktop.importing.plan import Action, Import, Outcome, PlannedRow
from desktop.importing.twins import Twins
from desktop.jobs import Token
from desktop.messages import sentence

_BETWEEN_LOOKS = 50


class _NothingKept(Exception):
    """Ends a transaction that was only meant to show what would be."""


class _FurtherRefusals(Exception):
    """A row was refused while it was written: nothing is kept, and the rest is written under its right count."""


def try_out(work: Import, token: Token | None = None, only: Sequence[PlannedRow] | None = None) -> None:
    """Say of every row (or of these) what becomes of it, by really doing it and taking everything back.

    Raises Cancelled.
    """
    if only is None:
        work.prepare()
    rows = work.rows if only is None else list(only)
    anew = {id(row) for row in rows}
    before = [] if only is None else [row for row in work.rows if id(row) not in anew]

    def run(transaction: Transaction) -> None:
        carrying, twins = CarryingOut(work, transaction, keeps=False), Twins(work, transaction, before)
        with transaction.gathering():
            for place, row in enumerate(rows):
                _look(token, place, len(rows))
                carrying.decide_and_carry_out(row, twins)
        raise _NothingKept

    with suppress(_NothingKept), _without_collecting():
        work.office.write(run, "试导入")


def write(work: Import, token: Token | None = None) -> Outcome:
    """Write every chosen row as one operation, 导入 37 条隐患, and say what it came to. The rows were tried out before.

    Raises Cancelled; then nothing is kept.
    """
    remarks: list[str] = []
    chosen = work.chosen_rows()
    pictures = _kept_pictures(work, chosen, remarks)
    while True:
        outcome = _empty_outcome(work, remarks)
        try:
            _write_once(work, chosen, pictures, outcome, token)
            return _settled(work, outcome)
        except _FurtherRefusals:
            chosen = [row for row in chosen if row.action is not Action.REFUSED]


def take_in(work: Import, token: Token | None = None) -> Outcome:
    """Try out and write in one go, where nobody looks at a preview: every row that can be read and repeats nothing goes
    in, as one operation that bears the file's name. Raises Cancelled; then nothing is kept.
    """
    work.prepare()
    remarks: list[str] = []
    outcome = _empty_outcome(work, remarks)
    pictures = _kept_pictures(work, work.rows, outcome.remarks)

    def run(transaction: Transaction) -> None:
        carrying, twins = CarryingOut(work, transaction, keeps=True), Twins(work, transaction)
        with transaction.gathering():
            for place, row in enumerate(work.rows):
                _look(token, place, len(work.rows))
                record = carrying.decide_and_carry_out(row, twins, pictures.get(id(row), NO_PICTURES))
                if record is not None and row.action is not Action.UNCHANGED:
                    outcome.count(row, record)
        _remember(work, transaction)

    with _without_collecting():
        work.office.write(run, f"导入《{work.book.name}》（{work.record_type.label}）")
    return _settled(work, outcome)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Without the search for dead cycles, which looks through all rows again and again while they become more; they make none."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _empty_outcome(work: Import, remarks: Sequence[str]) -> Outcome:
    return Outcome(len(work.rows) + len(work.skipped), len(work.rows), remarks=list(remarks))


def _settled(work: Import, outcome: Outcome) -> Outcome:
    outcome.refused = work.count(Action.REFUSED)
    outcome.left_out = outcome.read - outcome.written - outcome.updated - outcome.refused
    return outcome


def _write_once(
    work: Import,
    chosen: Sequence[PlannedRow],
    pictures: dict[int, Pictures],
    outcome: Outcome,
    token: Token | None,
) -> None:
    if not chosen:
        return

    def run(transaction: Transaction) -> None:
        carrying = CarryingOut(work, transaction, keeps=True)
        with transaction.gathering():
            for place, row in enumerate(chosen):
                _look(token, place, len(chosen))
                record = carrying.write(row, pictures.get(id(row), NO_PICTURES))
                if record is not None:
                    outcome.count(row, record)
        if any(row.action is Action.REFUSED for row in chosen):
            raise _FurtherRefusals
        _remember(work, transaction)

    with _without_collecting():
        work.office.write(run, f"导入 {len(chosen)} 条{work.record_type.label}")


def _remember(work: Import, transaction: Transaction) -> None:
    if not work.is_pasted:
        for form in work.chosen:
            remember(transaction, work.table, form.columns, work.layout)


def _look(token: Token | None, place: int, total: int) -> None:
    if token is not None and place % _BETWEEN_LOOKS == 0:
        token.check()
        token.report(place, total, f"{place} / {total}")


def _kept_pictures(work: Import, rows: Sequence[PlannedRow], remarks: list[str]) -> dict[int, Pictures]:
    return {id(row): _attached(work, row, remarks) for row in rows if row.source.pictures}


def _attached(work: Import, row: PlannedRow, remarks: list[str]) -> Pictures:
    """The pictures of a row as attachments, by field; one that cannot be read is told and left out."""
    kept: dict[str, list[object]] = {}
    for name, picture in row.converter.convert(row.source, row.overrides).pictures:
        try:
            attachment = work.office.attach(picture.content, picture.name)
        except AppError as error:
            remarks.append(f"{row.source.sheet}第{row.source.number}行的图片没有导入：{sentence(error)}")
            continue
        if attachment not in kept.setdefault(name, []):
            kept[name].append(attachment)
    return {name: found for name, found in kept.items() if found}


def told_assumptions(work: Import) -> list[str]:
    """What was taken as proposed, in words: told with the result, never silent."""
    told = Counter[str]()
    for question in work.questions():
        if question.is_assumed:
            value = question.proposal or "（空）"
            text = f"“{question.text[:30]}”" if question.text else "原表没有"
            told[f"{question.field.label}：{text} → {value}"] += question.count
    return [f"{words}（{count} 行）" for words, count in told.items()]
