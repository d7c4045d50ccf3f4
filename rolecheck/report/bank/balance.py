"""A bank's balance in tables: what is offered how often, where, how long, and how well it hides its keys."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import mean
from typing import NamedTuple

from rolecheck.bank.checks import FACET_NAMES, RuleFigure, Subject
from rolecheck.bank.checks.blind import Judging, blind
from rolecheck.bank.checks.checking import measure_bank
from rolecheck.bank.checks.design import (
    framings,
    keys_of,
    letters,
    mean_lengths,
    offers,
    pairs,
)
from rolecheck.bank.checks.giveaway import signature_words
from rolecheck.bank.checks.read_through import Readers
from rolecheck.bank.items import KEYED, LETTERS, Bank, Facet, Item
from rolecheck.report.bank.calibrated import calibrated_sentence
from rolecheck.report.bank.checked import blind_sentence
from rolecheck.report.bank.form_lengths import FormLength, form_lengths, lengths_data, lengths_table, measure_forms
from rolecheck.report.page import Figure, Page, Row, Table, TableCell, count, counted
from rolecheck.typesetting import percent


class BankStats(NamedTuple):
    """What `rolecheck bank stats` shows."""

    bank: str
    judges: str | None
    """What the blind judges were, for whoever reads the figures without the tables' notes."""
    forms: tuple[FormLength, ...]
    tables: tuple[Table, ...]


def bank_stats(subject: Subject, judging: Judging | None, readers: Readers | None = None) -> BankStats:
    """Return the balance of a bank."""
    bank = subject.bank
    keyed = [(facet, bank.of(facet)) for facet in KEYED if bank.of(facet)]
    forms = form_lengths(bank)
    tables = [
        lengths_table(forms),
        _rules((*measure_forms(bank), *measure_bank(subject, judging, readers)), judging, readers),
        _facets(bank),
        _stages(bank),
        _offers(bank, keyed),
        *(_pairs(bank, facet, items) for facet, items in keyed),
        *(_letters(bank, facet) for facet, _ in keyed),
        *(_lengths(bank, facet) for facet, _ in keyed),
        _framings(bank),
        _judgements(bank),
        _industries(bank),
        _words(bank),
        _blind(bank, judging),
        _calibration(bank),
    ]
    return BankStats(
        f"题库 {bank.version}（{bank.digest}），{len(bank.items)} 题",
        None if judging is None else f"{judging.date}，{judging.judges}",
        forms,
        tuple(table for table in tables if table is not None and table.rows),
    )


def stats_page(stats: BankStats) -> Page:
    """Return the tables one below the other."""
    return Page(stats.bank, stats.tables)


def stats_data(stats: BankStats) -> dict[str, object]:
    """Return the figures for JSON: by table, row and column."""
    tables = {table.id: _table_data(table) for table in stats.tables}
    return {"bank": stats.bank, "judges": stats.judges, **tables, "forms": lengths_data(stats.forms)}


def _rules(measured: Iterable[RuleFigure], judging: Judging | None, readers: Readers | None) -> Table:
    """Return every rule's figure beside its limit."""
    rows = (
        Row(
            rule.id,
            rule.name,
            (
                TableCell(rule.figure, rule.shown),
                TableCell(rule.limit, rule.limit),
                TableCell(rule.holds, "" if rule.holds is None else "到线" if rule.holds else "没到"),
            ),
        )
        for rule in measured
    )
    columns = (("figure", "现在"), ("limit", "线"), ("holds", "结果"))
    who = [f"盲评：{judging.date}，{judging.judges}。"] if judging is not None else []
    who += [f"试读：{readers.date}，{readers.readers}。"] if readers is not None else []
    return Table("rules", "每条规矩：现在多少，线在哪里", "".join(who), columns, tuple(rows))


def _facets(bank: Bank) -> Table:
    rows = []
    for facet, name in FACET_NAMES.items():
        if items := bank.of(facet):
            texts = [len(option.text) for item in items for option in item.options]
            stem = mean(len(item.stem) for item in items)
            cells = (count(len(items)), count(len(texts)), _size(stem), _size(mean(texts)))
            rows.append(Row(facet.value, name, cells))
    columns = (("items", "题"), ("options", "选项"), ("stem", "题干字数"), ("option", "选项字数"))
    return Table("facets", "侧面", "", columns, tuple(rows))


def _stages(bank: Bank) -> Table:
    items = bank.of(Facet.RESPONSIBILITY)
    by_stage = [offers(item for item in items if item.stage == stage.id) for stage in bank.roles.stages]
    whole = offers(items)
    rows = tuple(
        counted(key, bank.roles.key_name(key), [*(offered[key] for offered in by_stage), whole[key]])
        for key in keys_of(bank, Facet.RESPONSIBILITY)
    )
    columns = (*((stage.id, stage.name) for stage in bank.roles.stages), ("all", "合计"))
    return Table("stages", "责任题：各条线在各阶段出现几次", "", columns, rows)


def _offers(bank: Bank, keyed: Sequence[tuple[Facet, Sequence[Item]]]) -> Table:
    offered = {facet: offers(items) for facet, items in keyed}
    keys = dict.fromkeys(key for facet, _ in keyed for key in keys_of(bank, facet))
    rows = tuple(counted(key, bank.roles.key_name(key), [offered[facet][key] for facet, _ in keyed]) for key in keys)
    columns = tuple((facet.value, FACET_NAMES[facet]) for facet, _ in keyed)
    return Table("offers", "各条线在各个侧面出现几次", "", columns, rows)


def _pairs(bank: Bank, facet: Facet, items: Sequence[Item]) -> Table:
    met = pairs(bank, items)
    lines = [line.id for line in bank.roles.lines]
    rows = []
    for place, line in enumerate(lines[:-1]):
        cells = [count(met[line, other]) if lines.index(other) > place else TableCell(None, "") for other in lines[1:]]
        rows.append(Row(line, bank.roles.key_name(line), tuple(cells)))
    columns = tuple((other, bank.roles.key_name(other)) for other in lines[1:])
    return Table(f"pairs-{facet}", f"{FACET_NAMES[facet]}：两条线同题几次", "", columns, tuple(rows))


def _letters(bank: Bank, facet: Facet) -> Table:
    items = bank.of(facet)
    counts = letters(items)
    usable = LETTERS[: max(len(item.options) for item in items)]
    rows = tuple(
        counted(key, bank.roles.key_name(key), [counts[key][letter] for letter in usable])
        for key in keys_of(bank, facet)
        if key in counts
    )
    columns = tuple((letter, letter) for letter in usable)
    return Table(f"letters-{facet}", f"{FACET_NAMES[facet]}：各条线站在哪个字母", "", columns, rows)


def _lengths(bank: Bank, facet: Facet) -> Table:
    items = bank.of(facet)
    means, offered = mean_lengths(items), offers(items)
    whole = sum(means[key] * offered[key] for key in means) / offered.total()
    rows = tuple(
        Row(
            key,
            bank.roles.key_name(key),
            (
                _size(means[key]),
                TableCell(round(means[key] / whole - 1, 4), f"{means[key] / whole - 1:+.1%}".replace("%", " %")),
            ),
        )
        for key in keys_of(bank, facet)
        if offered[key]
    )
    columns = (("mean", "平均字数"), ("off", "比全体"))
    return Table(f"lengths-{facet}", f"{FACET_NAMES[facet]}：选项的长短", "", columns, rows)


def _framings(bank: Bank) -> Table:
    rows = tuple(
        counted(framing, bank.framings[framing].ask.rstrip("：:"), [number])
        for framing, number in framings(bank, Facet.RESPONSIBILITY).items()
    )
    return Table("framings", "责任题：问法", "", (("items", "题"),), rows)


def _judgements(bank: Bank) -> Table | None:
    items = bank.of(Facet.JUDGEMENT)
    if not items:
        return None
    judged = Counter(judgement for item in items for judgement in item.judges)
    trapped = Counter(trap for item in items for trap in {option.trap for option in item.options if option.trap})
    rows = [counted(id_, name, [judged[id_]]) for id_, name in bank.judgements.items()]
    rows += [counted(trap.id, f"误读：{trap.name}", [trapped[trap.id]]) for trap in bank.traps.values()]
    return Table("judgements", "判断题：考什么、设了哪种误读", "", (("items", "题"),), tuple(rows))


def _industries(bank: Bank) -> Table:
    named = Counter(item.industry for item in bank.items if item.industry)
    by_count: dict[int, list[str]] = {}
    for name, number in named.most_common():
        by_count.setdefault(number, []).append(name)
    rows = tuple(
        Row(str(number), f"各 {number} 题", (TableCell("、".join(names), "、".join(names)),))
        for number, names in by_count.items()
    )
    return Table("industries", f"行业（{len(named)} 个）", "", (("names", "行业"),), rows)


def _words(bank: Bank) -> Table:
    words = signature_words(bank)
    rows = tuple(
        Row(
            f"{word.key}-{word.text}",
            f"{bank.roles.key_name(word.key)}“{word.text}”",
            (count(word.own), count(word.offered), count(word.all)),
        )
        for word in words
    )
    columns = (("own", "有它的选项"), ("offered", "这条线的选项"), ("all", "全部用处"))
    return Table("words", "像记号的词", "多半只在一条线里出现的词", columns, rows)


def _blind(bank: Bank, judging: Judging | None) -> Table | None:
    reading = None if judging is None else blind(bank, judging)
    if judging is None or reading is None:
        return None
    rows = tuple(_desired(bank, reading.desirable))
    columns = (("desirable", "领导最想听"),)
    return Table(
        "blind",
        f"盲评：出现时有多少次被评为领导最想听的（{len(reading.whole)} 题）",
        blind_sentence(reading, judging),
        columns,
        rows,
    )


def _desired(bank: Bank, desirable: Mapping[str, float]) -> Iterator[Row]:
    for key in keys_of(bank, Facet.RESPONSIBILITY):
        if key in desirable:
            yield Row(key, bank.roles.key_name(key), (_share(desirable[key]),))


def _share(value: float) -> TableCell:
    return TableCell(round(value, 4), percent(value))


def _size(value: float) -> TableCell:
    return TableCell(round(value, 2), f"{value:.1f}")


def _calibration(bank: Bank) -> Table | None:
    """Return what answers have taught of each item; None where nobody has calibrated the bank."""
    known = bank.calibration
    if known is None:
        return None
    rows = []
    for name, own in known.items.items():
        ranked = sorted(own.attractiveness.items(), key=lambda each: -each[1].factor)
        most, least = ranked[0], ranked[-1]
        cells = (
            count(own.answers),
            TableCell(own.sensitivity.factor, f"{own.sensitivity.factor:.2f}"),
            TableCell(most[1].factor, f"{most[0]} {most[1].factor:.2f}"),
            TableCell(least[1].factor, f"{least[0]} {least[1].factor:.2f}"),
        )
        rows.append(Row(name, name, cells))
    columns = (("answers", "作答"), ("sensitivity", "分得开人"), ("most", "最讨喜"), ("least", "最不讨喜"))
    note = f"{calibrated_sentence(known)}数都是倍数：1 是一般的题、一般的选项。"
    return Table("calibration", "从作答里估的", note, columns, tuple(rows))


def _table_data(table: Table) -> Mapping[str, Mapping[str, Figure]]:
    """Return a table's figures by row and column, for JSON."""
    ids = [id_ for id_, _ in table.columns]
    return {row.id: {id_: cell.value for id_, cell in zip(ids, row.cells, strict=True)} for row in table.rows}
