"""`rolecheck explain` and `rolecheck roles`."""

from pathlib import Path

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_role
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.output.data import as_data
from rolecheck.output.role import relay_page, role_page
from rolecheck.report.role import relay, role_card


def run_explain(name: str, bank: Path | None, *, json: bool, plain: bool) -> None:
    """Print one role's card."""
    book = load_roles(bank_folder(bank))
    card = role_card(book, find_role(book, name))
    if json:
        show_json({"schema": "rolecheck.role/1", **as_data(card)})
    else:
        show(lambda page: role_page(card, page), plain=plain)


def run_roles(bank: Path | None, *, json: bool, plain: bool) -> None:
    """Print all roles as a relay."""
    legs = relay(load_roles(bank_folder(bank)))
    if json:
        show_json({"schema": "rolecheck.roles/1", **as_data(legs)})
    else:
        show(lambda page: relay_page(legs, page), plain=plain)
