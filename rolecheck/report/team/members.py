"""The team: whose responses count, which were given earlier, who answered about whom, and what everyone is called.

Whatever order results are handed in, the team is the same. Where names must not show, people are numbered in the
order of what their figures say, so that a number tells nothing the page does not tell anyway.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rolecheck.bank.characters import plain_name
from rolecheck.bank.items import Bank, Facet
from rolecheck.measure.verdict import Verdict
from rolecheck.report.score import MemberFigures
from rolecheck.report.team import LEAST_GROUP
from rolecheck.session.session import Response

DAY = 86_400.0
ROUND_APART = 7 * DAY
"""Seconds from which on two results of one member are two rounds, and not one taken again."""

UNSIGNED = "未署名"
MEMBER = "成员"


CHOSEN_ON = (Facet.RESPONSIBILITY, Facet.JUDGEMENT)
"""Facets on which a team can agree or divide; duty and kpi differ by everyone's job."""


class Settings(NamedTuple):
    """How a team is to be shown."""

    anonymous: bool = False
    min_group: int = LEAST_GROUP
    skip_flagged: bool = False
    robustness: bool = True
    """Whether it is shown how much everybody would have to like a line's options for its verdict to fall."""


class Submission(NamedTuple):
    """One set of responses, as it was handed in.

    ``title`` is a role's id; ``taken`` seconds since 1970 and ``day`` the same for a reader, both None where nobody
    noted it, and then ``place`` says which of two came later; ``choices`` are first choices by item; ``earlier`` says
    that it was handed in as part of an earlier round; ``none_fits`` are the responsibility items no option of which
    fitted.
    """

    respondent: str | None
    subject: str | None
    title: str | None
    taken: float | None
    day: str | None
    place: int
    figures: MemberFigures
    choices: Mapping[str, str]
    earlier: bool = False
    none_fits: frozenset[str] = frozenset()


class Member(NamedTuple):
    """One member: the responses that count, and those of an earlier round; ``title`` is None where it must not show."""

    name: str
    title: str | None
    now: Submission
    before: Submission | None


class RatedPerson(NamedTuple):
    """Someone others answered about, with their own responses where there are any."""

    name: str
    own: Submission | None
    others: tuple[Submission, ...]


class Team(NamedTuple):
    """Everyone, and what had to be left out."""

    bank: Bank
    settings: Settings
    people: tuple[Member, ...]
    seen: tuple[RatedPerson, ...]
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
    def inside(self) -> tuple[Member, ...]:
        """The people of whom the lines have something to say: all but those whose verdict is outside."""
        return tuple(member for member in self.people if member.now.figures.verdict is not Verdict.OUTSIDE)

    @property
    def small(self) -> bool:
        """Whether there are too few people to be broken down."""
        return len(self.people) < self.settings.min_group


def gather(bank: Bank, submissions: Iterable[Submission], settings: Settings) -> Team:
    """Return the team these sets of responses come from."""
    every = list(submissions)
    kept = [submission for submission in every if not (settings.skip_flagged and submission.figures.flags)]
    own, about = _by_person(kept)
    rounds_told = any(submission.earlier for submission in kept)
    counting = {key: _rounds(list_, told=rounds_told) for key, list_ in own.items()}
    present = {key: rounds for key, rounds in counting.items() if rounds.now is not None}
    observed = {key: _latest_of_each(list_) for key, list_ in about.items()}
    names = _names(present, observed, settings)
    titles = _titles_to_show(present, settings)
    return Team(
        bank=bank,
        settings=settings,
        people=tuple(
            Member(names[key], titles[key], rounds.now, rounds.before)
            for key in sorted(present, key=lambda key: names[key])
            if (rounds := present[key]).now is not None
        ),
        seen=tuple(
            RatedPerson(names[key], present[key].now if key in present else None, observed[key])
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


def _by_person(
    submissions: Iterable[Submission],
) -> tuple[Mapping[str, list[Submission]], Mapping[str, list[Submission]]]:
    """Return what each gave of themselves, and what was given about each; without a name everyone is somebody."""
    own, about = defaultdict[str, list[Submission]](list), defaultdict[str, list[Submission]](list)
    for number, submission in enumerate(_distinct(submissions)):
        if submission.subject is None or _key(submission.subject) == _key(submission.respondent):
            own[_key(submission.respondent) or f"\0{number}"].append(submission)
        else:
            about[_key(submission.subject)].append(submission)
    return own, about


class _Rounds(NamedTuple):
    """One member's responses: the last ones, those of an earlier round, and how many there were in all."""

    now: Submission | None
    before: Submission | None
    given: int

    @property
    def replaced(self) -> bool:
        """Whether some count for nothing."""
        return self.given > (self.now is not None) + (self.before is not None)


def _rounds(submissions: Sequence[Submission], *, told: bool) -> _Rounds:
    """Return someone's rounds; where it was not told which were earlier, the dates tell."""
    now = [submission for submission in _by_time(submissions) if not submission.earlier]
    before = [submission for submission in _by_time(submissions) if submission.earlier]
    if not now or told:
        return _Rounds(now[-1] if now else None, before[-1] if before else None, len(submissions))
    first, last = now[0], now[-1]
    apart = first.taken is not None and last.taken is not None and last.taken - first.taken >= ROUND_APART
    return _Rounds(last, first if apart else None, len(submissions))


def _by_time(submissions: Iterable[Submission]) -> list[Submission]:
    """Return sets of responses from the first to the last; what is not dated comes first, and then content decides."""
    return sorted(
        submissions,
        key=lambda submission: (
            submission.taken is not None,
            submission.taken or 0.0,
            submission.place,
            _content(submission),
        ),
    )


def _distinct(submissions: Iterable[Submission]) -> list[Submission]:
    """Return the sets of responses in an order of their own, each once: files are copied about."""
    once = {
        (
            _key(submission.respondent),
            _key(submission.subject),
            submission.earlier,
            *_when(submission),
            _content(submission),
        ): submission
        for submission in submissions
    }
    return [once[identity] for identity in sorted(once)]


def _when(submission: Submission) -> tuple[float, int]:
    return (-1.0 if submission.taken is None else submission.taken, submission.place)


def _content(submission: Submission) -> tuple[object, ...]:
    choices, none_fits = tuple(sorted(submission.choices.items())), tuple(sorted(submission.none_fits))
    return (submission.title or "", submission.figures.p_primary, choices, none_fits, submission.respondent or "")


def _latest_of_each(submissions: Sequence[Submission]) -> tuple[Submission, ...]:
    """Return the last responses of each who answered about somebody; without a name each counts."""
    last: dict[str, Submission] = {}
    for number, submission in enumerate(_by_time(submissions)):
        last[_key(submission.respondent) or f"\0{number}"] = submission
    return tuple(last.values())


def _key(name: str | None) -> str:
    """Return the form in which names are compared, empty for no name."""
    return "" if name is None else plain_name(name) or name


def _names(
    present: Mapping[str, _Rounds], observed: Mapping[str, tuple[Submission, ...]], settings: Settings
) -> dict[str, str]:
    """Return what everyone is called on the page."""
    people = sorted(present, key=lambda key: _revealed(present[key].now))
    others = sorted(
        observed.keys() - present.keys(), key=lambda key: [_revealed(submission) for submission in observed[key]]
    )
    if settings.anonymous:
        return _numbered(MEMBER, [*people, *others])
    unsigned = _numbered(UNSIGNED, [key for key in people if key.startswith("\0")])
    written = {key: rounds.now.respondent or "" for key, rounds in present.items() if rounds.now is not None}
    return {**{key: observed[key][-1].subject or "" for key in others}, **written, **unsigned}


def _numbered(word: str, keys: Sequence[str]) -> dict[str, str]:
    digits = len(str(len(keys)))
    return {key: f"{word} {number:0{digits}}" for number, key in enumerate(keys, 1)}


def _revealed(submission: Submission | None) -> tuple[object, ...]:
    """Return what a page shows of someone, as something to sort by; a name comes in only where all else is equal."""
    if submission is None:
        return ()
    figures = submission.figures
    return (figures.primary, [-chance for chance in figures.p_primary], _content(submission))


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


def first_choices(bank: Bank, responses: tuple[Response, ...]) -> dict[str, str]:
    """Return the first choice on every item a team can divide on; ids are the bank's own texts, kept once."""
    items = ((bank.by_id[response.item], response.first) for response in responses if not response.none_fits)
    return {item.id: first for item, first in items if item.facet in CHOSEN_ON}


def none_fitting(bank: Bank, responses: tuple[Response, ...]) -> frozenset[str]:
    """Return the responsibility items on which no option fitted; ids are the bank's own texts, kept once."""
    items = (bank.by_id[response.item] for response in responses if response.none_fits)
    return frozenset(item.id for item in items if item.facet is Facet.RESPONSIBILITY)
