"""What the street sends back of a package: which records, by number or id, each with a remark (退回意见)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from db.errors import AppError
from db.spec.field import Values
from db.spec.text import one_line
from desktop.exchange.canonical_json import canonical_bytes
from desktop.exchange.header import is_plain_text
from desktop.exchange.receipt import REMARK_CHARACTERS

EVERY: Final = "*"
_LONGEST_LIST: Final = 200 * 1024  # of a receipt's one line, which has 256 KiB (format §3)


def plain_remark(no: str, typed: str) -> str:
    """A remark as a receipt may bear it. Raises AppError `remark_unusable` for none, and for one that is too long."""
    plain = one_line(typed)
    if not is_plain_text(plain, REMARK_CHARACTERS):
        raise AppError("remark_unusable", no=no, limit=REMARK_CHARACTERS)
    return plain


class Returns:
    """The remarks by number or id of a record; `*` stands for every record without one of its own."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        """Raises AppError `remark_unusable`."""
        named = {what.strip(): plain_remark(what.strip(), remark) for what, remark in typed.items()}
        self._every = named.pop(EVERY, None)
        self._remarks = named
        self._unused = set(named)

    def remark_of(self, wire: Values) -> str | None:
        """Why a record of a package is sent back; None when it is accepted."""
        for name in (str(wire["id"]), str(wire.get("no"))):
            if name in self._remarks:
                self._unused.discard(name)
                return self._remarks[name]
        return self._every

    def refuse_unused(self) -> None:
        """Raises AppError `record_not_in_package` for a record to be sent back that did not come."""
        if self._unused:
            raise AppError("record_not_in_package", what="、".join(sorted(self._unused)))


# What was decided of each package, by its id: the remarks of the records to be sent back. "" stands for any package.
Decisions = Mapping[str, Mapping[str, str]]
NOTHING_DECIDED: Final[Decisions] = {}


def returns_for(decisions: Decisions, package_id: str) -> Returns:
    """What of a package is to be sent back. Raises AppError `remark_unusable`."""
    return Returns(decisions.get(package_id, decisions.get("", {})))


def checked_part(
    accepted: int, returned: Sequence[Mapping[str, object]], is_said_before: bool, every: str = ""
) -> dict[str, Any]:
    """The part of a receipt that says how many records are accepted and which are sent back; nothing when none is.

    `is_said_before`: an earlier receipt named some, so that the new word must be given even for none. Thousands of records
    with one remark go as one word for all of them, and so they do under the remark `every`. Raises AppError `returns_too_many` when they do not fit into a receipt.
    """
    if not returned and not is_said_before:
        return {}
    if len(canonical_bytes(list(map(dict, returned)))) <= _LONGEST_LIST:
        return {"checked": {"accepted": accepted}, "returned": list(returned)}
    remarks = {str(each["remark"]) for each in returned}
    if not every and (accepted or len(remarks) > 1):
        raise AppError("returns_too_many", count=len(returned))
    return {"checked": {"accepted": 0}, "returned": [], "all_returned": every or remarks.pop()}
