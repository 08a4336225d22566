"""Text that a spreadsheet would run: `=cmd|…` in a csv file or on the clipboard begins with an apostrophe.

Excel, WPS and LibreOffice take a csv cell for a formula when it begins with one of these characters (OWASP, CSV
injection). In .xlsx a text cell is text whatever it says, so nothing is put before it there.
"""

from __future__ import annotations

import re

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r|%]")


def guarded(text: str) -> str:
    """The text with an apostrophe before it where it would be run, or would be taken for a guarded one."""
    return f"'{text}" if _WOULD_RUN.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given: one apostrophe less where it stands before what would be run."""
    return text[1:] if text.startswith("'") and _WOULD_RUN.match(text[1:]) else text
