"""Files an answer sheet is read from: CSV, or Parquet with the same columns; what a path leads to is read once.

It is read into a place of our own (memory, or a file nobody else can open): so a pipe will do, and every problem of the
whole sheet is told before the first row is given out, whatever happens to the file meanwhile. Parquet is written, too;
pyarrow is an extra, and this its only door.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from rolecheck.errors import BadInputError, Problem, UsageError, why_refused
from rolecheck.intake import RefusedError, note_read, pieces

PARQUET = ".parquet"
SHEETS = (".csv", PARQUET)

MOST_BYTES = 2**30
LONGEST_LINE = 2**20
"""Bytes. A million respondents on every item of a bank stay below both of these."""

IN_MEMORY = 2**23
"""Bytes of a sheet held in memory; a longer one lies in a file that is gone with the process."""

AT_ONCE = 4096
"""Rows of Parquet."""


def sheet_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files these paths stand for, each once: a sheet, or a folder with sheets in it, by name.

    Raises:
        BadInputError: a folder has no sheet in it, or cannot be looked into.
    """
    sheets: dict[Path, None] = {}
    problems = []
    for path in paths:
        try:
            inside = sorted(filter(_may_be_sheet, path.iterdir())) if path.is_dir() else [path]
        except OSError as error:
            problems.append(Problem(str(path), None, f"读不了：{why_refused(error)}。检查路径和权限。"))
            continue
        if not inside:
            problems.append(
                Problem(str(path), None, "这个文件夹里没有 .csv 也没有 .parquet。放进答题表，或换一个文件夹。")
            )
        sheets.update(dict.fromkeys(inside))
    if problems:
        raise BadInputError(problems)
    return list(sheets)


def _may_be_sheet(path: Path) -> bool:
    return path.suffix.lower() in SHEETS and not path.name.startswith(".") and path.is_file()


@contextmanager
def open_sheet(path: Path) -> Iterator[IO[bytes]]:
    """Give everything the path leads to, in a place of our own; BadInputError if it cannot be taken in."""
    try:
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as stream:
            if path.suffix.lower() == PARQUET:
                _write_as_csv(path, stream, MOST_BYTES)
            else:
                for piece in _in_lines(pieces(path, MOST_BYTES)):
                    stream.write(piece)
            yield stream
    except RefusedError as error:
        raise BadInputError([Problem(str(path), None, str(error))]) from error
    except OSError as error:
        text = f"读到一半，放不下了：{why_refused(error)}。用环境变量 TMPDIR 换一个空着的临时文件夹。"
        raise BadInputError([Problem(str(path), None, text)]) from error


def _in_lines(content: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces, as long as they are text and have line ends: what has none would be one endless line."""
    line = 0
    for piece in content:
        end = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        line = line + len(piece) if end < 0 else len(piece) - end - 1
        if line > LONGEST_LINE:
            raise RefusedError(f"有一行超过 {LONGEST_LINE // 2**20} MB，不像是答题表。换一个文件。")
        yield piece


def require_parquet() -> None:
    """Raise UsageError unless Parquet can be read and written."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - looked for where it is asked for
    except ImportError as error:
        raise UsageError(
            "读写 Parquet 要先装 pyarrow，或改用 CSV。", "运行 pip install 'rolecheck[cluster]'"
        ) from error


def _write_as_csv(path: Path, stream: IO[bytes], most: int) -> None:
    """Write a Parquet file's rows as CSV, line by line where they stand; RefusedError if it cannot be read.

    ``most`` are bytes of text: a small file can hold a great many.
    """
    require_parquet()
    from pyarrow import ArrowException, csv, parquet  # noqa: PLC0415 - as above

    try:
        with path.open("rb") as raw:
            note_read(raw.fileno())
            file = parquet.ParquetFile(raw)
            writer = csv.CSVWriter(stream, file.schema_arrow)
            for batch in file.iter_batches(AT_ONCE):
                writer.write_batch(batch)
                if stream.tell() > most:
                    raise RefusedError(f"写成文字超过 {most // 2**20} MB，不再往下读。分成几份。")
            writer.close()
    except ArrowException as error:
        raise RefusedError(
            "不是能读的 Parquet，或者有一列不是文字和数。用别的软件打开另存一次，或改用 CSV。"
        ) from error


def parquet_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows of plain values as a Parquet file; every row has the same keys."""
    from pyarrow import Table, parquet  # noqa: PLC0415 - as above

    content = io.BytesIO()
    parquet.write_table(Table.from_pylist(list(rows)), content, compression="zstd")
    return content.getvalue()


def rows_of(path: Path) -> int:
    """Return how many rows a Parquet file says it has; 0 where it cannot be read."""
    require_parquet()
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - as above

    try:
        return int(parquet.read_metadata(path).num_rows)
    except (ArrowException, OSError):
        return 0
