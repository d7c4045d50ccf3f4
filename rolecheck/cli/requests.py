"""What the commands of somebody who answers take: each option is declared once, as a field of the command's record.

Records are named tuples: a data class takes eight times as long to come into being, at every start of the tool.
"""

from collections.abc import Callable
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar

import typer
from typer import Argument, Option

from rolecheck.cli.chinese import ChineseCommand
from rolecheck.cli.completion import complete_role
from rolecheck.session.session import Form

Request = TypeVar("Request", bound=tuple[Any, ...])

BankOption = Annotated[
    Path | None, Option("--bank", metavar="DIR", help="用这个文件夹里的题库（roles.yaml 和 questions.yaml）")
]
JsonOption = Annotated[bool, Option("--json", help="输出 JSON")]
PlainOption = Annotated[bool, Option("--plain", help="不画图、不移动光标，一行一行来；适合读屏和管道")]
SaveOption = Annotated[bool, Option("--save/--no-save", help="存不存结果")]
NoInputOption = Annotated[bool, Option("--no-input", help="绝不提问，缺什么就说缺什么")]


def takes_request(
    group: typer.Typer, help_text: str, name: str | None = None
) -> Callable[[Callable[[Request], None]], Callable[[Request], None]]:
    """Register a function of one request as a command that takes what the fields of the request's record declare."""

    def register(run: Callable[[Request], None]) -> Callable[[Request], None]:
        (wanted,) = signature(run).parameters.values()
        record: Any = wanted.annotation

        def command(**given: Any) -> None:  # noqa: ANN401 - what the command line says
            run(record(**given))

        defaults = record._field_defaults
        parameters = [
            Parameter(field, Parameter.KEYWORD_ONLY, default=defaults.get(field, Parameter.empty), annotation=declared)
            for field, declared in record.__annotations__.items()
        ]
        command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = dict(record.__annotations__)
        group.command(name or run.__name__, cls=ChineseCommand, help=help_text)(command)
        return run

    return register


class QuizRequest(NamedTuple):
    """What `rolecheck quiz` takes."""

    form: Annotated[
        Form | None,
        Option(
            "--form", help="卷型：quick {minutes:quick}，standard {minutes:standard}（默认），full 全部，{minutes:full}"
        ),
    ] = None
    title: Annotated[
        str | None, Option("--title", metavar="ROLE", autocompletion=complete_role, help="名片上的角色，写了就不再问")
    ] = None
    name: Annotated[str | None, Option("--name", metavar="NAME", help="写在结果里的名字，可不写")] = None
    about: Annotated[str | None, Option("--about", metavar="NAME", help="替别人答：你眼里的这个人")] = None
    answers: Annotated[Path | None, Option("--answers", metavar="FILE", help="从 YAML 文件读作答，不再逐题问")] = None
    seed: Annotated[int | None, Option("--seed", metavar="N", help="选题和选项次序的种子，用来重现")] = None
    save: SaveOption = True
    no_input: NoInputOption = False
    output: Annotated[
        Path | None,
        Option("--output", metavar="FILE", help="结果另外写成文件，以 .html、.md、.json 或 .svg（只画占比）结尾"),
    ] = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class ExplainRequest(NamedTuple):
    """What `rolecheck explain` takes."""

    roles: Annotated[
        list[str],
        Argument(
            metavar="角色...",
            autocompletion=complete_role,
            help="角色的名称、别名、英文名、拼音首字母或 id，一个到六个",
        ),
    ]
    output: Annotated[
        Path | None, Option("--output", metavar="FILE", help="写成文件，不打印；文件名以 .md 或 .html 结尾")
    ] = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class RolesRequest(NamedTuple):
    """What `rolecheck roles` takes."""

    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class ReportRequest(NamedTuple):
    """What `rolecheck report` takes."""

    result: Annotated[
        list[str] | None,
        Argument(metavar="[结果]", help="姓名、rolecheck history 里的编号、结果文件或一串结果码；不写就看最近一次"),
    ] = None
    output: Annotated[
        Path | None,
        Option("--output", metavar="FILE", help="写成文件，不打印；以 .html、.md、.json 或 .svg（只画占比）结尾"),
    ] = None
    code: Annotated[bool, Option("--code", help="打印结果码：全部作答写成一行，能贴进微信、能念")] = False
    card: Annotated[bool, Option("--card", help="打印三行，能贴进聊天，不带名字")] = False
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class HistoryRequest(NamedTuple):
    """What `rolecheck history` takes."""

    results: Annotated[
        list[str] | None, Argument(metavar="[前一份 后一份]", help="两份结果的编号、名字或文件；不写就比最近两次")
    ] = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False


class ForgetRequest(NamedTuple):
    """What `rolecheck forget` takes."""

    names: Annotated[
        list[str] | None, Argument(metavar="[结果...]", help="结果的编号、名字或文件，编号看 rolecheck history")
    ] = None
    everything: Annotated[bool, Option("--all", help="存下的全都删")] = False
    unfinished: Annotated[bool, Option("--unfinished", help="删没答完的和放在一边的")] = False
    yes: Annotated[bool, Option("--yes", help="不问，直接删")] = False


class PathsRequest(NamedTuple):
    """What `rolecheck paths` takes."""

    bank: BankOption = None
    json: JsonOption = False


class AcceptRequest(NamedTuple):
    """What `rolecheck accept` takes; ``number`` is that of a kept check to show."""

    number: Annotated[str | None, Argument(metavar="[N]", help="和 --show 一起：第几份，rolecheck history 里有")] = None
    name: Annotated[str | None, Option("--name", metavar="NAME", help="这次要交的东西，写了就不再问")] = None
    answers: Annotated[Path | None, Option("--answers", metavar="FILE", help="从 YAML 文件读作答，不再逐条问")] = None
    show: Annotated[bool, Option("--show", help="再看存下的验收，不再问：写编号看那一份，不写看最近一次")] = False
    save: SaveOption = True
    no_input: NoInputOption = False
    output: Annotated[
        Path | None, Option("--output", metavar="FILE", help="结果另外写成文件；文件名以 .md 或 .html 结尾")
    ] = None
    bank: BankOption = None
    json: JsonOption = False
    plain: PlainOption = False
