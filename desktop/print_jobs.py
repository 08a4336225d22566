"""Making documents on the runner: progress to its token, and stopped by it between two pages and while rows are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from desktop.jobs import Token
from desktop.office import Office

Made = TypeVar("Made")


def heard_by_token(office: Office, make: Callable[[], Made], token: Token) -> Made:
    """What the function makes; raises Cancelled soon after the clerk asked to stop."""
    from reports.print_run import heard_by

    def tell(done: int, total: int) -> None:
        token.check()
        if total:
            token.report(done, total, f"正在排版：{done}/{total}")

    with heard_by(tell), office.stoppable(token.should_stop):
        return make()
