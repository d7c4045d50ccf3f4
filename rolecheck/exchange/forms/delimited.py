"""Delimited text: which encoding, which delimiter, which cells."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from rolecheck.bank.characters import harmless
from rolecheck.exchange.forms.limits import UnreadableError

ENCODINGS = (("utf-8-sig", "UTF-8"), ("gbk", "GBK"), ("gb18030", "GB18030"))
"""Tried in this order: what is no UTF-8 is told quickly, and GB18030 takes nearly anything."""

_DELIMITERS = ",\t;"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    if data.startswith(_UTF_16):
        msg = "是 UTF-16（Excel 叫它“Unicode 文本”）。另存为“CSV UTF-8”再读。"
        raise UnreadableError(msg)
    for encoding, name in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, name
    msg = "不是文本，也不是 .xlsx。请从问卷工具里下载 CSV 或 Excel。"
    raise UnreadableError(msg)


def delimited_rows(text: str) -> Iterator[Sequence[str]]:
    """Yield the lines of cells."""
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    except csv.Error as error:
        # The parser quotes the delimiter, which may be a tab.
        msg = f"不是规整的 CSV（{harmless(str(error))}）。看看引号是否成对，或在表格软件里另存为“CSV UTF-8”。"
        raise UnreadableError(msg) from error


def _delimiter(text: str) -> str:
    """Return what cuts the first line into most cells."""
    first = text.lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=first.count)
