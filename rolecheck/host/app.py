"""The application: routes, what they share, and the layer that keeps others out."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from rolecheck.host import lead, pages, phone
from rolecheck.host.limits import Guard
from rolecheck.host.pages import Web


def make_app(web: Web, names: tuple[str, ...] = ()) -> ASGIApp:
    """Return the application; ``names`` are host names it is reached by besides plain addresses."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        web.desk.hub.start()
        yield
        await web.desk.hub.stop()

    own = [
        Route("/static/{mark}/{name}", static),
        Route("/favicon.ico", nothing),
        Route("/robots.txt", robots),
        Route("/healthz", health),
    ]
    app = Starlette(
        routes=[*own, *lead.routes(), *phone.routes()],
        lifespan=lifespan,
        exception_handlers={404: lost, HTTPException: refused, 500: broken},
    )
    app.state.web = web
    return Guard(app, names, web.base.lower() if web.secure else None, secure=web.secure)


async def static(request: Request) -> Response:
    """Give a file of the pages' own."""
    return pages.static_file(request.path_params["name"]) or PlainTextResponse("没有\n", 404)


async def nothing(_: Request) -> Response:
    """Say that there is no picture: browsers ask by themselves."""
    return Response(status_code=204)


async def robots(_: Request) -> Response:
    """Keep search engines out."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def health(request: Request) -> Response:
    """Say whether the database answers: for whoever restarts what does not."""
    await request.app.state.web.desk.database.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar())
    return PlainTextResponse("ok\n")


async def lost(_: Request, __: Exception) -> Response:
    """Show that there is no such page."""
    return pages.message("没有这一页", "链接不全，或者已经不用了。请回到主持人给的链接。", 404)


async def refused(_: Request, why: Exception) -> Response:
    """Show that a request was none of a page's own."""
    status = why.status_code if isinstance(why, HTTPException) else 400
    return pages.message("没有收", "发来的东西不像是本房间的页面发的，没有收。回到房间的链接再试。", status)


async def broken(_: Request, __: Exception) -> Response:
    """Show that something is wrong on this side; what was answered is kept."""
    return pages.message("出了点问题", "这一下没成，前面答的都还在。等几秒，刷新再试；还不行就告诉主持人。", 500)
