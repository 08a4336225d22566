"""How a change reads in the history of a record: long lists are cut down to the lines that differ."""

from __future__ import annotations


def what_differs(before: str, after: str) -> tuple[str, str]:
    """Two texts of several lines without the lines that stand in both; short texts and new ones as they are."""
    old, new = before.split("\n"), after.split("\n")
    if len(old) < 2 or len(new) < 2:
        return before, after
    kept_old, kept_new = (
        [each for each in lines if each not in others] for lines, others in ((old, set(new)), (new, set(old)))
    )
    if not kept_old and not kept_new:  # only the order changed
        return before, after
    return "\n".join(kept_old), "\n".join(kept_new)
