"""Commands on the labelled laws."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.base import TRAIN_SETTINGS, Config, Overrides, polite


@polite
def data_check(folder: Annotated[Path, typer.Argument(help="Folder of labelled records.")] = Path("data")) -> None:
    """Print every problem of the labelled laws with its file and line; exit 2 when there is one."""
    from pipeline import taxonomy
    from pipeline.dataset.check import check
    from pipeline.places import asset

    placed, problems = check(folder, taxonomy.load(asset("configs/taxonomy.toml")))
    for problem in problems:
        print(problem)
    countries = len({item.record.jurisdiction for item in placed} - {"treaty"})
    print(f"{len(placed)} records of {countries} jurisdictions, {len(problems)} problems", file=sys.stderr)
    if problems:
        raise typer.Exit(2)


@polite
def data_suspects(
    most: Annotated[int, typer.Option("--most", "-n", help="How many to list.")] = 100,
    config: Config = TRAIN_SETTINGS,
    changes: Overrides = None,
) -> None:
    """List labels that a model of the other countries doubts, the least believed first."""
    from pipeline import settings, taxonomy
    from pipeline.dataset.load import load
    from pipeline.places import asset
    from pipeline.progress import bar
    from pipeline.training.suspects import suspects

    chosen = settings.load(config, tuple(changes or ()))
    known = taxonomy.load(asset("configs/taxonomy.toml"))
    with bar() as progress:
        listed = suspects(load(Path(chosen.data), chosen.languages), chosen, known, progress)
    for item in listed[:most]:
        print(f"{item.confidence:.3f}  {item.field}: {item.labelled}, expected {item.expected}  {item.record.id}")
    print(f"{len(listed)} labels in doubt; read them, do not change them unread", file=sys.stderr)


@polite
def data_describe(folder: Annotated[Path, typer.Argument(help="Folder of labelled records.")] = Path("data")) -> None:
    """Count the corpus anew: the counted part of README.md, and croissant.json."""
    from pipeline.dataset.figures import count
    from pipeline.files import write_whole
    from pipeline.writers.croissant import croissant
    from pipeline.writers.datacard import with_figures

    card = folder / "README.md"
    counted = count(folder / "provisions")
    write_whole(card, with_figures(card.read_text(encoding="utf-8"), counted).encode())
    write_whole(folder / "croissant.json", croissant(folder).encode())
    print(f"{card} and {folder / 'croissant.json'}: {counted.records} records described")
