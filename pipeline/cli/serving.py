"""Commands that serve: the language server."""

import importlib.util

import typer

from pipeline.cli.base import ModelOption, open_model, polite
from pipeline.errors import MissingExtraError


@polite
def lsp(model: ModelOption = None) -> None:
    """Serve an editor over standard input and output: underline overbroad words, with advice, as a draft is written."""
    if importlib.util.find_spec("pygls") is None:
        raise MissingExtraError("pygls", "editor")
    from pipeline.lsp.server import serve

    taxonomy, opened = open_model(model)
    if not serve(opened, taxonomy):
        # The protocol asks for this code of a server whose editor left without taking leave.
        raise typer.Exit(1)
