"""A workshop: one moment of it, what a room reads, how many hands went where, and what each option stands for."""

from typing import NamedTuple

from rolecheck.bank.items import LETTERS, NONE_FITS_TEXT, Bank, Item, Option
from rolecheck.bank.roles import STAND_BACK, STAND_BACK_NAME
from rolecheck.report.page import OptionCount, Options, Part, Quotation, Sentence, part, quiet
from rolecheck.report.role import sources
from rolecheck.session.step import shown_order
from rolecheck.session.workshop import Hands, as_shown
from rolecheck.typesetting import percent

BACK_NAME = "先不站出来"
"""What the stand-back option says."""

NOBODY = "没有人举手"


class OptionRow(NamedTuple):
    """One option under the letter the room saw; ``share`` is of the hands raised at this moment."""

    letter: str
    key: str
    line: str
    name: str
    text: str
    hands: int
    share: float
    counted: str

    @property
    def stands_back(self) -> bool:
        """Whether the option leaves the matter to somebody else."""
        return self.key == STAND_BACK

    @property
    def on_line(self) -> str:
        """Where whoever chooses this stands, as in a sentence."""
        return STAND_BACK_NAME if self.stands_back else f"{self.line}线"


class MomentRow(NamedTuple):
    """One moment; where nothing was counted, ``total`` is None and no option has hands.

    ``none_fits`` are the hands of those whom no option fitted; they are not in ``total``.
    """

    number: int
    id: str
    stage_id: str | None
    stage: str
    stem: str
    ask: str
    options: tuple[OptionRow, ...]
    total: int | None
    none_fits: int
    says: str
    debrief: str
    sources: tuple[str, ...]

    @property
    def most(self) -> int:
        """Hands of the option that had most."""
        return max(option.hands for option in self.options)


def moment_row(bank: Bank, item: Item, number: int, seed: int, hands: Hands | None) -> MomentRow:
    """Return a moment as the room of this seed saw it."""
    order = shown_order(item, seed)
    *counts, none_fits = (0,) * (len(order) + 1) if hands is None else as_shown(hands, item, order)
    total = sum(counts)
    raised = f"{total} 人举手" if total else NOBODY
    says = f"{raised}，{none_fits} 人{NONE_FITS_TEXT}" if none_fits else raised
    options = (
        _option(bank, item.option(stable), letter, count, total)
        for letter, stable, count in zip(LETTERS, order, counts, strict=False)
    )
    return MomentRow(
        number=number,
        id=item.id,
        stage_id=item.stage,
        stage=next((stage.name for stage in bank.roles.stages if stage.id == item.stage), ""),
        stem=item.stem,
        ask=bank.framings[item.framing].ask,
        options=tuple(options),
        total=None if hands is None else total,
        none_fits=none_fits,
        says="跳过了" if hands is None else says,
        debrief=item.debrief,
        sources=sources(bank.roles, item.concepts),
    )


def moment_part(moment: MomentRow) -> tuple[Part, ...]:
    """Return a moment with its options, the hands they had, and the debrief."""
    title = "  ".join(filter(None, (f"第 {moment.number} 刻", moment.stage, moment.says)))
    options = (OptionCount(row.letter, row.line, row.text, row.hands, row.share, row.counted) for row in moment.options)
    return part(
        title,
        Quotation(moment.stem + moment.ask),
        Options(tuple(options)),
        Sentence(moment.debrief, "讲评"),
        *quiet("、".join(moment.sources)),
    )


def _option(bank: Bank, option: Option, letter: str, hands: int, total: int) -> OptionRow:
    line = None if option.key in {None, STAND_BACK} else bank.roles.line(str(option.key))
    share = hands / total if total else 0.0
    return OptionRow(
        letter=letter,
        key=option.key or STAND_BACK,
        line=STAND_BACK_NAME if line is None else line.short,
        name=BACK_NAME if line is None else line.name,
        text=option.text,
        hands=hands,
        share=share,
        counted=f"{hands} 人" + (f"，{percent(share)}" if hands else ""),
    )
