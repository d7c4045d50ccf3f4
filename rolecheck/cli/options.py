"""Options more than one command takes, worded once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

BankOption = Annotated[
    Path | None, typer.Option("--bank", metavar="DIR", help="用这个文件夹里的题库（roles.yaml 和 questions.yaml）")
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]
PlainOption = Annotated[bool, typer.Option("--plain", help="不画图、不移动光标，一行一行来；适合读屏和管道")]
PagesOption = Annotated[
    Path | None,
    typer.Option("--pages", metavar="DIR", help="给每个人写一页网页，放进这个新文件夹，另有一张只给带队的人看的名单"),
]
JobsOption = Annotated[
    int | None,
    typer.Option("--jobs", metavar="N", min=1, max=256, help="用几个进程一起算，结果都一样；不写就一个"),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="地址", help="交给 Dask 调度器那边的机器算，像 tcp://主机:8786；结果都一样"),
]
AlsoOutputReportOption = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="结果另外写成文件，以 .html、.md、.json 或 .svg（只画占比）结尾"),
]
AlsoOutputOption = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="结果另外写成文件；文件名以 .md 或 .html 结尾")
]


class PartKind(StrEnum):
    """What a part of a long run's output is written as."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
