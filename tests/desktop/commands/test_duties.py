"""`main.py duties`: the rule, the last time and the due day of every premises, for scripts."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.office import Office
from desktop.paths import DATABASE_NAME
from tests import factories
from tests.desktop.commands.command_line import run


@pytest.fixture
def database(office: Office) -> Path:
    """A hotel drilled 200 days ago, and an estate that owes nothing."""
    hotel = office.add("premises", factories.premises(name="悦来旅馆", type="小旅馆", flags=None))
    office.add("premises", factories.premises(name="佳乐苑", type="住宅小区", flags=None))
    day = date.today() - timedelta(days=200)
    typed = factories.drill(date=day.isoformat(), starts_at=None, ends_at=None, premises=hotel["id"])
    office.add("drill", typed)
    return office.folder / DATABASE_NAME


def test_every_premises_is_listed_with_its_rule(database: Path, tmp_path: Path) -> None:
    answer = run("duties", "--db", database, cwd=tmp_path)
    assert answer.code == 0 and len(answer.lines) == 4
    hotel, estate = answer.lines[:2]
    assert "《生产安全事故应急条例》第八条" in hotel and "逾期" in hotel and "每半年一次" in hotel
    assert estate.split("\t")[3:5] == ["不作要求", "—"]


def test_what_is_overdue_is_given_as_json(database: Path, tmp_path: Path) -> None:
    asked = ("duties", "--db", database, "--duty", "evacuation_drill", "--overdue", "--json")
    (row,) = run(*asked, cwd=tmp_path).records
    assert (row["name"], row["period"], row["counted"], row["mark"]) == (
        "悦来旅馆", "half_yearly", "rolling", "verified",
    )  # fmt: skip
    assert row["days_overdue"] > 0 and row["planned"] == []


def test_an_unknown_duty_is_wrong_usage(database: Path, tmp_path: Path) -> None:
    assert run("duties", "--db", database, "--duty", "植树", cwd=tmp_path).code == 2
