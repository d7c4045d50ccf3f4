"""The code to scan: drawn for a browser, and in half blocks for a terminal.

Both colours are set, so that it can be scanned on light and on dark screens.
"""

import io
from collections.abc import Iterator

import segno

QUIET = 2
"""Modules of margin on a terminal; the standard asks for four, every camera does with two on an even ground."""

INK, PAPER = "\x1b[30;107m", "\x1b[0m"


def qr_svg(text: str) -> bytes:
    """Return the code as a picture for a page."""
    stream = io.BytesIO()
    segno.make_qr(text, error="m").save(stream, kind="svg", scale=8, border=4, dark="#000", light="#fff", nl=False)
    return stream.getvalue()


def qr_lines(text: str) -> list[str]:
    """Return the code as lines of half blocks, two rows of modules each, without colours."""
    rows = [list(row) for row in segno.make_qr(text, error="l").matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    return ["".join(_block(*pair) for pair in zip(*rows[at : at + 2], strict=True)) for at in range(0, len(rows), 2)]


def coloured(lines: list[str]) -> Iterator[str]:
    """Yield the lines with both colours set."""
    return (f"{INK}{line}{PAPER}" for line in lines)


def _block(upper: int, lower: int) -> str:
    return {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}[bool(upper), bool(lower)]
