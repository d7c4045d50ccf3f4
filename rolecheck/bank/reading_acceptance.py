"""``acceptance`` of ``questions.yaml``, read along its format; a bank may do without it."""

from collections.abc import Mapping
from functools import partial

from rolecheck.bank.acceptance import Acceptance, Bad, Check, CheckGroup
from rolecheck.bank.reading import Fields, read_record
from rolecheck.bank.references import Ids
from rolecheck.bank.values import Once

Rules = tuple[Mapping[Bad, str], str]


class AcceptanceReader:
    """Reads the checklist; the ids of other parts are used, those of the checks declared."""

    def __init__(self, judgements: Ids, traps: Ids, concepts: Ids) -> None:
        self._judgements, self._traps, self._concepts = judgements, traps, concepts
        self._checks = Ids("单子里的问题")
        self._once = Once("每样判断只写一组，请合在一起。")

    def read(self, top: Fields) -> Acceptance | None:
        """Return the checklist, or None where the bank has none."""
        value = top.get("acceptance")
        return None if value is None else read_record(value, self._acceptance)

    def _acceptance(self, fields: Fields) -> Acceptance:
        value = fields.need("rules")
        rules, unknown = (None if value is None else read_record(value, _rules)) or ({}, "")
        return Acceptance(rules=rules, unknown=unknown, groups=fields.each("judgements", self._group))

    def _group(self, fields: Fields) -> CheckGroup:
        judgement = fields.reference("judgement", self._judgements)
        self._once.note(judgement, fields.get("judgement"))
        bad = fields.choice("bad", Bad)
        return CheckGroup(
            judgement=judgement,
            asks=fields.text("asks"),
            holds=fields.text("holds"),
            checks=fields.each("checks", partial(self._check, of_group=bad)),
        )

    def _check(self, fields: Fields, of_group: Bad | None) -> Check:
        bad = _bad(fields, of_group)
        return Check(
            id=fields.new_id(self._checks),
            ask=fields.text("ask"),
            hint=fields.optional_text("hint"),
            bad=bad or Bad.NEVER,
            fault=fields.text("fault"),
            condition=_condition(fields, bad),
            trap=self._trap(fields, bad),
            ask_whom=fields.text("ask_whom"),
            settle=fields.text("settle"),
            concepts=fields.optional_references("concepts", self._concepts),
        )

    def _trap(self, fields: Fields, bad: Bad | None) -> str | None:
        trap = fields.optional_reference("trap", self._traps)
        if trap and bad not in {Bad.UNSURE, None}:
            fields.complain(
                "trap", f"只能写在答坏了算 {Bad.UNSURE} 的问题上。请删掉 trap，或把 bad 改成 {Bad.UNSURE}。"
            )
        return trap


def _rules(fields: Fields) -> Rules:
    return {bad: fields.text(bad) for bad in Bad}, fields.text("unknown")


def _bad(fields: Fields, of_group: Bad | None) -> Bad | None:
    """Return what a bad answer amounts to; None where that cannot be known."""
    if fields.get("bad") is None:
        return of_group
    if of_group is Bad.NEVER:
        fields.refuse("bad", f"在算 {Bad.NEVER} 的这一样里不能另写，底线没有例外。请删掉，或把这一条挪到别的判断下面。")
        return None
    return fields.choice("bad", Bad)


def _condition(fields: Fields, bad: Bad | None) -> str | None:
    if bad is Bad.CONDITION:
        return fields.text("condition")
    if bad is not None:
        fields.refuse("condition", f"只用在答坏了算 {Bad.CONDITION} 的问题上，这一条算 {bad}。请删掉，或改 bad。")
    else:
        fields.allow("condition")
    return None
