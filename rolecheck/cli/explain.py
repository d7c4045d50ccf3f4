"""`rolecheck explain` and `rolecheck roles`."""

from rolecheck.bank.loading_roles import load_roles
from rolecheck.bank.lookup import find_roles
from rolecheck.cli.requests import ExplainRequest, RolesRequest
from rolecheck.cli.saving import check_output, save_page
from rolecheck.cli.screen import bank_folder, show_json, show_paged
from rolecheck.report.role import comparison_data, comparison_page, relay_data, relay_page, role_data, role_page


def run_explain(request: ExplainRequest) -> None:
    """Show one role's card, or several roles side by side."""
    check_output(request.output, inputs=(request.bank,))
    book = load_roles(bank_folder(request.bank))
    first, *others = roles = find_roles(book, request.roles)
    if request.output is not None or not request.json:
        page = comparison_page(book, roles) if others else role_page(book, first)
        if request.output is not None:
            save_page(page, request.output)
        elif not request.json:
            show_paged(page, plain=request.plain)
    if request.json:
        show_json(comparison_data(book, roles) if others else role_data(book, first))


def run_roles(request: RolesRequest) -> None:
    """Print all roles as a relay."""
    book = load_roles(bank_folder(request.bank))
    if request.json:
        show_json(relay_data(book))
    else:
        show_paged(relay_page(book), plain=request.plain)
