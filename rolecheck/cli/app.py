"""The commands: each is a function of its request and brings along the module that does it only when it runs.

Those imports stand inside the functions on purpose: questionary and numpy cost more than `rolecheck explain` does.
What a command takes is declared in ``rolecheck.cli.requests`` and ``rolecheck.cli.lead_requests``.
"""

from typing import Annotated

import typer

from rolecheck import __version__
from rolecheck.cli.chinese import ChineseGroup
from rolecheck.cli.completion import install_here, show_script
from rolecheck.cli.lead_requests import (
    CalibrateRequest,
    CheckRequest,
    ExportRequest,
    HostRequest,
    ImportRequest,
    SchemaRequest,
    ScoreRequest,
    SimulateRequest,
    StatsRequest,
    TeamRequest,
    WorkshopRequest,
)
from rolecheck.cli.requests import (
    AcceptRequest,
    ExplainRequest,
    ForgetRequest,
    HistoryRequest,
    PathsRequest,
    QuizRequest,
    ReportRequest,
    RolesRequest,
    takes_request,
)
from rolecheck.cli.screen import show_text

HELP = """从你的作答里，看你在工作中实际扛的是哪条责任线。

先试这三条：

\b
  rolecheck quiz              答题，看结果
  rolecheck explain 交付经理  看懂一个角色
  rolecheck report            再看一遍上次的结果
"""
BANK_HELP = """题库本身好不好：查错，看匀不匀，拿模拟的人试准不准，给编辑器用的格式说明。

\b
  rolecheck bank check        查随工具来的题库
  rolecheck bank check 文件夹  查自己的题库
  rolecheck bank stats        看各条线、各阶段出得匀不匀
  rolecheck bank simulate     拿模拟的人试一遍，看量得准不准
  rolecheck bank calibrate    从收上来的作答里，看哪些题要改
  rolecheck bank schema       给编辑器用的格式说明
"""
FORM_HELP = """让别人用问卷工具或纸来答，不用装任何东西；再把作答读回来。

\b
  rolecheck form export --to wjx --output 问卷.txt    给问卷星的文本，导入即用
  rolecheck form import 下载的作答.csv --dry-run      看看认出了什么，先不写
  rolecheck form import 下载的作答.csv --output 答题表.csv
"""

app = typer.Typer(
    cls=ChineseGroup,
    help=HELP,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,  # typer's own would speak English
)
bank_commands = typer.Typer(cls=ChineseGroup, help=BANK_HELP, rich_markup_mode=None)
form_commands = typer.Typer(cls=ChineseGroup, help=FORM_HELP, rich_markup_mode=None)


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
        from rolecheck.bank.files import shipped_folder
        from rolecheck.bank.loading import load_bank

        bank = load_bank(shipped_folder())
        typer.echo(f"rolecheck {__version__}，题库 {bank.version}（{bank.digest}）")
        raise typer.Exit
    help_without_command(context)


@bank_commands.callback(invoke_without_command=True)
@form_commands.callback(invoke_without_command=True)
def help_without_command(context: typer.Context) -> None:
    """Show help where no command stands behind a group."""
    if context.invoked_subcommand is None:
        show_text(context.get_help())


@takes_request(app, "答题，看你实际扛的是哪条线；答到一半停下，下次接着答")
def quiz(request: QuizRequest) -> None:
    """Ask, score, report and save."""
    from rolecheck.cli.quiz import run_quiz

    run_quiz(request)


@takes_request(app, "看懂一个角色；写两到六个，就对照着看差在哪")
def explain(request: ExplainRequest) -> None:
    """Print one role's card, or several roles side by side."""
    from rolecheck.cli.explain import run_explain

    run_explain(request)


@takes_request(app, "列出全部角色：一场接力，谁在哪个阶段站出来，把什么交给谁")
def roles(request: RolesRequest) -> None:
    """Print all roles as a relay."""
    from rolecheck.cli.explain import run_roles

    run_roles(request)


@takes_request(app, "再看一遍最近一次或某一次的结果")
def report(request: ReportRequest) -> None:
    """Print a kept result again."""
    from rolecheck.cli.report import run_report

    run_report(request)


@takes_request(app, "列出作答过的结果，看占比在两次之间怎么动的")
def history(request: HistoryRequest) -> None:
    """List the results that are kept."""
    from rolecheck.cli.kept import run_history

    run_history(request)


@takes_request(app, "删掉存下的结果和没答完的作答，删之前会问")
def forget(request: ForgetRequest) -> None:
    """Remove what is kept."""
    from rolecheck.cli.kept import run_forget

    run_forget(request)


@takes_request(app, "存下的东西都放在哪里")
def paths(request: PathsRequest) -> None:
    """Print where everything lies."""
    from rolecheck.cli.kept import run_paths

    run_paths(request)


@takes_request(app, "给答题表里的每个人算结果；几百万人也行，几个核、几台机器一起算")
def score(request: ScoreRequest) -> None:
    """Score every respondent of some sheets."""
    from rolecheck.cli.score import run_score

    run_score(request)


@takes_request(app, "几个人的结果放在一起：谁扛什么，哪里没人，在哪里不一样，该谈什么")
def team(request: TeamRequest) -> None:
    """Print what a group's results show together."""
    from rolecheck.cli.team import run_team

    run_team(request)


@takes_request(app, "带一场工作坊：时刻投在屏幕上，大家举手，你打人数，最后看接力")
def workshop(request: WorkshopRequest) -> None:
    """Lead a room through some moments."""
    from rolecheck.cli.workshop import run_workshop

    run_workshop(request)


@takes_request(app, "开一个房间：大家扫码，在手机上答，各看各的结果；也能一起看几个时刻")
def host(request: HostRequest) -> None:
    """Open a room for phones."""
    from rolecheck.cli.host import run_host

    run_host(request)


@takes_request(app, "验收前看一遍：这次要交的东西，现在能不能交，差什么，该问谁")
def accept(request: AcceptRequest) -> None:
    """Ask about one result, decide, report and save."""
    from rolecheck.cli.accept import run_accept

    run_accept(request)


@takes_request(bank_commands, "查题库：写错的、出得不匀的、会露馅的，一次说完")
def check(request: CheckRequest) -> None:
    """Tell everything wrong with a bank."""
    from rolecheck.cli.bank import run_check

    run_check(request)


@takes_request(bank_commands, "题库的表：各条线出现几次、在哪、多长、猜不猜得中")
def stats(request: StatsRequest) -> None:
    """Print a bank's balance."""
    from rolecheck.cli.bank import run_stats

    run_stats(request)


@takes_request(bank_commands, "JSON Schema：编辑器拿它补全和检查题库的 YAML")
def schema(request: SchemaRequest) -> None:
    """Print a file's JSON Schema, or its keys as a table."""
    from rolecheck.cli.bank import run_schema

    run_schema(request)


@takes_request(bank_commands, "拿已知答案的模拟的人试一遍题库：认得准不准，要问几题")
def simulate(request: SimulateRequest) -> None:
    """Try a bank on simulated people."""
    from rolecheck.cli.bank_trials import run_simulate

    run_simulate(request)


@takes_request(bank_commands, "从收上来的作答里估：哪些选项人人爱选，哪些题问不出人")
def calibrate(request: CalibrateRequest) -> None:
    """Estimate attractiveness and sensitivity from answers."""
    from rolecheck.cli.bank_trials import run_calibrate

    run_calibrate(request)


@takes_request(form_commands, "把一份卷子写成问卷工具能导入的文件，或一份可打印的纸面问卷")
def export(request: ExportRequest) -> None:
    """Write a form for other people's tools."""
    from rolecheck.cli.form import run_export

    run_export(request)


@takes_request(form_commands, "读问卷工具里下载的作答，变成答题表或存成结果", "import")
def import_answers(request: ImportRequest) -> None:
    """Read answers from other people's tools."""
    from rolecheck.cli.form import run_import

    run_import(request)


app.add_typer(bank_commands, name="bank")
app.add_typer(form_commands, name="form")
