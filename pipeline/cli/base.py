"""What all commands share: options, how an error is told, how the model is opened."""

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from pipeline.errors import MissingExtraError, ScopeError

if TYPE_CHECKING:
    from pipeline.model import Model
    from pipeline.taxonomy import Taxonomy

P = ParamSpec("P")
FOUND_OVERBROAD = 1
Config = Annotated[Path, typer.Option(help="Settings file.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one setting; may be repeated.")
]
ModelOption = Annotated[Path | None, typer.Option(help="Model folder; the champion unless named.")]
TRAIN_SETTINGS = Path("configs/train.toml")


def polite(command: Callable[P, None]) -> Callable[P, None]:
    """Turn an error into two lines (what, and the cure) and its exit code."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except ScopeError as error:
            complain(error)
            raise typer.Exit(error.exit_code) from error
        except BrokenPipeError:
            # The reader of our output went away (`| head`): nothing more can be said.
            sys.stderr.close()
            raise typer.Exit(0) from None
        except ModuleNotFoundError as error:
            # A plain install can classify; the libraries for training come with an extra.
            complain(MissingExtraError(error.name or "A library", "train"))
            raise typer.Exit(2) from error
        except OSError as error:
            complain(
                ScopeError(f"{error.filename or 'A file'}: {error.strerror}.", "Check the path, your rights, the disk.")
            )
            raise typer.Exit(2) from error

    return wrapped


def complain(error: ScopeError) -> None:
    """Two lines on stderr, safe for a terminal: names of files may hold anything."""
    from pipeline.writers.terminal import printable

    for text in (error.message, error.cure):
        print(printable(" ".join(text.split())), file=sys.stderr)


def open_model(folder: Path | None) -> "tuple[Taxonomy, Model]":
    """The taxonomy, and the model of a folder or the champion."""
    from pipeline import taxonomy as taxonomies
    from pipeline.model import Model
    from pipeline.places import asset

    taxonomy = taxonomies.load(asset("configs/taxonomy.toml"))
    return taxonomy, Model.load(folder or asset("champion"), taxonomy)


def width() -> int:
    """Columns of the terminal, within what reads well."""
    import shutil

    return max(40, min(shutil.get_terminal_size((88, 24)).columns, 100))
