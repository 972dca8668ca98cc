"""Commands on whole documents: review a bill, compare two drafts."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.base import FOUND_OVERBROAD, ModelOption, complain, open_model, polite, width
from pipeline.cli.watching import follow
from pipeline.errors import InputError, SettingsError

if TYPE_CHECKING:
    from pipeline.records import Failure, Verdict
    from pipeline.taxonomy import Taxonomy

    Rows = Sequence[Verdict | Failure]

FORMATS = ("table", "json", "html", "docx", "xlsx", "csv", "parquet", "sarif")
SUFFIXES = {".jsonl": "json", ".json": "json", ".htm": "html"}
Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Bills: Word, PDF, HTML, XML, text, tables.")]


@polite
def review(
    files: Files,
    form: Annotated[
        str | None, typer.Option("--format", metavar="|".join(FORMATS), help="What to write; else by the name of -o.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--output", "-o", help="Write there instead of to the terminal.")] = None,
    fail_on: Annotated[
        str | None, typer.Option(metavar="overbroad", help="Exit with 1 when such a verdict is found.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Judge again at each save, and say what changed.")] = False,
    model: ModelOption = None,
) -> None:
    """Find every provision of a bill, judge each, and write a report, a commented Word file or a table."""
    if watch:
        return follow(files, model, others=bool(form or out or fail_on))
    rows, wanted = _reviewed(files, form, out, fail_on, model)
    if any(row.status == "failed" for row in rows):
        raise typer.Exit(2)
    if wanted and any(row.status == "ok" and row.scope == wanted for row in rows):
        raise typer.Exit(FOUND_OVERBROAD)


def _reviewed(
    files: list[Path], form: str | None, out: Path | None, fail_on: str | None, model: Path | None
) -> "tuple[Rows, str | None]":
    """The rows, written where they are wanted, and the verdict that is to fail. Raises SettingsError."""
    from pipeline.files import write_whole
    from pipeline.progress import bar
    from pipeline.review import review as run
    from pipeline.settings import chosen_verdict

    wanted, chosen = chosen_verdict(fail_on), _format(form, out, files)
    taxonomy, opened = open_model(model)
    with bar() as progress:
        rows = list(run(files, opened, progress))
    failures = [row for row in rows if row.status == "failed"]
    for row in failures:
        complain(InputError(row.error, row.cure))
    if len(failures) < len(rows):
        data = _written(chosen, rows, taxonomy, files)
        if out:
            write_whole(out, data)
            print(f"{out}: {len(rows) - len(failures)} provisions", file=sys.stderr)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.flush()
    return rows, wanted


def _format(form: str | None, out: Path | None, files: Sequence[Path]) -> str:
    """The format asked for, or told by the name of the output. Raises SettingsError where it cannot be written."""
    chosen = form or (SUFFIXES.get(out.suffix.lower(), out.suffix.lower().lstrip(".")) if out else "table")
    if chosen not in FORMATS:
        raise SettingsError(f"{chosen!r} is no format.", f"Choose one of {', '.join(FORMATS)}.")
    if chosen in ("docx", "xlsx", "parquet") and not out:
        raise SettingsError(f"{chosen} cannot be shown at a terminal.", f"Name a file: -o review.{chosen}")
    if chosen == "docx" and (len(files) != 1 or files[0].suffix.lower() != ".docx"):
        raise SettingsError("Comments go into one Word document.", "Name one .docx file, or choose another format.")
    if out and not out.parent.is_dir():
        raise SettingsError(f"{out.parent}: there is no such folder.", "Make it, or name another.")
    if out and any(out.resolve() == file.resolve() for file in files):
        raise SettingsError(f"{out}: this would write over the document itself.", "Name another file.")
    return chosen


def _written(chosen: str, rows: "Rows", taxonomy: "Taxonomy", files: Sequence[Path]) -> bytes:
    """The rows in one format, as bytes."""
    from pipeline.writers import docx, html, jsonl, sarif, table
    from pipeline.writers.summary import summary
    from pipeline.writers.terminal import Page

    makers: dict[str, Callable[[], bytes]] = {
        "table": lambda: (summary(rows, Page(width(), sys.stdout.isatty())) + "\n").encode(),
        "json": lambda: "".join(jsonl.line(row) + "\n" for row in rows).encode(),
        "html": lambda: html.report(", ".join(file.name for file in files), rows, taxonomy).encode(),
        "docx": lambda: docx.commented(files[0], rows, taxonomy),
        "xlsx": lambda: table.xlsx(rows, taxonomy),
        "csv": lambda: table.csv(rows, taxonomy),
        "parquet": lambda: table.parquet(rows),
        "sarif": lambda: sarif.sarif(rows, taxonomy, _texts(files)).encode(),
    }
    return makers[chosen]()


def _texts(files: Sequence[Path]) -> dict[str, str]:
    """The text of each source that is written in letters, exactly as stored: lines and columns are counted in it."""
    from pipeline.readers.formats import format_of
    from pipeline.readers.opening import as_text

    texts = {}
    for file in files:
        try:
            if format_of(file) in ("text", "markdown", "html", "law-xml"):
                texts[str(file)] = as_text(file)
        except InputError:
            continue  # it is a failed row already
    return texts


@polite
def compare(
    old: Annotated[Path, typer.Argument(help="The earlier draft.")],
    new: Annotated[Path, typer.Argument(help="The later draft.")],
    changed: Annotated[bool, typer.Option("--changed", help="Only what changed.")] = False,
    model: ModelOption = None,
) -> None:
    """Set two drafts or two treaty texts side by side, provision by provision, with what got better or worse."""
    from pipeline.compare import align
    from pipeline.progress import bar
    from pipeline.review import review as run
    from pipeline.writers.comparison import comparison
    from pipeline.writers.terminal import Page

    _, opened = open_model(model)
    sides: list[list[Verdict]] = []
    for path in (old, new):
        with bar() as progress:
            rows = list(run([path], opened, progress))
        for row in rows:
            if row.status == "failed":
                raise InputError(row.error, row.cure)
        sides.append([row for row in rows if row.status == "ok"])
    print(comparison(align(*sides), Page(width(), sys.stdout.isatty()), only_changed=changed), end="")
