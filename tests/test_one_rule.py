"""One rule: whoever asks, the same person gets the same verdict, the same word on the card, and the same flags.

Two hundred people, of the model and of none, walk through every way there is: the record, the terminal, the web page,
the score line, the table of a sheet, a team, the list of earlier results, a result code.
"""

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import NamedTuple

import pytest

from rolecheck.bank.items import NONE_FITS, Facet
from rolecheck.exchange.result_code import result_code, session_of
from rolecheck.measure.scoring import Profile, sheet_of
from rolecheck.measure.verdict import TitleMatch, Verdict
from rolecheck.output.html import html_text
from rolecheck.output.terminal import Screen
from rolecheck.output.terminal_page import page_lines
from rolecheck.report.history import PastResult, history_data
from rolecheck.report.personal.pages import answer_page, personal_page
from rolecheck.report.personal.report import personal_report
from rolecheck.report.score import TITLE_WORDS, batch_row, figures_of, read_figures, score_line
from rolecheck.report.team.members import Settings, Submission, first_choices, gather, none_fitting
from rolecheck.report.team.overview import member_row
from rolecheck.session.session import Form, Response, Session
from tests.builders import shipped, shipped_examiner

PATTERNS = 200
LINES = [line.id for line in shipped().roles.lines]
TITLES = [role.id for role in shipped().roles.roles]


class Walker(NamedTuple):
    """Somebody who answered, and what the record says of them."""

    session: Session
    profile: Profile


def pattern(seed: int) -> Session:
    """Return a session of somebody who prefers some lines, steps back, picks at random or finds nothing fitting."""
    dice = Random(f"one-rule/{seed}")
    liked = dice.sample(LINES, dice.choice([1, 1, 2, 3]))
    faith, unfitted, back = dice.choice([0.0, 0.5, 0.9]), dice.choice([0, 0, 0, 0.5]), dice.choice([0, 0, 0, 0.8])
    second, seconds = dice.choice([0.0, 1.0]), dice.choice([0.5, 20.0])
    facets = (Facet.RESPONSIBILITY, Facet.DUTY, Facet.KPI)
    asked = [item for facet in facets for item in dice.sample(shipped().of(facet), min(14, len(shipped().of(facet))))]
    responses = []
    for item in asked:
        keys = {item.option(letter).key: letter for letter in item.letters}
        wanted = [keys[line] for line in liked if line in keys and dice.random() < faith]
        if "none" in keys and dice.random() < back:
            wanted = [keys["none"]]
        ranked = [*wanted, *(letter for letter in dice.sample(item.letters, len(item.letters)) if letter not in wanted)]
        if item.takes_none_fits and dice.random() < unfitted:
            responses.append(Response(item.id, NONE_FITS, None, seconds))
        else:
            responses.append(Response(item.id, ranked[0], ranked[1] if dice.random() < second else None, seconds))
    title = dice.choice([None, *TITLES])
    return Session(Form.FULL, seed, title=title, respondent=f"人{seed}", responses=tuple(responses))


@cache
def walkers() -> tuple[Walker, ...]:
    sessions = [pattern(seed) for seed in range(PATTERNS)]
    profiles = shipped_examiner().measure_many(map(sheet_of, sessions))
    return tuple(map(Walker, sessions, profiles))


def scores() -> Iterator[tuple[Walker, dict[str, object]]]:
    for walker in walkers():
        session, profile = walker
        yield walker, score_line(shipped(), profile, session.respondent, session.title, len(session.responses))


def test_every_verdict_every_word_on_a_card_and_flags_are_among_the_walkers() -> None:
    assert {walker.profile.verdict for walker in walkers()} == set(Verdict)
    assert {walker.profile.title_match for walker in walkers()} == {None, *TitleMatch}
    assert len({walker.profile.flags for walker in walkers()}) > 2


def test_who_is_not_named_is_told_nothing_of_the_card_in_the_record_itself() -> None:
    for _, profile in walkers():
        if profile.verdict is not Verdict.NAMED:
            assert profile.title_match in {None, TitleMatch.UNCLEAR}
            assert profile.title_chance is None
            assert profile.robustness is None
        else:
            assert profile.robustness is not None
            assert profile.robustness >= 1


def test_the_score_line_says_what_the_record_says() -> None:
    for (_, profile), line in scores():
        assert line["verdict"] == profile.verdict.value
        assert line["title_match"] == (profile.title_match and profile.title_match.value)
        assert line["flags"] == [flag.value for flag in profile.flags]
        assert line["robustness"] == (None if profile.robustness is None else pytest.approx(profile.robustness))


def test_a_team_reads_from_a_score_line_what_the_record_says() -> None:
    takes = []
    for (session, profile), line in scores():
        figures = read_figures(shipped(), line)
        assert figures is not None
        assert figures == figures_of(profile)
        assert figures.verdict is profile.verdict
        assert figures.flags == tuple(flag.value for flag in profile.flags)
        if profile.title_line is not None:
            assert figures.match(profile.title_line) is profile.title_match
            said = figures.match_chance(profile.title_line)
            assert said == (None if profile.title_chance is None else pytest.approx(profile.title_chance, abs=1e-4))
        chosen, unfitted = first_choices(shipped(), session.responses), none_fitting(shipped(), session.responses)
        name, title = session.respondent, session.title
        takes.append(Submission(name, None, title, None, None, 0, figures, chosen, none_fits=unfitted))
    rows = {person.name: member_row(shipped(), person) for person in gather(shipped(), takes, Settings()).people}
    for session, profile in walkers():
        shown = rows[session.respondent or ""]
        told = batch_row(shipped(), profile, "", session.title)
        assert (shown.conclusion, shown.match) == (told.verdict, told.match)
        assert shown.certainty.removeprefix("约 ") == told.certainty.removeprefix("约 ") or not told.certainty
        assert shown.flagged == bool(profile.flags)


def test_the_list_of_earlier_results_says_what_the_record_says() -> None:
    taken = [
        PastResult(number, f"r{number}", "2026-01-02 03:04", *walker, same_bank=True, dropped=0)
        for number, walker in enumerate(walkers())
    ]
    for each, (_, profile) in zip(history_data(shipped(), taken, None)["results"], walkers(), strict=True):
        assert each["score"]["verdict"] == profile.verdict.value
        assert each["score"]["title_match"] == (profile.title_match and profile.title_match.value)
        assert each["score"]["flags"] == [flag.value for flag in profile.flags]


def test_what_comes_back_from_a_code_has_the_same_verdict_and_card() -> None:
    sessions = [session_of(shipped(), result_code(shipped(), session)) for session, _ in walkers()]
    found = shipped_examiner().measure_many(map(sheet_of, sessions))
    for profile, walker in zip(found, walkers(), strict=True):
        assert (profile.verdict, profile.title_match) == (walker.profile.verdict, walker.profile.title_match)


@pytest.mark.slow
def test_the_terminal_and_the_web_say_what_the_record_says() -> None:
    for session, profile in walkers()[::4]:
        report = personal_report(shipped_examiner(), session, profile)
        assert report.conclusion.verdict is profile.verdict
        is_told = profile.verdict is Verdict.NAMED and session.title is not None
        assert (report.title is not None) == is_told
        assert len(report.notices) == len(profile.flags)
        for page in (personal_page(report), answer_page(report)):
            terminal = "".join(line.plain for line in page_lines(page, Screen(200)))
            web = html_text(page)
            for text in (terminal, web):
                if report.title is None:
                    assert "名实相符" not in text
                    assert "名实不符" not in text
                else:
                    told = {match: f"名实{word}" for match, word in TITLE_WORDS.items()}
                    assert {match for match, word in told.items() if word in text} <= {profile.title_match}
