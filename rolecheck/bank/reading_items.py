"""``questions.yaml``, read along its format."""

from functools import partial
from typing import NamedTuple

from rolecheck.bank.acceptance import Acceptance
from rolecheck.bank.characters import harmless, plain_text
from rolecheck.bank.items import LETTERS, Facet, Framing, Item, Option, Trap
from rolecheck.bank.reading import Fields
from rolecheck.bank.reading_acceptance import AcceptanceReader
from rolecheck.bank.references import Ids, RoleIds
from rolecheck.bank.roles import STAND_BACK
from rolecheck.bank.values import Once

CREDITS = (0.0, 0.5, 1.0)
LEAST_OPTIONS, MOST_OPTIONS = 2, len(LETTERS)

STAGED = frozenset({Facet.RESPONSIBILITY, Facet.JUDGEMENT})
"""Facets whose items are moments of a project's life."""

SHEET_COLUMNS = frozenset({"respondent", "title", "subject", "seconds"})
"""Columns an answer sheet has besides its items'."""


class Judged(NamedTuple):
    """Something a judgement item judges."""

    id: str
    name: str


class Content(NamedTuple):
    """Everything in ``questions.yaml``."""

    version: str
    framings: dict[str, Framing]
    traps: dict[str, Trap]
    judgements: dict[str, str]
    items: tuple[Item, ...]
    acceptance: Acceptance | None


class ItemReader:
    """Reads the items and what they refer to."""

    def __init__(self, ids: RoleIds) -> None:
        self._ids = ids
        self._items, self._framing_ids = Ids("题"), Ids("问法（framings）")
        self._trap_ids, self._judged_ids = Ids("误读（traps）"), Ids("判断点（judgements）")
        self._framings: dict[str, Framing] = {}
        self._facets: set[Facet | None] = set()

    def read(self, top: Fields) -> Content:
        """Return what the file holds; uses of its own ids are judged, those of ``roles.yaml`` only collected."""
        version = top.text("version")
        top.each("framings", self._framing, declares=(self._framing_ids,))
        traps = top.each("traps", self._trap, least=0, declares=(self._trap_ids,))
        judged = top.each("judgements", self._judged, least=0, declares=(self._judged_ids,))
        items = top.each("items", self._item, declares=(self._items,))
        if items and self._items.complete and not self._facets & {Facet.RESPONSIBILITY, None}:
            top.complain("items", "里没有责任题（facet: responsibility），测不出责任线。请至少写一道。")
        acceptance = AcceptanceReader(self._judged_ids, self._trap_ids, self._ids.concepts).read(top)
        for ids in (self._items, self._framing_ids, self._trap_ids, self._judged_ids):
            ids.judge()
        return Content(
            version=version,
            framings=self._framings,
            traps={trap.id: trap for trap in traps},
            judgements={one.id: one.name for one in judged},
            items=items,
            acceptance=acceptance,
        )

    def _framing(self, fields: Fields) -> None:
        id_, facet, ask = fields.new_id(self._framing_ids), fields.choice("facet", Facet), fields.text("ask")
        if facet is not None:
            self._framings.setdefault(id_, Framing(id_, facet, ask))

    def _trap(self, fields: Fields) -> Trap:
        return Trap(id=fields.new_id(self._trap_ids), name=fields.text("name"), says=fields.text("says"))

    def _judged(self, fields: Fields) -> Judged:
        return Judged(id=fields.new_id(self._judged_ids), name=fields.text("name"))

    def _item(self, fields: Fields) -> Item:
        facet = fields.choice("facet", Facet)
        self._facets.add(facet)
        item = Item(
            id=fields.new_id(self._items),
            facet=facet or Facet.RESPONSIBILITY,
            stage=self._stage(fields, facet),
            framing=self._framing_of(fields, facet),
            industry=fields.optional_text("industry"),
            stem=fields.text("stem"),
            options=self._options(fields, facet),
            debrief=fields.text("debrief"),
            concepts=fields.optional_references("concepts", self._ids.concepts),
            judges=self._judges(fields, facet),
        )
        if item.id in SHEET_COLUMNS:
            fields.complain("id", f"不能是 {item.id}，答卷里这一列另有用处。请换一个 id。")
        return item

    def _stage(self, fields: Fields, facet: Facet | None) -> str | None:
        if facet in STAGED:
            return fields.reference("stage", self._ids.stages)
        if facet is None:
            return fields.optional_reference("stage", self._ids.stages)
        fields.refuse("stage", "只用在责任题和判断题，职责题和考核题不分阶段。请删掉。")
        return None

    def _framing_of(self, fields: Fields, facet: Facet | None) -> str:
        framing = fields.reference("framing", self._framing_ids)
        known = self._framings.get(framing)
        if known is not None and facet not in {known.facet, None}:
            own = "、".join(harmless(one.id) for one in self._framings.values() if one.facet is facet)
            remedy = f"这里可以写：{own}。" if own else "请先在 framings 里给这个侧面写一条问法。"
            fields.complain("framing", f"{harmless(framing)} 是 {known.facet} 的问法，这道题是 {facet}。{remedy}")
        return framing

    def _judges(self, fields: Fields, facet: Facet | None) -> tuple[str, ...]:
        if facet is Facet.JUDGEMENT:
            return fields.references("judges", self._judged_ids)
        if facet is None:
            return fields.optional_references("judges", self._judged_ids)
        fields.refuse("judges", "只用在判断题。请删掉，或把 facet 改成 judgement。")
        return ()

    def _options(self, fields: Fields, facet: Facet | None) -> tuple[Option, ...]:
        read = partial(
            self._option,
            facet=facet,
            texts=Once("同一道题里两个选项文字相同（空格和标点不算），请改写一个。"),
            keys=Once("同一道题里一个 key 只能出现一次，请改掉一个。"),
        )
        return fields.each("options", read, LEAST_OPTIONS, MOST_OPTIONS)

    def _option(self, fields: Fields, facet: Facet | None, texts: Once, keys: Once) -> Option:
        text = fields.text("text")
        texts.note(plain_text(text), fields.get("text"))
        key = credit = trap = None
        if facet is Facet.JUDGEMENT:
            credit = self._credit(fields)
            trap = self._trap_of(fields, credit)
            fields.refuse("key", "只用在责任题、职责题和考核题。判断题的选项请写 credit。", instead="credit")
        elif facet is not None:
            key = self._key(fields, facet)
            keys.note(key, fields.get("key"))
            fields.refuse("credit", "只用在判断题。这里的选项请写 key（责任线的 id）。", instead="key")
            fields.refuse("trap", "只用在判断题。请删掉。")
        else:
            # Which of these belong here only the facet could tell.
            fields.allow("key", "credit", "trap")
        return Option(text=text, key=key, credit=credit, trap=trap)

    def _key(self, fields: Fields, facet: Facet) -> str:
        value = fields.need("key")
        key = "" if value is None else value.text()
        if value is not None and key == STAND_BACK and facet is not Facet.RESPONSIBILITY:
            value.complain(f"不能是 {STAND_BACK}，退后的选项只用在责任题。请写一条责任线的 id。")
        elif value is not None and key and key != STAND_BACK:
            self._ids.lines.use(key, value.line, fields.problems)
        return key

    def _credit(self, fields: Fields) -> float | None:
        value = fields.need("credit")
        credit = None if value is None else value.number()
        if value is not None and credit is not None and credit not in CREDITS:
            value.complain("只能是 0、0.5 或 1。")
            return None
        return credit

    def _trap_of(self, fields: Fields, credit: float | None) -> str | None:
        trap = fields.optional_reference("trap", self._trap_ids)
        if trap and credit:
            fields.complain("trap", "只能写在 credit 为 0 的选项上。请删掉 trap，或把 credit 改成 0。")
        return trap
