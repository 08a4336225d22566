"""Rounds of 风险辨识评估: how they start, what a premises' assessment starts with, and how premises are cleared."""

from __future__ import annotations

from typing import Any

from db import campaigns, records
from db.campaigns import Coverage
from db.spec import ASSESSMENT_CAMPAIGN, PREMISES, RISK
from db.spec.code_tables import code_table
from db.spec.field import Record
from db.spec.query import Query, Sort
from db.store import Transaction
from desktop.form_values import new_values
from desktop.office import Office

_TABLE = ASSESSMENT_CAMPAIGN.table


def campaigns_of(office: Office) -> list[Record]:
    """Every round, the newest first."""
    newest_first = (Sort("started_on", descending=True), Sort("no", descending=True))
    return office.rows(_TABLE, office.ids(_TABLE, Query(sort=newest_first)))


def templates() -> list[tuple[str, str]]:
    """(code, label) of the rounds that are asked for (table `assessment_template`)."""
    return [(each.code, each.label) for each in code_table("assessment_template").codes]


def values_of_template(office: Office, code: str) -> dict[str, Any]:
    """What the form of a new round starts with.

    One whose time is over is entered afterwards: the clerk has to say when it really began.
    """
    template = code_table("assessment_template").get(code)
    assert template is not None
    taken = {
        name: template.extra[name] for name in ("scope", "plan_clause", "due_on") if template.extra.get(name)
    }
    is_over = bool(template.extra.get("is_back_entry"))
    title = template.label if is_over else f"{office.clock.today().year}{template.label}"
    values = new_values(office, _TABLE) | taken | {"title": title, "team": f"{office.lead}、{office.clerk}"}
    return values | ({"started_on": None} if is_over else {"due_on": f"{office.clock.today().year}-12-31"})


def progress(office: Office, campaign: Record) -> list[Coverage]:
    """Every premises of a round, the missing ones first."""
    return campaigns.coverage(office.store.reader(), campaign)


def risk_values(office: Office, campaign: Record, premises_id: str) -> dict[str, Any]:
    """What the form of a risk starts with when a premises is assessed in a round."""
    premises = office.get(PREMISES.table, premises_id)
    return new_values(office, RISK.table) | {
        "premises": premises_id,
        "location": premises["address"],
        "grid": premises.get("grid"),
        "method": campaign["method"],
        "responsible_unit": premises["name"],
        "responsible_person": premises["main_person"],
        "phone": premises.get("phone"),
        "assessors": campaign["team"],
        "campaign": campaign["id"],
    }


def clear_premises(
    office: Office, campaign_id: str, premises_ids: list[str], *, on: str, by: str, note: str = ""
) -> Record:
    """Write down that there is no greater risk in some premises (无较大风险), seen by whom on which day.

    Raises InvalidRecord, AppError `record_not_found`.
    """

    def work(tx: Transaction) -> Record:
        campaign = records.load(tx, ASSESSMENT_CAMPAIGN, campaign_id) or {}
        kept = [row for row in campaign.get("clearances") or [] if row["premises"] not in premises_ids]
        new = [{"premises": each, "found_on": on, "found_by": by, "note": note} for each in premises_ids]
        return records.change(tx, _TABLE, campaign_id, {"clearances": [*kept, *new]})

    cleared: Record = office.write(work, "登记无较大风险")
    return cleared


__all__ = [
    "Coverage", "campaigns_of", "clear_premises", "progress", "risk_values", "templates", "values_of_template",
]  # fmt: skip
