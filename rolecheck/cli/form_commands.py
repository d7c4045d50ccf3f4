"""What `rolecheck form` takes; the commands themselves are imported when they run, as in ``rolecheck.cli.app``."""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck.cli.chinese import ChineseCommand, ChineseGroup
from rolecheck.cli.options import BankOption, PagesOption, PlainOption
from rolecheck.exchange.forms.target import Target
from rolecheck.session.session import Form

form_commands = typer.Typer(
    cls=ChineseGroup,
    help="""让别人用问卷工具或纸来答，不用装任何东西；再把作答读回来。

\b
  rolecheck form export --to wjx --output 问卷.txt    给问卷星的文本，导入即用
  rolecheck form import 下载的作答.csv --dry-run      看看认出了什么，先不写
  rolecheck form import 下载的作答.csv --output 答题表.csv
""",
    rich_markup_mode=None,
)


@form_commands.callback(invoke_without_command=True)
def form(context: typer.Context) -> None:
    """Take what stands before the command."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@form_commands.command("export", cls=ChineseCommand, help="把一份卷子写成问卷工具能导入的文件，或一份可打印的纸面问卷")
def form_export(
    to: Annotated[
        Target,
        typer.Option("--to", help="给谁：wjx 和 wjx-jsonl 是问卷星，csv 给别的工具照着建，paper 打印出来答"),
    ],
    form: Annotated[
        Form,
        typer.Option(
            "--form", help="卷型：quick 只问责任，standard 加上职责、考核、判断，full 全部题目；几分钟写在问卷开头"
        ),
    ] = Form.QUICK,
    second: Annotated[bool, typer.Option("--second/--no-second", help="问不问其次像的；问了看得更准，也更长")] = True,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="选题的种子，换一个就是另一份卷子")] = 0,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="写成文件，不打印")] = None,
    bank: BankOption = None,
) -> None:
    """Write a form for other people's tools."""
    from rolecheck.cli.form import run_export

    run_export(to, form, seed, output, bank, second=second)


@form_commands.command("import", cls=ChineseCommand, help="读问卷工具里下载的作答，变成答题表或存成结果")
def form_import(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="作答文件...",
            help="CSV、XLSX、XLS、ODS 或 JSON，可以写几个：问卷星、腾讯问卷、飞书、金数据、Microsoft、Google、ODK……",
        ),
    ],
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="列名=题", help="指出哪一列是哪道题，可以写几次；也可以是两列的 CSV 文件"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看认出了什么，什么都不写")] = False,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="表名", help="读工作簿里的哪张表，名字或第几张；不写就找有题的那张")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="SHEET.csv", help="写成答题表；不写就打印出来")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="每人存一份结果，像 rolecheck quiz 那样")] = False,
    pages: PagesOption = None,
    skip: Annotated[bool, typer.Option("--skip", help="对不上的格子当没答，不停下来")] = False,
    keep_all: Annotated[bool, typer.Option("--keep-all", help="同名的都留下；不写就只用最后交的一份")] = False,
    bank: BankOption = None,
    json: Annotated[bool, typer.Option("--json", help="和 --dry-run 一起用：输出 JSON")] = False,
    plain: PlainOption = False,
) -> None:
    """Read answers from other people's tools."""
    from rolecheck.cli.form import ImportRequest, run_import

    run_import(
        ImportRequest(files, mapped or [], skip, keep_all, dry_run, sheet, output, save, bank, json, plain, pages)
    )
