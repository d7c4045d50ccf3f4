"""`rolecheck workshop` on the command line: what it takes. The module that does it is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck.cli.options import BankOption, JsonOption, PlainOption

WORKSHOP_HELP = "带一场工作坊：时刻投在屏幕上，大家举手，你打人数，最后看接力"


def workshop(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[时刻...]", help="要看的时刻的 id，按这个次序；不写就由工具挑")
    ] = None,
    moments: Annotated[
        int | None, typer.Option("--moments", metavar="N", help="由工具挑几个时刻，1 到 20，常用 3、5 或 8；不写就问")
    ] = None,
    think: Annotated[int | None, typer.Option("--think", metavar="秒", help="想一想时倒数这么多秒；不写不倒数")] = None,
    seed: Annotated[int | None, typer.Option("--seed", metavar="N", help="挑时刻和选项次序的种子，用来重现")] = None,
    list_only: Annotated[bool, typer.Option("--list", help="只列出时刻和它们的 id，不开始")] = False,
    guide: Annotated[bool, typer.Option("--guide", help="怎么带：45 分钟的流程，遇到事怎么办")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="结果另外写成文件，以 .html、.md 或 .json 结尾；不写，最后会问"),
    ] = None,
    bank: BankOption = None,
    json: JsonOption = False,
    plain: PlainOption = False,
) -> None:
    """Lead a room through some moments."""
    from rolecheck.cli.workshop import WorkshopRequest, run_workshop

    run_workshop(WorkshopRequest(ids or [], moments, think, seed, list_only, guide, output, bank, json, plain))
