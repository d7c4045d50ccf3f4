"""Which moments a workshop was asked to show, by number or by id."""

import difflib
from collections import Counter
from collections.abc import Sequence

from rolecheck.bank.characters import MOST_NAME, harmless
from rolecheck.bank.items import Bank, Facet, Item
from rolecheck.errors import UsageError
from rolecheck.measure.dividing import dividing_moments
from rolecheck.session.workshop import MOST_MOMENTS


def chosen_moments(bank: Bank, ids: Sequence[str], number: int | None, seed: int) -> tuple[Item, ...]:
    """Return the moments of these ids, in this order, or so many chosen ones; none where neither is said.

    Raises:
        UsageError: there are no such moments, both were said, or it is too many.
    """
    if ids and number is not None:
        raise UsageError("时刻的 id 和 --moments 写一样就够了。")
    if ids:
        return _by_id(bank, ids)
    if number is None:
        return ()
    if not 1 <= number <= MOST_MOMENTS:
        raise UsageError(f"--moments 写 1 到 {MOST_MOMENTS}；常用 3、5、8。")
    items = dividing_moments(bank, number, seed)
    if not items:
        raise UsageError("题库里没有责任题（facet: responsibility），开不了工作坊。")
    return items


def listed_moments(bank: Bank, ids: Sequence[str], number: int | None, seed: int) -> tuple[Item, ...]:
    """Return the moments to list: those asked for, or all there are."""
    return chosen_moments(bank, ids, number, seed) or bank.of(Facet.RESPONSIBILITY)


def _by_id(bank: Bank, ids: Sequence[str]) -> tuple[Item, ...]:
    known = {item.id: item for item in bank.of(Facet.RESPONSIBILITY)}
    wrong = [_unknown(id_, known) for id_ in ids if id_ not in known]
    wrong += [f"{id_} 写了两回。" for id_, count in Counter(ids).items() if count > 1 and id_ in known]
    if wrong:
        raise UsageError("\n".join(wrong), "全部时刻和 id，运行 rolecheck workshop --list")
    if len(ids) > MOST_MOMENTS:
        raise UsageError(f"一场最多 {MOST_MOMENTS} 个时刻，这里写了 {len(ids)} 个。")
    return tuple(known[id_] for id_ in ids)


def _unknown(id_: str, known: dict[str, Item]) -> str:
    near = difflib.get_close_matches(id_[:100], known, n=1)
    return f"没有 {harmless(id_, MOST_NAME)} 这个时刻。" + (f"是不是 {near[0]}？" if near else "")
