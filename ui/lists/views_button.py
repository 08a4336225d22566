"""视图: the drop-down of a list's ready-made and kept views. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from db.errors import LedgerError
from desktop.list_views import KeptView, keep_view, kept_views, update_view
from ui.models.filters import Filters
from ui.pages.ledger_kind import LedgerKind
from ui.pages.page_context import PageContext
from ui.widgets.dialogs import run_dialog

EVERYTHING = "全部记录"


class ListViews(QObject):
    """The button and its menu, read anew each time it opens. `filters_asked` for a ready-made view, `view_asked` for a kept
    one; `state` tells what is to be kept."""

    filters_asked = Signal(object)
    view_asked = Signal(object)

    def __init__(
        self, kind: LedgerKind, context: PageContext, state: Callable[[], dict[str, object]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.kind, self.context, self.office, self.state = kind, context, context.office, state
        self.shown: KeptView | None = None
        self.button = QToolButton(parent)
        self.button.setObjectName("filter")
        self.button.setText("视图")
        self.button.setToolTip("现成的视图和自己存下的视图：筛选、次序和列")
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.button)
        self.menu.aboutToShow.connect(self._fill)
        self.button.setMenu(self.menu)

    def default_view(self) -> KeptView | None:
        """The view that the list opens with, or None."""
        return next((each for each in kept_views(self.office, self.kind.table) if each.is_default), None)

    def show_view(self, view: KeptView | None) -> None:
        """Let the button bear the name of the view that is shown; None: of none."""
        self.shown = view
        self.button.setText(f"视图：{_short(view.name)}" if view else "视图")

    def keep_present(self) -> None:
        """Ask for a name and keep what the list shows now under it."""
        from ui.lists.views_dialogs import NameDialog

        dialog = NameDialog("保存视图", "", self.button.window(), offers_default=True)
        dialog.check = lambda: self._keep(dialog.name(), dialog.is_default())
        run_dialog(dialog)

    def manage(self) -> None:
        """Rename, delete, choose the default."""
        from ui.lists.views_dialogs import ViewsDialog

        dialog = ViewsDialog(self.office, self.kind, self.button.window())
        dialog.exec()
        names = [each.name for each in kept_views(self.office, self.kind.table)]
        if self.shown and self.shown.name not in names:
            self.show_view(None)
        dialog.deleteLater()

    def update_shown(self) -> None:
        """Keep what the list shows now under the name of the view that was opened."""
        if self.shown is None:
            return
        try:
            update_view(self.office, self.kind.table, self.shown.name, self.state())
        except LedgerError as error:
            self.context.bar.tell_fault(error)
            return
        self.context.bar.tell(f"已更新视图“{self.shown.name}”")

    def _keep(self, name: str, is_default: bool) -> None:
        view = keep_view(self.office, self.kind.table, name, self.state(), is_default)
        self.show_view(view)
        self.context.bar.tell(f"已保存视图“{view.name}”")

    def _fill(self) -> None:
        self.menu.clear()
        self._add(EVERYTHING, lambda: self.filters_asked.emit(Filters()))
        for word, filters in self.kind.due_filters:
            self._add(word, partial(self.filters_asked.emit, filters))
        kept = kept_views(self.office, self.kind.table)
        if kept:
            self.menu.addSeparator()
        for view in kept:
            word = f"{view.name}（默认）" if view.is_default else view.name
            action = self._add(word, partial(self.view_asked.emit, view))
            action.setCheckable(True)
            action.setChecked(self.shown is not None and self.shown.name == view.name)
        self.menu.addSeparator()
        self._add("保存为视图…", self.keep_present).setToolTip("把现在的筛选、次序和列存下来，起个名字")
        if self.shown is not None:
            self._add(f"更新“{_short(self.shown.name)}”", self.update_shown)
        self._add("管理视图…", self.manage).setEnabled(bool(kept))

    def _add(self, word: str, act: Callable[[], object]) -> QAction:
        action = self.menu.addAction(word.replace("&", "&&"))
        action.triggered.connect(lambda checked=False: act())
        return action


def _short(name: str) -> str:
    return name if len(name) <= 10 else f"{name[:9]}…"
