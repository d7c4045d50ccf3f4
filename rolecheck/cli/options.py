"""Options more than one command takes, worded once."""

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
AlsoOutputReportOption = Annotated[
    Path | None,
    typer.Option("--output", metavar="FILE", help="结果另外写成文件，以 .html、.md、.json 或 .svg（只画占比）结尾"),
]
AlsoOutputOption = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="结果另外写成文件；文件名以 .md 或 .html 结尾")
]
