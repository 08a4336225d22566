"""The sentences about people, roles and signing in, kept beside the rest in `desktop.messages`."""

from __future__ import annotations

PEOPLE_SENTENCES = {
    "not_allowed": "您的权限是“{role}”，不能{what}。可以办理的有：{who}。",
    "sign_in_needed": "这本台账要先登录。请在窗口里登录；命令行请加 --as 姓名 和 --password-file 密码文件。",
    "sign_in_refused": "姓名或密码不对，请再输一次。",
    "sign_in_wait": "连续输错，请等 {seconds} 秒再试。",
    "password_too_weak": "密码太简单。请用至少 {least} 个字，不要全是数字，也不要含有姓名。",
    "password_unchanged": "新密码与原来的一样。请另定一个。",
    "password_must_change": "这是管理员给的初始密码。请先在窗口里登录一次，改成自己的密码。",
    "password_file_missing": "用 --as 指明了姓名，还要用 --password-file 给出密码文件。",
    "recovery_refused": "恢复码不对，或所选的人不是管理员。请照纸上的再输一次，字母大小写和短横线可以不管。",
    "account_missing": "没有找到“{name}”的登录账号。请刷新后再试。",
    "account_exists": "{name} 已经可以登录。要改密码或权限，请在表里选中后办理。",
    "account_name_taken": "已经有叫“{name}”的人可以登录。同名的请在姓名后加以区别，例如 {name}（二组）。",
    "person_ambiguous": "“本单位和人员”里有几位叫“{name}”。请先在那里把姓名区分开。",
    "administrator_missing": "还没有管理员，不能开启登录。请先新增一位管理员并设好密码。",
    "last_administrator": "这是最后一位管理员，不能停用或改为其他权限。请先让另一位当管理员。",
    "own_name_needed": "这一步由登录的人以自己的名义办理，现在登录的是 {name}，不能写 {typed}。请 {typed} 登录后办理。",
    "four_eyes_same_person": "“{first}”是 {name} 登记的，这一步要由另一个人登录办理。",
    "return_signed_by_reviewer": "签发人不能是审核人本人。请换一位签发。",
}
