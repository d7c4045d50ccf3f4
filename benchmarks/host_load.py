"""What a room carries: phones answering at once, open event streams, several processes on one database.

Everything stays on the loopback address of this machine, server and phones share its cores, and the run ends by
itself. Phones are bare sockets: a client library would cost more than the server. Run as

    python -m benchmarks.host_load                      200 phones, SQLite, one process, and the floor beside it
    python -m benchmarks.host_load --streams 1000       open streams, and how long a change takes to reach all of them
    python -m benchmarks.host_load --database postgresql+psycopg://... --processes 4
"""

from benchmarks import people as shared  # isort: skip - keeps numpy to one core, before anything loads it

import argparse
import asyncio
import os
import random
import re
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import quote_plus, urlsplit

import psutil

HELLO = """
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
async def hello(request): return PlainTextResponse("hello")
app = Starlette(routes=[Route("/{any:path}", hello, methods=["GET", "POST"])])
uvicorn.run(app, host="127.0.0.1", port=PORT, access_log=False, log_level="warning", http="h11")
"""
HIDDEN = re.compile(r'name="(moves|item)" value="([^"]*)"')
FIRSTS = re.compile(r'name="first" value="([A-Z])"')
LONGEST = 600.0
"""Seconds after which a run is given up."""


class Client:
    """One connection that is kept, and one cookie."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._kept: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.cookie = ""

    async def request(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Return status, where it points to, and the body; a connection that was closed meanwhile is made anew."""
        kept = self._kept is not None
        try:
            return await self._ask(path, form)
        except asyncio.IncompleteReadError:
            if not kept:
                raise
            self.close()
            return await self._ask(path, form)

    async def _ask(self, path: str, form: dict[str, str] | None) -> tuple[int, str, str]:
        if self._kept is None or self._kept[1].is_closing():
            self._kept = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._kept
        body = "" if form is None else "&".join(f"{name}={quote_plus(value)}" for name, value in form.items())
        lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}"]
        if self.cookie:
            lines.append(f"Cookie: {self.cookie}")
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        writer.write(("\r\n".join(lines) + f"\r\n\r\n{body}").encode())
        return await self._reply(reader)

    async def _reply(self, reader: asyncio.StreamReader) -> tuple[int, str, str]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status, length, location = int(head[9:12]), 0, ""
        for line in head.split("\r\n")[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "content-length":
                    length = int(value)
                case "location":
                    location = value
                case "set-cookie":
                    self.cookie = value.partition(";")[0]
                case _:
                    pass
        return status, location, (await reader.readexactly(length)).decode() if length else ""

    def close(self) -> None:
        """Hang up."""
        if self._kept is not None:
            self._kept[1].close()
            self._kept = None


@dataclass
class Seen:
    """What all phones of a run saw: seconds of each kind of page, and what went wrong."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    answers: int = 0

    def note(self, kind: str, wait: float) -> None:
        """Remember one wait."""
        self.waits.setdefault(kind, []).append(wait)

    def lines(self, seconds: float) -> list[str]:
        """Return the table."""
        every = [wait for waits in self.waits.values() for wait in waits]
        lines = [
            f"{'page':<10}{'count':>8}{'median':>10}{'p95':>10}{'p99':>10}{'longest':>10}   milliseconds",
            *(_row(kind, waits) for kind, waits in self.waits.items()),
            _row("all", every),
            f"{len(every) / seconds:.0f} pages/s, {self.answers / seconds:.0f} answers/s over {seconds:.0f} s, "
            f"{len(self.errors)} errors",
        ]
        return lines + [f"error: {error}" for error in self.errors[:5]]


def _row(kind: str, waits: list[float]) -> str:
    cuts = quantiles(waits, n=100) if len(waits) > 1 else waits * 99
    figures = (median(waits), cuts[94], cuts[98], max(waits))
    return f"{kind:<10}{len(waits):>8}" + "".join(f"{figure * 1000:>10.1f}" for figure in figures)


class PhoneRun:
    """One phone: joins, answers at its own pace to the end, looks at its report."""

    def __init__(self, port: int, path: str, pace: tuple[float, float], seen: Seen, rng: random.Random) -> None:
        self._client = Client(port)
        self._path = path
        self._arrive, self._think = pace
        self._seen = seen
        self._rng = rng

    async def run(self) -> None:
        """Go from the link to the report."""
        await asyncio.sleep(self._rng.uniform(0, self._arrive))
        try:
            _, self._path, _ = await self._timed("door", self._path)
            await self._timed("join", self._path)
            await self._timed("join", f"{self._path}/join", {"name": ""})
            while await self._one():
                pass
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            self._seen.errors.append(repr(error))
        finally:
            self._client.close()

    async def _one(self) -> bool:
        _, _, page = await self._timed("item", self._path)
        hidden = dict(HIDDEN.findall(page))
        firsts = FIRSTS.findall(page)
        if not firsts and 'value="enough"' in page:
            await self._timed("answer", f"{self._path}/answer", {"moves": hidden["moves"], "do": "enough"})
            return True
        if not firsts and 'value="card"' in page:
            card = {"moves": hidden["moves"], "do": "card", "title": "none"}
            await self._timed("answer", f"{self._path}/answer", card)
            return True
        if not firsts:
            await self._timed("report", f"{self._path}/report")
            return False
        await asyncio.sleep(self._rng.expovariate(1 / self._think) if self._think else 0)
        form = {**hidden, "first": self._rng.choice(firsts), "second": self._rng.choice(firsts), "do": "answer"}
        await self._timed("answer", f"{self._path}/answer", form)
        self._seen.answers += 1
        return True

    async def _timed(self, kind: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        start = perf_counter()
        reply = await self._client.request(path, form)
        self._seen.note(kind, perf_counter() - start)
        if reply[0] >= 400:
            raise ValueError(f"{reply[0]} {path}")
        return reply


async def phones(ports: list[int], path: str, count: int, pace: tuple[float, float]) -> tuple[Seen, float]:
    """Let so many phones answer at once; return what they saw and how long it took.

    ``pace`` are the seconds within which all come in, and those that each thinks before an answer, on average.
    """
    seen, rng = Seen(), random.Random(1)
    runs = [PhoneRun(ports[at % len(ports)], path, pace, seen, random.Random(rng.random())) for at in range(count)]
    start = perf_counter()
    await asyncio.wait_for(asyncio.gather(*(run.run() for run in runs)), LONGEST)
    return seen, perf_counter() - start


async def floor(port: int, count: int, think: float, each: int) -> tuple[Seen, float]:
    """Let as many clients ask a bare application as often as a phone asks for pages."""
    seen = Seen()

    async def run(rng: random.Random) -> None:
        client = Client(port)
        for _ in range(each):
            for form in (None, {"first": "A"}):
                start = perf_counter()
                await client.request("/x", form)
                seen.note("hello", perf_counter() - start)
            await asyncio.sleep(rng.expovariate(1 / think) if think else 0)
        client.close()

    start = perf_counter()
    await asyncio.gather(*(run(random.Random(number)) for number in range(count)))
    return seen, perf_counter() - start


async def streams(port: int, path: str, lead: str, count: int) -> list[str]:
    """Hold so many streams open and change the room; return how long it takes until all have heard."""
    heard: list[float] = []
    start = 0.0

    async def hold(client: Client) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"GET {path}/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {client.cookie}\r\n\r\n"
        writer.write(request.encode())
        await reader.readuntil(b"data: ")
        ready.append(writer)
        await reader.readuntil(b"data: ")
        heard.append(perf_counter() - start)

    client = Client(port)
    ready: list[asyncio.StreamWriter] = []
    _, path, _ = await client.request(path)
    await client.request(path)
    await client.request(f"{path}/join", {"name": ""})
    tasks = [asyncio.create_task(hold(client)) for _ in range(count)]
    while len(ready) < count:
        await asyncio.sleep(0.05)
    boss = Client(port)
    await boss.request(lead)
    start = perf_counter()
    await boss.request("/lead/act", {"version": "0", "do": "lock"})
    await asyncio.wait_for(asyncio.gather(*tasks), LONGEST)
    told = perf_counter() - start
    start = perf_counter()
    await client.request(path)
    page = perf_counter() - start
    for writer in ready:
        writer.close()
    last = (
        f"the last of them heard of a change after {told * 1000:.0f} ms, the median after {median(heard) * 1000:.0f} ms"
    )
    return [f"{count} streams open; {last}; a page meanwhile took {page * 1000:.1f} ms"]


async def _hosts(
    arguments: argparse.Namespace, database: str, home: str
) -> tuple[list[asyncio.subprocess.Process], list[str]]:
    """Start the processes, each on a port of its own; return them and the two lines of the first."""
    started, lines = [], []
    for number in range(arguments.processes):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "rolecheck", "host", "--form", arguments.form, "--bind", "127.0.0.1"),
            *("--port", str(arguments.port + number), "--database", database, "--name", "load"),
            env={**os.environ, "ROLECHECK_HOME": home, "PYTHONUTF8": "1"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        if process.stdout is not None:
            lines += [(await process.stdout.readline()).decode().split()[1] for _ in range(2)]
        started.append(process)
    return started, lines


async def measure(arguments: argparse.Namespace) -> None:
    """Start, measure, print, stop."""
    with tempfile.TemporaryDirectory() as home:
        database = arguments.database or f"sqlite:///{home}/rooms.db"
        hosts, lines = await _hosts(arguments, database, home)
        path, lead = urlsplit(lines[0]).path, urlsplit(lines[1]).path
        ports = [arguments.port + number for number in range(arguments.processes)]
        try:
            if arguments.streams:
                print("\n".join(await streams(ports[0], path, lead, arguments.streams)))
            else:
                pace = f"in within {arguments.arrive:g} s, {arguments.think:g} s to think on average"
                print(f"\n{arguments.phones} phones, {pace}, {arguments.form} form, {arguments.processes} process(es)")
                seen, seconds = await phones(ports, path, arguments.phones, (arguments.arrive, arguments.think))
                print("\n".join(seen.lines(seconds)))
            used = [psutil.Process(host.pid) for host in hosts]
            memory = ", ".join(f"{process.memory_info().rss / 2**20:.0f} MB" for process in used)
            spent = ", ".join(f"{sum(process.cpu_times()[:2]):.1f} s" for process in used)
            print(f"server: {memory} of memory, {spent} of processor time")
        finally:
            for host in hosts:
                with suppress(ProcessLookupError):
                    host.terminate()
                await host.wait()
    if not arguments.streams:
        await _beside(arguments)


async def _beside(arguments: argparse.Namespace) -> None:
    program = HELLO.replace("PORT", str(arguments.port))
    bare = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    try:
        for _ in range(100):
            with suppress(OSError):
                await Client(arguments.port).request("/")
                break
            await asyncio.sleep(0.1)
        seen, seconds = await floor(arguments.port, arguments.phones, arguments.think, 10)
        print("\nthe floor: a bare Starlette application that says hello\n" + "\n".join(seen.lines(seconds)))
    finally:
        bare.terminate()
        await bare.wait()


def main() -> None:
    """Measure as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--think", type=float, default=5.0, help="seconds on average before an answer")
    parser.add_argument("--arrive", type=float, default=10.0, help="seconds within which all phones come in")
    parser.add_argument("--form", default="quick")
    parser.add_argument("--streams", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--database", default="")
    parser.add_argument("--port", type=int, default=8790)
    arguments = parser.parse_args()
    print(shared.machine())
    asyncio.run(measure(arguments))


if __name__ == "__main__":
    main()
