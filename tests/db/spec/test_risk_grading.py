from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest

from db.spec.risk_grading import grading_method

LEC_L = ("10", "6", "3", "1", "0.5", "0.2", "0.1")
LEC_E = ("10", "6", "3", "2", "1", "0.5")
LEC_C = ("100", "40", "15", "7", "3", "1")


def test_every_product_of_the_ls_matrix_has_its_colour() -> None:
    method = grading_method("ls")
    assert method is not None
    for likelihood, severity in itertools.product(range(1, 6), repeat=2):
        product = likelihood * severity
        expected = (
            "red" if product >= 20 else "orange" if product >= 15 else "yellow" if product >= 9 else "blue"
        )
        score = method.score({"likelihood": str(likelihood), "severity": str(severity)})
        assert score == product
        assert method.level(score) == expected


def test_all_252_combinations_of_lec_agree_with_exact_fractions() -> None:
    method = grading_method("lec")
    assert method is not None
    combinations = list(itertools.product(LEC_L, LEC_E, LEC_C))
    assert len(combinations) == 252
    for likelihood, exposure, consequence in combinations:
        exact = Fraction(likelihood) * Fraction(exposure) * Fraction(consequence)
        expected = "red" if exact > 320 else "orange" if exact > 160 else "yellow" if exact > 70 else "blue"
        score = method.score(
            {"likelihood": likelihood, "exposure": exposure, "consequence_value": consequence}
        )
        assert score is not None and Fraction(score) == exact
        assert method.level(score) == expected


@pytest.mark.parametrize("inputs", [("10", "1", "7"), ("1", "10", "7")])
def test_a_score_of_exactly_70_is_low(inputs: tuple[str, str, str]) -> None:
    method = grading_method("lec")
    assert method is not None
    score = method.score(dict(zip(("likelihood", "exposure", "consequence_value"), inputs, strict=True)))
    assert score == 70
    assert method.level(Decimal(70)) == "blue"
    assert method.level(Decimal("70.1")) == "yellow"


def test_a_method_says_its_version_and_its_bands() -> None:
    for code, version in (("ls", "LS 5×5 2024"), ("lec", "LEC C15 2024")):
        method = grading_method(code)
        assert method is not None
        assert method.version == version
        assert method.source and method.note


def test_a_score_waits_for_its_last_factor() -> None:
    method = grading_method("ls")
    assert method is not None
    assert method.score({"likelihood": "3"}) is None


def test_a_value_outside_its_table_has_no_score() -> None:
    method = grading_method("lec")
    assert method is not None
    with pytest.raises(ValueError, match="consequence_value"):
        method.score({"likelihood": "3", "exposure": "6", "consequence_value": "16"})


def test_direct_grading_calculates_nothing() -> None:
    assert grading_method("direct") is None
