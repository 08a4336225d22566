"""Jobs: their ends always reach whoever started them, on the thread that started them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Event, current_thread
from typing import Any

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.errors import AppError
from desktop.jobs import Runner, Token


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.shut_down()


def wait_for_threads(runner: Runner) -> None:
    """As if this thread had lost the processor until every work was over."""
    pool = runner.findChild(QThreadPool)
    assert isinstance(pool, QThreadPool)
    pool.waitForDone()


def fail(token: Token) -> None:
    raise AppError("nothing_to_report")


def wait_until_stopped(token: Token) -> None:
    while True:
        token.check()


def listeners(heard: list[Any]) -> dict[str, Callable[..., None]]:
    """Listeners for every end of a job, which write down what they hear and on which thread."""

    def listener(name: str) -> Callable[..., None]:
        return lambda *told: heard.append((name, *told, current_thread()))

    return {name: listener(name) for name in ("done", "failed", "cancelled")}


def test_the_result_of_the_quickest_job_is_heard_on_the_thread_that_started_it(
    qtbot: QtBot, runner: Runner
) -> None:
    heard: list[Any] = []
    runner.start(lambda token: current_thread(), **listeners(heard))
    wait_for_threads(runner)
    qtbot.waitUntil(lambda: bool(heard))
    ((name, worker, listener),) = heard
    assert name == "done" and listener is current_thread() and worker is not listener


def test_nothing_is_told_before_the_event_loop_turns(qtbot: QtBot, runner: Runner) -> None:
    heard: list[Any] = []
    job = runner.start(lambda token: token.report(1, 2, "一半"))
    wait_for_threads(runner)
    job.progressed.connect(lambda *told: heard.append(told))
    job.finished_with.connect(lambda result: heard.append(result))
    job.ended.connect(lambda: heard.append("ended"))
    assert heard == []
    qtbot.waitUntil(lambda: "ended" in heard)
    assert heard == [(1, 2, "一半"), None, "ended"]


def test_a_fault_is_handed_over(qtbot: QtBot, runner: Runner) -> None:
    heard: list[Any] = []
    runner.start(fail, **listeners(heard))
    wait_for_threads(runner)
    qtbot.waitUntil(lambda: bool(heard))
    ((name, error, listener),) = heard
    assert name == "failed" and isinstance(error, AppError) and listener is current_thread()


def test_a_job_cancelled_before_its_turn_never_runs(qtbot: QtBot, runner: Runner) -> None:
    ran: list[Token] = []
    heard: list[Any] = []
    is_free = Event()
    for _ in range(2):  # every thread of the runner
        runner.start(lambda token: is_free.wait())
    job = runner.start(ran.append, **listeners(heard))
    job.cancel()
    is_free.set()
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("cancelled", current_thread())] and ran == []


def test_a_job_that_asks_is_stopped(qtbot: QtBot, runner: Runner) -> None:
    def work(token: Token) -> None:
        token.report(1, 2, "一半")
        wait_until_stopped(token)

    heard: list[Any] = []
    job = runner.start(work, **listeners(heard), progressed=lambda done, total, words: job.cancel())
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [("cancelled", current_thread())]


def test_a_job_is_gone_once_it_ended(qtbot: QtBot, runner: Runner) -> None:
    job = runner.start(lambda token: None)
    with qtbot.waitSignal(job.destroyed):
        pass


def test_shutting_down_stops_what_runs_and_what_waits_and_tells_nobody(runner: Runner) -> None:
    heard: list[Any] = []
    for _ in range(3):
        runner.start(wait_until_stopped, **listeners(heard))
    runner.start(lambda token: "result", **listeners(heard))
    runner.shut_down()
    QApplication.processEvents()
    assert heard == []


def test_a_result_that_was_not_told_yet_is_dropped_by_shutting_down(runner: Runner) -> None:
    heard: list[Any] = []
    runner.start(lambda token: "result", **listeners(heard))
    wait_for_threads(runner)
    runner.shut_down()
    QApplication.processEvents()
    assert heard == []


def test_after_shutting_down_nothing_is_run(runner: Runner) -> None:
    ran: list[Token] = []
    runner.shut_down()
    runner.start(ran.append)
    wait_for_threads(runner)
    assert ran == []
