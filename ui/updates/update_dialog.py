"""帮助 → 更新…: the packages on a stick, what one brings, installing it, and the way back. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from db.errors import LedgerError
from desktop.messages import sentence
from desktop.people.permissions import Right
from desktop.updates import places
from desktop.updates.checking import Offer, check_update
from desktop.updates.going_back import WayBack, go_back_to, waiting_version, way_back
from desktop.updates.installing import install_update
from desktop.updates.places import SUFFIX
from desktop.updates.publisher import trusted_keys
from desktop.version import VERSION
from ui.submission.busy import start_with_progress
from ui.submission.calm_dialog import CalmDialog
from ui.submission.drives import Drive, plugged_sticks
from ui.updates.offer_view import OfferView
from ui.updates.packages import FoundPackage, found_packages
from ui.widgets.icon_buttons import IconButton
from ui.widgets.message_bar import MessageBar
from ui.widgets.quiet_inputs import QuietComboBox
from ui.widgets.window_size import open_at
from ui.widgets.word_button import word_button

if TYPE_CHECKING:
    from ui.main_window import MainWindow

_NONE_FOUND = "没有找到更新包。请插上带更新包的 U 盘，点右边的刷新；也可以点“选择文件…”。"
_NOT_CHECKED = "还没有核对完。要重新核对，请点右边的刷新。"
_FOR_ONE = "更新装在您自己的文件夹里，不用管理员，只对这个系统用户起作用。要给所有用户更新，请管理电脑的人用安装程序。"


class UpdateDialog(CalmDialog):
    """`starts_again` says whether the clerk wants the program started anew."""

    def __init__(self, window: MainWindow, sticks: Callable[[], list[Drive]] = plugged_sticks) -> None:
        super().__init__(window)
        self.office, self.runner, self.sticks = window.office, window.runner, sticks
        self.offer: Offer | None = None
        self.starts_again = False
        self.setWindowTitle("更新程序")
        self.bar = MessageBar(self)
        self.present = QLabel(self)
        self.scope = QLabel(_FOR_ONE, self)
        self.scope.setObjectName("muted")
        self.scope.setWordWrap(True)
        self.packages = QuietComboBox(self)
        self.packages.setAccessibleName("更新包")
        self.packages.setPlaceholderText("正在查找 U 盘上的更新包…")
        self.look_button = IconButton("refresh", parent=self)
        self.look_button.setToolTip("重新查找 U 盘上的更新包")
        self.look_button.setAccessibleName("重新查找更新包")
        self.look_button.clicked.connect(self.look)
        self.file_button = word_button(self, "选择文件…", self.ask_file)
        self.view = OfferView(self)
        self.back_button = word_button(self, "退回上一版…", self.go_back)
        self.install_button = word_button(self, "安装更新", self.install, name="primary")
        self.again_button = word_button(self, "现在重新启动", self.start_again, name="primary")
        self.close_button = word_button(self, "关闭", self.reject)
        self._lay_out()
        self.packages.currentIndexChanged.connect(self.check)
        self._show_rights()
        open_at(self, 720, 560)
        if self._may_update_at_all():
            self.look()

    def look(self) -> None:
        """Look for packages on the sticks, away from this thread."""
        self.runner.start(
            lambda token: found_packages(token, self.sticks),
            done=self._show_packages,
            failed=self.bar.tell_fault,
        )

    def ask_file(self) -> None:
        """Let the clerk choose a package somewhere else."""
        name, _ = QFileDialog.getOpenFileName(self, "选择更新包", str(Path.home()), f"更新包 (*{SUFFIX})")
        if name:
            self.choose(Path(name))

    def choose(self, file: Path) -> None:
        """Show that package."""
        at = next((row for row in range(self.packages.count()) if self._file_at(row) == file), -1)
        if at < 0:
            self.packages.blockSignals(True)
            self.packages.addItem(str(file), FoundPackage(file, str(file)))
            self.packages.blockSignals(False)
            at = self.packages.count() - 1
        if at == self.packages.currentIndex():
            self.check()
        self.packages.setCurrentIndex(at)

    def check(self) -> None:
        """Look at the chosen package, with progress and a way to stop."""
        self._show_offer(None)
        file = self._file_at(self.packages.currentIndex())
        if file is not None:
            self.bar.hide()
            self.view.show_hint(_NOT_CHECKED)
            start_with_progress(
                self.runner, self, "正在核对更新包…", lambda token: check_update(file, token=token), self._show_offer,
                self._tell_refused,
            )  # fmt: skip

    def install(self) -> None:
        """Install what is shown, with progress and a way to stop."""
        offer = self.offer
        if offer is None:
            return
        start_with_progress(
            self.runner, self, f"正在安装 {offer.manifest.version} 并自检…", lambda token: install_update(offer, token),
            lambda _: self._tell_installed(offer), self._tell_refused,
        )  # fmt: skip

    def go_back(self) -> None:
        """Go back to the version before, after asking."""
        try:
            way = way_back()
            if not self._is_sure(way):
                return
            go_back_to(way)
        except LedgerError as error:
            self.bar.tell_fault(error)
            return
        if way.is_withdrawn:
            self._show_offer(None)
            self.bar.tell(f"{way.left} 不再换上，仍用 {way.version}。")
            self._show_rights()
            return
        self._end_with(f"已退回 {way.version}，重新启动后就用它。{way.left} 不再使用，台账没有改动。")

    def start_again(self) -> None:
        """Close the dialog; the program is started anew."""
        self.starts_again = True
        self.accept()

    def _is_sure(self, way: WayBack) -> bool:
        question = f"不换 {way.left} 了？" if way.is_withdrawn else f"从 {way.left} 退回 {way.version}？"
        box = QMessageBox(QMessageBox.Icon.Question, "退回上一版", question, parent=self)
        box.setInformativeText("台账和照片不受影响。以后可以再用更新包更新。")
        yes = box.addButton("退回", QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is yes

    def _show_packages(self, found: list[FoundPackage]) -> None:
        chosen = self._file_at(self.packages.currentIndex())
        self.packages.blockSignals(True)
        self.packages.clear()
        for each in found:
            self.packages.addItem(each.label, each)
        self.packages.setPlaceholderText("没有找到更新包")
        self.packages.setCurrentIndex(-1)
        self.packages.blockSignals(False)
        if chosen is not None and chosen.is_file():
            self.choose(chosen)
        elif found:
            self.packages.setCurrentIndex(0)
        else:
            self.view.show_hint(_NONE_FOUND)

    def _show_offer(self, offer: Offer | None) -> None:
        self.offer = offer
        self.view.show_offer(offer)
        self._show_rights()

    def _tell_refused(self, error: Exception) -> None:
        if self.offer is None:
            self.view.show_hint("")
        self._show_rights()
        self.bar.tell_fault(error)

    def _tell_installed(self, offer: Offer) -> None:
        version = offer.manifest.version
        self._end_with(
            f"{version} 已装好，自检通过。重新启动后换上；打不开会自动退回 {VERSION}。"
            "也可以先做完手上的事，下次打开程序时再换。"
        )

    def _end_with(self, words: str) -> None:
        """Nothing is left but to start the program anew, now or later."""
        self.bar.hide()
        self.view.show_hint(words)
        for widget in (
            self.packages,
            self.look_button,
            self.file_button,
            self.install_button,
            self.back_button,
        ):
            widget.setVisible(False)
        self.again_button.setVisible(True)
        self.close_button.setText("以后再说")
        self.again_button.setFocus()

    def _may_update_at_all(self) -> bool:
        """Whether this program takes updates; why not is told, and nothing can be chosen."""
        try:
            if not places.is_frozen():
                check_update(Path())
            trusted_keys()
        except LedgerError as error:
            self.view.show_hint(sentence(error))
            for widget in (self.packages, self.look_button, self.file_button):
                widget.setEnabled(False)
            self.packages.setPlaceholderText("")
            return False
        return True

    def _show_rights(self) -> None:
        """What can be pressed now; what cannot says why when pointed at."""
        denied = self.office.why_not(Right.UPDATE)
        waiting = waiting_version()
        after = f"；{waiting} 已装好，重新启动后换上" if waiting else ""
        self.present.setText(f"现在的版本：{VERSION}{after}")
        self.install_button.setEnabled(self.offer is not None and denied is None)
        self.install_button.setToolTip(sentence(denied) if denied else "")
        reason: LedgerError | None = denied
        if reason is None:
            try:
                way_back()
            except LedgerError as error:
                reason = error
        self.back_button.setEnabled(reason is None)
        self.back_button.setToolTip(sentence(reason) if reason else "")

    def _file_at(self, row: int) -> Path | None:
        found = self.packages.itemData(row)
        return found.file if isinstance(found, FoundPackage) else None

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(8)
        choice.addWidget(self.packages, 1)
        choice.addWidget(self.look_button)
        choice.addWidget(self.file_button)
        below = QHBoxLayout()
        below.addWidget(self.back_button)
        below.addStretch(1)
        below.addWidget(self.install_button)
        below.addWidget(self.again_button)
        below.addWidget(self.close_button)
        self.again_button.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.present)
        column.addWidget(self.scope)
        column.addLayout(choice)
        column.addWidget(self.view, 1)
        column.addLayout(below)


def show_update(window: QWidget) -> None:
    """Open the dialog over a main window; the program is started anew when the clerk wants that."""
    from ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    dialog = UpdateDialog(window)
    dialog.exec()
    wanted = dialog.starts_again
    dialog.deleteLater()
    if wanted:
        window.start_again_wanted.emit()
