"""What is kept out before any page is asked for: other sites' forms, foreign hosts, great bodies, guessed codes.

One ASGI layer around everything. It answers in one plain sentence and notes nothing about anybody. Links and keys
are random throughout, and kept as digests.
"""

import ipaddress
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, MutableMapping
from hashlib import sha256
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 16 * 1024
"""Bytes of a posted form; the longest real one is below two kilobytes."""

MOST_HEADERS = 16 * 1024
"""Bytes of all headers together."""

MOST_PATH = 200

TOO_LARGE = "发来的内容太大了。"

WRONG_PER_ADDRESS, WRONG_IN_ALL = 10, 60
"""Wrong codes a minute, from one address and from all: at 60 a minute a code of six letters lasts for years."""

ADDRESSES = 10_000
"""Addresses remembered for that minute; in memory alone, and never written anywhere."""

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = CONTENT_POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'").replace(
    "script-src 'self'; ", ""
)
"""For a report, which is one file with its styles in it, and without any script."""

HEADERS = (
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
)


class Guard:
    """Lets requests through to the pages, or refuses them."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str], origin: str | None, *, secure: bool) -> None:
        """Take the names this server goes by besides plain addresses, and the origin of its public address."""
        self._app = app
        self._hosts = frozenset(hosts)
        self._origin = origin
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS]
        if secure:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, self._sending(send))
            return
        await self._app(scope, _bounded(receive), self._sending(send))

    def _refusal(self, scope: Scope, headers: MutableMapping[bytes, bytes]) -> PlainTextResponse | None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
            return _refuse(431, "请求头太长了。")
        if len(scope["path"]) > MOST_PATH:
            return _refuse(414, "网址太长了。")
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if not self._is_ours(host):
            return _refuse(421, "这个网址不是这个房间的。请用主持人给的链接。")
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return _refuse(405, "只能打开网页和提交表单。")
        return self._form_refusal(headers, host) if scope["method"] == "POST" else None

    def _form_refusal(self, headers: MutableMapping[bytes, bytes], host: str) -> PlainTextResponse | None:
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or len(length) > 9 or int(length) > MOST_BODY:
            return _refuse(413, TOO_LARGE)
        if not self._is_own_form(headers, host):
            return _refuse(403, "这个表单不是从本房间的页面提交的，没有收。请回到房间的链接再试。")
        return None

    def _is_ours(self, host: str) -> bool:
        """Tell whether a browser was sent here by an address of ours: another site's name may point here too."""
        name = urlsplit(f"//{host}").hostname or ""
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name in self._hosts or name == "localhost" or name.endswith(".local")
        return True

    def _is_own_form(self, headers: MutableMapping[bytes, bytes], host: str) -> bool:
        """Tell whether a form comes from a page of ours; a client that says nothing of it is no browser."""
        origin = headers.get(b"origin")
        if origin is None and (referer := headers.get(b"referer")) is not None:
            parts = urlsplit(referer.decode("latin-1"))
            origin = f"{parts.scheme}://{parts.netloc}".encode("latin-1")
        if origin is None:
            return headers.get(b"sec-fetch-site", b"none") in {b"same-origin", b"none"}
        sender = origin.decode("latin-1").lower()
        return sender in {self._origin, f"http://{host}"}

    def _sending(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                has = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *self._headers]
                if b"content-security-policy" not in has:
                    message["headers"].append((b"content-security-policy", CONTENT_POLICY.encode()))
                if b"cache-control" not in has:
                    message["headers"].append((b"cache-control", b"no-store"))
            await send(message)

        return sending


def _bounded(receive: Receive) -> Receive:
    """Return the same body, until it is longer than any form."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BODY:
            raise HTTPException(413, TOO_LARGE)
        return message

    return receiving


def _refuse(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(text + "\n", status)


class WrongCodes:
    """How many wrong codes came in the last minute, and from where."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._all: tuple[float, int] = (clock(), 0)
        self._by_address: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def too_many(self, address: str) -> bool:
        """Tell whether no code is tried from there for now, right or wrong."""
        wrong = self._count(self._by_address.get(address))
        return wrong >= WRONG_PER_ADDRESS or self._count(self._all) >= WRONG_IN_ALL

    def note(self, address: str) -> None:
        """Remember a wrong one."""
        self._all = self._counted_up(self._all)
        self._by_address[address] = self._counted_up(self._by_address.pop(address, None))
        while len(self._by_address) > ADDRESSES:
            self._by_address.popitem(last=False)

    def _count(self, seen: tuple[float, int] | None) -> int:
        return 0 if seen is None or self._clock() - seen[0] >= 60 else seen[1]

    def _counted_up(self, seen: tuple[float, int] | None) -> tuple[float, int]:
        count = self._count(seen)
        return (seen[0], count + 1) if seen is not None and count else (self._clock(), 1)


def address_of(scope: MutableMapping[str, Any]) -> str:
    """Return whom a limit counts: one address, or a whole /64 of IPv6, which one device may have."""
    client = scope.get("client") or ("", 0)
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:
        return str(client[0])
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits nobody mistakes for one another; read aloud, typed on a phone."""

CODE_LETTERS = 13
"""Of a room's link: 31^13 is more than 2^64."""

PIN_LETTERS = 6
"""Of the short code: 31^6 is 2^29.7. It is guessed at a limited rate, see ``rolecheck.host.limits``."""

KEY_BYTES = 16
"""Of the keys of leads and guests: 128 bits."""


def new_code() -> str:
    """Return the secret of a room's link."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))


def new_pin() -> str:
    """Return the short code of a room."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PIN_LETTERS))


def new_key() -> str:
    """Return the key of a lead or a guest."""
    return secrets.token_urlsafe(KEY_BYTES)


def digest(key: str) -> str:
    """Return what is kept of a key; keys are random throughout, so nothing slower is called for."""
    return sha256(key.encode()).hexdigest()


def new_seed() -> int:
    """Return the seed that shuffles a guest's options."""
    return secrets.randbits(32)
