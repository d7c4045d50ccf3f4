"""A role is found by whatever people call it, and a name that fits none is answered with the nearest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolecheck.bank.files import shipped_folder
from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_role, find_roles
from rolecheck.bank.roles import Role, RoleBook
from rolecheck.errors import AmbiguousNameError, NamesError, UnknownNameError

BOOK = load_roles(shipped_folder())


def unknown(name: str, book: RoleBook = BOOK) -> UnknownNameError:
    with pytest.raises(UnknownNameError) as caught:
        find_role(book, name)
    return caught.value


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("交付经理", "delivery-manager"),
        ("交付", "delivery-manager"),
        (" 交付 经理 ", "delivery-manager"),
        ("交付-经理", "delivery-manager"),
        ("delivery-manager", "delivery-manager"),
        ("Delivery_Manager", "delivery-manager"),
        ("DELIVERY", "delivery-manager"),
        ("ｄｅｌｉｖｅｒｙ　ｍａｎａｇｅｒ", "delivery-manager"),
        ("结果被接住", "delivery-manager"),
        ("product manager", "product-manager"),
        ("过程可控", "project-manager"),
        ("运营", "project-operations"),
        ("项目推进", "project-pusher"),
        ("实施\u200b经理", "implementation-manager"),
    ],
)
def test_a_role_is_found_by(name: str, role: str) -> None:
    assert find_role(BOOK, name).id == role


def test_every_role_is_found_by_its_name_and_id() -> None:
    for role in BOOK.roles:
        assert find_role(BOOK, role.name) is find_role(BOOK, role.id) is role


@pytest.mark.parametrize("name", ["PM", "pm", "P M", "ｐｍ"])
def test_a_name_of_two_roles_is_answered_with_both(name: str) -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        find_role(BOOK, name)
    assert caught.value.meanings == ("产品经理", "项目经理")


def test_a_full_name_wins_over_an_alias() -> None:
    first, second, *rest = BOOK.roles
    roles = (first, _with_alias(second, first.name), *rest)
    assert find_role(_with_roles(roles), first.name) == first


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("交互经理", "交付经理"),
        ("交付经里", "交付经理"),
        ("产品 manager", "产品经理"),
        ("推进管理", "项目推进"),
        ("实施经历", "实施经理"),
        ("delivry manager", "交付经理"),
    ],
)
def test_a_misspelt_name_is_answered_with_the_one_that_was_meant(name: str, nearest: str) -> None:
    error = unknown(name)
    assert error.near[0] == nearest
    assert len(error.near) <= 3


@pytest.mark.parametrize("name", ["", "  ", "-", "\x1b", "厨师", "xyz"])
def test_a_name_like_none_is_answered_with_all(name: str) -> None:
    error = unknown(name)
    assert error.near == ()
    assert error.known == tuple(role.name for role in BOOK.roles)


def test_an_error_quotes_a_hostile_name_short_and_without_what_cannot_be_printed() -> None:
    error = unknown("\x1b[31m\u202e交\n付" + "x" * 10_000)
    assert error.name.startswith("[31m交 付x")
    assert error.name.isprintable()
    assert len(error.name) == 25
    assert error.name.endswith("…")


@given(st.text())
def test_any_name_is_a_role_or_an_error_that_can_be_printed(name: str) -> None:
    try:
        told = find_role(BOOK, name).name
    except (AmbiguousNameError, UnknownNameError) as error:
        told = str(error)
    assert told.isprintable()
    assert len(told) < 120


def test_several_roles_come_in_the_order_they_are_named_each_once() -> None:
    found = find_roles(BOOK, ["交付", "产品经理", "Delivery Manager", "交付经理"])
    assert [role.id for role in found] == ["delivery-manager", "product-manager"]


def test_one_wrong_name_among_several_is_told_as_if_it_stood_alone() -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_roles(BOOK, ["交付经理", "交互经理", "交互经理"])
    assert caught.value.near[0] == "交付经理"


def test_every_wrong_name_is_told_at_once() -> None:
    with pytest.raises(NamesError) as caught:
        find_roles(BOOK, ["厨师", "PM", "交付", "xyz"])
    assert [type(error) for error in caught.value.errors] == [UnknownNameError, AmbiguousNameError, UnknownNameError]
    assert [line.count("“") for line in str(caught.value).splitlines()] == [1, 1, 1]


def _with_alias(role: Role, name: str) -> Role:
    return role._replace(aliases=(name,))


def _with_roles(roles: tuple[Role, ...]) -> RoleBook:
    return BOOK._replace(roles=roles)
