"""Starts a job whose signals are all heard: the work waits until its listeners are connected. GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from desktop.jobs import Job, Runner, Token


def start_job(
    runner: Runner,
    work: Callable[[Token], Any],
    *,
    done: Callable[[Any], None],
    failed: Callable[[Exception], None],
    cancelled: Callable[[], None] = lambda: None,
) -> Job:
    """The running job. A short work would else be over before anybody listens, and its result lost."""
    is_heard = threading.Event()

    def heard_work(token: Token) -> Any:
        is_heard.wait()
        return work(token)

    job = runner.start(heard_work)
    job.finished_with.connect(done)
    job.failed_with.connect(failed)
    job.cancelled.connect(cancelled)
    is_heard.set()
    return job
