"""The form of a document: what it is and where it came from, then what it says."""

from __future__ import annotations

from ui.forms.arrangement import Arrangement, Group

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
            ),
        ),
        Group("本单位方案的审批", (("version", "approved_by"), ("approved_on",))),
        Group("内容", (("content",), ("items",), ("files",)), more=(("funds", "funds_source"), ("note",))),
    ),
    kept=("kind", "issuer", "dated", "owner"),
)
