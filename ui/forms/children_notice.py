"""What a form says when children take part in a drill: a headcount only, and no faces (part H 22; PIPL §28, §31)."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from desktop.drills import has_children
from ui.forms.form import Form

CHILDREN_NOTICE = (
    "有学生、幼儿参加：只填人数，不登记孩子的姓名，也不附签到表；"
    "照片请避开孩子的正脸，或先遮挡再添加（个人信息保护法第二十八条、第三十一条）。"
)


def follow_children(form: Form, hidden: tuple[str, ...] = ()) -> None:
    """Show the notice in the slot "@children" while children take part, and hide the fields that hold names."""
    words = QLabel(CHILDREN_NOTICE, form)
    words.setWordWrap(True)
    frame = QFrame(form)
    frame.setObjectName("bar")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(12, 8, 12, 8)
    inside.addWidget(words)
    form.slot("@children").addWidget(frame)

    def follow(name: str) -> None:
        if name in ("", "premises", "also_premises", "participant_groups"):
            is_with_children = has_children(form.desk.office, form.values())
            frame.setVisible(is_with_children)
            for each in hidden:
                form.set_shown(each, not is_with_children)

    form.edited.connect(follow)
    follow("")
