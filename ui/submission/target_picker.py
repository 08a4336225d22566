"""Where a package is written: a stick that is plugged in, or another folder, with the room it has. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.submission.drives import Drive, folder_as_drive, plugged_sticks
from ui.submission.wording import size_text
from ui.widgets.icon_buttons import IconButton
from ui.widgets.quiet_inputs import QuietComboBox

KEPT_FOLDER = "submission/folder"


class TargetPicker(QWidget):
    """Sticks first, then the folder used last time; `changed` comes when another place is chosen."""

    changed = Signal()

    def __init__(
        self,
        settings: QSettings,
        needed_bytes: int,
        parent: QWidget,
        sticks: Callable[[], list[Drive]] = plugged_sticks,
    ) -> None:
        super().__init__(parent)
        self.settings, self.needed_bytes, self.sticks = settings, needed_bytes, sticks
        self._other: Path | None = _kept(settings)
        self.places = QuietComboBox(self)
        self.places.setAccessibleName("写到哪里")
        self.places.setPlaceholderText("没有找到 U 盘：请插好后点右边的刷新，或选其他文件夹")
        self.refresh_button = IconButton("refresh", parent=self)
        self.refresh_button.setToolTip("重新查找 U 盘（F5）")
        self.refresh_button.clicked.connect(self.look)
        self.other_button = QPushButton("其他文件夹…", self)
        self.other_button.setAutoDefault(False)
        self.other_button.clicked.connect(self._ask_folder)
        self.room = QLabel(" ", self)
        self.room.setObjectName("muted")
        self.room.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.places, 1)
        row.addWidget(self.refresh_button)
        row.addWidget(self.other_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.room)
        self.look()
        self.places.currentIndexChanged.connect(self._show_room)

    def look(self) -> None:
        """Look for sticks again; the chosen place stays chosen while it is there."""
        chosen = self.drive()
        drives = self.sticks()
        if self._other and all(each.folder != self._other for each in drives):
            drives.append(folder_as_drive(self._other))
        self.places.clear()
        for each in drives:
            self.places.addItem(each.label, each)
        kept = [place for place, each in enumerate(drives) if chosen and each.folder == chosen.folder]
        self.places.setCurrentIndex(kept[0] if kept else 0 if drives else -1)
        self._show_room()

    def choose_folder(self, folder: Path) -> None:
        """Write to this folder."""
        self._other = folder
        self.look()
        drives = [self.places.itemData(place) for place in range(self.places.count())]
        self.places.setCurrentIndex(next(place for place, each in enumerate(drives) if each.folder == folder))

    def drive(self) -> Drive | None:
        """The chosen place."""
        found = self.places.currentData()
        return found if isinstance(found, Drive) else None

    def keep(self) -> None:
        """Remember the chosen folder, unless it is a stick: that is found again by itself."""
        drive = self.drive()
        if drive and not drive.is_stick:
            self.settings.setValue(KEPT_FOLDER, str(drive.folder))

    def tab_stops(self) -> list[QWidget]:
        """What Tab visits, in order."""
        return [self.places, self.refresh_button, self.other_button]

    def _ask_folder(self) -> None:
        drive = self.drive()
        chosen = QFileDialog.getExistingDirectory(
            self, "选择写到哪个文件夹", str(drive.folder) if drive else ""
        )
        if chosen:
            self.choose_folder(Path(chosen))

    def _show_room(self) -> None:
        drive = self.drive()
        if drive is None:
            self.room.setText(f"本次约需 {size_text(self.needed_bytes)}。")
        elif drive.free_bytes < self.needed_bytes:
            self.room.setText(
                f"只剩 {size_text(drive.free_bytes)}，本次约需 {size_text(self.needed_bytes)}，放不下。请换一个位置。"
            )
        else:
            self.room.setText(
                f"剩余 {size_text(drive.free_bytes)}，本次约需 {size_text(self.needed_bytes)}。"
            )
        self.changed.emit()


def _kept(settings: QSettings) -> Path | None:
    kept = str(settings.value(KEPT_FOLDER, ""))
    return Path(kept) if kept and Path(kept).is_dir() else None
