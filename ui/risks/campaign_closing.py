"""Closing a round of assessment: conclusion and minutes, and why some premises were left out. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from db.spec import ASSESSMENT_CAMPAIGN
from db.spec.field import Record
from desktop.campaigns import progress
from desktop.office import Office
from ui.forms.step_dialog import StepDialog

_NAMED = 8


class CampaignClosingDialog(StepDialog):
    """The step 结束评估; with premises missing it names them and asks for a reason."""

    def __init__(self, office: Office, campaign: Record, parent: QWidget | None = None) -> None:
        step = ASSESSMENT_CAMPAIGN.transition("close")
        assert step is not None
        super().__init__(office, ASSESSMENT_CAMPAIGN, campaign, step, parent)
        missing = [each.name for each in progress(office, campaign) if not each.is_done]
        self.form.set_shown("missing_reason", bool(missing))
        self.form.set_required("missing_reason", bool(missing))
        if missing:
            names = "、".join(missing[:_NAMED]) + ("等" if len(missing) > _NAMED else "")
            self.form.editor("missing_reason").show_warning(f"还有 {len(missing)} 处没有评估：{names}")
