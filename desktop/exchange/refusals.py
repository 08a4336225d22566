"""Why a package is refused: the SLP-1 codes (format §15), the group each is shown under, and the error that
carries one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from db.errors import AppError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.exchange.tag_steps import SignedTags


class RefusalGroup(Enum):
    """What a clerk is told first; the sentence of the code follows (format §15, user wording)."""

    DAMAGED = "文件损坏，请重新拷贝"
    NOT_FOR_US = "不是发给本单位的"
    UNTRUSTED = "来源不可信"
    ALREADY_RECEIVED = "已收过"
    EARLIER_MISSING = "缺少前面的包"
    NEEDS_A_PERSON = "需人工核查"
    UPGRADE = "软件需升级"
    MACHINE = "本机空间或存储有问题"
    IRREGULAR = "内容不合规"


GROUP_OF_CODE: Final[Mapping[str, RefusalGroup]] = {
    "E_TRUNCATED": RefusalGroup.DAMAGED,
    "E_ZIP_PROFILE": RefusalGroup.DAMAGED,
    "E_DECRYPT_BODY": RefusalGroup.DAMAGED,
    "E_PAYLOAD_HASH": RefusalGroup.DAMAGED,
    "E_WRONG_RECIPIENT": RefusalGroup.NOT_FOR_US,
    "E_NOT_FOR_US": RefusalGroup.NOT_FOR_US,
    "E_UNKNOWN_SIGNER": RefusalGroup.UNTRUSTED,
    "E_SIGNATURE": RefusalGroup.UNTRUSTED,
    "E_IDENTITY": RefusalGroup.UNTRUSTED,
    "E_KEY_REVOKED": RefusalGroup.UNTRUSTED,
    "E_KEY_RETIRED": RefusalGroup.UNTRUSTED,
    "E_REPLAY": RefusalGroup.ALREADY_RECEIVED,
    "E_GAP": RefusalGroup.EARLIER_MISSING,
    "E_WAIT_MAIN": RefusalGroup.EARLIER_MISSING,
    "E_FORK": RefusalGroup.NEEDS_A_PERSON,
    "E_CHAIN": RefusalGroup.NEEDS_A_PERSON,
    "E_EPOCH_OLD": RefusalGroup.NEEDS_A_PERSON,
    "E_EPOCH_NEW": RefusalGroup.NEEDS_A_PERSON,
    "E_VERSION": RefusalGroup.UPGRADE,
    "E_SPACE": RefusalGroup.MACHINE,
    "E_WRITE_VERIFY": RefusalGroup.MACHINE,
    "E_MERGE": RefusalGroup.MACHINE,
    "E_LIMIT": RefusalGroup.IRREGULAR,
    "E_FORMAT": RefusalGroup.IRREGULAR,
    "E_DECRYPT_HEADER": RefusalGroup.IRREGULAR,
    "E_NAME": RefusalGroup.IRREGULAR,
    "E_SIG_FORMAT": RefusalGroup.IRREGULAR,
    "E_ALG": RefusalGroup.IRREGULAR,
    "E_SIG_NAMESPACE": RefusalGroup.IRREGULAR,
    "E_TAG_HASH": RefusalGroup.IRREGULAR,
    "E_BAGIT": RefusalGroup.IRREGULAR,
    "E_JSON": RefusalGroup.IRREGULAR,
    "E_ALG_POLICY": RefusalGroup.IRREGULAR,
    "E_LATE": RefusalGroup.IRREGULAR,
    "E_VOLUME": RefusalGroup.IRREGULAR,
    "E_MANIFEST": RefusalGroup.IRREGULAR,
    "E_FILE_SET": RefusalGroup.IRREGULAR,
    "E_TRAILING": RefusalGroup.IRREGULAR,
    "E_RECORD": RefusalGroup.IRREGULAR,
    "E_COUNTS": RefusalGroup.IRREGULAR,
}
WARNING_CODES: Final = frozenset({"W_NAME_CHANGED", "W_FORMER_CODE", "W_GAP", "W_AHEAD"})


class PackageRefused(AppError):
    """A package or receipt that must not be used; `code` is the message id.

    `signed` is set when signature, header, sender and key had been found good before the refusal: only then
    may the office answer with a receipt (format §9).
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, **params)
        self.signed: SignedTags | None = None

    @property
    def code(self) -> str:
        return self.message_id

    @property
    def group(self) -> RefusalGroup:
        return GROUP_OF_CODE[self.message_id]


@dataclass(frozen=True)
class PackageWarning:
    """Something the operator confirms while the package itself is good."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
