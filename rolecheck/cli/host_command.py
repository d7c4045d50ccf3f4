"""`rolecheck host` on the command line: what it takes. The module that does it is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck.cli.options import BankOption
from rolecheck.session.session import Form

HOST_HELP = "开一个房间：大家扫码，在手机上答，各看各的结果；也能一起看几个时刻"


def host(
    form: Annotated[Form, typer.Option("--form", help="卷型，默认 standard")] = Form.STANDARD,
    name: Annotated[
        str | None, typer.Option("--name", metavar="房间名", help="写在手机上；同名的没结束就接着用")
    ] = None,
    workshop: Annotated[
        int | None, typer.Option("--workshop", metavar="N", help="一起看 N 个时刻：手机代替举手，揭开前谁也看不到")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option("--before", metavar="FILE", help="上一轮导出的 expectations.json：看变了什么"),
    ] = None,
    close_at: Annotated[str | None, typer.Option("--close-at", metavar="18:00", help="到几点不再收作答")] = None,
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FOLDER", help="结束时把结果、答题表和团队页写到这个文件夹")
    ] = None,
    bind: Annotated[str | None, typer.Option("--bind", metavar="地址", help="用本机的哪个地址；不写，由工具挑")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="端口；不写就从 8000 起找一个空的")] = None,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="存在哪：sqlite:///文件，或 postgresql+psycopg://用户:密码@主机/库"
        ),
    ] = None,
    public_url: Annotated[
        str | None, typer.Option("--public-url", metavar="URL", help="大家从哪个网址进来（前面有 Caddy 这样的代理时）")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="明知不加密，也要在公网地址上开")] = False,
    new: Annotated[bool, typer.Option("--new", help="另开一间，不接着上次的")] = False,
    bank: BankOption = None,
) -> None:
    """Open a room for phones."""
    from rolecheck.cli.host import HostRequest, run_host

    run_host(
        HostRequest(form, name, workshop, before, close_at, export, bind, port, database, public_url, public, new, bank)
    )
