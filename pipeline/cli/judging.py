"""Commands that judge: one clause, or several."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.base import FOUND_OVERBROAD, ModelOption, complain, open_model, polite
from pipeline.errors import InputError

if TYPE_CHECKING:
    from pipeline.model import Model
    from pipeline.records import Failure, Provision, Verdict
    from pipeline.taxonomy import Taxonomy


@polite
def classify(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Text files with one clause each, or - for stdin.")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a clause instead of a page to read.")
    ] = False,
    fail_on: Annotated[
        str | None, typer.Option(metavar="overbroad", help="Exit with 1 when such a verdict is found.")
    ] = None,
    model: ModelOption = None,
) -> None:
    """Say of each clause whether it is narrow or overbroad, and why."""
    from pipeline.settings import chosen_verdict

    wanted = chosen_verdict(fail_on)
    taxonomy, opened = open_model(model)
    failed, hit = False, False
    for row in _rows(files, opened):
        if row.status == "failed":
            failed = True
            complain(InputError(row.error, row.cure))
            _show(row, taxonomy, as_json) if as_json else None
        else:
            hit = hit or (wanted is not None and row.scope == wanted)
            _show(row, taxonomy, as_json)
    if failed:
        raise typer.Exit(2)
    if hit:
        raise typer.Exit(FOUND_OVERBROAD)


def _rows(files: list[str], model: "Model") -> "Iterator[Verdict | Failure]":
    """A row a file, in order; a file that cannot be read becomes a failed row and the rest goes on."""
    from pipeline.records import Failure

    for name in files:
        try:
            yield from model.judge([_provision(name)])
        except InputError as error:
            yield Failure(source=name, error=error.message, cure=error.cure)


def _provision(name: str) -> "Provision":
    from pipeline.readers import text

    return text.read_stream(sys.stdin.buffer, "stdin") if name == "-" else text.read(Path(name))


def _show(row: "Verdict | Failure", taxonomy: "Taxonomy", as_json: bool) -> None:
    if as_json or row.status == "failed":
        from pipeline.writers import jsonl

        print(jsonl.line(row), flush=True)
        return
    import shutil

    from pipeline.writers.terminal import Page, verdict

    width = max(40, min(shutil.get_terminal_size((88, 24)).columns, 100))
    print(verdict(row, taxonomy, Page(width, sys.stdout.isatty())), flush=True)
