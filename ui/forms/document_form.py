"""The form of a document: what it is and where it came from, then what it says."""

from __future__ import annotations

from db.spec.document import OWN_PLAN
from ui.forms.arrangement import Arrangement, Group
from ui.forms.form import Form

_APPROVAL = ("version", "approved_by", "approved_on")


def _behave(form: Form) -> None:
    """Only the committee's own plan has a version and is approved."""

    def follow(name: str) -> None:
        if name in ("", "kind"):
            for each in _APPROVAL:
                form.set_shown(each, form.value("kind") == OWN_PLAN)

    form.edited.connect(follow)
    follow("")


DOCUMENT_FORM = Arrangement(
    groups=(
        Group(
            "是什么资料",
            (
                ("title",),
                ("kind", "clause"),
                ("doc_no", "issuer"),
                ("dated", "valid_until"),
                ("owner", "premises"),
                ("version", "approved_by"),
                ("approved_on",),
            ),
        ),
        Group("内容", (("content",), ("items",), ("files",)), more=(("funds", "funds_source"), ("note",))),
    ),
    kept=("kind", "issuer", "dated", "owner"),
    behave=_behave,
)
