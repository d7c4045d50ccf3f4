"""Who answered in a tool is kept like who answered here."""

import pytest

from rolecheck.exchange.forms.respondents import Respondent, session_of
from rolecheck.measure.quality import total_seconds
from rolecheck.session.session import Form
from tests.exchange.forms.small_bank import BANK, responses


def person(seconds: float | None) -> Respondent:
    return Respondent(2, None, "line-1-role", seconds, None, responses(launch_night="BD", sign_off="D"))


@pytest.mark.parametrize(
    ("items", "form"),
    [
        (["launch-night", "sign-off"], Form.QUICK),
        (["launch-night", "sign-off", "my-week"], Form.STANDARD),
        (list(BANK.by_id), Form.FULL),
    ],
)
def test_the_form_is_told_by_what_was_asked(items: list[str], form: Form) -> None:
    assert session_of(BANK, items, person(None)).form is form


def test_title_choices_and_row_stay_what_they_were() -> None:
    session = session_of(BANK, ["launch-night"], person(None))

    assert (session.title, session.respondent) == ("line-1-role", "第2行")
    assert [response.letters for response in session.responses] == ["BD", "D"]


@pytest.mark.parametrize("seconds", [None, 86.0, 0.5])
def test_the_time_of_the_whole_adds_up_again(seconds: float | None) -> None:
    assert total_seconds(session_of(BANK, ["launch-night"], person(seconds)).responses) == seconds
