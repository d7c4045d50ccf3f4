"""The list of the pages written for a group, for whoever hands them out."""

from collections.abc import Iterable

from rolecheck.report.page import Entry, Listing, Page, Sentence, Tone

TITLE = "每人一页的名单"
HOW = (
    "这一页只给带队的人看。一份一份单独发给本人，别把整个文件夹发到群里，也别替人转发：每一页里是这个人的全部结果。",
    "先让每个人看自己的那一份，再一起看团队页。谁不愿意拿出来说，就不说。",
)


def handing_out_page(listed: Iterable[tuple[str, str]]) -> Page:
    """Return the list: each person's name and the name of the file; nothing of what stands in it."""
    entries = tuple(Entry(file, name) for name, file in listed)
    return Page(
        TITLE, (Sentence(HOW[0], tone=Tone.WARNING), Sentence(HOW[1]), Listing(entries)), f"{len(entries)} 个人"
    )
