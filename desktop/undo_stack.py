"""Which operations of this session 撤销 and 重做 take next. Follows what the ledger tells of its writes. GUI thread."""

from __future__ import annotations

from db.value import Value

UNDOING = "撤销"
# What the program does by itself; the clerk who presses Ctrl+Z means something else.
_BY_ITSELF = ("生成下一期任务", "放入随附的检查表")
_TRACES = ("登录", "人员与权限", "查看")  # they change no record


class Told(Value):
    """What is kept of an operation: its batch and its name."""

    batch: str
    name: str


class UndoStack:
    """Operations that hold, and those that were taken back; a failed operation is never told and so never here."""

    def __init__(self) -> None:
        self._done: list[Told] = []
        self._undone: list[Told] = []

    def take(self, batch: str, name: str, undoes: str) -> None:
        """Hear of an operation that was saved; `undoes` is the batch it took back."""
        told = Told(batch, name)
        if undoes:
            self._take_back(told, undoes)
        elif batch and name not in _BY_ITSELF and not name.startswith(_TRACES):
            self._done.append(told)
            self._undone.clear()

    def next_undo(self) -> Told | None:
        """What 撤销 takes back, or None."""
        return self._done[-1] if self._done else None

    def next_redo(self) -> Told | None:
        """The undoing that 重做 takes back, or None."""
        return self._undone[-1] if self._undone else None

    def _take_back(self, told: Told, undoes: str) -> None:
        for stack in (self._done, self._undone):
            stack[:] = [each for each in stack if each.batch != undoes]
        (self._undone if told.name.startswith(UNDOING) else self._done).append(told)
