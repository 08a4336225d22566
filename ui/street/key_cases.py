"""The cases of 街道密钥 in plain words: when each applies, and what follows from it for the street and its committees."""

from __future__ import annotations

from db.value import Value
from desktop.own_keys import Cause

_ALL_AGAIN = (
    "名册里在用的 {count} 个村居都要凭新的盖章登记表重新登记街道（村居“报送”页“换街道登记表…”）。登记以前，村居读不了街道以后的回执和下发包；"
    "它的台账、报送包不受影响。"
)
_GOES_ON = "两把密钥都换新的，期次不变，报送包和回执的号码接着编，收过的记录都在。"


class KeyCase(Value):
    """One case: its name in the list, when it applies, what follows, the word of its button; `cause` None: the keys stay."""

    name: str
    when: str
    steps: tuple[str, ...]
    button: str
    cause: Cause | None = None
    asks_old: bool = True  # the present passphrase is asked for
    needs_old: bool = True  # and nothing goes without it


CASES = (
    KeyCase(
        "更换口令",
        "只换口令：知道口令的人调走了，或到了规定的日期。两把密钥没有问题。",
        (
            "密钥不变，村居不用做什么，登记表、回执、报送包照旧。",
            "以后收件、打开加密的备份都用新口令。新口令抄写两份，分开封存，旧的作废。",
            "换好以后马上立即备份一次，并把 keys 文件夹重新拷到保险柜里的两个 U 盘。",
        ),
        "更换口令",
    ),
    KeyCase(
        "定期更换密钥",
        "密钥没有丢、没有泄露，现在的口令也知道，只是到了规定的更换日期。",
        (
            _GOES_ON,
            _ALL_AGAIN,
            "村居已经加密给旧密钥的包照样打得开，收下就行。",
            "换以前，请村居先把手里的回执和下发包都读入；没有读入的回执，换了以后在“本月看板”的“看报送包…”里再写一份。",
        ),
        "更换密钥",
        Cause.ROTATION,
    ),
    KeyCase(
        "忘了口令、丢了密钥",
        "口令记不起来，或密钥文件没有了，保险柜里的 U 盘上也没有。数据都在。口令无法找回。",
        (
            _GOES_ON,
            _ALL_AGAIN,
            "村居已经加密给旧密钥、街道还没有收的包打不开：请它登记新登记表以后，在“历史”里把这个包重新写出。",
            "U 盘上加密的备份仍要旧口令。换好以后马上立即备份一次。",
        ),
        "重新生成密钥",
        Cause.LOST,
        asks_old=False,
        needs_old=False,
    ),
    KeyCase(
        "可能被别人拿走",
        "电脑或密钥 U 盘丢失、被盗，或口令被别人知道了。",
        (
            "马上打电话告诉每个村居：没有登记新登记表以前，不要读入街道的回执和下发包。",
            _GOES_ON,
            _ALL_AGAIN,
            "知道现在的口令就填上：村居已经加密给旧密钥的包还打得开。新口令不要与旧口令相同。",
        ),
        "作废并重新生成",
        Cause.STOLEN,
        needs_old=False,
    ),
)
