"""Grading a risk by LS or LEC: the value tables and bands are data of `db/codes/`, with their version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from db.spec.code_tables import CODES_FOLDER
from db.value import Value


class FactorValue(Value):
    """One value a factor may take, as decimal text, and what it means."""

    value: str
    label: str


class Factor(Value):
    """One factor of a method, kept in the record's field `name`."""

    name: str
    symbol: str
    label: str
    values: tuple[FactorValue, ...]


class Method(Value):
    """A grading method: the product of its factors falls into a band."""

    code: str
    label: str
    source: str
    version: str
    note: str
    factors: tuple[Factor, ...]
    bands: tuple[Mapping[str, str], ...]

    def score(self, inputs: Mapping[str, object]) -> Decimal | None:
        """The product of the factors; None while one is missing. Raises ValueError for a value outside its table."""
        product = Decimal(1)
        for factor in self.factors:
            value = inputs.get(factor.name)
            if value is None:
                return None
            if not any(Decimal(each.value) == Decimal(str(value)) for each in factor.values):
                raise ValueError(factor.name)
            product *= Decimal(str(value))
        return product

    def level(self, score: Decimal) -> str:
        """The risk level ("red" … "blue") of a score."""
        return next(band["level"] for band in self.bands if _is_in(band, score))


def _is_in(band: Mapping[str, str], score: Decimal) -> bool:
    return score > Decimal(band["above"]) if "above" in band else score >= Decimal(band["at_least"])


@cache
def grading_method(code: str) -> Method | None:
    """The method of a code of table `risk_method`: "ls", "lec"; None for those that do not calculate ("direct")."""
    path = CODES_FOLDER / f"risk_method_{code}.json"
    if not path.exists():
        return None
    document = json.loads(path.read_text(encoding="utf-8"))
    factors = tuple(
        Factor(
            each["name"],
            each["symbol"],
            each["label"],
            tuple(FactorValue(**value) for value in each["values"]),
        )
        for each in document["factors"]
    )
    return Method(
        code, document["label"], document["source"], document["version"], document["note"], factors, tuple(document["bands"])
    )  # fmt: skip
