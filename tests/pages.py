"""A page that has every kind of block, and any page as an outline to compare."""

from collections.abc import Iterator

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from rolecheck.report.page import (
    Aspect,
    Bar,
    Bars,
    Beside,
    Block,
    Command,
    Counts,
    Entry,
    Headline,
    Lane,
    LaneEntry,
    Lanes,
    Listing,
    OptionCount,
    Options,
    Order,
    Page,
    Part,
    Quotation,
    Row,
    Sentence,
    Table,
    TableCell,
    Tasks,
    Tone,
)


class TextFile(SingleFileSnapshotExtension):
    """What is compared is kept as a text file of its own."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


class HtmlFile(TextFile):
    """The same, to be opened in a browser."""

    file_extension = "html"


DOTS = tuple(round(0.3 + 0.02 * place, 2) for place in range(20))

BARS = Bars(
    (
        Bar("交付", "结果被接住", 0.46, 0.38, 0.55, "46 %", "38 – 55", DOTS),
        Bar("项目", "过程可控", 0.17, 0.11, 0.24, "17 %", "11 – 24"),
    ),
    0.8,
)
COUNTS = Counts(("交付", "项目", "退后"), (("立项", (1, 2, 0)), ("验收", (0, 1, 3))), frozenset({"退后"}))
OPTIONS = Options(
    (
        OptionCount("A", "交付", "找能拍板的人当面问清，现在这样接不接得住", 3, 0.75, "3 人，75 %"),
        OptionCount("B", "退后", "等他们来问再说", 1, 0.25, "1 人，25 %"),
        OptionCount("C", "", "当他同意了", 0, 0.0, "0 人"),
    )
)
LANES = Lanes(
    (
        Lane("立项", "产品", (LaneEntry("王小明", "90 %"), LaneEntry("欧阳娜娜·阿依古丽"))),
        Lane("验收", "实施、交付", (), "没看到人", gap=True),
        Lane("运营", "", (), "说不准"),
    ),
    relay=True,
)
BESIDE = Beside(
    ("项目经理", "交付经理"),
    (
        Aspect("责任线", (("项目线 · 过程可控",), ("交付线 · 结果被接住",))),
        Aspect("站出来", (("两条线抢同一拨人，得有人改计划", "上线日保不住"), None)),
    ),
    "来源里没说",
)
CONTRAST = Beside(("忙的", "认的"), (Aspect("", (("排轻重", "跑验收会"), ("字签了却用不起来",))),))
FIGURES = Table(
    "people",
    "各人",
    "先后不是名次",
    (("line", "结论"), ("product", "产品"), ("card", "名片")),
    (
        Row("1", "王小明", (TableCell("d", "交付"), TableCell(0.2, "20 %", "11 – 32", 0.2), TableCell(None, ""))),
        Row("2", "李雷", (TableCell("p", "项目"), TableCell(0.05, "5 %", "1 – 12", 0.05), TableCell("x", "项目经理"))),
    ),
    (Order("姓名", (1, 0)), Order("结论", (0, 1))),
)
LISTING = Listing(
    (
        Entry("它一坏，会拖着别人一起停", "技术底线", ("你答“是”：夜里重启会丢单", "去问运维")),
        Entry("主流程还走不通", "业务目标", tone=Tone.WARNING),
        Entry("没有别的"),
    )
)

BLOCKS: tuple[Block, ...] = (
    Sentence("也叫：交付负责人", tone=Tone.QUIET),
    Sentence("客户真的接得住吗？", "一直在问", Tone.STRONG),
    Headline("交付线 · 结果被接住", "把握 96 %"),
    Headline("名片上是项目经理", "名实不符，把握 97 %", Tone.WARNING, minor=True),
    Part("各占多少", (BARS,), "右边是范围"),
    Part("阶段", (COUNTS, Sentence("12 个时刻里退后 3 次。"))),
    Part(
        "时刻", (Quotation("客户回了句“先用着吧”。这时候，你会先："), OPTIONS, Sentence("没出声不等于点头。", "讲评"))
    ),
    Part("接力", (LANES,)),
    Part("为什么", (LISTING, Listing(LISTING.entries[1:], numbered=True))),
    BESIDE,
    CONTRAST,
    Part("细看", (FIGURES, Part("更细", (Sentence("一句。"),))), folded=True, id="detail"),
    Part("带走", (Tasks(("退得最勤的是验收", ""), ("谁来跟", "哪天之前")),)),
    Sentence("不用于招聘、考核和定薪。", tone=Tone.QUIET),
    Command("接着看", "rolecheck explain 交付经理"),
)
EVERYTHING = Page("责任线报告：王小明", BLOCKS, "标准卷")


def outline(page: Page) -> str:
    """Return what the page says, block by block, as a text to compare."""
    return "\n".join(_lines(page, ""))


def _lines(block: object, indent: str) -> Iterator[str]:
    if isinstance(block, Row):
        cells = (f"{cell.text}（{cell.note}）" if cell.note else cell.text for cell in block.cells)
        yield f"{indent}{' | '.join((block.label, *cells))}".rstrip()
        return
    assert hasattr(block, "_asdict")
    said, below = [], []
    for name, value in block._asdict().items():
        if _holds_blocks(value):
            below += list(value)
        elif name != "names" and value not in ("", (), False, None, Tone.PLAIN, frozenset()):
            shown = sorted(value) if isinstance(value, frozenset) else value  # a set has no order of its own
            said.append(f"{name}={shown!r}" if not isinstance(shown, str) else f"{name}={shown}")
    yield f"{indent}{type(block).__name__}  {' | '.join(said)}".rstrip()
    for each in below:
        yield from _lines(each, indent + "  ")


def _holds_blocks(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and all(hasattr(each, "_asdict") for each in value)


def walk(block: object) -> Iterator[object]:
    """Yield a page or block and whatever it is made of."""
    yield block
    if isinstance(block, tuple):
        for each in block:
            if isinstance(each, tuple):
                yield from walk(each)


def headings(page: Page) -> list[str]:
    """Return the headings of a page in their order."""
    return [each.heading for each in walk(page) if isinstance(each, Part | Table) and each.heading]


def entries(page: Page, heading: str) -> list[Entry]:
    """Return what is listed under a heading."""
    found = next(each for each in walk(page) if isinstance(each, Part) and each.heading == heading)
    return [each for each in walk(found) if isinstance(each, Entry)]


UNSHOWN = {"id", "value", "orders", "unknown", "columns", "tone", "names"}
"""Fields that are no text of their own."""


def texts(part: object) -> Iterator[str]:
    """Yield every text a reader sees, commands aside: only a terminal shows those."""
    if isinstance(part, Command):
        return
    if isinstance(part, str) and part:
        yield part
    elif hasattr(part, "_asdict"):
        for name, value in part._asdict().items():
            if name not in UNSHOWN and not (isinstance(part, Lane) and name == "empty" and part.placed):
                yield from texts(value)
        if isinstance(part, Table):
            yield from (title for _, title in part.columns)
    elif isinstance(part, tuple):
        for each in part:
            yield from texts(each)
