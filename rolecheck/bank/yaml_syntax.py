"""PyYAML's complaints in Chinese, with the line to look at.

libyaml and the parser in Python word the same mistake differently, so each sentence is found by the words they
share; what is in no list gets the general sentence.
"""

import re
from collections.abc import Iterator

import yaml

_OPENED = (
    ("quoted scalar", "这里开始的引号没有配上后一半。请补上引号；文字里要用英文引号时，请改成中文引号。"),
    ("double-quoted", "这里开始的引号没有配上后一半。请补上引号；文字里要用英文引号时，请改成中文引号。"),
    ("flow sequence", "这里开始的方括号列表写坏了。请补上逗号或 ]；文字以 [ 开头时，请给整段加引号。"),
    ("flow mapping", "这里开始的花括号写坏了。请补上逗号或 }；文字以 { 开头时，请给整段加引号。"),
)
"""By what was being read: these are best repaired where they were opened."""

_MET = (
    ("hexdecimal", "双引号里有反斜杠转义没有写全。请改用中文引号或单引号，或把 \\ 写成 \\\\。"),
    ("escape", "双引号里有 YAML 不认得的反斜杠转义。请改用中文引号或单引号，或把 \\ 写成 \\\\。"),
    ("mapping values are not allowed", "这里多出一个“冒号加空格”，或缩进不对。文字里有冒号时，请给整段加引号。"),
    ("cannot start any token", "这里有 YAML 另有用处的字符（@、%、`、制表符等）。请给整段文字加引号。"),
    ("alphabetic or numeric", "文字以 & 或 * 开头时，YAML 会当成锚点或别名。请给整段加引号。"),
    ("tag", "文字以 ! 开头时，YAML 会当成标签。请给整段加引号。"),
    ("YAML document", "第一行的 %YAML 版本不对。请删掉这一行。"),
    ("directive", "以 % 开头的行是 YAML 指令，题库用不到。请删掉，或给文字加引号。"),
    ("node content", "这里少了内容，或文字以逗号、括号、“- ”之类开头。请补上内容，或给整段加引号。"),
    ("<document start>", "这一行不属于上面的内容。最外层的键都要顶格写，前面不能有别的字。"),
    ("entries are not allowed", "“- ”不能写在这里。列表从键的下一行开始；文字以“- ”开头时，请给整段加引号。"),
    ("keys are not allowed", "“? ”不能写在这里。文字以问号加空格开头时，请给整段加引号。"),
    ("block collection", "这一行和上面的列表对不齐。列表的每一项都以“- ”开头，缩进要相同。"),
    ("expected key", "这一行的缩进和上面对不齐，或上一行的引号后面还有字。请对齐缩进，检查引号。"),
    ("<block end>", "这一行的缩进和上面对不齐，或上一行的引号后面还有字。请对齐缩进，检查引号。"),
    ("expected ':'", "这一行少了冒号。键和值之间要写“键: 值”，冒号后面有一个空格。"),
    ("block scalar", "| 或 > 后面的写法不对。请把文字写在一行里，需要时加引号。"),
    ("comment or a line break", "| 或 > 后面不能再有字。请把文字写在一行里，需要时加引号。"),
)

_COLON = "文字里有英文冒号加空格，YAML 当成又一个键了。请改成中文冒号“：”，或给整段文字加引号。"
_COLON_IN_TEXT = re.compile(r"[{,] *[a-z][a-z0-9_-]*: ++(?![\"'])[^,{}\"']*?: ")

_OTHERWISE = "YAML 写法不对，读到这里读不下去。请检查这一行和上一行的缩进、引号和括号。"


_KEY = r"(?P<before> *(?:- +)*)(?P<key>[a-z][a-z0-9_-]+)"
_TYPED_IN_CHINESE = (
    (rf"{_KEY} *(?P<at>：)", "“{key}”后面是中文冒号“：”，YAML 不认。请改成英文冒号加一个空格：“{key}: ”。"),
    (rf"{_KEY}:(?P<at>[\u3000\u00a0])", "“{key}:”后面是{blank}，YAML 不认。请改成一个普通空格。"),
    (r"(?: *(?:- +)?)(?P<at>[\u3000\u00a0])\s*\S", "这里是{blank}，YAML 只认普通空格。请删掉它，用普通空格缩进。"),
    (r" *-(?P<at>[\u3000\u00a0])", "“-”后面是{blank}，YAML 不认。请改成一个普通空格。"),
    (r" *(?P<at>[－—–−])[ \u3000\u00a0]", "列表前面的横线“{at}”不是减号，YAML 不认。请改成英文减号加一个空格：“- ”。"),
    (r" *(?:- +)?(?:[\w-]+: +)?\[[^\]\"']*?(?P<at>，)", "方括号里是中文逗号“，”，YAML 不认。请改成英文逗号“,”。"),
)
"""What a Chinese keyboard gives in place of what YAML knows, at the beginning of a line."""

_BLANKS = {"\u3000": "全角空格", "\u00a0": "不换行空格"}


def typed_in_chinese(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and sentence for punctuation that looks like YAML's and is not."""
    if not any(char in text for char in "：，\u3000\u00a0－—–−"):
        return
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, sentence in _TYPED_IN_CHINESE:
            if found := re.match(pattern, line):
                at = found["at"]
                key = found.groupdict().get("key", "")
                yield number, found.start("at") + 1, sentence.format(key=key, at=at, blank=_BLANKS.get(at, ""))
                break


def explain_syntax(error: yaml.YAMLError, text: str) -> tuple[int | None, str]:
    """Return the line to look at and the sentence to show."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return None, "文件里有 YAML 不允许的字符。请用编辑器另存为 UTF-8，并删掉看不见的字符。"
    context, problem = error.context or "", error.problem or ""
    escaped = "escape" in problem or "hexdecimal" in problem
    opened = None if escaped else next((sentence for words, sentence in _OPENED if words in context), None)
    if opened and error.context_mark:
        begun = error.context_mark.line + 1
        return begun, _COLON if "flow mapping" in context and _has_colon(text, begun) else opened
    line = error.problem_mark.line + 1 if error.problem_mark else None
    if line is not None and _indented_by_tab(text, line):
        return line, "这一行用制表符缩进，YAML 只认空格。请把行首的制表符换成空格。"
    for words, sentence in _MET:
        if words in problem or words in context:
            return line, sentence
    return line, _OTHERWISE


def _has_colon(text: str, line: int) -> bool:
    """Tell whether a text between braces has a colon with a blank behind it, which YAML takes for one more key's."""
    lines = text.splitlines()
    return line <= len(lines) and _COLON_IN_TEXT.search(lines[line - 1]) is not None


def _indented_by_tab(text: str, line: int) -> bool:
    lines = text.splitlines()
    indent = lines[line - 1] if line <= len(lines) else ""
    return "\t" in indent[: len(indent) - len(indent.lstrip())]
