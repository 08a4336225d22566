"""What looks doubtful in a hazard while it is written: soft warnings beside the fields, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from db import similar_hazards
from db.errors import Problem
from db.photo_uses import other_uses, same_pictures
from db.similar_hazards import Earlier, earlier_hazards
from db.spec import HAZARD, RECORD_TYPES
from db.spec.dates import NotADate, parse_date
from db.spec.field import Kind, Values
from desktop.office import Office

PHOTO_FIELDS = ("photo_before", "photo_after")


def photo_doubts(office: Office, hazard: Values, own_id: str | None = None) -> list[Problem]:
    """Warnings about the photos of a hazard as it stands in a form (part H 9): a photo that another record has,
    one taken long before the finding, and a before photo that comes back as the after photo."""
    doubts = []
    for name in PHOTO_FIELDS:
        photos = hazard.get(name) or []
        doubts += _used_elsewhere(office, name, photos, [own_id or "", *_sources(hazard)])
        doubts += _taken_too_early(office, name, photos, day_of(office, hazard.get("found_on")))
    return doubts + _returned(office, hazard)


def day_of(office: Office, typed: Any) -> str | None:
    """The day that a date field means by now, as ISO text; None while it is not readable."""
    try:
        return parse_date(str(typed), office.clock.today()).isoformat() if typed else None
    except NotADate:
        return None


def _sources(hazard: Values) -> list[str]:
    """What a hazard came from: an inspection's or a drill's photo may go with it."""
    names = [each.name for each in HAZARD.fields if each.kind is Kind.REFERENCE and each.name != "repeat_of"]
    return [str(hazard[name]) for name in names if hazard.get(name)]


def _used_elsewhere(
    office: Office, name: str, photos: Sequence[Values], excluded: Sequence[str]
) -> list[Problem]:
    hashes = [each["sha256"] for each in photos]
    same = same_pictures(office.store.reader(), hashes)
    uses = other_uses(office.store.reader(), sorted(set().union(*same.values())), excluded)
    words = "、".join(f"{RECORD_TYPES[table].label} {no}".strip() for table, no in uses[:3])
    return [Problem(name, "photo_used_elsewhere", {"where": words})] if uses else []


def _taken_too_early(
    office: Office, name: str, photos: Sequence[Values], found_on: str | None
) -> list[Problem]:
    if not found_on:
        return []
    allowed = office.own_number("photo_age_days")
    ages = [(_days_between(each["taken_at"], found_on), each) for each in photos if each.get("taken_at")]
    old = [each for days, each in ages if days > allowed]
    taken = min(each["taken_at"][:10] for each in old) if old else ""
    return [Problem(name, "photo_taken_early", {"taken": taken, "found": found_on})] if old else []


def _days_between(moment: str, day: str) -> int:
    return (date.fromisoformat(day) - date.fromisoformat(moment[:10])).days


def _returned(office: Office, hazard: Values) -> list[Problem]:
    before, after = ([each["sha256"] for each in hazard.get(name) or []] for name in PHOTO_FIELDS)
    same = same_pictures(office.store.reader(), before)
    is_same = any(each in same_ones for each in after for same_ones in same.values())
    return [Problem("photo_after", "photo_after_is_before")] if is_same else []


def repeats(office: Office, hazard: Values, own_id: str | None = None) -> list[Earlier]:
    """The earlier hazards of the same category at the same place, within the committee's own number of months."""
    seen = {**hazard, "found_on": day_of(office, hazard.get("found_on"))}
    return earlier_hazards(office.store.reader(), seen, office.own_number("repeat_months"), own_id)


def times_repeated(office: Office, hazard_id: str) -> int:
    """How many later hazards repeat this one."""
    return similar_hazards.times_repeated(office.store.reader(), hazard_id)


__all__ = ["PHOTO_FIELDS", "Earlier", "day_of", "photo_doubts", "repeats", "times_repeated"]
