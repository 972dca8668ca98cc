"""The rows of an Excel workbook (.xlsx), of its first sheet with any: measured before it is unpacked, then streamed.

Values are read, never formulas; links to other workbooks are not followed; macros lie untouched.
Source: ECMA-376 part 1, SpreadsheetML.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import InputError, MissingExtraError

LARGEST = 150_000_000  # bytes unpacked, of all parts
_MOST_COLUMNS = 100
_MOST_BLANK = 10_000  # rows on end: a cell in the last row of a sheet would make a million
_SAVE_AS = "Save the table as csv (UTF-8) and name that file."


def rows(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of the first sheet that holds cells, with their numbers; blank rows are passed over.

    Raises InputError, with its cure, for a zip bomb, a broken or locked workbook, or XML with entities;
    MissingExtraError where openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtraError("openpyxl", "office") from error
    _measure(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _first(book.worksheets, path)
        finally:
            book.close()
    except InputError:
        raise
    except Exception as error:
        # openpyxl reports a broken workbook by whatever its parts happen to raise (KeyError, TypeError, ParseError …).
        raise InputError(f"{path}: a broken workbook ({type(error).__name__}).", _SAVE_AS) from error


def _first(sheets: Sequence[object], path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    for sheet in sheets:
        blank, any_row = 0, False
        sheet.reset_dimensions()  # type: ignore[attr-defined]
        cells = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)  # type: ignore[attr-defined]
        for number, row in enumerate(cells, start=1):
            if any(value not in (None, "") for value in row):
                blank, any_row = 0, True
                yield number, row
            elif (blank := blank + 1) > _MOST_BLANK:
                raise InputError(f"{path}: more than {_MOST_BLANK:,} blank rows on end.", _SAVE_AS)
        if any_row:
            return


def _measure(path: Path) -> None:
    """Refuse a zip bomb by what it declares, and entities by reading each part once.

    Read by steps, zipfile never unpacks more of a part than is declared for it, and one that lies fails its checksum.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > LARGEST or len(parts) > 5000:
                raise InputError(
                    f"{path}: it unpacks to far more than a table of laws holds, as a zip bomb does.", _SAVE_AS
                )
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise InputError(f"{path}: it is packed in a way that Excel does not use.", _SAVE_AS)
            if any(part.flag_bits & 1 for part in parts):
                raise InputError(f"{path}: its zip is locked with a password.", "Save it without a password.")
            if any(_typed(archive, part) for part in parts if part.filename.endswith((".xml", ".rels"))):
                raise InputError(f"{path}: its XML declares a document type, as no office program writes.", _SAVE_AS)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise InputError(f"{path}: a broken workbook ({type(error).__name__}).", _SAVE_AS) from error


def _typed(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part declares a document type, wherever it stands; in sheets such signs are always escaped."""
    last = b""
    with archive.open(part) as stream:
        while piece := stream.read(1 << 20).replace(b"\x00", b""):  # UTF-16 holds a zero in every second byte
            if b"<!DOCTYPE" in last + piece or b"<!ENTITY" in last + piece:
                return True
            last = piece[-16:]
    return False
