"""Parquet, in and out: the columns of a sheet, a row a respondent. pyarrow is an extra, and this its only door."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from rolecheck.errors import UsageError
from rolecheck.intake import RefusedError, note_read

AT_ONCE = 4096
"""Rows."""


def require_parquet() -> None:
    """Raise UsageError unless Parquet can be read and written."""
    try:
        import pyarrow.parquet  # noqa: F401, PLC0415 - looked for where it is asked for
    except ImportError as error:
        raise UsageError("读写 Parquet 要先装 pyarrow：pip install 'rolecheck[cluster]'，或改用 CSV。") from error


def write_as_csv(path: Path, stream: IO[bytes], most: int) -> None:
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
