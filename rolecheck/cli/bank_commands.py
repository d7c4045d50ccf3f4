"""What `rolecheck bank` takes; the commands themselves are imported when they run, as in ``rolecheck.cli.app``."""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck.bank.keys import BankFile
from rolecheck.cli.chinese import ChineseCommand, ChineseGroup
from rolecheck.cli.options import BankOption, JobsOption, JsonOption, PlainOption, SchedulerOption

bank_commands = typer.Typer(
    cls=ChineseGroup,
    help="""题库本身好不好：查错，看匀不匀，拿模拟的人试准不准，给编辑器用的格式说明。

\b
  rolecheck bank check        查随工具来的题库
  rolecheck bank check 文件夹  查自己的题库
  rolecheck bank stats        看各条线、各阶段出得匀不匀
  rolecheck bank simulate     拿模拟的人试一遍，看量得准不准
  rolecheck bank calibrate    从收上来的作答里，看哪些题要改
  rolecheck bank schema       给编辑器用的格式说明
""",
    rich_markup_mode=None,
)


@bank_commands.callback(invoke_without_command=True)
def bank(context: typer.Context) -> None:
    """Take what stands before the command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


FolderArgument = Annotated[Path | None, typer.Argument(metavar="文件夹", help="题库文件夹；不写就查随工具来的")]


@bank_commands.command("check", cls=ChineseCommand, help="查题库：写错的、出得不匀的、会露馅的，一次说完")
def bank_check(
    folder: FolderArgument = None,
    strict: Annotated[bool, typer.Option("--strict", help="有提醒也算没通过")] = False,
    why: Annotated[
        str | None, typer.Option("--why", metavar="规则", help="说一条规则为什么要查，写查出来的那一类的名字，如 长短")
    ] = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Tell everything wrong with a bank."""
    from rolecheck.cli.bank import run_check, run_why

    if why is not None:
        run_why(why, plain=plain)
        return
    run_check(folder, strict=strict, json=json, plain=plain)


@bank_commands.command("stats", cls=ChineseCommand, help="题库的表：各条线出现几次、在哪、多长、猜不猜得中")
def bank_stats(folder: FolderArgument = None, json: JsonOption = False, plain: PlainOption = False) -> None:
    """Print a bank's balance."""
    from rolecheck.cli.bank import run_stats

    run_stats(folder, json=json, plain=plain)


@bank_commands.command("schema", cls=ChineseCommand, help="JSON Schema：编辑器拿它补全和检查题库的 YAML")
def bank_schema(
    file: Annotated[BankFile, typer.Argument(metavar="[roles|questions]", help="哪个文件的")] = BankFile.QUESTIONS,
    table: Annotated[bool, typer.Option("--table", help="印成给人看的表：每个键写什么、怎么写、要不要写")] = False,
) -> None:
    """Print a file's JSON Schema, or its keys as a table."""
    from rolecheck.cli.bank import run_schema

    run_schema(file, table=table)


@bank_commands.command("simulate", cls=ChineseCommand, help="拿已知答案的模拟的人试一遍题库：认得准不准，要问几题")
def bank_simulate(
    folder: FolderArgument = None,
    respondents: Annotated[
        int, typer.Option("--respondents", metavar="N", min=1, max=1_000_000, help="模拟多少人；越多越准，也越慢")
    ] = 2000,
    quick: Annotated[bool, typer.Option("--quick", help="人少、题目全：一分钟看个大概，等于 --respondents 80")] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="随机数的种子；同一个种子，结果一样")] = 1,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, max=256, help="用几个进程；不写就用全部的核，结果都一样"),
    ] = None,
    scheduler: SchedulerOption = None,
    plot: Annotated[Path | None, typer.Option("--plot", metavar="FILE", help="画成图，以 .svg 或 .png 结尾")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="写成一页说明，不打印；以 .md 或 .html 结尾")
    ] = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Try a bank on simulated people."""
    from rolecheck.cli.simulate import QUICK, SimulateRequest, run_simulate
    from rolecheck.cli.workers import Helpers

    people = min(respondents, QUICK) if quick else respondents
    run_simulate(SimulateRequest(folder or bank, people, seed, Helpers(jobs, scheduler), plot, output, json, plain))


@bank_commands.command("calibrate", cls=ChineseCommand, help="从收上来的作答里估：哪些选项人人爱选，哪些题问不出人")
def bank_calibrate(
    sheets: Annotated[
        list[Path], typer.Argument(metavar="答题表...", help="CSV 或 Parquet，可以几张，也可以是放它们的文件夹")
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output", metavar="文件夹", help="calibration.yaml 写进这个文件夹；里面有题库就校准它，直接用上"
        ),
    ],
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="列名", help="也看答题表里这一列的各组有没有不一样；可以写几次")
    ] = None,
    jobs: JobsOption = None,
    scheduler: SchedulerOption = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Estimate attractiveness and sensitivity from answers."""
    from rolecheck.cli.calibrate import CalibrateRequest, run_calibrate
    from rolecheck.cli.workers import Helpers

    run_calibrate(CalibrateRequest(sheets, bank, output, by or [], Helpers(jobs, scheduler), json, plain))
