"""`scope review --watch`: one draft followed at the terminal while it is written."""

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.base import complain, open_model, width
from pipeline.errors import InputError, MissingExtraError, SettingsError

if TYPE_CHECKING:
    from pipeline.records import Failure, Verdict
    from pipeline.watch import Look


def follow(files: Sequence[Path], model: Path | None, others: bool) -> None:
    """Print the verdicts, then what each save changed, until Ctrl-C. `others`: whether other options were given.

    Raises SettingsError, InputError, MissingExtraError.
    """
    if len(files) != 1 or others:
        raise SettingsError("--watch follows one draft at the terminal.", "Name one file, and no other option.")
    if importlib.util.find_spec("watchfiles") is None:
        raise MissingExtraError("watchfiles", "editor")
    path = files[0]
    if not path.is_file():
        raise InputError(f"{path}: there is no such file.", "Name the draft that you write.")
    from pipeline.lsp.kept import Remembering
    from pipeline.progress import bar
    from pipeline.review import review
    from pipeline.watch import looks, saves

    opened = Remembering.of(open_model(model)[1])

    def judge() -> "list[Verdict | Failure]":
        with bar() as progress:
            rows = list(review([path], opened, progress))
        opened.kept.trim(2 * len(rows))
        return rows

    try:
        for look in looks(path, judge, saves(path)):
            _show(look)
    except KeyboardInterrupt:
        print("Ended.", file=sys.stderr)


def _show(look: "Look") -> None:
    from pipeline.writers.comparison import comparison
    from pipeline.writers.summary import summary
    from pipeline.writers.terminal import Page

    page = Page(width(), sys.stdout.isatty())
    if look.failure:
        complain(InputError(look.failure.error, look.failure.cure))
        print("What was shown last still stands." if look.verdicts else "Nothing was read yet.", flush=True)
    elif look.pairs is None:
        print(summary(look.verdicts, page), flush=True)
    else:
        print(comparison(look.pairs, page, only_changed=True), end="", flush=True)
    print("Waiting for the next save; Ctrl-C ends.", file=sys.stderr, flush=True)
