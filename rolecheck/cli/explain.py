"""`rolecheck explain` and `rolecheck roles`."""

from collections.abc import Sequence
from pathlib import Path

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_roles
from rolecheck.bank.roles import Role, RoleBook
from rolecheck.cli.saving import check_ending, save_document
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.output.data import as_data
from rolecheck.output.role import relay_page, role_page
from rolecheck.report.role import relay, role_card


def run_explain(names: Sequence[str], bank: Path | None, output: Path | None, *, json: bool, plain: bool) -> None:
    """Show one role's card, or several roles side by side."""
    check_ending(output)
    book = load_roles(bank_folder(bank))
    first, *others = roles = find_roles(book, names)
    if others:
        _explain_several(book, roles, output, json=json, plain=plain)
    else:
        _explain_one(book, first, output, json=json, plain=plain)


def _explain_one(book: RoleBook, role: Role, output: Path | None, *, json: bool, plain: bool) -> None:
    card = role_card(book, role)
    if output is not None:
        from rolecheck.output.role_documents import card_document

        save_document(card_document(card), output)
    if json:
        show_json({"schema": "rolecheck.role/1", **as_data(card)})
    elif output is None:
        show(lambda page: role_page(card, page), plain=plain)


def _explain_several(book: RoleBook, roles: Sequence[Role], output: Path | None, *, json: bool, plain: bool) -> None:
    from rolecheck.output.comparison import comparison_page
    from rolecheck.report.comparison import compare

    comparison = compare(book, roles)
    if output is not None:
        from rolecheck.output.role_documents import comparison_document

        save_document(comparison_document(comparison), output)
    if json:
        show_json({"schema": "rolecheck.comparison/1", **as_data(comparison)})
    elif output is None:
        show(lambda page: comparison_page(comparison, page), plain=plain)


def run_roles(bank: Path | None, *, json: bool, plain: bool) -> None:
    """Print all roles as a relay."""
    legs = relay(load_roles(bank_folder(bank)))
    if json:
        show_json({"schema": "rolecheck.roles/1", **as_data(legs)})
    else:
        show(lambda page: relay_page(legs, page), plain=plain)
