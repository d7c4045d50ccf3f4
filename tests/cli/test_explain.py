"""`rolecheck explain` and `rolecheck roles`."""

import json

import pytest

from rolecheck.bank.roles import Role
from rolecheck.typesetting import width
from tests.builders import shipped
from tests.cli.conftest import Rolecheck

ROLES = shipped().roles.roles


@pytest.mark.parametrize(
    "name",
    [
        "交付经理",
        "交付",
        "DM",
        "delivery manager",
        "Delivery_Manager",
        "delivery-manager",
        "delivery",
        "结果被接住",
        " 交付经理 ",
    ],
)
def test_a_role_is_explained_by_whatever_it_is_called(rolecheck: Rolecheck, name: str) -> None:
    ran = rolecheck("explain", name)

    assert ran.code == 0
    assert ran.out.splitlines()[0].strip() == "交付经理  交付线 · 结果被接住"
    assert ran.err == ""


@pytest.mark.parametrize("role", ROLES, ids=[role.id for role in ROLES])
def test_a_card_says_everything_the_bank_says_of_its_role(rolecheck: Rolecheck, role: Role) -> None:
    shown = "".join(rolecheck("explain", role.id, "--plain").out.split())

    texts = [role.core_question, *role.answers_for, *role.does_not_answer_for, *role.duties, *role.kpi, *role.says]
    texts += [
        *role.traps,
        *(moment.when for moment in role.stands_up),
        *(handover.what for handover in role.hands_over),
    ]
    assert [text for text in texts if "".join(text.split()) not in shown] == []


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
@pytest.mark.parametrize("command", [("explain", "交付经理"), ("explain", "产品经理", "--plain"), ("roles",)])
def test_no_line_is_wider_than_the_terminal(
    rolecheck: Rolecheck, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))

    lines = rolecheck(*command).out.splitlines()

    assert [line for line in lines if width(line) > columns] == []
    assert [line for line in lines if line.lstrip().startswith(tuple("，。、；：？！）」』”"))] == []


def test_a_wrong_name_gets_the_nearest_one(rolecheck: Rolecheck) -> None:
    ran = rolecheck("explain", "交互经理")

    assert ran.code == 2
    assert "交付经理" in ran.err
    assert ran.out == ""


def test_a_name_near_to_nothing_gets_all_of_them(rolecheck: Rolecheck) -> None:
    ran = rolecheck("explain", "zzz")

    assert ran.code == 2
    assert all(role.name in ran.err for role in ROLES)


def test_an_ambiguous_name_lists_what_it_can_mean(rolecheck: Rolecheck) -> None:
    ran = rolecheck("explain", "PM")

    assert ran.code == 2
    assert "产品经理" in ran.err
    assert "项目经理" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize(
    "name", ["", " ", "\x1b[31m红", "[bold]粗[/bold][/]", "\u202e经理", "经" * 10_000, "\0", "--", "é"]
)
def test_a_hostile_name_is_only_a_wrong_name(rolecheck: Rolecheck, name: str) -> None:
    ran = rolecheck("explain", "--", name)

    assert ran.code == 2
    assert len(ran.err) < 400
    assert not set(ran.err) & set("\x1b\u202e\0")


def test_a_card_as_json_is_one_object_with_its_schema(rolecheck: Rolecheck) -> None:
    ran = rolecheck("explain", "交付经理", "--json")

    card = json.loads(ran.out)
    assert card["schema"] == "rolecheck.role/1"
    assert card["name"] == "交付经理"
    assert ran.out.count("\n") == 1


def test_plain_cards_draw_nothing(rolecheck: Rolecheck) -> None:
    out = rolecheck("explain", "交付经理", "--plain").out

    assert not set(out) & set("█▏▎▍▌▋▊▉│─┌┐└┘━┃\x1b")


def test_roles_lists_all_roles_in_relay_order_with_their_aliases(rolecheck: Rolecheck) -> None:
    out = rolecheck("roles").out

    places = [out.index(f" {role.name}  ") for role in ROLES]
    assert places == sorted(places)
    assert all(role.aliases[0] in out for role in ROLES)


def test_the_relay_as_json_is_one_object_with_its_schema(rolecheck: Rolecheck) -> None:
    relay = json.loads(rolecheck("roles", "--json").out)

    assert relay["schema"] == "rolecheck.roles/1"
    assert [leg["name"] for leg in relay["legs"]] == [role.name for role in ROLES]
