"""The command duties: how every premises stands with its drills or self-checks, by what is due first."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date
from typing import Any

from desktop.commands.records import opened
from desktop.duties import DUTIES, DUTY_WORDS, Standing, duty_board, frequency_word


def duties(given: Namespace) -> int:
    """Print a line for each premises and duty; with --overdue only what is late."""
    with opened(given.db) as office:
        today = office.clock.today()
        for duty in [given.duty] if given.duty else DUTIES:
            for row in duty_board(office, duty, today.year).rows:
                if not given.overdue or row.standing.is_overdue:
                    _tell(duty, row.standing, today, given.json)
    return 0


def _tell(duty: str, standing: Standing, today: date, as_json: bool) -> None:
    facts = _facts(duty, standing, today)
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    late = f"逾期{facts['days_overdue']}天" if facts["days_overdue"] else ""
    shown = (
        standing.no, standing.name, DUTY_WORDS[duty], frequency_word(standing), facts["rule"] or "—",
        f"上次 {facts['last'] or '—'}", f"最迟 {facts['due'] or '—'}", late,
    )  # fmt: skip
    print("\t".join(shown).rstrip("\t"))


def _facts(duty: str, standing: Standing, today: date) -> dict[str, Any]:
    rule, due, last = standing.rule, standing.due, standing.last_done
    return {
        "premises": standing.no, "name": standing.name, "duty": duty,
        "period": rule.period if rule else None, "rule": f"{rule.source}{rule.clause}" if rule else None,
        "mark": rule.mark if rule else None, "counted": rule.counted if rule else None,
        "last": last.isoformat() if last else None, "due": due.isoformat() if due else None,
        "days_overdue": max(0, (today - due).days) if due else 0,
        "planned": [each.day.isoformat() for each in standing.planned],
    }  # fmt: skip
