"""The printed recovery code. The print is not registered: nothing of the code may stay in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.documents import print_context
from desktop.office import Office

if TYPE_CHECKING:
    from reports.print_context import PrintResult


def recovery_paper(office: Office, code: str) -> PrintResult:
    """The sheet of a code, as PDF."""
    from reports.recovery_sheet import recovery_sheet

    return recovery_sheet(code, print_context(office))
