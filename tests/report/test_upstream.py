"""补位 is said of a named line alone, with its range, and leaning only where that is likely."""

from dataclasses import replace

import pytest

from rolecheck.measure.scoring import Profile
from rolecheck.measure.summary import Estimate
from rolecheck.measure.verdict import Verdict
from rolecheck.report.personal.conclusion import stands_in
from rolecheck.report.score import score_line
from rolecheck.session.session import Form
from tests.builders import shipped, shipped_examiner
from tests.measure.people import in_order_of, take

BANK = shipped()


def named(line: str, leans: float | None = 0.5) -> Profile:
    """Return the profile of somebody of one line, with this chance to lean upstream."""
    session = take(shipped_examiner(), Form.STANDARD, 3, in_order_of([line], second=True))
    profile = shipped_examiner().measure(session.responses)
    assert profile.verdict is Verdict.NAMED
    facet = replace(profile.responsibility, upstream=Estimate(0.312, 0.2, 0.44), leans_upstream=leans)
    return replace(profile, responsibility=facet)


def test_the_share_is_said_with_its_range_and_the_lines_it_is_of() -> None:
    found = stands_in(BANK, named("pusher"))
    assert found is not None
    assert found.statement.startswith("站出来的时候，有 31 %（20 – 44）站的是接力里推进前面的线")


@pytest.mark.parametrize(
    ("leans", "said", "topic"),
    [
        (0.83, "替前面的比替后面的多，把握 83 %", "upstream-heavy"),
        (0.12, "替前面的比替后面的少，把握 88 %", "upstream-light"),
    ],
)
def test_a_leaning_that_is_likely_is_claimed_with_what_to_make_of_it(leans: float, said: str, topic: str) -> None:
    found = stands_in(BANK, named("delivery", leans))
    assert found is not None
    assert said in found.leaning
    assert found.reading == BANK.roles.advice[topic].text.format(line="交付线（结果被接住）")


def test_where_it_leans_neither_way_it_is_one_line_and_of_the_last_line_it_is_nothing() -> None:
    found = stands_in(BANK, named("delivery", 0.6))
    assert found is not None
    assert "看不出" in found.statement
    assert (found.leaning, found.reading) == ("", "")
    assert stands_in(BANK, named("operations", None)) is None


def test_nothing_is_said_without_a_named_line_nor_of_the_first_of_the_relay() -> None:
    profile = named("delivery")
    assert stands_in(BANK, replace(profile, verdict=Verdict.BETWEEN)) is None
    assert score_line(BANK, replace(profile, verdict=Verdict.BETWEEN), None, None, 1)["upstream"] is None
    session = take(shipped_examiner(), Form.STANDARD, 3, in_order_of(["product"], second=True))
    first = shipped_examiner().measure(session.responses)
    assert first.responsibility.upstream is None
    assert first.responsibility.leans_upstream is None
    assert stands_in(BANK, first) is None


def test_the_score_line_has_the_same_figures() -> None:
    assert score_line(BANK, named("delivery", 0.25), None, None, 1)["upstream"] == {
        "mean": 0.312,
        "low": 0.2,
        "high": 0.44,
        "p_heavier": 0.25,
    }


def test_who_also_stands_up_for_the_lines_before_leans_that_way() -> None:
    keys = ["delivery", "project", "product", "pusher", "implementation"]
    session = take(shipped_examiner(), Form.FULL, 3, in_order_of(keys, second=True))
    profile = shipped_examiner().measure(session.responses)
    assert profile.responsibility.leans_upstream is not None
    assert profile.responsibility.leans_upstream > 0.8
