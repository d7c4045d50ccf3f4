"""Reading acceptance right: credit and traps are counted, first choices only."""

from dataclasses import replace

import pytest

from rolecheck.bank.items import Facet, Item, Option
from rolecheck.bank.roles import STAND_BACK
from rolecheck.measure.judgement import judge
from rolecheck.session.session import Response
from tests.builders import line_item, make_bank, make_item, shipped

OPTIONS = [
    Option("问到他点头", None, 1.0, None),
    Option("发一封信请他回", None, 0.5, None),
    Option("当他同意了", None, 0.0, "silence"),
    Option("字都签了", None, 0.0, "signature"),
]
READ = [make_item(f"read-{number}", OPTIONS, Facet.JUDGEMENT) for number in range(4)]
BANK = make_bank(2, [line_item("moment", ["line-0", "line-1", STAND_BACK]), *READ])


def answered(letters: str) -> list[Response]:
    return [Response(item.id, letter) for item, letter in zip(READ, letters, strict=False)]


@pytest.mark.parametrize(
    ("letters", "credit", "silence", "signature"),
    [
        ("AAAA", 1.0, 0, 0),
        ("AB", 0.75, 0, 0),
        ("C", 0.0, 1, 0),
        ("ACDD", 0.25, 1, 2),
        ("BBCC", 0.25, 2, 0),
    ],
)
def test_credit_is_the_mean_and_traps_are_counted(letters: str, credit: float, silence: int, signature: int) -> None:
    judgement = judge(BANK, answered(letters))
    assert judgement.credit == pytest.approx(credit)
    assert judgement.traps == {"silence": silence, "signature": signature, "compromise": 0}


def test_a_second_choice_earns_nothing_and_traps_nobody() -> None:
    judgement = judge(BANK, [Response("read-0", "B", "C"), Response("read-1", "C", "A")])
    assert judgement.credit == pytest.approx(0.25)
    assert judgement.traps["silence"] == 1


def test_other_facets_are_not_read() -> None:
    judgement = judge(BANK, [Response("moment", "C"), *answered("A")])
    assert [reading.item.id for reading in judgement.readings] == ["read-0"]
    assert judgement.credit == 1


def test_without_a_judgement_item_there_is_no_credit_to_speak_of() -> None:
    judgement = judge(BANK, [Response("moment", "A")])
    assert judgement.credit is None
    assert set(judgement.traps.values()) == {0}


def test_an_option_without_credit_earns_none() -> None:
    bank = replace(BANK, items=(make_item("read-0", [Option("看看再说", None, None, None)], Facet.JUDGEMENT),))
    assert judge(bank, [Response("read-0", "A")]).credit == 0


def test_the_shipped_bank_gives_full_credit_to_its_best_options_and_knows_its_traps() -> None:
    items = shipped().of(Facet.JUDGEMENT)
    best = judge(shipped(), [Response(item.id, _letter_of_credit(item, 1.0)) for item in items])
    assert best.credit == 1
    assert set(best.traps.values()) == {0}
    trapped = judge(shipped(), [Response(item.id, _letter_of_credit(item, 0.0)) for item in items])
    assert trapped.credit == 0
    assert sum(trapped.traps.values()) > 0


def _letter_of_credit(item: Item, credit: float) -> str:
    return next(letter for letter in item.letters if item.option(letter).credit == credit)
