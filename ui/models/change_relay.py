"""Carries the ledger's changes from the writing thread to the GUI thread, by a queued signal."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal

from desktop.office import Office


class Changed(Protocol):
    """What a write touched, as the ledger tells it."""

    @property
    def tables(self) -> frozenset[str]: ...
    @property
    def ids(self) -> frozenset[str]: ...
    @property
    def batch(self) -> str: ...
    @property
    def operation(self) -> str: ...
    @property
    def undoes(self) -> str: ...


class ChangeRelay(QObject):
    """`changed` comes on the GUI thread after each write, with the tables and ids that were written."""

    changed = Signal(object)
    _told = Signal(object)

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_heard = True
        self._told.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._end = office.subscribe(self._told.emit)

    def stop(self) -> None:
        """Hear no more of the ledger, nor of a write that is still on its way here: it may be closed by then."""
        self._is_heard = False
        self._end()

    def _pass_on(self, changed: Changed) -> None:
        if self._is_heard:
            self.changed.emit(changed)
