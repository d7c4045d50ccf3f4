"""What is wrong in a file, in words: every problem at once, unknown words with what was meant, and YAML's complaints.

A use of an id may stand before its declaration, or in the other file, so uses are collected and judged at the end.
Where some declarations could not be read nothing is judged: one mistake should not be told twice.
"""

import difflib
import re
from collections.abc import Collection, Iterator

import yaml

from rolecheck.bank.characters import harmless
from rolecheck.errors import Problem

MOST_PROBLEMS = 500
"""Nobody repairs more at a time, and a hostile file must not be able to ask for a million sentences."""


class Problems:
    """The problems found so far in one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._found: dict[Problem, None] = {}

    @property
    def full(self) -> bool:
        """Whether looking for more is of no use."""
        return len(self._found) >= MOST_PROBLEMS

    def add(self, line: int | None, text: str, column: int | None = None) -> None:
        """Note what is wrong in this line, and what to do; ``column`` counts its characters from 1."""
        if not self.full:
            self._found[Problem(self.source, line, text, column)] = None

    def found(self) -> tuple[Problem, ...]:
        """Return the problems by line; the last one says so if there may be more."""
        ordered = sorted(self._found, key=lambda problem: (problem.line or 0, problem.column or 0))
        if self.full:
            more = f"问题太多，只列出 {MOST_PROBLEMS} 个。请先改好这些，再查一次。"
            ordered.append(Problem(self.source, ordered[-1].line, more))
        return tuple(ordered)


MOST_ID = 64
ID_FORM = re.compile(rf"[a-z0-9-]{{1,{MOST_ID}}}")
"""Ids are column names of answer sheets and parts of file names."""

_MOST_LISTED = 12
_MOST_COMPARED = 400  # comparing words is slow, and a hostile bank may bring many of them


def nearest(word: str, known: Collection[str]) -> str | None:
    """Return the known word that was probably meant."""
    if len(word) > MOST_ID * 2 + 1 or len(known) > _MOST_COMPARED:
        return None
    return next(iter(difflib.get_close_matches(word, known, n=1)), None)


def suggest(word: str, known: Collection[str]) -> str:
    """Return a sentence saying what to write instead of an unknown word."""
    near = nearest(word, known)
    if near is not None:
        return f"你要写的是不是 {harmless(near, MOST_ID)}？"
    if not known:
        return "这里没有可写的，请先补上。"
    listed = "、".join(harmless(word, MOST_ID) for word in list(known)[:_MOST_LISTED])
    return f"可以写：{listed}{'……' if len(known) > _MOST_LISTED else ''}。"


class Ids:
    """All ids of one kind. ``complete`` is False once a declaration could not be read."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.lines: dict[str, int] = {}
        self.complete = True
        self._uses: list[tuple[Problems, int, str]] = []

    def declare(self, id_: str, line: int) -> int | None:
        """Make an id known; return the line of its first declaration if there is one already."""
        if id_ in self.lines:
            return self.lines[id_]
        self.lines[id_] = line
        return None

    def use(self, id_: str, line: int, problems: Problems) -> None:
        """Remember that this id was used here."""
        self._uses.append((problems, line, id_))

    def judge(self) -> None:
        """Note every use of an id that nobody declares."""
        if not self.complete:
            return
        for problems, line, id_ in self._uses:
            if id_ not in self.lines and not problems.full:
                hint = suggest(id_, self.lines)
                problems.add(line, f"没有叫“{harmless(id_, MOST_ID)}”的{self.kind}。{hint}")


_OF_ROLES = {
    "essays": "文章",
    "concepts": "概念（文章/概念）",
    "stages": "阶段",
    "lines": "责任线",
    "roles": "角色",
    "dimensions": "维度",
    "tensions": "分歧",
}
_OF_QUESTIONS = {
    "items": "题",
    "framings": "问法（framings）",
    "traps": "误读（traps）",
    "judgements": "判断点（judgements）",
    "checks": "单子里的问题",
}
ID_NAMES = _OF_ROLES | _OF_QUESTIONS
"""What the kinds of ids are called."""


class BankIds:
    """Every id of a bank's two files, by its kind."""

    def __init__(self) -> None:
        self._ids = {kind: Ids(called) for kind, called in ID_NAMES.items()}

    def __getitem__(self, kind: str) -> Ids:
        """Return the ids of one kind, named as in the declaration of keys."""
        return self._ids[kind]

    def give_up_roles(self) -> None:
        """Judge no use of what roles.yaml declares: it cannot be read."""
        for kind in _OF_ROLES:
            self._ids[kind].complete = False

    def judge(self) -> None:
        """Note every use of an id that nobody declares."""
        for ids in self._ids.values():
            ids.judge()


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
            if match := re.match(pattern, line):
                at = match["at"]
                key = match.groupdict().get("key", "")
                yield number, match.start("at") + 1, sentence.format(key=key, at=at, blank=_BLANKS.get(at, ""))
                break


def explain_syntax(error: yaml.YAMLError, text: str) -> tuple[int | None, str]:
    """Return the line to look at for one of PyYAML's complaints, and the sentence to show.

    libyaml and the parser in Python word the same mistake differently, so each sentence is found by the words they
    share; what is in no list gets the general sentence.
    """
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
