"""A role by whatever people call it.

A full name or id always wins; an alias, or what its line is called, may fit several roles, and then the tool asks.
Last come the initials of the pinyin, for whoever has no Chinese keyboard at hand.
"""

import difflib
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable

from rolecheck.bank.characters import harmless, plain_name
from rolecheck.bank.roles import Role, RoleBook
from rolecheck.errors import AmbiguousNameError, NamesError, UnknownNameError

_MOST_NEAR = 3
_LEAST_LIKENESS = 0.6
_LONGEST_NAME = 100
"""Nothing is called by more; a longer one is not worth comparing in full."""


def find_role(book: RoleBook, name: str) -> Role:
    """Return the role that is called this.

    Raises:
        AmbiguousNameError: several are; carries their names.
        UnknownNameError: none is; carries the nearest names and all names.
    """
    wanted = plain_name(name) if len(name) <= _LONGEST_NAME else ""
    called = [role for role in book.roles if wanted and wanted in _own_names(role)]
    called = called or [role for role in book.roles if wanted and wanted in _nicknames(book, role)]
    called = called or [role for role in book.roles if wanted and wanted in _initials(role)]
    if not called:
        raise UnknownNameError(harmless(name), near_names(book, name), [role.name for role in book.roles])
    if len(called) > 1:
        raise AmbiguousNameError(harmless(name), [role.name for role in called])
    return called[0]


def find_roles(book: RoleBook, names: Iterable[str]) -> tuple[Role, ...]:
    """Return the roles that are called these, in the order they are named, each once.

    Raises:
        AmbiguousNameError, UnknownNameError: one name cannot be used.
        NamesError: several cannot; carries the error of each.
    """
    roles: dict[str, Role] = {}
    errors: list[AmbiguousNameError | UnknownNameError] = []
    for name in dict.fromkeys(names):
        try:
            role = find_role(book, name)
        except (AmbiguousNameError, UnknownNameError) as error:
            errors.append(error)
        else:
            roles.setdefault(role.id, role)
    if errors:
        raise errors[0] if len(errors) == 1 else NamesError(errors)
    return tuple(roles.values())


def beginning_with(book: RoleBook, typed: str) -> tuple[tuple[str, Role], ...]:
    """Return what roles can be called that begins so, for a shell: first names, or else nicknames, without blanks."""
    wanted = typed.casefold()
    own = [((role.name, role.id, initials(role.name)) if wanted else (role.name,), role) for role in book.roles]
    also = [((*role.aliases, *map(initials, role.aliases)), role) for role in book.roles]
    for called in (own, also):
        matches = {word: role for words, role in called for word in words if word.casefold().startswith(wanted)}
        matches.pop("", None)
        if words := tuple((word, role) for word, role in matches.items() if " " not in word):
            return words
    return ()


def near_names(book: RoleBook, name: str) -> tuple[str, ...]:
    """Return the names of the roles that were most likely meant, nearest first."""
    wanted = plain_name(name[:_LONGEST_NAME])
    labels = {role.name: _own_names(role) | _nicknames(book, role) for role in book.roles}
    telling = _telling_characters(labels.values())
    likeness = {role: _likeness(wanted, known, telling) for role, known in labels.items()}
    near = [role for role in labels if likeness[role] >= _LEAST_LIKENESS]
    return tuple(sorted(near, key=lambda role: -likeness[role])[:_MOST_NEAR])


def _own_names(role: Role) -> set[str]:
    return {plain_name(role.name), plain_name(role.id)}


def _nicknames(book: RoleBook, role: Role) -> set[str]:
    line = book.line(role.line)
    return {plain_name(name) for name in (*role.aliases, line.id, line.name, line.short)}


def _initials(role: Role) -> set[str]:
    return {initials(name) for name in (role.name, *role.aliases)} - {""}


def _telling_characters(labels: Collection[set[str]]) -> set[str]:
    """Return the characters that tell roles apart: 交 does, 经 and 理 stand in most names, a Latin letter anywhere."""
    held = Counter(char for known in labels for char in set("".join(known)) if not char.isascii())
    return {char for char, holders in held.items() if holders * 2 <= len(labels)}


def _likeness(wanted: str, known: set[str], telling: set[str]) -> float:
    """Return how alike spellings are, plus how much of the name is made of characters that tell of this role."""
    spelling = max(difflib.SequenceMatcher(None, wanted, name).ratio() for name in known)
    chars = {char for char in wanted if not char.isascii()}
    shared = chars & telling & set("".join(known))
    # One character in common is chance: 厨师 and 工程师.
    return spelling + (len(shared) / len(chars) if len(shared) > 1 else 0.0)


_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8,
    0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
"""Where the first character of each letter stands."""

_LAST = 0xD7F9
"""Where the common characters end; the rest is sorted by strokes."""


def initials(name: str) -> str:
    """Return the initials of a name in Chinese, or nothing if any character is not a common Chinese one."""
    letters = [_initial(char) for char in name]
    return "".join(letters) if all(letters) else ""


def _initial(char: str) -> str:
    try:
        code = int.from_bytes(char.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_FIRST, code) - 1] if _FIRST[0] <= code <= _LAST else ""
