"""The parser's own English, in Chinese: help headings and complaints."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import takewhile
from shutil import get_terminal_size
from typing import Any

import typer
from typer import Abort
from typer.core import TyperCommand, TyperGroup, TyperOption

from rolecheck.bank.characters import harmless
from rolecheck.calling import as_called
from rolecheck.cli.screen import ascii_asked, show_text
from rolecheck.errors import UsageError
from rolecheck.typesetting import hang, one_line, pad, width, wrap

WIDEST = 82
"""Cells of the terminal that help uses; its own lines are two shorter."""

MOST_NAMES = 24
"""Cells of the left column; what is longer stands on a line of its own."""

MOST_WORD = 60
_LONG_WORD = re.compile(r"[^\s'\"]{100,}+")

MOST_SAID = 600
"""Characters of the parser's complaint that are shown."""

LEAST_TEXT = 26
"""Cells below which a column of Chinese is a list of syllables."""

_DASHES = "-‐‑‒–—―−─━﹘﹣－"
_MISTYPED = re.compile(rf"[{_DASHES}]+\s*([A-Za-z][A-Za-z-]*)(?:[=\s].*)?", re.DOTALL)
_TYPED = re.compile(r"--?[A-Za-z0-9][A-Za-z0-9-]*(?:=.*)?", re.DOTALL)
_LONGEST_OPTION = 200
_LIKE_ENOUGH = 0.75

_HEADINGS = {"Options": "选项", "Arguments": "参数", "Commands": "命令"}

_PHRASES = (
    (r"Show this message and exit\.", "显示这段说明"),
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]\.\.\.", "命令 [参数]..."),
    (r"\s*\[required\]", "（必填）"),
    (r"\s*\[default: ([^;\]]+); (?=[\dx])", r" [默认 \1；"),
    (r"\s*\[default: (.+?)\]", r"（默认 \1）"),
    (r"\s*\[(默认 [^；\]]+；)?(\d+)<=x<=(\d+)\]", r"（\1\2 到 \3）"),
    (r"\s*\[(默认 [^；\]]+；)?x>=(\d+)\]", r"（\1不小于 \2）"),
)

_MINUTES = re.compile(r"\{minutes:(\w+)\}")
"""Stands in a help text for how long a form takes."""

_COMPLAINTS = (
    (
        r"No such option: (\S+) +(?:\(Possible options:|Did you mean) (.+?)[)?].*",
        r"没有 \1 这个选项。你要的是不是 \2？",
    ),
    (r"No such option: (\S+).*", r"没有 \1 这个选项。"),
    (r"No such command '(.*?)'\.? +Did you mean '?(.*?)'?\?.*", r"没有 \1 这个命令。你要的是不是 \2？"),
    (r"No such command '(.*?)'.*", r"没有 \1 这个命令。"),
    (r"Missing argument '(.*?)'.*", r"少了参数 \1。"),
    (r"Missing option '(.*?)'.*", r"少了选项 \1。"),
    (r"Missing command.*", "没说要做什么。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\).*", r"多出了参数：\1。"),
    (r"Option '(.*?)' requires an argument.*", r"选项 \1 后面要跟一个值。"),
    (r"Option '(.*?)' requires (\d+) arguments.*", r"选项 \1 后面要跟 \2 个值。"),
    (r"Invalid value for '(.*?)': '(.*?)' is not one of (.*?)\.?$", r"\1 不能是 \2，可以是 \3。"),
    (
        r"Invalid value for '(.*?)': (.*?) is not in the range (.+?)<=x<=(.+?)\.?",
        r"\1 要写 \3 到 \4 之间的数，不是 \2。",
    ),
    (r"Invalid value for '(.*?)': (.*?) is not in the range x>=(.+?)\.?", r"\1 要写不小于 \3 的数，不是 \2。"),
    (r"Invalid value for '(.*?)': '(.*?)' is not a valid (?:int|integer)\.?", r"\1 要的是整数，不是 \2。"),
    (r"Invalid value for '(.*?)': '(.*?)' is not a valid float\.?", r"\1 要的是数字，不是 \2。"),
    (r"Invalid value for '(.*?)': (?:File|Path|Directory) '(.*?)' does not exist\.?", r"\1：找不到 \2。"),
    (r"Invalid value for '(.*?)': (?:File|Path) '(.*?)' is a directory\.?", r"\1：\2 是文件夹，要的是文件。"),
    (r"Invalid value for '(.*?)': Directory '(.*?)' is a file\.?", r"\1：\2 是文件，要的是文件夹。"),
)

_LISTED = re.compile(r"(?<=可以是 )'.*'(?=。)")
"""The parser's list of what can be written, as Python shows it."""


class ChineseFormatter(typer.Context.formatter_class):  # type: ignore[valid-type,misc] # typer moved its home
    """Writes help in columns of cells: the parser's own counts characters and breaks Chinese at blanks only."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - the parent's
        """Write how the command is called."""
        label, says = f"用法：{prog} ", in_chinese(args)
        if self._room() - width(label) < width(says) and width(label) > self._room() // 2:
            self._write_lines([label, *hang(" " * width("用法："), says, self._room())])
        else:
            self._write_lines(hang(label, says, self._room()))

    def write_heading(self, heading: str) -> None:
        """Write what stands above a list."""
        self._write_lines([f"{_HEADINGS.get(heading, heading)}："])

    def write_text(self, text: str) -> None:
        """Write paragraphs; one marked by a backspace keeps its lines."""
        paragraphs = text.split("\n\n")
        for number, paragraph in enumerate(paragraphs):
            kept, lines = paragraph.startswith("\b\n"), paragraph.strip("\b\n").split("\n")
            self._write_lines(
                [piece for line in lines for piece in _with_gap(line, self._room())]
                if kept
                else wrap(" ".join(lines), self._room())
            )
            if number + 1 < len(paragraphs):
                self.write("\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = MOST_NAMES, col_spacing: int = 2) -> None:
        """Write what there is on the left and what it does on the right, or below where the left is long."""
        rows = [(first, in_chinese(second)) for first, second in rows]
        fitting = [width(first) for first, _ in rows if width(first) <= col_max]
        column = max(fitting, default=0) + col_spacing
        if self._room() - column < LEAST_TEXT:
            fitting, column = [], 2 * col_spacing
        for first, second in rows:
            if width(first) in fitting:
                self._write_lines(hang(pad(first, column), second, self._room()))
            else:
                self._write_lines([first, *hang(" " * column, second, self._room())])

    def _room(self) -> int:
        return max(min(get_terminal_size().columns, WIDEST) - 2 - int(self.current_indent), LEAST_TEXT)

    def _write_lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(f"{' ' * self.current_indent}{line}".rstrip() + "\n")


class _PagedHelp:
    """What commands and groups have in common: their help is shown a screen at a time."""

    def get_help_option(self, ctx: Any) -> Any:  # noqa: ANN401 - as below
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(ctx: Any, _: object, value: bool) -> None:  # noqa: ANN401 - as below
    if value and not ctx.resilient_parsing:
        show_text(ctx.get_help())
        ctx.exit()


class ChineseCommand(_PagedHelp, TyperCommand):
    """A command whose help is Chinese throughout; one that can do without drawing can draw in ASCII, too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what typer gives
        super().__init__(*args, **kwargs)
        plain = next((place for place, param in enumerate(self.params) if "--plain" in param.opts), None)
        if plain is not None:
            self.params.insert(plain + 1, ascii_option())

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, D102 - as below
        if not ctx.resilient_parsing:
            refuse_mistyped(args, self.params)
        return list(super().parse_args(ctx, args))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401, D102 - typer moved the type; the parent documents it
        ctx.formatter_class = ChineseFormatter
        return as_called(super().get_help(ctx))


class ChineseGroup(_PagedHelp, TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401, D102 - as above
        if not ctx.resilient_parsing:
            # What stands behind the command is the command's to look at.
            refuse_mistyped(takewhile(lambda word: word[:1] in _DASHES, args), self.params)
        return list(super().parse_args(ctx, args))

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401, D102 - as above
        ctx.formatter_class = ChineseFormatter
        return as_called(super().get_help(ctx))

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - as above
        """Let the way out hear of an interruption; the parser's own is silent."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Abort from error


def refuse_mistyped(words: Iterable[str], params: Iterable[Any]) -> None:
    """Raise UsageError for a word that would be one of these options, had it been typed with a keyboard's characters.

    Chat programs and word processors make one dash of two hyphens, and Chinese input methods have dashes, signs and
    blanks of their own.
    """
    options = [name for param in params for name in (*param.opts, *param.secondary_opts) if name.startswith("--")]
    for word in takewhile(lambda word: word != "--", words):
        found = _MISTYPED.fullmatch(unicodedata.normalize("NFKC", word[:_LONGEST_OPTION]))
        if found is None or _TYPED.fullmatch(word):
            continue
        for meant in get_close_matches(f"--{found[1].lower()}", [*options, "--help"], n=1, cutoff=_LIKE_ENOUGH):
            raise UsageError(
                f"“{harmless(word)}”里的横线、等号或空格不是键盘上的那种（破折号、全角字符，多半是从微信、Word 或网页里"
                f"抄来的）。写成 {meant}，前面是两个减号。"
            )


def ascii_option() -> TyperOption:
    """Return the option that draws in ASCII; whoever prints looks it up, and no command has to pass it on."""

    def remember(_: object, __: object, value: bool) -> None:
        ascii_asked.set(value)

    return TyperOption(
        param_decls=["--ascii"],
        is_flag=True,
        expose_value=False,
        callback=remember,
        help="线条和记号只用 ASCII 字符；终端显示不了时自动这样",
    )


def in_chinese(text: str) -> str:
    """Return a piece of a help page with the parser's own words in Chinese."""
    for english, chinese in _PHRASES:
        text = re.sub(english, chinese, text)
    return _MINUTES.sub(lambda form: _minutes(form[1]), text)


def _minutes(form: str) -> str:
    """Return how long a form of the shipped bank takes: counted when a page says it, not when a command runs."""
    from rolecheck.bank.files import shipped_folder
    from rolecheck.bank.loading import load_bank
    from rolecheck.measure.forms import usual_reading
    from rolecheck.report.wording import minutes_words
    from rolecheck.session.session import Form

    return minutes_words(usual_reading(load_bank(shipped_folder()), Form(form)).minutes)


def _with_gap(line: str, room: int) -> list[str]:
    """Wrap a line of an example: what is said about it, behind two blanks, hangs there or stands below."""
    if width(line) <= room:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    command, gap, says = line.strip().partition("  ")
    says, gap = says.strip(), gap + " " * (len(says) - len(says.lstrip()))
    if room - width(indent + command + gap) >= LEAST_TEXT:
        return hang(indent + command + gap, says, room)
    return [indent + command, *hang(indent + "  ", says, room)]


def explain_usage(error: Exception, command: str) -> tuple[str, str]:
    """Return a parser's complaint about a command in Chinese, and what to type to see how it is done."""
    return _complaint(error), f"怎么写，运行 {command} --help"


def _complaint(error: Exception) -> str:
    # What was typed stands in it, and may be of any length.
    said = getattr(error, "format_message", error.__str__)()
    for long in _LONG_WORD.findall(said):
        said = said.replace(long, f"{long[:MOST_WORD]}…")
    formatted = one_line(said.replace("\n", "\\n"))[:MOST_SAID]
    for english, chinese in _COMPLAINTS:
        if found := re.fullmatch(english, formatted, re.DOTALL):
            complaint = found.expand(chinese)
            return _LISTED.sub(lambda found: "、".join(re.findall(r"'(.*?)'", found[0])), complaint)
    return f"命令写法不对：{formatted}"
