"""Options may stand before, between or behind the words of a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.commands.parser import build_parser


@pytest.mark.parametrize(
    "line",
    [
        "add hazard --db F x.jsonl",
        "add --db F hazard x.jsonl",
        "add hazard x.jsonl --db F",
        "add hazard --db=F x.jsonl",
    ],
)
def test_the_file_of_add_may_stand_behind_the_options(line: str) -> None:
    parsed = build_parser().parse_args(line.split())
    assert (parsed.type, parsed.db, parsed.file) == ("hazard", Path("F"), "x.jsonl")


@pytest.mark.parametrize(
    "line",
    ["act hazard YH-1 rectify --db F a=1 b=2", "act hazard YH-1 rectify a=1 --db F b=2", "act --db F hazard YH-1 rectify a=1 b=2",
     "act --db=F hazard YH-1 rectify -- a=1 b=2"],
)  # fmt: skip
def test_values_of_a_step_may_stand_behind_the_options(line: str) -> None:
    parsed = build_parser().parse_args(line.split())
    assert (parsed.number, parsed.action, parsed.assignments) == ("YH-1", "rectify", ["a=1", "b=2"])


def test_a_dash_is_standard_input() -> None:
    assert build_parser().parse_args(["add", "hazard", "--db", "F", "-"]).file == "-"
    assert build_parser().parse_args(["add", "hazard", "--db", "F"]).file == "-"


@pytest.mark.parametrize("line", ["list --json hazard --db F", "list hazard --db F --json"])
def test_a_flag_takes_no_word_with_it(line: str) -> None:
    parsed = build_parser().parse_args(line.split())
    assert (parsed.type, parsed.json) == ("hazard", True)
