"""Asks for the passphrase of the street's keys when one is needed for the first time, and goes on from there. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.jobs import Runner
from desktop.street.keyring import Keyring
from ui.passphrase_dialog import ask_passphrase
from ui.widgets.message_bar import MessageBar

_WORDS = (
    "给回执签名、打开加密的报送包要用街道的密钥。输入一次，到关闭程序前都不再问；程序不会把口令写到任何地方。"
)


def unlocked(
    keyring: Keyring, runner: Runner, bar: MessageBar, parent: QWidget, go_on: Callable[[], object]
) -> None:
    """Do `go_on` with the keys unlocked; not at all when the clerk leaves the question."""
    if keyring.is_unlocked:
        go_on()
        return
    typed = ask_passphrase("街道密钥的口令", _WORDS, parent)
    if not typed:
        return
    again = lambda: unlocked(keyring, runner, bar, parent, go_on)  # noqa: E731
    runner.start(
        lambda token: keyring.unlock(typed),
        done=lambda _: go_on(),
        failed=lambda error: bar.tell_fault(error, "再输一次", again),
    )
