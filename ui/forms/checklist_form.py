"""The form of a checklist: its name, its items, and which premises it is proposed for."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor

CHECKLIST_FORM = Arrangement(
    groups=(
        Group("检查表", (("name", "place"), ("items",))),
        Group("什么场所用", (("premises_types",), ("flags",)), more=(("source",),)),
    ),
    editors={"name": LineEditor},
)
