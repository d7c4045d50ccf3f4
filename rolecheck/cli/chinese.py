"""The parser's own English, in Chinese: help headings and complaints."""

import re
from typing import Any

from typer.core import TyperCommand, TyperGroup

_HEADINGS = (
    ("Usage: ", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示这段说明"),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[required]", "（必填）"),
    ("Install completion for the current shell.", "给当前的 shell 装上命令补全"),
)

_COMPLAINTS = (
    (
        r"No such option: (\S+) +(?:\(Possible options:|Did you mean) (.+?)[)?].*",
        r"没有 \1 这个选项。你要的是不是 \2？",
    ),
    (r"No such option: (\S+).*", r"没有 \1 这个选项。"),
    (r"No such command '(.*?)'\.? +Did you mean (.*?)\?.*", r"没有 \1 这个命令。你要的是不是 \2？"),
    (r"No such command '(.*?)'.*", r"没有 \1 这个命令。"),
    (r"Missing argument '(.*?)'.*", r"少了参数 \1。"),
    (r"Missing option '(.*?)'.*", r"少了选项 \1。"),
    (r"Missing command.*", "没说要做什么。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\).*", r"多出了参数：\1。"),
    (r"Option '(.*?)' requires an argument.*", r"选项 \1 后面要跟一个值。"),
    (r"Option '(.*?)' requires (\d+) arguments.*", r"选项 \1 后面要跟 \2 个值。"),
    (r"Invalid value for '(.*?)': '(.*?)' is not one of (.*?)\.?$", r"\1 不能是 \2，可以是 \3。"),
    (r"Invalid value for '(.*?)': '(.*?)' is not a valid (?:int|integer)\.?", r"\1 要的是整数，不是 \2。"),
    (r"Invalid value for '(.*?)': (?:File|Path|Directory) '(.*?)' does not exist\.?", r"\1：找不到 \2。"),
    (r"Invalid value for '(.*?)': (?:File|Path) '(.*?)' is a directory\.?", r"\1：\2 是文件夹，要的是文件。"),
    (r"Invalid value for '(.*?)': Directory '(.*?)' is a file\.?", r"\1：\2 是文件，要的是文件夹。"),
)

ADVICE = "运行 rolecheck --help 看全部用法。"


class ChineseCommand(TyperCommand):
    """A command whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401, D102 - typer moved the type; the parent documents it
        return translate_help(super().get_help(ctx))


class ChineseGroup(TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401, D102 - as above
        return translate_help(super().get_help(ctx))


def translate_help(text: str) -> str:
    """Return a help page with its English headings in Chinese."""
    for english, chinese in _HEADINGS:
        text = text.replace(english, chinese)
    text = re.sub(r"\s*\[default: (.+?)\]", r"（默认 \1）", text)
    return re.sub(
        r"Show completion for the current shell,.*?installation\.", "显示命令补全的脚本", text, flags=re.DOTALL
    )


def explain_usage(error: Exception) -> str:
    """Return a parser's complaint in Chinese, with what to do."""
    formatted = getattr(error, "format_message", error.__str__)()
    for english, chinese in _COMPLAINTS:
        if re.fullmatch(english, formatted, re.DOTALL):
            return re.sub(english, chinese, formatted, flags=re.DOTALL) + ADVICE
    return f"命令写法不对：{formatted} {ADVICE}"
