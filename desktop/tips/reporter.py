"""Who told, as typed, and its fixed-size bytes for sealing. It lives in memory only and shows in no text of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from db.errors import InvalidRecord, Problem
from db.spec.text import one_line

PADDED_BYTES = 1024  # every sealed identity has this length inside, an anonymous one too: length says nothing
NAME_CHARACTERS, CONTACT_CHARACTERS = 60, 120
_LENGTH_BYTES = 2


@dataclass(frozen=True)
class Reporter:
    """A tipster. `repr` says nothing, so that no message, log or failed assertion can."""

    is_anonymous: bool = field(default=True, repr=False)
    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    wants_reply: bool = field(default=False, repr=False)
    wants_reward: bool = field(default=False, repr=False)


def checked(typed: Reporter) -> Reporter:
    """The tipster with plain spaces. Raises InvalidRecord: `reporter_name_missing`, `text_too_long` without a value."""
    name, contact = one_line(typed.name) or "", one_line(typed.contact) or ""
    problems = []
    if not typed.is_anonymous and not name:
        problems.append(Problem("reporter_name", "reporter_name_missing"))
    limits = (
        ("reporter_name", "举报人姓名", name, NAME_CHARACTERS),
        ("reporter_contact", "联系方式", contact, CONTACT_CHARACTERS),
    )
    for place, label, text, limit in limits:
        if len(text) > limit:
            problems.append(
                Problem(place, "text_too_long", {"label": label, "limit": limit, "length": len(text)})
            )
    if problems:
        raise InvalidRecord(problems)
    return Reporter(
        typed.is_anonymous, "" if typed.is_anonymous else name, contact, typed.wants_reply, typed.wants_reward
    )


def to_bytes(reporter: Reporter) -> bytes:
    """PADDED_BYTES bytes: a length, the JSON of the five values, zeros."""
    values = [
        reporter.is_anonymous,
        reporter.name,
        reporter.contact,
        reporter.wants_reply,
        reporter.wants_reward,
    ]
    content = json.dumps(values, ensure_ascii=False).encode()
    return (len(content).to_bytes(_LENGTH_BYTES, "big") + content).ljust(PADDED_BYTES, b"\0")


def from_bytes(padded: bytes) -> Reporter:
    """The tipster of what `to_bytes` made. ValueError for anything else."""
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    values = json.loads(padded[_LENGTH_BYTES : _LENGTH_BYTES + length])
    kinds = [bool, str, str, bool, bool]
    if not isinstance(values, list) or [type(each) for each in values] != kinds:
        raise ValueError("not an identity")
    return Reporter(*values)
