"""The form of a round of 风险辨识评估."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import ButtonsEditor

CAMPAIGN_FORM = Arrangement(
    groups=(
        Group(
            "评估活动",
            (("title",), ("started_on", "due_on"), ("team",), ("method",), ("scope",), ("plan_clause",)),
            more=(("clearances",), ("note",)),
        ),
    ),
    editors={"method": ButtonsEditor},
)
