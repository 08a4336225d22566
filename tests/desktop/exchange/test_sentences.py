"""Each id that the exchange can raise has a sentence whose blanks the raise fills."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from desktop.exchange.refusals import GROUP_OF_CODE, WARNING_CODES, RefusalGroup
from desktop.exchange.sentences import PACKAGE_SENTENCES

SOURCES = Path(__file__).resolve().parents[3] / "desktop" / "exchange"
FORMAT_MODULES = (
    "allowed_signers",
    "bag",
    "chain",
    "enrolment",
    "header",
    "payload_steps",
    "public_keys",
    "receipt",
    "records",
    "seal",
    "signing_key",
    "ssh_signature",
    "tag_steps",
    "verify",
    "write_out",
    "zip_reader",
)
RAISERS = {"PackageRefused", "EnvironmentProblem", "AppError", "PackageWarning"}


def raises() -> list[tuple[str, ast.Call]]:
    calls = []
    for module in FORMAT_MODULES:
        source = (SOURCES / f"{module}.py").read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISERS:
                if isinstance(node.args[0], ast.Constant):
                    calls.append((str(node.args[0].value), node))
    return calls


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize(
    ("message_id", "call"), raises(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_sentence_of_a_raise_is_filled(message_id, call):
    given = {keyword.arg for keyword in call.keywords}
    is_spread = None in given or len(call.args) > 1
    assert is_spread or blanks(PACKAGE_SENTENCES[message_id]) <= given


def test_codes_groups_and_sentences_are_one_list():
    codes = {message_id for message_id in PACKAGE_SENTENCES if message_id[:2] in ("E_", "W_")}
    assert codes == GROUP_OF_CODE.keys() | WARNING_CODES
    assert set(GROUP_OF_CODE.values()) == set(RefusalGroup)


@pytest.mark.parametrize(("message_id", "sentence"), PACKAGE_SENTENCES.items())
def test_a_sentence_ends_and_never_speaks_of_a_seal(message_id, sentence):
    assert sentence.endswith("。")
    assert "签章" not in sentence
    assert all(name.isidentifier() for name in blanks(sentence))


GROUPS_THAT_OPEN_THE_SENTENCE = {
    RefusalGroup.DAMAGED: "文件损坏",
    RefusalGroup.NOT_FOR_US: "不是发给本单位的",
    RefusalGroup.UNTRUSTED: "来源不可信",
    RefusalGroup.ALREADY_RECEIVED: "已收过",
    RefusalGroup.EARLIER_MISSING: "缺少前面的包",
    RefusalGroup.NEEDS_A_PERSON: "需人工核查",
    RefusalGroup.UPGRADE: "软件需升级",
}


@pytest.mark.parametrize(("code", "group"), GROUP_OF_CODE.items())
def test_a_sentence_opens_with_the_words_of_its_group(code, group):
    assert PACKAGE_SENTENCES[code].startswith(GROUPS_THAT_OPEN_THE_SENTENCE.get(group, ""))
