"""Jobs: their ends always reach whoever started them, on the thread that started them."""

from __future__ import annotations

from collections.abc import Iterator
from threading import current_thread

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from db.errors import AppError
from desktop.jobs import Runner, Token


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.shut_down()


def test_the_end_of_the_quickest_job_is_heard(qtbot: QtBot, runner: Runner) -> None:
    job = runner.start(lambda token: current_thread())
    pool = runner.findChild(QThreadPool)
    assert isinstance(pool, QThreadPool)
    pool.waitForDone()  # as if this thread had lost the processor here
    heard: list[object] = []
    job.finished_with.connect(lambda result: heard.append((result, current_thread())))
    qtbot.waitUntil(lambda: bool(heard))
    ((worker, listener),) = heard  # type: ignore[misc]
    assert listener is current_thread() and worker is not listener


def test_a_fault_is_handed_over(qtbot: QtBot, runner: Runner) -> None:
    def fail(token: Token) -> None:
        raise AppError("nothing_to_report")

    with qtbot.waitSignal(runner.start(fail).failed_with) as told:
        pass
    assert isinstance(told.args[0], AppError)


def test_a_job_cancelled_before_its_turn_never_runs(qtbot: QtBot, runner: Runner) -> None:
    ran: list[Token] = []
    job = runner.start(ran.append)
    with qtbot.waitSignal(job.cancelled):
        job.cancel()
    assert ran == []


def test_a_job_that_asks_is_stopped(qtbot: QtBot, runner: Runner) -> None:
    def work(token: Token) -> None:
        token.report(1, 2, "一半")
        while True:
            token.check()

    job = runner.start(work)
    job.progressed.connect(lambda done, total, words: job.cancel())
    with qtbot.waitSignal(job.cancelled):
        pass
