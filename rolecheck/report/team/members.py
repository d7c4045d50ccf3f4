"""The group: whose responses count, which were given earlier, who answered about whom, and what everyone is called.

Whatever order results are handed in, the group is the same. Where names must not show, people are numbered in the
order of what their figures say, so that a number tells nothing the page does not tell anyway.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rolecheck.bank.characters import plain_name
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.measure.verdict import Verdict
from rolecheck.report.team.submission import Take

DAY = 86_400.0
ROUND_APART = 7 * DAY
"""Seconds from which on two results of one person are two rounds, and not one taken again."""

UNSIGNED = "未署名"
MEMBER = "成员"


class Settings(NamedTuple):
    """How a group is to be shown."""

    anonymous: bool = False
    min_group: int = 4
    skip_flagged: bool = False
    robustness: bool = True
    """Whether it is shown how much everybody would have to like a line's options for its verdict to fall."""


class Person(NamedTuple):
    """One member: the responses that count, and those of an earlier round; ``title`` is None where it must not show."""

    name: str
    title: str | None
    now: Take
    before: Take | None


class Seen(NamedTuple):
    """Someone others answered about, with their own responses where there are any."""

    name: str
    own: Take | None
    others: tuple[Take, ...]


class Group(NamedTuple):
    """Everyone, and what had to be left out."""

    bank: Bank
    settings: Settings
    people: tuple[Person, ...]
    seen: tuple[Seen, ...]
    chosen: Mapping[str, Counter[str]]
    """First choices of the people: for each item answered, letters with how often they were chosen."""
    none_fits: Counter[str]
    """For each responsibility item, how many of the people it did not fit."""
    skipped: int
    """Sets of responses left out because they were flagged."""
    replaced: tuple[tuple[str, int], ...]
    """Who handed in how many sets of which only the last counts, though none is an earlier round."""
    gone: int
    """People of the earlier round who are not in this one."""

    @property
    def inside(self) -> tuple[Person, ...]:
        """The people of whom the lines have something to say: all but those whose verdict is outside."""
        return tuple(person for person in self.people if person.now.figures.verdict is not Verdict.OUTSIDE)

    @property
    def small(self) -> bool:
        """Whether there are too few people to be broken down."""
        return len(self.people) < self.settings.min_group


def gather(bank: Bank, takes: Iterable[Take], settings: Settings) -> Group:
    """Return the group these sets of responses come from."""
    every = list(takes)
    kept = [take for take in every if not (settings.skip_flagged and take.figures.flags)]
    own, about = _by_person(kept)
    told = any(take.earlier for take in kept)
    counting = {key: _rounds(list_, told=told) for key, list_ in own.items()}
    present = {key: rounds for key, rounds in counting.items() if rounds.now is not None}
    observed = {key: _latest_of_each(list_) for key, list_ in about.items()}
    names = _names(present, observed, settings)
    titles = _titles_to_show(present, settings)
    return Group(
        bank=bank,
        settings=settings,
        people=tuple(
            Person(names[key], titles[key], rounds.now, rounds.before)
            for key in sorted(present, key=lambda key: names[key])
            if (rounds := present[key]).now is not None
        ),
        seen=tuple(
            Seen(names[key], present[key].now if key in present else None, observed[key])
            for key in sorted(observed, key=lambda key: names[key])
        ),
        chosen=count_choices(bank, (rounds.now.choices for rounds in present.values() if rounds.now is not None)),
        none_fits=Counter(
            item for rounds in present.values() if rounds.now is not None for item in rounds.now.none_fits
        ),
        skipped=len(every) - len(kept),
        replaced=tuple(sorted((names[key], rounds.given) for key, rounds in present.items() if rounds.replaced)),
        gone=len(counting) - len(present),
    )


def _by_person(takes: Iterable[Take]) -> tuple[Mapping[str, list[Take]], Mapping[str, list[Take]]]:
    """Return what each gave of themselves, and what was given about each; without a name everyone is somebody."""
    own, about = defaultdict[str, list[Take]](list), defaultdict[str, list[Take]](list)
    for number, take in enumerate(_distinct(takes)):
        if take.subject is None or _key(take.subject) == _key(take.respondent):
            own[_key(take.respondent) or f"\0{number}"].append(take)
        else:
            about[_key(take.subject)].append(take)
    return own, about


class _Rounds(NamedTuple):
    """One person's responses: the last ones, those of an earlier round, and how many there were in all."""

    now: Take | None
    before: Take | None
    given: int

    @property
    def replaced(self) -> bool:
        """Whether some count for nothing."""
        return self.given > (self.now is not None) + (self.before is not None)


def _rounds(takes: Sequence[Take], *, told: bool) -> _Rounds:
    """Return someone's rounds; where it was not told which were earlier, the dates tell."""
    now = [take for take in _by_time(takes) if not take.earlier]
    before = [take for take in _by_time(takes) if take.earlier]
    if not now or told:
        return _Rounds(now[-1] if now else None, before[-1] if before else None, len(takes))
    first, last = now[0], now[-1]
    apart = first.taken is not None and last.taken is not None and last.taken - first.taken >= ROUND_APART
    return _Rounds(last, first if apart else None, len(takes))


def _by_time(takes: Iterable[Take]) -> list[Take]:
    """Return sets of responses from the first to the last; what is not dated comes first, and then content decides."""
    return sorted(takes, key=lambda take: (take.taken is not None, take.taken or 0.0, take.place, _content(take)))


def _distinct(takes: Iterable[Take]) -> list[Take]:
    """Return the sets of responses in an order of their own, each once: files are copied about."""
    once = {
        (_key(take.respondent), _key(take.subject), take.earlier, *_when(take), _content(take)): take for take in takes
    }
    return [once[identity] for identity in sorted(once)]


def _when(take: Take) -> tuple[float, int]:
    return (-1.0 if take.taken is None else take.taken, take.place)


def _content(take: Take) -> tuple[object, ...]:
    choices, none_fits = tuple(sorted(take.choices.items())), tuple(sorted(take.none_fits))
    return (take.title or "", take.figures.p_primary, choices, none_fits, take.respondent or "")


def _latest_of_each(takes: Sequence[Take]) -> tuple[Take, ...]:
    """Return the last responses of each who answered about somebody; without a name each counts."""
    last: dict[str, Take] = {}
    for number, take in enumerate(_by_time(takes)):
        last[_key(take.respondent) or f"\0{number}"] = take
    return tuple(last.values())


def _key(name: str | None) -> str:
    """Return the form in which names are compared, empty for no name."""
    return "" if name is None else plain_name(name) or name


def _names(
    present: Mapping[str, _Rounds], observed: Mapping[str, tuple[Take, ...]], settings: Settings
) -> dict[str, str]:
    """Return what everyone is called on the page."""
    people = sorted(present, key=lambda key: _revealed(present[key].now))
    others = sorted(observed.keys() - present.keys(), key=lambda key: [_revealed(take) for take in observed[key]])
    if settings.anonymous:
        return _numbered(MEMBER, [*people, *others])
    unsigned = _numbered(UNSIGNED, [key for key in people if key.startswith("\0")])
    written = {key: rounds.now.respondent or "" for key, rounds in present.items() if rounds.now is not None}
    return {**{key: observed[key][-1].subject or "" for key in others}, **written, **unsigned}


def _numbered(word: str, keys: Sequence[str]) -> dict[str, str]:
    digits = len(str(len(keys)))
    return {key: f"{word} {number:0{digits}}" for number, key in enumerate(keys, 1)}


def _revealed(take: Take | None) -> tuple[object, ...]:
    """Return what a page shows of someone, as something to sort by; a name comes in only where all else is equal."""
    if take is None:
        return ()
    figures = take.figures
    return (figures.primary, [-chance for chance in figures.p_primary], _content(take))


def _titles_to_show(present: Mapping[str, _Rounds], settings: Settings) -> dict[str, str | None]:
    """Return everyone's title; where names must not show, only one that enough people have."""
    titles = {key: rounds.now.title for key, rounds in present.items() if rounds.now is not None}
    if not settings.anonymous:
        return titles
    held = Counter(titles.values())
    return {key: title if held[title] >= settings.min_group else None for key, title in titles.items()}


def count_choices(bank: Bank, everyone: Iterable[Mapping[str, str]]) -> Mapping[str, Counter[str]]:
    """Return for each item that was answered how often each letter was the first choice; items in the bank's order."""
    counted = {item.id: Counter[str]() for item in bank.items}
    for choices in everyone:
        for item, letter in choices.items():
            counted[item][letter] += 1
    return {item: chosen for item, chosen in counted.items() if chosen}


def keys_chosen(item: Item, chosen: Mapping[str, int]) -> Counter[str]:
    """Return counts of letters as counts of what they stand for."""
    keys = Counter[str]()
    for letter, count in chosen.items():
        keys[item.option(letter).key or ""] += count
    return keys


def moments(bank: Bank, stage: str) -> list[Item]:
    """Return the responsibility items of a stage."""
    return [item for item in bank.of(Facet.RESPONSIBILITY) if item.stage == stage]


def stage_choices(bank: Bank, counted: Mapping[str, Counter[str]], stage: str) -> Counter[str]:
    """Return how often each line, or stepping back, was the first choice at a stage."""
    answered = [item for item in moments(bank, stage) if item.id in counted]
    return sum((keys_chosen(item, counted[item.id]) for item in answered), Counter[str]())
