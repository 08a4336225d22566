"""The form of a person of the committee."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group
from ui.forms.editors import LineEditor

PERSON_FORM = Arrangement(
    groups=(Group("", (("name", "post"), ("title", "phone"), ("from_on", "until_on"))),),
    editors={"name": LineEditor},
)
