"""The rows of a parquet file, its columns of words only, a few at a time."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import InputError, MissingExtraError

_LARGEST_GROUP = 1_000_000_000  # bytes of a row group unpacked; writers make them of some 100 million
_AT_A_TIME = 64  # rows: a column may hold the same long text in every row at the cost of one


def rows(path: Path, wanted: Sequence[str]) -> Iterator[tuple[int, Mapping[str, object]]]:
    """The rows with those of the `wanted` columns that the file has, all of its columns' names where it has none.

    Raises InputError, with its cure, for a broken file; MissingExtraError where pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("pyarrow", "office") from error
    try:
        with pyarrow.parquet.ParquetFile(path, memory_map=False) as file:
            names = list(file.schema_arrow.names)
            columns = [name for name in names if "_".join(name.casefold().split()) in wanted]
            groups = range(file.metadata.num_row_groups)
            if any(file.metadata.row_group(group).total_byte_size > _LARGEST_GROUP for group in groups):
                raise InputError(f"{path}: a row group too large to unpack.", "Write it with smaller row groups.")
            number = 0
            for batch in file.iter_batches(batch_size=_AT_A_TIME, columns=columns or names[:1], use_threads=False):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row if columns else dict.fromkeys(names)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError, UnicodeDecodeError) as error:
        why = f"{path}: a broken parquet file ({type(error).__name__})."
        raise InputError(why, "Write it again, or give the table as csv.") from error
