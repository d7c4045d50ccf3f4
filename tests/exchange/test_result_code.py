"""Result codes: a session as a line of letters, and back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rolecheck.bank.items import NONE_FITS, Bank, Facet, Option
from rolecheck.errors import BadInputError, RolecheckError
from rolecheck.exchange.result_code import (
    ALPHABET,
    CHECKS,
    LONGEST,
    CodeTooLongError,
    bank_letters,
    in_groups,
    looks_like_code,
    result_code,
    session_of,
    with_checks,
)
from rolecheck.exchange.session_digits import FACETS, FORMS, SUBJECT
from rolecheck.measure.administration import administer, in_asked_order
from rolecheck.measure.forms import PLANS
from rolecheck.measure.item_choice import Examiner
from rolecheck.measure.quality import too_fast, total_seconds
from rolecheck.session.session import Form, Response, Session
from rolecheck.session.step import Step
from tests.builders import block_bank, shipped, shipped_examiner

BANK = shipped()
OTHER = block_bank(4, 3)
TITLES = [None, *(role.id for role in BANK.roles.roles)]


def most(form: Form) -> Mapping[Facet, int]:
    return {facet: PLANS[form].most.get(facet, 0) for facet in Facet}


@st.composite
def responses(draw: st.DrawFn, bank: Bank, form: Form) -> tuple[Response, ...]:
    """Return responses to some items of a bank, in bank order, no second choice where none counts."""
    given_ = []
    groups = [(bank.of(facet), most(form)[facet]) for facet in FACETS]
    for items, limit in groups:
        count = draw(st.integers(0, min(limit, len(items))))
        places = sorted(draw(st.permutations(range(len(items))))[:count])
        for item in (items[place] for place in places):
            letters = draw(st.permutations(item.letters))
            if item.takes_none_fits and draw(st.integers(0, 5)) == 0:
                given_.append(Response(item.id, NONE_FITS))
                continue
            both = item.facet is not Facet.JUDGEMENT and draw(st.booleans())
            given_.append(Response(item.id, letters[0], letters[1] if both else None))
    return tuple(given_)


def sessions(bank: Bank, form: Form) -> st.SearchStrategy[Session]:
    return st.builds(
        Session,
        st.just(form),
        st.integers(0, 2**32 - 1),
        st.sampled_from(TITLES if bank is BANK else [None]),
        st.none(),
        st.sampled_from([None, SUBJECT]),
        responses(bank, form).filter(bool),
    )


def in_full(bank: Bank, second: Callable[[int], bool]) -> Session:
    """Return a session that answers everything, with a second choice where the item's number says so."""
    given_ = [
        Response(item.id, item.letters[-1], item.letters[-2] if second(number) else None)
        for number, item in enumerate(bank.items)
    ]
    return Session(Form.FULL, 2**32 - 1, TITLES[-1], None, SUBJECT, tuple(given_))


@given(st.one_of(sessions(BANK, Form.STANDARD), sessions(BANK, Form.QUICK)))
def test_quick_and_standard_sessions_come_back_as_they_were(session: Session) -> None:
    code = result_code(BANK, session)

    assert len(code) <= LONGEST
    assert set(code) <= set(ALPHABET)
    assert session_of(BANK, code) == session


@given(sessions(OTHER, Form.FULL))
def test_sessions_of_any_bank_come_back(session: Session) -> None:
    assert session_of(OTHER, result_code(OTHER, session)) == session


def test_the_order_of_answering_is_found_again_in_the_full_form() -> None:
    examiner = Examiner(OTHER)
    asked = administer(
        examiner, Session(Form.FULL, 11), lambda step: Response(step.item.id, step.order[0]), lambda _: None
    )
    assert in_asked_order(examiner, session_of(OTHER, result_code(OTHER, asked))) == asked


@pytest.mark.parametrize("unfit", range(29))
def test_the_longest_standard_sessions_fit(unfit: int) -> None:
    """Whatever does not fit and has a second choice: all sizes of either are tried at the greatest number."""
    for both in range(29 - unfit):
        given_ = []
        for facet in FACETS:
            items = BANK.of(facet)
            given_ += [
                Response(item.id, item.letters[-1], item.letters[-2] if facet is not Facet.JUDGEMENT else None)
                for item in items[len(items) - min(most(Form.STANDARD)[facet], len(items)) :]
            ]
        lines = [response for response in given_ if BANK.by_id[response.item].takes_none_fits]
        rest = [response for response in given_ if not BANK.by_id[response.item].takes_none_fits]
        counted = [
            *(replace(response, second=None) for response in lines[: len(lines) - unfit - both]),
            *lines[len(lines) - unfit - both : len(lines) - unfit],
            *(Response(response.item, NONE_FITS) for response in lines[len(lines) - unfit :]),
            *rest,
        ]
        session = Session(Form.STANDARD, 2**32 - 1, TITLES[-1], None, SUBJECT, tuple(counted))
        assert session_of(BANK, result_code(BANK, session)).responses == tuple(counted)
        assert len(result_code(BANK, session)) <= LONGEST


def test_a_full_session_of_first_choices_fits_and_one_with_second_choices_everywhere_does_not() -> None:
    plain, both = in_full(BANK, lambda _: False), in_full(BANK, lambda _: True)

    assert session_of(BANK, result_code(BANK, plain)).responses == plain.responses
    with pytest.raises(CodeTooLongError, match=str(LONGEST)) as caught:
        result_code(BANK, both)
    assert caught.value.letters > LONGEST
    assert isinstance(caught.value, RolecheckError)


def test_the_order_of_answering_makes_no_difference_to_the_code() -> None:
    session = in_full(BANK, lambda _: False)
    assert result_code(BANK, replace(session, responses=session.responses[::-1])) == result_code(BANK, session)


def test_the_order_of_answering_is_found_again() -> None:
    examiner = shipped_examiner()
    asked = administer(
        examiner,
        Session(Form.STANDARD, 20261124, TITLES[1]),
        lambda step: Response(step.item.id, step.order[0]),
        lambda _: None,
    )
    again = in_asked_order(examiner, session_of(BANK, result_code(BANK, asked)))

    assert again == asked


def test_the_order_is_found_again_where_the_form_was_gone_on_with() -> None:
    examiner = shipped_examiner()

    def answer(step: Step) -> Response:
        return Response(step.item.id, step.order[step.number % len(step.order)])

    done = administer(examiner, Session(Form.STANDARD, 5), answer, lambda _: None)
    asked = administer(examiner, examiner.extend(done, 3), answer, lambda _: None)
    assert len(asked.responses) == len(done.responses) + 3
    again = in_asked_order(examiner, session_of(BANK, result_code(BANK, asked)))

    assert again is not None
    assert again.responses == asked.responses


def test_an_order_that_cannot_be_told_is_not_made_up() -> None:
    session = Session(Form.QUICK, 1, responses=(Response(BANK.of(Facet.KPI)[0].id, "A"),))
    assert in_asked_order(shipped_examiner(), session) is None


@pytest.mark.parametrize("seed", [-5, 2**32, 10**30])
def test_a_seed_of_ones_own_that_takes_too_much_room_is_left_out(seed: int) -> None:
    session = Session(Form.QUICK, seed, responses=(Response(BANK.items[0].id, "A", "B"),))
    assert session_of(BANK, result_code(BANK, session)).responses == session.responses


def test_neither_names_nor_times_are_in_a_code() -> None:
    responses_ = (Response(BANK.items[0].id, "A", None, 90.0),)
    told = Session(Form.QUICK, 1, TITLES[1], "王小明", "老李", responses_)
    other = replace(told, respondent=None, subject="老张", responses=(replace(responses_[0], seconds=80.0),))

    assert result_code(BANK, told) == result_code(BANK, other)
    assert session_of(BANK, result_code(BANK, told)).subject == SUBJECT


@pytest.mark.parametrize("seconds", [0.5, 90.0, None])
def test_a_session_answered_too_fast_stays_one_and_one_nobody_timed_too(seconds: float | None) -> None:
    session = Session(Form.QUICK, 1, responses=(Response(BANK.items[0].id, "A", None, seconds),))
    again = total_seconds(session_of(BANK, result_code(BANK, session)).responses)

    assert (again is None) == (seconds is None)
    if again is not None and seconds is not None:
        assert too_fast(BANK, session.responses, again) == too_fast(BANK, session.responses, seconds)


def test_a_second_choice_that_earns_nothing_is_left_out() -> None:
    item = BANK.of(Facet.JUDGEMENT)[0]
    session = Session(Form.FULL, 1, responses=(Response(item.id, "A", "B"),))

    assert session_of(BANK, result_code(BANK, session)).responses == (Response(item.id, "A"),)


def test_a_code_is_read_however_it_was_typed() -> None:
    session = in_full(BANK, lambda _: False)
    code = result_code(BANK, session)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    for typed in (code.lower(), in_groups(code), in_groups(code).replace(" ", "-"), f" {code}\n", wide):
        assert looks_like_code(typed)
        assert session_of(BANK, typed) == session_of(BANK, code)


def test_a_code_begins_with_its_bank_and_is_told_from_one_of_another() -> None:
    session = Session(Form.QUICK, 1, responses=(Response(OTHER.items[0].id, "A"),))
    code = result_code(OTHER, session)

    assert code.startswith(bank_letters(OTHER))
    with pytest.raises(BadInputError, match="另一个题库"):
        session_of(BANK, code)


def test_a_bank_is_told_by_what_is_counted_and_not_by_its_texts() -> None:
    item = BANK.items[0]
    reworded = replace(BANK, version="x", items=(item._replace(stem="别的话", debrief=""), *BANK.items[1:]))
    rekeyed = replace(BANK, items=(item._replace(options=item.options[::-1]), *BANK.items[1:]))

    assert bank_letters(reworded) == bank_letters(BANK)
    assert bank_letters(rekeyed) != bank_letters(BANK)
    assert bank_letters(replace(BANK, items=BANK.items[1:])) != bank_letters(BANK)


def complaint(text: str) -> str:
    with pytest.raises(BadInputError) as caught:
        session_of(BANK, text)
    return str(caught.value)


def test_a_misprint_is_told_with_its_place() -> None:
    code = result_code(BANK, in_full(BANK, lambda _: False))
    other = ALPHABET[ALPHABET.index(code[20]) - 1]
    place = next(place for place in range(10, 40) if code[place] != code[place + 1])

    assert f"第 21 个“{other}”" in complaint(code[:20] + other + code[21:])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert f"第 {place + 1}、{place + 2} 个" in complaint(swapped)
    assert "第 3 个“0”、第 5 个“O”" in complaint(code[:2] + "0" + code[3] + "O" + code[5:])
    assert "重新复制" in complaint(code[:30] + code[33:])
    assert "重新复制" in complaint(code * 2)


def test_a_line_of_a_later_version_and_a_line_nothing_is_written_as_are_refused() -> None:
    begins = bank_letters(BANK)
    assert "升级" in complaint(with_checks(begins + "333"))
    assert complaint(result_code(BANK, Session(Form.QUICK, 1)))
    for body in ("", "22", "Z" * 20 + "Y", "2" + result_code(BANK, in_full(BANK, lambda _: False))[3:-CHECKS]):
        assert complaint(with_checks(begins + body))


@example("")
@example("\x1b[31m" * 5)
@given(st.one_of(st.text(max_size=80), st.text(ALPHABET, max_size=70)))
def test_no_other_text_is_a_code(text: str) -> None:
    assert complaint(text)
    assert complaint(with_checks(bank_letters(OTHER) + "".join(letter for letter in text if letter in ALPHABET)))


@given(st.text(ALPHABET, max_size=58))
def test_what_reads_as_a_session_is_the_code_of_that_session(body: str) -> None:
    code = with_checks(bank_letters(BANK) + body)
    try:
        session = session_of(BANK, code)
    except BadInputError:
        return
    assert result_code(BANK, session) == code


@pytest.mark.parametrize(
    "name",
    ["yesterday", "20261124-053344-1f2e3d4c", "results/ABCD.json", "x.json", "lastweeksresult", "a" * 10_000, ""],
)
def test_the_name_of_a_result_is_not_taken_for_a_code(name: str) -> None:
    assert not looks_like_code(name)


def test_options_in_any_number_fit() -> None:
    """A bank's items need not be alike: two options, five, eight."""
    items = [
        BANK.items[0]._replace(id=f"item-{count}", options=(Option("x", "product", None, None),) * count)
        for count in range(2, 9)
    ]
    bank = replace(BANK, items=tuple(items))
    session = Session(
        Form.FULL, 3, responses=tuple(Response(item.id, item.letters[-1], item.letters[0]) for item in items)
    )
    assert session_of(bank, result_code(bank, session)) == session


def test_every_form_has_a_place_in_codes() -> None:
    assert set(FORMS) == set(Form)
