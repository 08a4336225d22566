"""The dialog of the first start: who works here, then a few steps, and the ledger made in a job. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.errors import LedgerError
from desktop.jobs import Token
from desktop.messages import sentence
from desktop.office import Office
from ui.forms.form_style import form_style
from ui.photos.app_runner import app_runner
from ui.widgets.leave_box import wants_to_leave
from ui.widgets.window_size import open_at
from ui.wizard.folder_page import FolderPage
from ui.wizard.passphrase_page import PassphrasePage
from ui.wizard.people_page import PeoplePage
from ui.wizard.restore_here import RestoreHere
from ui.wizard.set_up import SetUp, StreetSetUp, make_office, make_street, opened
from ui.wizard.street_page import StreetPage
from ui.wizard.street_unit_page import StreetUnitPage
from ui.wizard.unit_page import UnitPage
from ui.wizard.who_row import WhoRow
from ui.wizard.wizard_page import WizardPage, text_of

_WIDTH, _HEIGHT = 860, 640


class FirstStartWizard(QDialog):
    """Asks what a new ledger needs and makes it. After accepting, `office` is the open ledger and
    `result()` what was
    entered (`wants_sample` and `wants_import` are for the caller to act on)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("首次设置 — 村居安全台账")
        self.office: Office | None = None
        self.unit, self.people, self.place = UnitPage(self), PeoplePage(self), FolderPage(self)
        self.secret, self.street = PassphrasePage(self), StreetPage(self)
        self.street_unit = StreetUnitPage(self)
        self.who = WhoRow(self)
        self._paths: tuple[list[WizardPage], list[WizardPage]] = (
            [self.unit, self.people, self.place, self.secret, self.street],
            [self.street_unit, self.place, self.secret],
        )
        self._pages = self._paths[0]
        self._is_making = False
        self._is_of_page = False  # such a problem goes once it is mended; one of making stays to be read
        self._title = QLabel(self)
        self._title.setObjectName("title")
        self._stack = QStackedWidget(self)
        for page in (*self._paths[0], self.street_unit):
            self._stack.addWidget(page)
            page.edited.connect(self._refresh)
            page.decided.connect(self.go_on)
        self.who.chosen.connect(self._take_path)
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setProperty("role", "problem")
        self._problem.hide()
        self._progress = QProgressBar(self)
        self._progress.hide()
        self._cancel = self._button("取消", self.reject)
        self._restoring = RestoreHere(self, self._made, self._say)
        self._from_backup = self._button("从备份恢复…", lambda: self._restoring.ask(self.place.folder()))
        self._from_backup.setToolTip(
            "换了新电脑、重装了系统时用：把原来的台账从 U 盘或移动硬盘里恢复到这台电脑"
        )
        self._open = self._button("打开已有的台账…", self._ask_existing)
        self._open.setToolTip("台账已经在这台电脑或移动硬盘上：选那里的“安全台账.db”，不会新建也不会改动")
        self._back = self._button("上一步", lambda: self._turn(-1))
        self._next = self._button("下一步", self.go_on)
        self._next.setObjectName("primary")
        self.setStyleSheet(form_style())
        self._lay_out()
        open_at(self, _WIDTH, _HEIGHT)
        self._show_page(0)

    def result(self) -> SetUp:  # type: ignore[override]  # QDialog's own is only its code, which exec() gives
        """What was entered."""
        clerk, clerk_phone, lead, lead_phone = (text_of(line) for line in self.people.lines())
        return SetUp(
            self.unit.committee(), clerk, lead, clerk_phone, lead_phone, self.place.folder(),
            self.secret.passphrase(),
            self.street.sheet_text(), self.street.sample_box().isChecked(), self.place.backup_folder(),
            self.street.import_box().isChecked(),
        )  # fmt: skip

    def street_result(self) -> StreetSetUp:
        """What was entered as a street."""
        code, name = self.street_unit.unit()
        return StreetSetUp(
            code, name, self.place.folder(), self.secret.passphrase(), self.place.backup_folder()
        )

    def page(self) -> WizardPage:
        """The step on show."""
        return next(each for each in self._pages if each is self._stack.currentWidget())

    def next_button(self) -> QPushButton:
        """下一步, on the last step 完成."""
        return self._next

    def back_button(self) -> QPushButton:
        """上一步."""
        return self._back

    def backup_button(self) -> QPushButton:
        """从备份恢复…."""
        return self._from_backup

    def open_existing(self, database: Path) -> None:
        """Open a ledger that is there already, wherever it lies, in place of making one."""
        self._work(lambda token: opened(database, token))

    def restoring(self) -> RestoreHere:
        """The way from a backup to a ledger."""
        return self._restoring

    def cancel_button(self) -> QPushButton:
        """取消."""
        return self._cancel

    def problem_text(self) -> str:
        """The sentence that keeps the wizard from going on, "" when there is none."""
        return self._problem.text() if not self._problem.isHidden() else ""

    def is_last(self) -> bool:
        """Whether the step on show is the last one, or the folder of a ledger that is there already."""
        return self.page() is self._pages[-1] or (self.page() is self.place and self.place.has_ledger())

    def go_on(self) -> None:
        """To the next step when this one is done, or make the ledger after the last."""
        problem = self.page().problem()
        self._say(problem)
        self._is_of_page = bool(problem)
        if problem:
            self.page().first_stop().setFocus()
        elif self.is_last():
            self._make()
        else:
            self._turn(1)

    def lead_to_main_button(self) -> None:
        """After Enter in the last line of a step: to 下一步, not to 取消."""
        if self.focusWidget() is self._cancel:
            self._next.setFocus()

    def reject(self) -> None:
        if not self._is_making and (self.page() is self._pages[0] or self._wants_to_leave()):
            super().reject()

    def _wants_to_leave(self) -> bool:
        """Ask, where more than the first step would have to be typed again."""
        words = "退出以后，前面填的都要重新填。"
        return wants_to_leave(self, "还没有建好台账", words, "退出设置", "继续设置")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
            event.accept()
            return
        super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        self._show_page(self._pages.index(self.page()) + by)

    def _take_path(self, is_street: bool) -> None:
        self._pages = self._paths[is_street]
        self._stack.setCurrentWidget(self._pages[0])
        self.place.offer_folder(is_street)
        self.secret.explain(is_street)
        self._show_page(0)

    def _show_page(self, place: int) -> None:
        self._stack.setCurrentWidget(self._pages[place])
        self.who.setVisible(place == 0)
        self._title.setText(f"第 {place + 1} 步，共 {len(self._pages)} 步　{self.page().title}")
        self._say("")
        if self.page() is self.street:
            self.street.show_summary(self._summary())
        self._refresh()
        self.page().first_stop().setFocus()

    def _refresh(self) -> None:
        if self._is_of_page and not self.page().problem():
            self._say("")
        self._back.setEnabled(self.page() is not self._pages[0] and not self._is_making)
        self._next.setEnabled(not self._is_making)
        for button in (self._cancel, self._from_backup, self._open):
            button.setEnabled(not self._is_making)
        opens = self.page() is self.place and self.place.has_ledger()
        self._next.setText("打开这本台账" if opens else "完成" if self.is_last() else "下一步")

    def _say(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self._is_of_page = False

    def _summary(self) -> list[str]:
        set_up = self.result()
        committee = set_up.committee
        region = f"{committee.get('district_name', '')}{committee.get('street_name', '')}"
        return [
            "即将建立：",
            f"单位　　　{region}{committee.get('name', '')}（{committee.get('code', '')}）",
            f"填报人　　{set_up.clerk}　　分管领导　{set_up.lead}",
            f"数据位置　{set_up.folder}",
            f"备份位置　{set_up.backups or '以后再选'}",
        ]

    def _make(self) -> None:
        committee, street, is_street = self.result(), self.street_result(), self.who.is_street()
        self._work(lambda token: make_street(street, token) if is_street else make_office(committee, token))

    def _ask_existing(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择台账文件", "", "台账 (*.db);;所有文件 (*)")
        if name:
            self.open_existing(Path(name))

    def _work(self, make: Callable[[Token], Office]) -> None:
        self._is_making = True
        self._progress.setRange(0, 0)
        self._progress.show()
        self._stack.setEnabled(False)
        self._refresh()
        app_runner().start(make, done=self._made, failed=self._failed, progressed=self._show_progress)

    def _show_progress(self, done: int, total: int, text: str) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress.setFormat(text)

    def _made(self, office: Office) -> None:
        self._end_making()
        self.office = office
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._end_making()
        self._say(sentence(error))
        if not isinstance(error, LedgerError):
            raise error

    def _end_making(self) -> None:
        self._is_making = False
        self._progress.hide()
        self._stack.setEnabled(True)
        self._refresh()

    def _lay_out(self) -> None:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._stack)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._from_backup)
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        column.addWidget(self.who)
        column.addWidget(self._title)
        column.addWidget(scroll, 1)
        column.addWidget(self._problem)
        column.addWidget(self._progress)
        column.addLayout(buttons)
        stops = [
            *self.who.tab_stops(),
            *(stop for page in (self.street_unit, *self._paths[0]) for stop in page.tab_stops()),
            self._cancel,
            self._from_backup,
            self._open,
            self._back,
            self._next,
        ]
        for before, after in zip(stops, stops[1:], strict=False):
            QWidget.setTabOrder(before, after)

    def _button(self, word: str, act: object) -> QPushButton:
        button = QPushButton(word, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button
