"""The last look before a paper is shown: whether a tipster's name or number stands anywhere on it. GUI thread.

Ledgers are checked record by record where they are made. This look covers every other paper; it cannot tell free text
from a column of people, so it asks instead of refusing.
"""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.office import Office
from desktop.tips.release import tipster_check


def is_released(office: Office, pdf: bytes, parent: QWidget) -> bool:
    """Whether the paper may be shown: it names no tipster, or whoever prints it looked and says so."""
    check = tipster_check(office)
    if check is None or not check.names_a_tipster(_text_of(pdf)):
        return True
    return _ask(parent)


def _text_of(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    finally:
        document.close()


def _ask(parent: QWidget) -> bool:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("打印前核对")
    box.setText("这份文件里有与举报人相同的姓名或联系方式。")
    box.setInformativeText("请确认它本来就在台账里（例如同名的责任人），不会让人看出是谁举报的。")
    back = box.addButton("返回修改", QMessageBox.ButtonRole.RejectRole)
    on = box.addButton("已核对，继续", QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(back)
    box.setEscapeButton(back)
    box.exec()
    return box.clickedButton() is on
