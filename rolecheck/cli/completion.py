"""Completion in the shell: roles by name, by nickname or by the initials of their pinyin, and installing it.

Every press of the tab key starts the tool, so nothing is loaded here but the roles and what reads them.
"""

import os
from contextlib import suppress
from pathlib import Path

import typer
from typer import _completion_classes, _completion_shared

from rolecheck.errors import RolecheckError, UsageError
from rolecheck.typesetting import quoted

NAME = "rolecheck"
VARIABLE = "_ROLECHECK_COMPLETE"
"""Set by the scripts of the shells when they ask what could come next."""

ZSH = (
    _completion_shared.COMPLETION_SCRIPT_ZSH
    + """
# zsh loads this file at the first press of the tab key, and that one wants an answer, too.
[[ $zsh_eval_context[-1] == loadautofunc ]] && %(complete_func)s "$@"
"""
)
"""typer's script does nothing at the first press."""

_ASKED_BY = frozenset({"COMP_WORDS", "_TYPER_COMPLETE_ARGS", "_TYPER_COMPLETE_WORD_TO_COMPLETE"})
"""In one of these the scripts put what was typed."""

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def is_completing() -> bool:
    """Tell whether a shell asks what could come next; nonsense in the variable is nobody asking."""
    instruction, _, shell = os.environ.get(VARIABLE, "").partition("_")
    if instruction == "complete" and shell in SHELLS and not os.environ.keys().isdisjoint(_ASKED_BY):
        return True
    os.environ.pop(VARIABLE, None)
    return False


def complete(app: typer.Typer) -> None:
    """Answer the shell, and leave."""
    # typer would load rich to take its markup out of every help text; ours have none.
    _completion_classes._sanitize_help_text = _as_it_is
    _completion_classes.completion_init()
    # What is half typed may be anything; a shell can do nothing with a complaint.
    with suppress(KeyError, ValueError, IndexError, RolecheckError):
        app(prog_name=NAME)
    raise SystemExit(1)


def _as_it_is(text: str) -> str:
    return text


def complete_role(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return what a role could be called that begins like this, each with the role's name and line."""
    from rolecheck.bank.loading_roles import load_roles
    from rolecheck.bank.lookup import beginning_with
    from rolecheck.cli.screen import bank_folder

    folder = context.params.get("bank")
    try:
        book = load_roles(bank_folder(None if folder is None else Path(folder)))
    except RolecheckError:
        return []
    return [
        (word, line if word == role.name else f"{role.name}，{line}")
        for word, role in beginning_with(book, incomplete)
        for line in [book.line(role.line).name]
    ]


def install_here(wanted: bool) -> None:
    """Install completion for the shell this runs in, and leave."""
    if not wanted:
        return
    install = _completion_shared.install
    shell, path = install(shell=_shell(), prog_name=NAME, complete_var=VARIABLE)  # nosec B604 - which shell, not whether
    typer.echo(f"{shell} 的命令补全装好了：{quoted(path)}。重开一个终端就能用。")
    raise typer.Exit


def show_script(wanted: bool) -> None:
    """Print the script that completes in the shell this runs in, and leave."""
    if not wanted:
        return
    script = _completion_shared.get_completion_script
    typer.echo(script(prog_name=NAME, complete_var=VARIABLE, shell=_shell()))  # nosec B604 - as above
    raise typer.Exit


def _shell() -> str:
    import shellingham

    try:
        shell = str(shellingham.detect_shell()[0])
    except shellingham.ShellDetectionFailure:
        shell = Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        msg = f"认不出这是哪种 shell。命令补全认得 {'、'.join(SHELLS)}；在其中一个里再运行一次。"
        raise UsageError(msg)
    _completion_shared._completion_scripts["zsh"] = ZSH
    return shell
