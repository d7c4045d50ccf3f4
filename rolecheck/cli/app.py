"""The commands: what each takes, and the module that does it, imported only when the command runs.

Those imports stand inside the functions on purpose: questionary and numpy cost more than `rolecheck explain` does.
"""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck import __version__
from rolecheck.cli.bank_commands import bank_commands
from rolecheck.cli.chinese import ChineseCommand, ChineseGroup
from rolecheck.cli.completion import complete_role, install_here, show_script
from rolecheck.cli.form_commands import form_commands
from rolecheck.cli.host_command import HOST_HELP, host
from rolecheck.cli.options import (
    AlsoOutputOption,
    AlsoOutputReportOption,
    BankOption,
    JobsOption,
    JsonOption,
    PagesOption,
    PartKind,
    PlainOption,
    SchedulerOption,
)
from rolecheck.cli.workshop_command import WORKSHOP_HELP, workshop
from rolecheck.report.team import Sort
from rolecheck.session.session import Form

HELP = """从你的作答里，看你在工作中实际扛的是哪条责任线。

先试这三条：

\b
  rolecheck quiz              答题，看结果
  rolecheck explain 交付经理  看懂一个角色
  rolecheck report            再看一遍上次的结果
"""

app = typer.Typer(
    cls=ChineseGroup,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,  # typer's own would speak English
)


@app.callback(invoke_without_command=True)
def rolecheck(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="显示工具和题库的版本")] = False,
    _install: Annotated[
        bool, typer.Option("--install-completion", callback=install_here, help="给现在用的 shell 装上命令补全")
    ] = False,
    _show: Annotated[
        bool, typer.Option("--show-completion", callback=show_script, help="显示命令补全的脚本，想自己装时用")
    ] = False,
) -> None:
    """Take what stands before the command."""
    if version:
        from rolecheck.bank.loading import load_bank
        from rolecheck.bank.shipped import shipped_folder

        bank = load_bank(shipped_folder())
        typer.echo(f"rolecheck {__version__}，题库 {bank.version}（{bank.digest}）")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command(cls=ChineseCommand, help="答题，看你实际扛的是哪条线；答到一半停下，下次接着答")
def quiz(
    form: Annotated[
        Form | None,
        typer.Option(
            "--form", help="卷型：quick {minutes:quick}，standard {minutes:standard}（默认），full 全部，{minutes:full}"
        ),
    ] = None,
    title: Annotated[
        str | None,
        typer.Option("--title", metavar="ROLE", autocompletion=complete_role, help="名片上的角色，写了就不再问"),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="写在结果里的名字，可不写")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="NAME", help="替别人答：你眼里的这个人")] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="从 YAML 文件读作答，不再逐题问")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="选题和选项次序的种子，用来重现")] = None,
    save: Annotated[bool, typer.Option("--save/--no-save", help="存不存结果")] = True,
    no_input: Annotated[bool, typer.Option("--no-input", help="绝不提问，缺什么就说缺什么")] = False,
    output: AlsoOutputReportOption = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Ask, score, report and save."""
    from rolecheck.cli.quiz import QuizRequest, run_quiz

    run_quiz(QuizRequest(form, title, name, about, answers, seed, save, no_input, bank, json, plain, output))


@app.command(cls=ChineseCommand, help="看懂一个角色；写两到六个，就对照着看差在哪")
def explain(
    roles: Annotated[
        list[str],
        typer.Argument(
            metavar="角色...",
            autocompletion=complete_role,
            help="角色的名称、别名、英文名、拼音首字母或 id，一个到六个",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="写成文件，不打印；文件名以 .md 或 .html 结尾")
    ] = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Print one role's card, or several roles side by side."""
    from rolecheck.cli.explain import run_explain

    run_explain(roles, bank, output, json=json, plain=plain)


@app.command(cls=ChineseCommand, help="列出全部角色：一场接力，谁在哪个阶段站出来，把什么交给谁")
def roles(bank: BankOption = None, json: JsonOption = False, plain: PlainOption = False) -> None:
    """Print all roles as a relay."""
    from rolecheck.cli.explain import run_roles

    run_roles(bank, json=json, plain=plain)


@app.command(cls=ChineseCommand, help="再看一遍最近一次或某一次的结果")
def report(
    result: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[结果]", help="姓名、rolecheck history 里的编号、结果文件或一串结果码；不写就看最近一次"
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="写成文件，不打印；以 .html、.md、.json 或 .svg（只画占比）结尾"),
    ] = None,
    code: Annotated[bool, typer.Option("--code", help="打印结果码：全部作答写成一行，能贴进微信、能念")] = False,
    card: Annotated[bool, typer.Option("--card", help="打印三行，能贴进聊天，不带名字")] = False,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Print a kept result again."""
    from rolecheck.cli.report import ReportRequest, as_one, run_report

    run_report(ReportRequest(as_one(result), output, code, card, bank, json, plain))


@app.command(cls=ChineseCommand, help="列出作答过的结果，看占比在两次之间怎么动的")
def history(
    results: Annotated[
        list[str] | None, typer.Argument(metavar="[前一份 后一份]", help="两份结果的编号、名字或文件；不写就比最近两次")
    ] = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """List the results that are kept."""
    from rolecheck.cli.history import run_history

    run_history(results or [], bank, json=json, plain=plain)


@app.command(cls=ChineseCommand, help="删掉存下的结果和没答完的作答，删之前会问")
def forget(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[结果...]", help="结果的编号、名字或文件，编号看 rolecheck history")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="存下的全都删")] = False,
    unfinished: Annotated[bool, typer.Option("--unfinished", help="删没答完的和放在一边的")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="不问，直接删")] = False,
) -> None:
    """Remove what is kept."""
    from rolecheck.cli.forget import run_forget

    run_forget(names or [], everything_kept=everything, unfinished=unfinished, yes=yes)


@app.command(cls=ChineseCommand, help="存下的东西都放在哪里")
def paths(bank: BankOption = None, json: JsonOption = False) -> None:
    """Print where everything lies."""
    from rolecheck.cli.paths import run_paths

    run_paths(bank, json=json)


@app.command(cls=ChineseCommand, help="给答题表里的每个人算结果；几百万人也行，几个核、几台机器一起算")
def score(
    sheets: Annotated[
        list[Path],
        typer.Argument(
            metavar="答题表...", help="CSV 或 Parquet，可以几张，也可以是放它们的文件夹：respondent 一列，每道题一列"
        ),
    ],
    fastest: Annotated[
        float | None,
        typer.Option("--fastest", metavar="N", help="平均一秒翻过多少个字就算没读题，不写就是 25；只看有用时的"),
    ] = None,
    pages: PagesOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="文件夹", help="不打印，分成几部分写进这个文件夹；停了再运行一次，会接着算"),
    ] = None,
    kind: Annotated[PartKind, typer.Option("--as", help="和 --output 一起：每部分写成什么")] = PartKind.JSONL,
    part: Annotated[
        int, typer.Option("--part", metavar="N", min=1, max=100_000, help="和 --output 一起：每部分多少人")
    ] = 1000,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    bank: BankOption = None,
    json: JsonOption = False,
) -> None:
    """Score every respondent of some sheets."""
    from rolecheck.cli.score import ScoreRequest, run_score
    from rolecheck.cli.workers import Helpers

    run_score(ScoreRequest(sheets, bank, json, fastest, pages, Helpers(jobs, scheduler), output, kind, part))


@app.command(cls=ChineseCommand, help="几个人的结果放在一起：谁扛什么，哪里没人，在哪里不一样，该谈什么")
def team(
    inputs: Annotated[
        list[str], typer.Argument(metavar="结果...", help="结果文件、放结果的文件夹、答题表（CSV）、结果码，随便混着写")
    ],
    before: Annotated[
        list[str] | None, typer.Option("--before", metavar="结果", help="前一轮的结果，用来看变化；可以写几次")
    ] = None,
    pair: Annotated[
        tuple[str, str] | None, typer.Option("--pair", metavar="姓名 姓名", help="这两个人对照着看")
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="不露姓名，换成“成员 1”这样的编号")] = False,
    min_group: Annotated[int, typer.Option("--min-group", metavar="N", help="不足 N 人的组不拆开看")] = 4,
    skip_flagged: Annotated[
        bool, typer.Option("--skip-flagged", help="不算作答存疑的（带 ! 的），比如答得比读题还快")
    ] = False,
    no_robustness: Annotated[bool, typer.Option("--no-robustness", help="一览里不写“经得起”几倍那一列")] = False,
    sort: Annotated[
        Sort, typer.Option("--sort", help="一览的次序：line 责任线，name 姓名，confidence 把握，title 名片")
    ] = Sort.LINE,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="写成文件，不打印；文件名以 .html、.md、.csv、.xlsx 或 .json 结尾"
        ),
    ] = None,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Print what a group's results show together."""
    from rolecheck.cli.team import TeamRequest, run_team
    from rolecheck.cli.workers import Helpers

    settings = (pair, anonymous, min_group, skip_flagged, not no_robustness, sort, output, bank, json, plain)
    run_team(TeamRequest(inputs, before or [], *settings, Helpers(jobs, scheduler)))


app.command(cls=ChineseCommand, help=WORKSHOP_HELP)(workshop)
app.command(cls=ChineseCommand, help=HOST_HELP)(host)


@app.command(cls=ChineseCommand, help="验收前看一遍：这次要交的东西，现在能不能交，差什么，该问谁")
def accept(
    number: Annotated[
        str | None, typer.Argument(metavar="[N]", help="和 --show 一起：第几份，rolecheck history 里有")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="这次要交的东西，写了就不再问")] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="从 YAML 文件读作答，不再逐条问")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="再看存下的验收，不再问：写编号看那一份，不写看最近一次")
    ] = False,
    save: Annotated[bool, typer.Option("--save/--no-save", help="存不存结果")] = True,
    no_input: Annotated[bool, typer.Option("--no-input", help="绝不提问，缺什么就说缺什么")] = False,
    output: AlsoOutputOption = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Ask about one result, decide, report and save."""
    from rolecheck.cli.accept import AcceptRequest, run_accept

    run_accept(AcceptRequest(name, answers, save, no_input, bank, json, plain, output, show, number))


app.add_typer(bank_commands, name="bank")
app.add_typer(form_commands, name="form")
