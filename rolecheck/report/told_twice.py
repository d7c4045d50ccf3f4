"""The moments that were asked twice: where both responses agree, and where they part, for the person to look at."""

from dataclasses import dataclass

from rolecheck.bank.checks.wording import name_of
from rolecheck.bank.items import Bank
from rolecheck.measure.examiner import Profile
from rolecheck.measure.mirrors import Chosen, Pair
from rolecheck.report.wording import quote
from rolecheck.session.session import Session

HEADING = "同一个时刻，换个说法又问了一回"
APART = "选得不同不算错：换个说法，想到的人和事会换，两头都放不下也是常有的。两题放在一起看看，是哪个细节让你动的。"


@dataclass(frozen=True, slots=True)
class ToldTwice:
    """How many pairs agree; what to make of those that do not, and each of them in a sentence."""

    statement: str
    reading: str | None
    apart: tuple[str, ...]


def told_twice(bank: Bank, session: Session, profile: Profile) -> ToldTwice | None:
    """Return what the pairs show, flagged or not; None where no moment was answered twice."""
    if not profile.pairs:
        return None
    number = {response.item: place for place, response in enumerate(session.responses, 1)}
    apart = [pair for pair in profile.pairs if not pair.same_first]
    sentences = tuple(_sentence(bank, pair, number) for pair in sorted(apart, key=lambda pair: number[pair.original]))
    return ToldTwice(_statement(profile.pairs), APART if apart else None, sentences)


def _statement(pairs: tuple[Pair, ...]) -> str:
    same, swapped = sum(pair.same_first for pair in pairs), sum(pair.swapped for pair in pairs)
    parted = len(pairs) - same - swapped
    counts = (
        (same, "首选一样", "首选都一样"),
        (swapped, "首选和其次对调", "都是首选和其次对调"),
        (parted, "首选不同", "首选都不同"),
    )
    told = "，".join(every if count == len(pairs) else f"{count} 个{some}" for count, some, every in counts if count)
    return f"问了两回的时刻有 {len(pairs)} 个：{told}。第二回只拿来对照，不算进任何一条线。"


def _sentence(bank: Bank, pair: Pair, number: dict[str, int]) -> str:
    item, mirror = bank.by_id[pair.original], bank.by_id[pair.mirror]
    stage = f"（{bank.roles.stage(item.stage).name}）" if item.stage else ""
    told = f"第 {number[item.id]} 题{stage}{quote(item)}选了{_chosen(bank, pair.told)}"
    return f"{told}；第 {number[mirror.id]} 题{quote(mirror)}选了{_chosen(bank, pair.again)}。"


def _chosen(bank: Bank, chosen: Chosen) -> str:
    second = "" if chosen.second is None else f"，其次{name_of(bank, chosen.second)}"
    return f"{name_of(bank, chosen.first)}{second}"
