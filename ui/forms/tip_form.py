"""The form of a tip: what was told, when and by which way; who told has a part of its own that is no field."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group

REPORTER_SLOT = "@reporter"

TIP_FORM = Arrangement(
    groups=(
        Group("举报了什么", (("target",), ("channel", "premises"), ("content",), ("photos",))),
        Group("什么时候、谁经办", (("received_at", "handler"), ("due_on",))),
        Group("举报人（单独加密保存，不进台账、打印和报送）", ((REPORTER_SLOT,),)),
    ),
    kept=("channel", "handler"),
)
