"""Each defect planted in a copy of the shipped bank is found, where it was planted, by the command people run."""

import contextlib
import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from copy import copy as copy_object
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rolecheck.bank.checks import Finding, Level, RuleGroup
from rolecheck.bank.checks.blind import blind
from rolecheck.bank.files import shipped_folder
from rolecheck.bank.items import Facet, Item
from rolecheck.bank.loading import load_placed_bank
from rolecheck.bank.roles import STAND_BACK
from rolecheck.cli.app import app
from rolecheck.errors import Problem
from rolecheck.exchange.judging import READING, read_judging
from tests.bank.judges import write_sheets


class Told(NamedTuple):
    """A finding as the command told it; ``line`` is the text of the line it points to."""

    group: str
    level: str
    line: str
    text: str


class Copy:
    """A copy of the shipped bank whose lines can be edited by what stands in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bank, self.places = load_placed_bank(folder)
        self.items = self.bank.of(Facet.RESPONSIBILITY)
        judging = read_judging(folder / "judges")
        assert judging is not None
        found = blind(self.bank, judging)
        assert found is not None
        self.judged = {place for sheet in judging.sheets for place in sheet.judgements} - set(found.changed)

    def edit(self, old: str, new: str, *path: str, file: str = "questions") -> None:
        """Replace what stands exactly once in the line of a place."""
        number = getattr(self.places, file).line(*path)
        lines = self._lines(file)
        assert lines[number - 1].count(old) == 1, (old, lines[number - 1])
        lines[number - 1] = lines[number - 1].replace(old, new)
        self._write(file, lines)

    def insert(self, text: str, *path: str, file: str) -> None:
        """Put a line behind the line of a place."""
        lines = self._lines(file)
        lines.insert(getattr(self.places, file).line(*path), text)
        self._write(file, lines)

    def swap(self, one: tuple[str, ...], other: tuple[str, ...]) -> None:
        """Exchange the lines of two places."""
        lines = self._lines("questions")
        first, second = (self.places.questions.line(*path) for path in (one, other))
        assert first is not None
        assert second is not None
        lines[first - 1], lines[second - 1] = lines[second - 1], lines[first - 1]
        self._write("questions", lines)

    def option(self, item: Item, key: str) -> tuple[str, ...]:
        """Return the place of the option that stands for a key."""
        letter = next(letter for letter in item.letters if item.option(letter).key == key)
        return ("items", item.id, "options", letter)

    def text(self, item: Item, key: str) -> str:
        """Return what this option says."""
        return next(option.text for option in item.options if option.key == key)

    def offering(self, key: str) -> list[Item]:
        """Return the responsibility items that offer a key."""
        return [item for item in self.items if any(option.key == key for option in item.options)]

    def judge(self, sheet: int, change: Callable[[dict[str, str]], None], place: str = "judges") -> None:
        """Change the rows of one judge's or reader's sheet."""
        path = sorted((self.folder / place).glob("*.csv"))[sheet]
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        for row in rows:
            change(row)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def _lines(self, file: str) -> list[str]:
        return (self.folder / f"{file}.yaml").read_text(encoding="utf-8").split("\n")

    def _write(self, file: str, lines: list[str]) -> None:
        (self.folder / f"{file}.yaml").write_text("\n".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """Return a copy nobody touches, with judges' sheets beside it."""
    folder = tmp_path_factory.mktemp("original") / "bank"
    shutil.copytree(shipped_folder(), folder)
    write_sheets(folder / "judges", load_placed_bank(folder)[0])
    return Copy(folder)


@pytest.fixture
def copy(original: Copy, tmp_path: Path) -> Copy:
    """Return a copy to plant something in, with what was read of the original."""
    twin = copy_object(original)
    twin.folder = shutil.copytree(original.folder, tmp_path / "bank")
    return twin


def check(folder: Path, *options: str) -> tuple[int, set[Told]]:
    """Run the command on a folder and return its exit code and what it told."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = app(["bank", "check", str(folder), "--json", *options], standalone_mode=False)
    report: dict[str, Any] = json.loads(out.getvalue())
    told = {
        Told(found["group"], one["level"], _line(one), one["text"])
        for found in report["found"]
        for one in found["told"]
    }
    return code or 0, told


@pytest.fixture(scope="module")
def clean(original: Copy) -> set[Told]:
    """Return what is told of a copy nobody has touched."""
    return check(original.folder)[1]


def _line(told: dict[str, Any]) -> str:
    lines = Path(told["source"]).read_text(encoding="utf-8").split("\n")
    return "" if told["line"] is None else lines[told["line"] - 1]


Expected = tuple[str, str, str, str]
"""Group, level, a pattern of the sentence, a piece of the line pointed to."""

ITEMS = "items:"
READS = f"judges/{READING}"


def misspelt_key(copy: Copy) -> Expected:
    copy.edit("debrief:", "debreif:", "items", copy.items[0].id, "debrief")
    return "loading", "error", "不认得的键“debreif”.*debrief", "debreif:"


def one_line_more_often(copy: Copy) -> Expected:
    item = copy.items[0]
    lines = [line.id for line in copy.bank.roles.lines]
    offered = [option.key for option in item.options]
    absent = next(line for line in lines if line not in offered)
    present = next(line for line in lines if line in offered)
    copy.edit(f"key: {present}", f"key: {absent}", *copy.option(item, present))
    return "design", "error", "责任题里各条线出现的次数不一样", ITEMS


def one_pair_more_often(copy: Copy) -> Expected:
    for one in copy.items:
        for other in (item for item in copy.items if item.stage == one.stage and item is not one):
            mine, theirs = ({str(option.key) for option in item.options} for item in (one, other))
            if mine - theirs and theirs - mine and len(mine & theirs) > 1:
                given, taken = min(mine - theirs), min(theirs - mine)
                copy.edit(f"key: {given}", f"key: {taken}", *copy.option(one, given))
                copy.edit(f"key: {taken}", f"key: {given}", *copy.option(other, taken))
                return "design", "error", "责任题里每两条线同题的次数不一样", ITEMS
    raise AssertionError


def one_stage_more_often(copy: Copy) -> Expected:
    item = copy.items[0]
    other = next(stage.id for stage in copy.bank.roles.stages if stage.id != item.stage)
    copy.edit(f"stage: {item.stage}", f"stage: {other}", "items", item.id, "stage")
    return "design", "error", "各阶段的责任题一样多才好", ITEMS


def one_framing_only(copy: Copy) -> Expected:
    first = copy.items[0].framing
    for item in copy.items:
        copy.edit(f"framing: {item.framing}", f"framing: {first}", "items", item.id, "framing")
    return "design", "warning", f"几种问法应各占.*{first} {len(copy.items)}", ITEMS


def always_letter_a(copy: Copy) -> Expected:
    line = copy.bank.roles.lines[0]
    for item in copy.offering(line.id):
        if item.options[0].key != line.id:
            copy.swap(copy.option(item, line.id), ("items", item.id, "options", "A"))
    return "design", "warning", f"责任题里{line.short}的选项总站在那几个字母上：A \\d+，B 0", ITEMS


def short_stem(copy: Copy) -> Expected:
    item = copy.items[0]
    copy.edit(item.stem, "客户不签字。", "items", item.id, "stem")
    return "length", "error", f"{item.id} 的题干 6 个字", "stem: 客户不签字。"


def endless_option(copy: Copy) -> Expected:
    item = copy.items[0]
    option = item.options[1]
    copy.edit(option.text, option.text + "等到大家都回来了再说一遍给他们听听看", "items", item.id, "options", "B")
    return "length", "error", f"{item.id} 里最长的选项 B.*1.6", "再说一遍给他们听听看"


def clipped_option(copy: Copy) -> Expected:
    item = copy.items[0]
    copy.edit(item.options[1].text, "先问问再说", "items", item.id, "options", "B")
    return "length", "error", f"{item.id} 的选项 B 有 5 个字", "先问问再说"


def one_line_wordier(copy: Copy) -> Expected:
    line = copy.bank.roles.lines[0]
    for item in copy.offering(line.id):
        text = copy.text(item, line.id)
        copy.edit(text, text + "再说吧，再说吧，再说", *copy.option(item, line.id))
    return "length", "error", f"责任题里{line.short}的选项平均 .*长 \\d+ %", ITEMS


def long_winded_item(copy: Copy) -> Expected:
    item = copy.items[0]
    copy.edit(item.stem, item.stem + "又说了一遍" * 20, "items", item.id, "stem")
    return "length", "error", f"{item.id} 连问句和选项 \\d+ 个字，不应超过 135", f"id: {item.id}"


def long_winded_debrief(copy: Copy) -> Expected:
    item = copy.items[0]
    copy.edit(item.debrief, item.debrief + "又说了一遍" * 20, "items", item.id, "debrief")
    return "length", "warning", f"{item.id} 的讲评 \\d+ 个字，不应超过 85", "debrief:"


def breathless_option(copy: Copy) -> Expected:
    item = copy.items[0]
    copy.edit(item.options[1].text, "先问，再看，再改，再说", "items", item.id, "options", "B")
    return "sentences", "error", f"{item.id} 的选项 B 有 4 段", "先问，再看"


def figure_in_an_option(copy: Copy) -> Expected:
    item = copy.items[0]
    copy.edit(item.options[1].text, "这七天先把900处都改完", "items", item.id, "options", "B")
    return "sentences", "error", f"{item.id} 的选项 B 里有 1 个阿拉伯数字", "900处"


def nobody_may_stand_back(copy: Copy) -> Expected:
    item = copy.items[0]
    absent = next(line.id for line in copy.bank.roles.lines if line.id not in {one.key for one in item.options})
    copy.edit(f"key: {STAND_BACK}", f"key: {absent}", *copy.option(item, STAND_BACK))
    return "design", "error", f"{item.id} 没有退后", "options:"


def signature_word(copy: Copy) -> Expected:
    line = copy.bank.roles.lines[0]
    for item in copy.offering(line.id):
        text = copy.text(item, line.id)
        copy.edit(text, "盯齐催齐" + text, *copy.option(item, line.id))
    return "giveaway", "error", f"“盯齐催齐”成了{line.short}的记号", ITEMS


def role_in_a_stem(copy: Copy) -> Expected:
    item, role = copy.items[2], copy.bank.roles.roles[0]
    copy.edit(item.stem, f"{role.name}来找你。{item.stem}", "items", item.id, "stem")
    return "names", "error", f"{item.id} 的题干里出现了“{role.name}”", f"stem: {role.name}来找你"


def alias_in_an_option(copy: Copy) -> Expected:
    item = copy.items[2]
    alias = next(name for role in copy.bank.roles.roles for name in role.aliases if name.isascii() and len(name) > 8)
    text = item.options[0].text
    copy.edit(text, f"找{alias.lower()}，{text}", "items", item.id, "options", "A")
    return "names", "error", f"{item.id} 的选项 A 里出现了“{alias}”", alias.lower()


def the_same_story(copy: Copy) -> Expected:
    one, other = copy.items[0], copy.items[1]
    copy.edit(other.stem, one.stem, "items", other.id, "stem")
    return "repeats", "error", f"{other.id} 的题干.*与第 \\d+ 行{one.id} 的题干一样", one.stem


def nearly_the_same_option(copy: Copy) -> Expected:
    one, other = copy.items[0], copy.items[1]
    near = "再" + one.options[0].text[1:]
    copy.edit(other.options[0].text, near, "items", other.id, "options", "A")
    return "repeats", "warning", f"{other.id} 的选项 A.*{one.id} 的选项 A太像", near


def half_width_comma(copy: Copy) -> Expected:
    item = copy.items[3]
    copy.edit(item.stem, item.stem.replace("，", ",", 1), "items", item.id, "stem")
    return "typography", "warning", "汉字旁边的半角标点“,”。请改成“，”", "stem:"


def space_at_the_end(copy: Copy) -> Expected:
    item = copy.items[3]
    copy.edit(item.options[0].text, f'"{item.options[0].text} "', "items", item.id, "options", "A")
    return "typography", "warning", "首尾有空格", ' "}'


def space_between(copy: Copy) -> Expected:
    item = copy.items[3]
    text = item.options[0].text
    copy.edit(text, f"先 等等，{text}", "items", item.id, "options", "A")
    return "typography", "warning", "汉字之间的空格", "先 等等"


def full_width_digits(copy: Copy) -> Expected:
    role = copy.bank.roles.roles[0]
    copy.edit(role.talk, f"{role.talk}１２", "roles", role.id, "talk", file="roles")
    return "typography", "warning", "全角的数字或字母“１２”", "talk:"


def silent_debrief(copy: Copy) -> Expected:
    item = copy.items[4]
    key = next(option.key for option in item.options if option.key != STAND_BACK)
    line = copy.bank.roles.line(str(key))
    copy.edit(item.debrief, re.sub(f"{line.short}|{line.name}", "他", item.debrief), "items", item.id, "debrief")
    return "debrief", "error", f"{item.id} 的讲评没有提到{line.short}", "debrief:"


def two_right_judgements(copy: Copy) -> Expected:
    item = copy.bank.of(Facet.JUDGEMENT)[0]
    letter = next(letter for letter in item.letters if item.option(letter).credit == 0.5)
    copy.edit("credit: 0.5", "credit: 1", "items", item.id, "options", letter)
    return "judgement", "error", f"{item.id} 里 credit 为 1 的选项应恰好一个，现在有 2 个", "options:"


def trap_set_once(copy: Copy) -> Expected:
    trap = next(iter(copy.bank.traps.values()))
    for item in copy.bank.of(Facet.JUDGEMENT):
        for letter in item.letters:
            if item.option(letter).trap == trap.id:
                copy.edit(f"trap: {trap.id}, ", "", "items", item.id, "options", letter)
    return "judgement", "warning", f"误读“{trap.name}”只有 0 道题设了", f"id: {trap.id}"


def nothing_judged(copy: Copy) -> Expected:
    one, other = list(copy.bank.judgements)[:2]
    for item in copy.bank.of(Facet.JUDGEMENT):
        if one in item.judges:
            copy.edit(f"[{', '.join(item.judges)}]", f"[{other}]", "items", item.id, "judges")
    return "judgement", "warning", f"判断点“{copy.bank.judgements[one]}”只有 0 道题在考", f"id: {one}"


def lost_concept(copy: Copy) -> Expected:
    essay = copy.bank.roles.essays[0]
    copy.insert("      never-carried: 没人讲到", "essays", essay.id, "concepts", file="roles")
    return "concepts", "error", f"概念 {essay.id}/never-carried 没有落到任何地方", "never-carried"


def changed_since_judged(copy: Copy) -> Expected:
    item, letter = min(copy.judged)
    text = copy.bank.by_id[item].option(letter).text
    copy.edit(text, text + "吧", "items", item, "options", letter)
    return "blind", "warning", f"{item} 的选项 {letter} 在盲评之后改过", text + "吧"


def misread_option(copy: Copy) -> Expected:
    place = min(copy.judged)
    key = copy.bank.by_id[place[0]].option(place[1]).key
    other = next(line.id for line in copy.bank.roles.lines if line.id != key)
    for sheet in (0, 1):
        copy.judge(sheet, lambda row: row.update(line=other) if (row["item"], row["letter"]) == place else None)
    return (
        "blind",
        "error",
        f"{place[0]} 的选项 {place[1]} 本是.*只有 1 个这么认",
        copy.text(copy.bank.by_id[place[0]], str(key)),
    )


def careless_judge(copy: Copy) -> Expected:
    def forget(row: dict[str, str]) -> None:
        row["line"] = "product"

    copy.judge(2, forget)
    return "blind", "error", "评审 judge-3.*与题库的一致程度.*至少要 0.90", ITEMS


def everybody_wants_to_hear(copy: Copy) -> Expected:
    line = copy.bank.roles.lines[0]

    def wish(row: dict[str, str]) -> None:
        key = copy.bank.by_id[row["item"]].option(row["letter"]).key
        row["desirable"] = "1" if key == line.id else "0"

    for sheet in (0, 1, 2):
        copy.judge(sheet, wish)
    return "blind", "warning", f"{line.short}的选项出现时有 100 % 被评为领导最想听的", ITEMS


def nobody_admits_standing_back(copy: Copy) -> Expected:
    def shun(row: dict[str, str]) -> None:
        key = copy.bank.by_id[row["item"]].option(row["letter"]).key
        row["reluctant"] = "1" if key == STAND_BACK else "0"

    for sheet in (0, 1, 2):
        copy.judge(sheet, shun)
    return "blind", "warning", "退后有 100 % 被评为最不愿承认会选的", ITEMS


def read_twice(copy: Copy) -> Expected:
    place = (copy.items[0].id, "B")
    for sheet in (0, 1):
        copy.judge(sheet, _told_of(place, twice="1"), READS)
    return "reading", "warning", f"{place[0]} 的选项 B 有两个人以上读了两遍", copy.items[0].options[1].text


def hardly_understood(copy: Copy) -> Expected:
    place = (copy.items[0].id, "-")
    for sheet in (0, 1, 2):
        copy.judge(sheet, _told_of(place, clear="3"), READS)
    return "reading", "error", f"{place[0]} 的题干平均只有 3.0 分", "stem:"


def retold_as_another_line(copy: Copy) -> Expected:
    item = copy.items[0]
    other = next(line for line in copy.bank.roles.lines if line.id != item.options[0].key)
    copy.judge(1, _told_of((item.id, "A"), retold=other.id), READS)
    return "reading", "error", f"{item.id} 的选项 A 用别的话重说以后，被认成了{other.short}", item.options[0].text


def out_of_nowhere(copy: Copy) -> Expected:
    place = (copy.items[0].id, "C")
    for sheet in (1, 2):
        copy.judge(sheet, _told_of(place, added="1"), READS)
    return "reading", "error", f"{place[0]} 的选项 C 有两个人以上说它冒出了", copy.items[0].options[2].text


def never_natural(copy: Copy) -> Expected:
    for sheet in (0, 1, 2):
        copy.judge(sheet, lambda row: row.update(natural="4"), READS)
    return "reading", "error", "给“像人话”平均 4.00 分，至少要 4.4", ITEMS


def _told_of(place: tuple[str, str], **cells: str) -> Callable[[dict[str, str]], None]:
    return lambda row: row.update(cells) if (row["item"], row["letter"]) == place else None


DEFECTS = [
    misspelt_key,
    one_line_more_often,
    one_pair_more_often,
    one_stage_more_often,
    one_framing_only,
    always_letter_a,
    short_stem,
    endless_option,
    clipped_option,
    one_line_wordier,
    long_winded_item,
    long_winded_debrief,
    breathless_option,
    figure_in_an_option,
    nobody_may_stand_back,
    signature_word,
    role_in_a_stem,
    alias_in_an_option,
    the_same_story,
    nearly_the_same_option,
    half_width_comma,
    space_at_the_end,
    space_between,
    full_width_digits,
    silent_debrief,
    two_right_judgements,
    trap_set_once,
    nothing_judged,
    lost_concept,
    changed_since_judged,
    misread_option,
    careless_judge,
    everybody_wants_to_hear,
    nobody_admits_standing_back,
    read_twice,
    hardly_understood,
    retold_as_another_line,
    out_of_nowhere,
    never_natural,
]


@pytest.mark.parametrize("plant", DEFECTS, ids=lambda plant: plant.__name__)
def test_a_planted_defect_is_found_where_it_was_planted(
    copy: Copy, clean: set[Told], plant: Callable[[Copy], Expected]
) -> None:
    group, level, words, at = plant(copy)
    code, told = check(copy.folder)
    new = told - clean
    hits = [one for one in new if one.group == group and re.search(words, one.text)]
    assert len(hits) == 1, new
    assert hits[0].level == level
    assert at in hits[0].line
    assert code == (3 if any(one.level == "error" for one in told) else 0)


def test_of_the_shipped_bank_nothing_is_said() -> None:
    assert check(shipped_folder()) == (0, set())


@pytest.mark.parametrize(("level", "codes"), [(Level.WARNING, (0, 3)), (Level.ERROR, (3, 3)), (None, (0, 0))])
def test_warnings_fail_only_where_strictness_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, level: Level | None, codes: tuple[int, int]
) -> None:
    problem = Problem("bank/questions.yaml", 3, "题干太长。请写短。")
    found = () if level is None else (Finding(RuleGroup.LENGTH, level, problem),)
    monkeypatch.setattr("rolecheck.cli.bank.check_bank", lambda *_: found)
    monkeypatch.setattr("rolecheck.report.bank.form_lengths.check_forms", lambda *_: ())
    told = [run(*options) for options in ((), ("--strict",))]
    assert tuple(code for code, _ in told) == codes


def run(*options: str) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = app(["bank", "check", str(shipped_folder()), *options], standalone_mode=False)
    return code or 0, out.getvalue()
