"""A stem or option that names a role or a line is answered by its name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from rolecheck.bank.checks.findings import Finding, Group, Subject, error, warning
from rolecheck.bank.items import Bank, Facet
from rolecheck.bank.loading import TypedText

PLAIN_NOUNS = frozenset({"项目"})
"""What a line is called and what nobody can do without: as a plain noun it gives nothing away."""

LEAST_ALIAS = 3
"""Characters; shorter aliases (交付, PM) are everyday words, but for what a line is called."""


OURS = ("项目推进", "项目运营")
"""Names of the shipped bank's roles that no ending gives away: most banks began as a copy of it."""

LEAST_OLD = 3
"""Texts in which a name has to stand to be one; a manager of something may be mentioned once."""

_SOMEBODY = re.compile(rf"{'|'.join(OURS)}|[\u4e00-\u9fff]{{2}}经理")


def check_names(subject: Subject) -> Iterator[Finding]:
    """No stem and no option names a role; judgement items, which have no line to give away, are only warned of."""
    patterns = [(name, _pattern(name)) for name in given_names(subject.bank)]
    for item in subject.bank.items:
        level = warning if item.facet is Facet.JUDGEMENT else error
        texts: list[tuple[tuple[str, ...], str, str]] = [(("stem",), "题干", item.stem)]
        for letter, option in zip(item.letters, item.options, strict=True):
            texts.append((("options", letter), f"选项 {letter} ", option.text))
        for path, what, text in texts:
            found = next((name for name, pattern in patterns if pattern.search(text)), None)
            if found is not None:
                told = f"{item.id} 的{what}里出现了“{found}”，答题人会照名字选。请换成做的事，不提名字。"
                yield level(Group.NAMES, subject.places.questions, ("items", item.id, *path), told)


def check_old_names(subject: Subject) -> Iterator[Finding]:
    """No text of the roles' file speaks of a role there is not: one that was renamed lives on in what others say."""
    called = (name for role in subject.bank.roles.roles for name in (role.name, *role.aliases))
    longest_first = sorted(filter(_SOMEBODY.search, called), key=len, reverse=True)
    known = re.compile("|".join([*map(re.escape, longest_first), "(?!)"]))
    lines: dict[str, list[TypedText]] = defaultdict(list)
    for typed in subject.places.roles.texts:
        # The title of an essay is what it is.
        text = "" if typed.path[-1] == "title" else known.sub(" ", typed.text)
        for name in set(_SOMEBODY.findall(text)):
            lines[name].append(typed)
    for name, found in lines.items():
        if name in OURS or len(found) >= LEAST_OLD:
            places = "、".join(str(typed.line) for typed in found[1:])
            more = f"（还有第 {places} 行）" if places else ""
            told = f"这里还写着“{name}”{more}，角色里没有叫这个的。改成现在的名字，或写进那个角色的 aliases。"
            yield warning(Group.NAMES, subject.places.roles, found[0].path, told)


def given_names(bank: Bank) -> tuple[str, ...]:
    """Return every name that gives a line away, longest first, so that the whole of it is told."""
    book = bank.roles
    names = {name for role in book.roles for name in (role.name, *role.aliases) if len(name) >= LEAST_ALIAS}
    names |= {name for line in book.lines for name in (line.name, line.short) if len(name) > 1}
    return tuple(sorted(names - PLAIN_NOUNS, key=lambda name: (-len(name), name)))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # SDM must not be found in a longer Latin word; Chinese has no word ends to look for.
    edged = rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name.isascii() else re.escape(name)
    return re.compile(edged, re.IGNORECASE)
