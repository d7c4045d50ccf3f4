"""The commands: what each takes, and the module that does it, imported only when the command runs.

Those imports stand inside the functions on purpose: questionary and numpy cost more than `rolecheck explain` does.
"""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck import __version__
from rolecheck.cli.chinese import ChineseCommand, ChineseGroup
from rolecheck.session.form import Form

HELP = """从你的作答里，看你在工作中实际扛的是哪条责任线。

先试这三条：

\b
  rolecheck quiz              答题，约十分钟，看结果
  rolecheck explain 交付经理  看懂一个角色
  rolecheck report            再看一遍上次的结果
"""

app = typer.Typer(
    cls=ChineseGroup,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

BankOption = Annotated[
    Path | None, typer.Option("--bank", metavar="DIR", help="用这个文件夹里的题库（roles.yaml 和 questions.yaml）")
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]
PlainOption = Annotated[bool, typer.Option("--plain", help="不画图、不移动光标，一行一行来；适合读屏和管道")]


@app.callback(invoke_without_command=True)
def rolecheck(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="显示工具和题库的版本")] = False,
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
        Form, typer.Option("--form", help="卷型：quick 约三分钟，standard 约十分钟，full 全部题目")
    ] = Form.STANDARD,
    title: Annotated[str | None, typer.Option("--title", metavar="ROLE", help="名片上的角色，写了就不再问")] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="写在结果里的名字，可不写")] = None,
    about: Annotated[str | None, typer.Option("--about", metavar="NAME", help="替别人答：你眼里的这个人")] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="从 YAML 文件读作答，不再逐题问")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="选题和选项次序的种子，用来重现")] = None,
    save: Annotated[bool, typer.Option("--save/--no-save", help="存不存结果")] = True,
    no_input: Annotated[bool, typer.Option("--no-input", help="绝不提问，缺什么就说缺什么")] = False,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Ask, score, report and save."""
    from rolecheck.cli.quiz import QuizRequest, run_quiz

    run_quiz(QuizRequest(form, title, name, about, answers, seed, save, no_input, bank, json, plain))


@app.command(cls=ChineseCommand, help="看懂一个角色：扛什么，什么时候必须站出来，到哪里为止")
def explain(
    role: Annotated[str, typer.Argument(metavar="角色", help="角色的名称、别名、英文名或 id")],
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Print one role's card."""
    from rolecheck.cli.explain import run_explain

    run_explain(role, bank, json=json, plain=plain)


@app.command(cls=ChineseCommand, help="列出全部角色：一场接力，谁在哪个阶段站出来，把什么交给谁")
def roles(bank: BankOption = None, json: JsonOption = False, plain: PlainOption = False) -> None:
    """Print all roles as a relay."""
    from rolecheck.cli.explain import run_roles

    run_roles(bank, json=json, plain=plain)


@app.command(cls=ChineseCommand, help="再看一遍最近一次或某一次的结果")
def report(
    result: Annotated[str | None, typer.Argument(metavar="结果", help="结果文件，或它的名字；不写就看最近一次")] = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Print a kept result again."""
    from rolecheck.cli.report import run_report

    run_report(result, bank, json=json, plain=plain)


@app.command(cls=ChineseCommand, help="给一张答题表里的每个人算结果")
def score(
    sheet: Annotated[Path, typer.Argument(metavar="答题表.csv", help="CSV：respondent 一列，每道题一列")],
    bank: BankOption = None,
    json: JsonOption = False,
) -> None:
    """Score every respondent of a sheet."""
    from rolecheck.cli.score import run_score

    run_score(sheet, bank, json=json)


@app.command(cls=ChineseCommand, help="验收前看一遍：这次要交的东西，现在能不能交，差什么，该问谁")
def accept(
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="这次要交的东西，写了就不再问")] = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", metavar="FILE", help="从 YAML 文件读作答，不再逐条问")
    ] = None,
    save: Annotated[bool, typer.Option("--save/--no-save", help="存不存结果")] = True,
    no_input: Annotated[bool, typer.Option("--no-input", help="绝不提问，缺什么就说缺什么")] = False,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Ask about one result, decide, report and save."""
    from rolecheck.cli.accept import AcceptRequest, run_accept

    run_accept(AcceptRequest(name, answers, save, no_input, bank, json, plain))
