"""`rolecheck explain` and `rolecheck roles`."""

from collections.abc import Sequence
from pathlib import Path

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_roles
from rolecheck.cli.saving import check_output, save_page
from rolecheck.cli.screen import bank_folder, show, show_json
from rolecheck.report.role import comparison_data, comparison_page, relay_data, relay_page, role_data, role_page


def run_explain(names: Sequence[str], bank: Path | None, output: Path | None, *, json: bool, plain: bool) -> None:
    """Show one role's card, or several roles side by side."""
    check_output(output, inputs=(bank,))
    book = load_roles(bank_folder(bank))
    first, *others = roles = find_roles(book, names)
    if output is not None or not json:
        page = comparison_page(book, roles) if others else role_page(book, first)
        if output is not None:
            save_page(page, output)
        elif not json:
            show(page, plain=plain)
    if json:
        show_json(comparison_data(book, roles) if others else role_data(book, first))


def run_roles(bank: Path | None, *, json: bool, plain: bool) -> None:
    """Print all roles as a relay."""
    book = load_roles(bank_folder(bank))
    if json:
        show_json(relay_data(book))
    else:
        show(relay_page(book), plain=plain)
