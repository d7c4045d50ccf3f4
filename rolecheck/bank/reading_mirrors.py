"""Mirrored items, judged when all items have been read: an item may mirror one that comes after it.

What could not be read has been told of and is not judged again, so one mistake is told once.
"""

from collections.abc import Mapping

from rolecheck.bank.characters import harmless
from rolecheck.bank.items import Facet, Item
from rolecheck.bank.reading import Fields
from rolecheck.bank.references import Ids


class Mirrors:
    """The mirrored items of a file, and whether each fits the item it mirrors."""

    def __init__(self, items: Ids) -> None:
        self._items = items
        self._found: list[tuple[Fields, Item]] = []

    def read(self, fields: Fields, facet: Facet | None) -> str | None:
        """Return the id of the mirrored item, if there is one."""
        if facet not in {Facet.RESPONSIBILITY, None}:
            fields.refuse("mirrors", "只用在责任题。请删掉。")
            return None
        return fields.optional_reference("mirrors", self._items)

    def note(self, fields: Fields, item: Item) -> None:
        """Remember an item, to be judged later, if it mirrors another."""
        if item.mirrors:
            self._found.append((fields, item))

    def judge(self, items: tuple[Item, ...]) -> None:
        """Note what is wrong with each mirrored item beside the item it mirrors."""
        self._items.judge()
        by_id = {item.id: item for item in reversed(items)}
        lines: dict[str, int] = {}
        for fields, item in self._found:
            original = by_id.get(item.mirrors or "")
            if original is None:
                continue
            fault = _fault(item, original, lines.get(original.id))
            lines.setdefault(original.id, fields.line)
            if fault is None:
                _compare(fields, item, original)
            else:
                fields.complain("mirrors", fault)


def _fault(item: Item, original: Item, earlier: int | None) -> str | None:
    """Say why an item cannot mirror this one at all, or None."""
    name = f"“{harmless(original.id)}”"
    if original.id == item.id:
        return "不能写这道题自己。请写它换个说法的那道责任题的 id。"
    if original.facet is not Facet.RESPONSIBILITY:
        return f"写的 {name} 不是责任题（facet: {original.facet}）。请写一道责任题的 id。"
    if original.mirrors is not None:
        return f"写的 {name} 自己就是镜像题。请写一道不带 mirrors 的责任题的 id。"
    if earlier is not None:
        return f"写的 {name} 在第 {earlier} 行已经有一道镜像题，一道题只换一次说法。请删掉一道。"
    return None


def _compare(fields: Fields, item: Item, original: Item) -> None:
    name = harmless(original.id)
    pairs: Mapping[str, tuple[str | None, str | None]] = {
        "stage": (item.stage, original.stage),
        "framing": (item.framing, original.framing),
    }
    for key, (own, wanted) in pairs.items():
        if own and wanted and own != wanted:
            fields.complain(key, f"是 {harmless(own)}，镜像题要和原题 {name} 一样。请改成 {harmless(wanted)}。")
    own_keys, wanted_keys = ([option.key for option in one.options] for one in (item, original))
    if all(own_keys) and all(wanted_keys) and set(own_keys) != set(wanted_keys):
        listed = "、".join(harmless(key or "") for key in wanted_keys)
        fields.complain("options", f"的 key 要和原题 {name} 是同一组。请改成：{listed}，先后不限。")
