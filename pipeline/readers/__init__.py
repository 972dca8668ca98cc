"""Sources into provisions; one small file per format."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.readers.blocks import Block
    from pipeline.records import Provision


def read(path: Path, source: str | None = None) -> "Iterator[Provision]":
    """The provisions of a law, bill, treaty or table, in order; the format is found by content, not by name alone.

    `source` is what the provisions and errors call the file; its path unless given. Nothing is read before the first
    provision is asked for. Raises InputError, with its cure, for a file that cannot be read, is in no known format or
    holds no provision; MissingExtraError where the library of its format is not installed.
    """
    from pipeline.errors import InputError

    name = source if source is not None else str(path)
    try:
        for provision in _provisions(path, name):
            yield provision if provision.source == name else provision.model_copy(update={"source": name})
    except InputError as error:
        # The readers know the file by its path; who reads the error knows it by the name that was given.
        raise InputError(error.message.replace(str(path), name, 1), error.cure) from error


def _provisions(path: Path, source: str) -> "Iterator[Provision]":
    from pipeline.readers import lawxml, table
    from pipeline.readers.formats import format_of

    form = format_of(path)
    if form == "law-xml":
        yield from lawxml.provisions(path)
    elif form == "table":
        yield from table.provisions(path)
    else:
        from pipeline.errors import InputError
        from pipeline.provisions.splitting import split

        found = False
        for provision in split(_blocks(path, form), source):
            found = True
            yield provision
        if not found:
            raise InputError(f"{path}: no provision was found in it.", "Check that it holds the text of a law.")


def _blocks(path: Path, form: str) -> "Iterator[Block]":
    """The blocks of a laid-out document; the rooms of Word and PDF are opened only for their own files."""
    if form == "docx":
        from pipeline.readers.docx import blocks as docx

        return docx(path)
    if form == "pdf":
        from pipeline.readers.pdf import blocks as pdf

        return pdf(path)
    from pipeline.readers import html, markdown, plain

    return {"html": html.blocks, "markdown": markdown.blocks}.get(form, plain.blocks)(path)
