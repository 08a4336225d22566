"""一户一档: one premises with everything that hangs on it, and closing it together with that. Any thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from db import premises_closing, premises_file, premises_merge, premises_twins
from db.duties.standing import standing_of
from db.premises_closing import REASON
from db.premises_file import EXPIRED, EXPIRING, LINKED, NAMED_IN_ROWS, VALID, Expiry, LinkCount
from db.premises_twins import Twin
from db.spec import DRILL, HAZARD, INSPECTION, PREMISES, RISK
from db.spec.field import Record, Values
from db.value import Value
from desktop.duties import DUTIES, DUTY_WORDS, due_sentence, frequency_word
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult

__all__ = [
    "EXPIRED", "EXPIRING", "LINKED", "NAMED_IN_ROWS", "REASON", "VALID", "Expiry", "LinkCount", "PremisesFile",
    "close_premises", "ending_word", "linked_records", "open_records", "print_file", "read_file",
]  # fmt: skip
_PRINTED = 50  # newest inspections and drills on paper; older ones are in their own ledgers


class DutyLine(Value):
    """A duty of the premises in the clerk's words, and whether it is overdue."""

    sentence: str
    is_overdue: bool


class PremisesFile(Value):
    """What the first screen of a file shows; the lists themselves are read when they are looked at."""

    record: Record
    counts: Mapping[str, LinkCount]
    expiries: tuple[Expiry, ...]
    unlimited: tuple[Record, ...]  # licences without an end
    risks_to_review: tuple[Record, ...]
    duties: tuple[DutyLine, ...]
    same_ground: tuple[tuple[str, Twin], ...]  # (同一房东 or 同一地址, the other premises)
    merged_here: tuple[Record, ...]


def read_file(office: Office, premises_id: str) -> PremisesFile:
    """The file of one premises as it is now. Raises AppError `record_not_found`."""
    record, reader = office.get(PREMISES.table, premises_id), office.store.reader()
    notice_days = office.own_number("licence_days")
    return PremisesFile(
        record,
        premises_file.count_links(reader, premises_id),
        tuple(premises_file.expiries(record, office.clock.today(), notice_days)),
        tuple(premises_file.unlimited_licences(record)),
        tuple(premises_file.risks_to_review(reader, record)),
        tuple(_duties(office, premises_id)),
        tuple(premises_twins.same_ground(reader, record)),
        tuple(premises_merge.merged_into(reader, premises_id)),
    )


def linked_records(office: Office, table: str, premises_id: str) -> tuple[str, ...]:
    """The ids of the records of one type that name the premises, newest first; joint drills and trainings too."""
    return premises_file.linked_ids(office.store.reader(), table, premises_id)


def _duties(office: Office, premises_id: str) -> Iterator[DutyLine]:
    """Evacuation drill and self-check: how often, when last, when next; none for premises that owe nothing."""
    today = office.clock.today()
    for duty in DUTIES:
        standing = standing_of(office.store.reader(), duty, premises_id, today)
        if standing and standing.rule:
            words = f"{DUTY_WORDS[duty]}（{frequency_word(standing)}）：{due_sentence(standing, today)}"
            yield DutyLine(words, standing.is_overdue)


def open_records(office: Office, premises_id: str) -> dict[str, list[Record]]:
    """Hazards, risks and planned drills on the premises that are not finished, by table; only those that are there."""
    found = {
        table: premises_closing.open_records(office.store.reader(), table, premises_id)
        for table in premises_closing.ENDING_STEPS
    }
    return {table: records for table, records in found.items() if records}


def ending_word(table: str) -> str:
    """What ending records of that type is called (关闭风险, 取消); "" when they cannot end with their premises."""
    step = premises_closing.ending_step(table)
    return step.label if step else ""


def close_premises(
    office: Office, record: Values, step_name: str, typed: Values, ended: Mapping[str, str]
) -> Record:
    """Close premises and end what the clerk chose, in one transaction; gives the closed premises.

    Raises InvalidRecord, AppError `record_changed_meanwhile` and what the steps raise.
    """
    step = PREMISES.transition(step_name)
    work = lambda tx: premises_closing.close_premises(  # noqa: E731
        tx, record["id"], step_name, typed, ended, record["rev"]
    )
    closed: Record = office.write(work, f"场所{step.label}" if step else step_name)
    return closed


def print_file(office: Office, premises_id: str) -> PrintResult:
    """The registration sheet of one premises with its counts, open hazards, risks, licences, inspections and drills."""
    from desktop.documents import print_context
    from reports.premises_file import PremisesSheet, premises_sheet

    file, reader = read_file(office, premises_id), office.store.reader()
    sheet = PremisesSheet(
        file.record,
        {table: (count.total, count.unfinished) for table, count in file.counts.items()},
        premises_closing.open_records(reader, HAZARD.table, premises_id),
        premises_closing.open_records(reader, RISK.table, premises_id),
        premises_file.newest_links(reader, INSPECTION.table, premises_id, _PRINTED),
        premises_file.newest_links(reader, DRILL.table, premises_id, _PRINTED),
        file.expiries,
        file.unlimited,
    )
    return premises_sheet(sheet, print_context(office))
