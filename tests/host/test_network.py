"""Which address a phone is told, where nobody listens without being asked twice, and what is said when it fails."""

import socket

import pytest

from rolecheck.errors import UsageError
from rolecheck.host import network
from rolecheck.host.network import qr_lines

WIFI = ("192.168.1.23", "wlan0")


@pytest.mark.parametrize(
    "other",
    [
        ("172.17.0.1", "docker0"),
        ("172.18.0.1", "br-5f2c"),
        ("192.168.56.1", "VirtualBox Host-Only Network"),
        ("192.168.99.1", "vmnet8"),
        ("172.28.0.1", "vEthernet (WSL)"),
        ("10.8.0.2", "tun0"),
        ("10.5.0.2", "utun4"),
        ("100.101.2.3", "tailscale0"),
        ("100.80.1.1", "rmnet0"),
        ("169.254.3.4", "en5"),
        ("127.0.0.1", "lo"),
        ("203.0.113.9", "eth1"),
    ],
)
def test_the_wireless_network_comes_before_whatever_else_there_is(other: tuple[str, str]) -> None:
    text, interface = other

    # Even where packets to the internet leave by the other.
    assert network.scored(*WIFI, None).score > network.scored(text, interface, text).score


@pytest.mark.parametrize(("text", "interface"), [("10.8.0.2", "tun0"), ("169.254.3.4", "en5"), ("127.0.0.1", "lo")])
def test_an_address_phones_do_not_reach_says_so(text: str, interface: str) -> None:
    assert network.scored(text, interface, text).doubt
    assert not network.scored(*WIFI, None).doubt


@pytest.mark.parametrize(
    ("bind", "own", "public"),
    [
        ("192.168.1.23", (), False),
        ("127.0.0.1", (), False),
        ("8.8.8.8", (), True),
        ("2001:4860:4860::8888", (), True),
        ("0.0.0.0", ("192.168.1.23",), False),  # noqa: S104
        ("0.0.0.0", ("192.168.1.23", "8.8.8.8"), True),  # noqa: S104
        ("::", ("8.8.8.8",), True),
    ],
)
def test_what_the_internet_reaches_is_public(bind: str, own: tuple[str, ...], public: bool) -> None:
    assert network.is_public(bind, own) is public


@pytest.mark.parametrize("bind", ["example.com", "", "1.2.3", "192.168.1.23:8000"])
def test_what_is_no_address_is_refused(bind: str) -> None:
    with pytest.raises(UsageError, match="--bind"):
        network.check_bind(bind)


def test_a_taken_port_is_said_with_another_to_try_and_without_one_given_the_next_is_used() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"--port {port + 1}"):
            network.listen(["127.0.0.1"], port)


def test_an_address_of_another_machine_is_said_to_be_one() -> None:
    with pytest.raises(UsageError, match="不是这台电脑的地址"):
        network.listen(["203.0.113.77"], 0)


def test_a_server_that_does_not_answer_is_found_out() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        assert not network.answers(f"http://127.0.0.1:{silent.getsockname()[1]}", 0.5)


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_each_system_has_its_own_way_through_the_firewall(platform: str) -> None:
    assert network.firewall_command(8123, platform)
    assert ("8123" in network.firewall_command(8123, platform)) is (platform != "darwin")


@pytest.mark.parametrize("base", ["http://192.168.1.23:8000", "http://192.168.100.123:8000", "http://10.0.0.5:8000"])
def test_the_code_to_scan_fits_a_terminal_of_eighty_by_twenty_four(base: str) -> None:
    lines = qr_lines(f"{base}/{'a' * 13}")

    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 80
    assert len(lines) + 5 <= 24


@pytest.mark.parametrize("base", ["http://192.168.1.23:8000", "http://127.0.0.1:8000", "http://10.0.0.5:8000"])
def test_the_link_that_is_typed_is_below_thirty_two_characters(base: str) -> None:
    assert len(f"{base}/{'a' * 6}") < 32
