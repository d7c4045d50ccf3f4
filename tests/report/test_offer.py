import pytest

from rolecheck.measure.more_items import Outlook
from rolecheck.report.offer import offer_more


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "只有不到一成机会分得清"),
        (0.099, "只有不到一成机会分得清"),
        (0.1, "大约有一成机会分得清"),
        (0.449, "大约有四成机会分得清"),
        (0.94, "大约有九成机会分得清"),
        (0.96, "有九成以上机会分得清"),
        (1.0, "有九成以上机会分得清"),
    ],
)
def test_the_offer_says_in_tenths_how_likely_it_is_to_help(chance: float, said: str) -> None:
    assert said in offer_more(Outlook(6, chance), None)


def test_the_offer_says_how_many_items_and_about_whom() -> None:
    assert "再答最多 3 题" in offer_more(Outlook(3, 0.5), None)
    assert "分不出你扛的是哪条线" in offer_more(Outlook(3, 0.5), None)
    assert "分不出老李扛的是哪条线" in offer_more(Outlook(3, 0.5), "老李")
