"""Options more than one command takes, worded once."""

from pathlib import Path
from typing import Annotated

import typer

BankOption = Annotated[
    Path | None, typer.Option("--bank", metavar="DIR", help="用这个文件夹里的题库（roles.yaml 和 questions.yaml）")
]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON")]
PlainOption = Annotated[bool, typer.Option("--plain", help="不画图、不移动光标，一行一行来；适合读屏和管道")]
