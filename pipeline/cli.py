"""The command line: parses, calls, prints, exits. The only room that prints; heavy imports live inside the commands."""

import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ParamSpec

import typer

from pipeline.errors import InputError, MissingExtraError, ScopeError

if TYPE_CHECKING:
    from pipeline.model import Model
    from pipeline.records import Failure, Provision, Verdict
    from pipeline.taxonomy import Taxonomy

app = typer.Typer(
    name="scope",
    help="Reads a proposed offence and says, with reasons, whether it is narrow or overbroad.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
data_app = typer.Typer(help="The labelled laws.", no_args_is_help=True, rich_markup_mode=None)
models_app = typer.Typer(help="Trained models and the champion.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(data_app, name="data")
app.add_typer(models_app, name="models")

P = ParamSpec("P")
FOUND_OVERBROAD = 1
Config = Annotated[Path, typer.Option(help="Settings file.")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change one setting; may be repeated.")
]
ModelOption = Annotated[Path | None, typer.Option(help="Model folder; the champion unless named.")]


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


@app.command()
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
    taxonomy, opened = _open(model)
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


def _open(folder: Path | None) -> "tuple[Taxonomy, Model]":
    from pipeline import taxonomy as taxonomies
    from pipeline.model import Model
    from pipeline.places import asset

    taxonomy = taxonomies.load(asset("configs/taxonomy.toml"))
    return taxonomy, Model.load(folder or asset("champion"), taxonomy)


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


@app.command()
@polite
def train(
    name: Annotated[str, typer.Option(help="Name of the model; it is written to models/NAME.")] = "challenger",
    config: Config = Path("configs/train.toml"),
    changes: Overrides = None,
    models: Annotated[Path, typer.Option(help="Folder of models.")] = Path("models"),
) -> None:
    """Train a model on the labelled laws, measure it on unseen countries and record it in MLflow."""
    from pipeline import folder, settings, taxonomy, tracking
    from pipeline.dataset.load import load
    from pipeline.places import asset
    from pipeline.progress import bar
    from pipeline.training.recipe import train as run
    from pipeline.writers.card import with_card

    chosen = settings.load(config, tuple(changes or ()))
    records = load(Path(chosen.data), chosen.languages)
    pairs = load(Path(chosen.pairs), chosen.languages) if chosen.pairs else []
    known = taxonomy.load(asset("configs/taxonomy.toml"))
    with bar() as progress:
        files = run(records, chosen, known, name, progress, pairs)
    folder.write(models / name, with_card(files))
    run_id = tracking.record(models / name, chosen)
    print(f"{models / name}: trained on {len(records)} provisions and {len(pairs)} sides of pairs, MLflow run {run_id}")


@app.command()
@polite
def evaluate(
    on: Annotated[Path, typer.Option(help="JSON Lines of labelled provisions that the model has not seen.")],
    model: ModelOption = None,
    data: Annotated[Path, typer.Option(help="The training records, to leave out what resembles them.")] = Path(
        "data/provisions"
    ),
    language: Annotated[str, typer.Option(help="Measure on provisions in this language.")] = "en",
    save: Annotated[
        str | None, typer.Option(metavar="NAME", help="Keep the figures in the model's report and card as NAME.")
    ] = None,
    config: Config = Path("configs/train.toml"),
    changes: Overrides = None,
) -> None:
    """Measure a model on other labelled provisions, beside the baselines, with intervals over countries."""
    from pipeline import folder, settings, tracking
    from pipeline.evaluation.outside import measure
    from pipeline.places import asset
    from pipeline.writers.card import table, with_card

    chosen = settings.load(config, tuple(changes or ()))
    taxonomy, opened = _open(model)
    figures = measure(on, opened, taxonomy, data, language)
    print(table(figures))
    if save:
        target = model or asset("champion")
        folder.write(target, with_card(folder.with_report(target, save, figures)))
        tracking.record_outside(target, chosen, save)


@data_app.command("check")
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


@data_app.command("suspects")
@polite
def data_suspects(
    most: Annotated[int, typer.Option("--most", "-n", help="How many to list.")] = 100,
    config: Config = Path("configs/train.toml"),
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


@data_app.command("describe")
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


@models_app.command("promote")
@polite
def promote(
    name: Annotated[str, typer.Argument(help="Model in the folder of models.")],
    models: Annotated[Path, typer.Option(help="Folder of models.")] = Path("models"),
    config: Config = Path("configs/train.toml"),
    changes: Overrides = None,
) -> None:
    """Make a trained model the champion: copied to models/champion, registered in MLflow under that alias."""
    from pipeline import settings, tracking

    version = tracking.promote(models / name, models / "champion", settings.load(config, tuple(changes or ())))
    print(f"{models / 'champion'}: {name} is champion {version}")


if __name__ == "__main__":
    app()
