"""How phones get here: which address they can reach, the code to scan, and what to do where they cannot.

Interfaces are scored, best first: a home or office network before whatever a VPN, Docker or a virtual machine brings.
"""

import errno
import io
import ipaddress
import re
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import segno

from rolecheck.errors import UsageError

PORT = 8000
PORTS_TRIED = 20
BACKLOG = 1024
"""Phones that may knock in one moment; with five, as by default, first pages were seen to take two seconds."""

LOOPBACK = "127.0.0.1"
ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 # nosec B104 - told apart here, not listened on

_VIRTUAL = re.compile(
    r"docker|^br-|veth|virbr|vbox|virtualbox|vmnet|vmware|vethernet|hyper-v|wsl|loopback|"
    r"^tun|^tap|^utun|^wg|^ppp|tailscale|^zt|zerotier|vpn|^llw|^awdl|^anpi|bluetooth",
    re.IGNORECASE,
)
_USUAL = re.compile(r"wi-?fi|wlan|^wl|^en\d|^en[ops]|^eth|ethernet|以太网|无线", re.IGNORECASE)
_CARRIER = ipaddress.ip_network("100.64.0.0/10")
_HOME = tuple(map(ipaddress.ip_network, ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")))


@dataclass(frozen=True, slots=True)
class Address:
    """An address of this machine, the interface it belongs to, and how likely a phone reaches it."""

    text: str
    interface: str
    score: int
    doubt: str = ""


def addresses() -> list[Address]:
    """Return this machine's IPv4 addresses, the likeliest to be reached first; without any, only the loopback."""
    import psutil  # noqa: PLC0415 - asked once, at the start

    ups = {name for name, state in psutil.net_if_stats().items() if state.isup}
    outward = _outward()
    scores = [
        scored(address.address, name, outward)
        for name, known in psutil.net_if_addrs().items()
        for address in known
        if address.family == socket.AF_INET and name in ups
    ]
    return sorted(scores, key=lambda address: -address.score)


def scored(text: str, interface: str, outward: str | None) -> Address:
    """Return an address with its score; ``outward`` is the one this machine reaches others from."""
    address = ipaddress.ip_address(text)
    score, doubt = 0, ""
    if address.is_loopback:
        return Address(text, interface, -100, "只有这台电脑自己打得开")
    if address.is_link_local:
        return Address(text, interface, -50, "没有从路由器拿到地址，手机多半连不上")
    if any(address in network for network in _HOME):
        score += 40
    elif address in _CARRIER:
        score, doubt = score - 20, "是 VPN 或运营商的地址，手机多半连不上"
    if _VIRTUAL.search(interface):
        score, doubt = score - 60, f"属于虚拟网卡或 VPN（{interface}），手机多半连不上"
    elif _USUAL.search(interface):
        score += 20
    if text == outward:
        score += 10
    return Address(text, interface, score, doubt)


def _outward() -> str | None:
    """Return the address packets to others would leave from; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("203.0.113.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def is_public(text: str, own: Iterable[str]) -> bool:
    """Tell whether listening here lets the whole internet in; ``own`` are this machine's addresses."""
    if text in ANYWHERE:
        return any(ipaddress.ip_address(address).is_global for address in own)
    return ipaddress.ip_address(text).is_global


def check_bind(text: str) -> str:
    """Return an address to listen on; UsageError where it is none."""
    plain = LOOPBACK if text == "localhost" else text.strip("[]")
    try:
        return str(ipaddress.ip_address(plain))
    except ValueError as error:
        own = "、".join(address.text for address in addresses())
        msg = f"--bind 写这台电脑的一个地址，如 192.168.1.23；本机的有：{own}。"
        raise UsageError(msg) from error


def listen(hosts: Sequence[str], port: int | None) -> tuple[list[socket.socket], int]:
    """Return sockets that listen on one port of each address; without a port given, on the first that is free.

    Raises:
        UsageError: the port is taken, or the address is not this machine's.
    """
    ports = range(PORT, PORT + PORTS_TRIED) if port is None else [port]
    for tried in ports:
        try:
            return [_listen(host, tried) for host in hosts], tried
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(_why_not(error, hosts[0], tried)) from error
    if port is None:
        msg = f"{PORT} 到 {PORT + PORTS_TRIED - 1} 这些端口都被占了。用 --port 指一个空的。"
        raise UsageError(msg)
    msg = f"端口 {port} 被别的程序占了（也许上一个 rolecheck host 还开着）。关掉它，或换一个：--port {port + 1}"
    raise UsageError(msg, retype={str(port): [str(port + 1)]})


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio does not see that it may send at once, and every page waits 40 ms for an acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            # A server that was killed leaves its port waiting; on Windows the same option would share it with others.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRNOTAVAIL:
            return f"{host} 不是这台电脑的地址。不写 --bind，由工具挑；或换一个本机的地址。"
        case errno.EACCES:
            return f"端口 {port} 没有权限用。换一个 1024 以上的：--port 8000"
        case _:
            return f"{host}:{port} 用不了（{error.strerror}）。换一个地址或端口。"


def answers(base: str, seconds: float = 3.0) -> bool:
    """Tell whether this machine reaches its own server by the address phones are told."""
    try:
        with build_opener(ProxyHandler({})).open(f"{base}/healthz", timeout=seconds) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError, ValueError):
        return False


def firewall_command(port: int, platform: str = sys.platform) -> str:
    """Return the line that lets phones through this system's firewall."""
    if platform == "win32":
        rule = 'netsh advfirewall firewall add rule name="rolecheck" dir=in action=allow protocol=TCP localport='
        return f"{rule}{port}（用管理员身份的命令行）"
    if platform == "darwin":
        return "系统设置 > 网络 > 防火墙 > 选项，把 Python 设成“允许传入连接”"
    return f"sudo ufw allow {port}/tcp（或 sudo firewall-cmd --add-port={port}/tcp）"


def help_lines(port: int) -> list[str]:
    """Return what to do where a phone does not get in, the likeliest first."""
    return [
        "手机打不开时，从上往下试：",
        "  微信里扫开是空白：点右上角的···，选“在浏览器打开”，或用手机相机扫。",
        "  手机和这台电脑连同一个 Wi-Fi；手机关掉移动数据和 VPN。",
        f"  防火墙放行：{firewall_command(port)}",
        "  公司或访客 Wi-Fi 常把设备互相隔开：改用一部手机开热点，电脑和大家都连它；开热点的那部手机可能自己打不开。",
        "  都不行：rolecheck form export --to wjx 交给问卷星，或 --to paper 打印出来答。",
    ]


QUIET = 2
"""Modules of margin on a terminal; the standard asks for four, every camera does with two on an even ground."""

INK, PAPER = "\x1b[30;107m", "\x1b[0m"


def qr_svg(text: str) -> bytes:
    """Return the code as a picture for a page."""
    stream = io.BytesIO()
    segno.make_qr(text, error="m").save(stream, kind="svg", scale=8, border=4, dark="#000", light="#fff", nl=False)
    return stream.getvalue()


def qr_lines(text: str) -> list[str]:
    """Return the code as lines of half blocks, two rows of modules each, without colours."""
    rows = [list(row) for row in segno.make_qr(text, error="l").matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    return ["".join(_block(*pair) for pair in zip(*rows[at : at + 2], strict=True)) for at in range(0, len(rows), 2)]


def coloured(lines: list[str]) -> Iterator[str]:
    """Yield the lines with both colours set."""
    return (f"{INK}{line}{PAPER}" for line in lines)


def _block(upper: int, lower: int) -> str:
    return {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}[bool(upper), bool(lower)]
