"""Commands that make the labelled laws grow, and show them: add, suggest, stats, split."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli.base import TRAIN_SETTINGS, Config, ModelOption, Overrides, complain, open_model, polite, width
from pipeline.errors import InputError, SettingsError

if TYPE_CHECKING:
    from pipeline.candidates import Gathered
    from pipeline.dataset.adding import Plan
    from pipeline.dataset.drafts import House
    from pipeline.model import Model

Data = Annotated[Path, typer.Option("--data", help="Folder of the labelled laws.")]
DATA = Path("data")


@polite
def data_add(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="csv, xlsx, jsonl, parquet; exports of Label Studio or Prodigy.")
    ],
    columns: Annotated[
        list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="Which column holds which field.")
    ] = None,
    values: Annotated[
        list[str] | None, typer.Option("--value", metavar="FIELD=TEXT", help="A field for all rows that have none.")
    ] = None,
    good_rows: Annotated[bool, typer.Option("--good-rows", help="Add the good rows; write the bad to mend.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and tell; write nothing.")] = False,
    invented: Annotated[bool, typer.Option("--invented", help="Let XA to XZ stand: invented laws, in tests.")] = False,
    data: Data = DATA,
) -> None:
    """Check new labelled provisions row by row and add them: all of them, or none unless --good-rows is said.

    Columns are found by their usual names. Tags stand in a cell with ; between them and their quotes as
    tag: "words". Every problem is shown with its row and a cure; exit 2 when there is one.
    """
    from pipeline.dataset import adding, incoming
    from pipeline.writers import additions

    plan = adding.plan(incoming.rows(file), data, _house(invented=invented), columns or (), _values(values or []))
    print(additions.problems(plan, width()), end="")
    if plan.left:
        print(f"Columns left alone: {', '.join(plan.left)} (--map column=field reads one).", file=sys.stderr)
    if plan.added and (good_rows or not plan.problems):
        print(additions.changes(plan, width()), end="")
        if not dry_run:
            adding.carry_out(plan)
    print(_outcome(plan, file, good_rows=good_rows, dry_run=dry_run), file=sys.stderr)
    if plan.problems:
        raise typer.Exit(2)


def _house(*, invented: bool) -> "House":
    from pipeline import taxonomy
    from pipeline.dataset import countries
    from pipeline.dataset.drafts import House
    from pipeline.places import asset

    known = countries.load(asset("configs/countries.toml"))
    return House(taxonomy.load(asset("configs/taxonomy.toml")), known, invented=invented)


def _outcome(plan: "Plan", file: Path, *, good_rows: bool, dry_run: bool) -> str:
    """What happened, in a sentence; the rows to mend are written here, beside the file they came from."""
    bad = f"{_many(len(plan.problems), 'problem')} in {_many(len(plan.refused), 'row')}"
    if plan.problems and not good_rows:
        hint = "; --good-rows adds the others" if plan.added else ""
        return f"{bad}; nothing was added. Mend them and run it again{hint}."
    said = f"{_many(len(plan.added), 'record')} {'to be added' if dry_run else 'added'}."
    if not dry_run and plan.added:
        said += " Next: scope data describe."
    if not plan.problems:
        return said
    if dry_run:
        return f"{said} {bad}."
    from pipeline.files import write_whole
    from pipeline.writers.additions import to_mend

    # Somebody may be mending the rows of an earlier run: that file is left alone.
    names = (file.with_name(f"{file.stem}-to-mend{number}.csv") for number in ("", *range(2, 1000)))
    target = next(name for name in names if not name.exists())
    write_whole(target, to_mend(plan))
    return f"{said} {bad}: they stand in {target}, to be mended and added."


def _many(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def _values(written: list[str]) -> dict[str, str]:
    from pipeline.dataset.columns import FIELDS

    found = {}
    for wish in written:
        field, equals, text = wish.partition("=")
        if not equals or field not in FIELDS:
            raise SettingsError(f"--value {wish}: not a field of a record.", f"The fields are {', '.join(FIELDS)}.")
        found[field] = text
    return found


@polite
def data_suggest(
    corpus: Annotated[Path, typer.Argument(metavar="CORPUS", help="Unlabelled laws: a folder, a file or a table.")],
    most: Annotated[int, typer.Option("-n", "--most", min=1, max=1000, help="How many provisions to pick.")] = 50,
    out: Annotated[Path, typer.Option("-o", "--output", help="The sheet to write (.xlsx).")] = Path("sheet.xlsx"),
    model: ModelOption = None,
    data: Data = DATA,
) -> None:
    """Pick the provisions whose labels would help most, and write a sheet ready for a lawyer.

    They are uncertain under the champion, unlike what is labelled and unlike each other, and spread over countries;
    the sheet says how they were chosen. `scope data add` reads it back.
    """
    from pipeline.candidates import suggest
    from pipeline.dataset.suggest import METHOD
    from pipeline.files import write_whole
    from pipeline.progress import bar
    from pipeline.writers import sheet
    from pipeline.writers.additions import suggested

    if out.suffix.lower() != ".xlsx":
        raise SettingsError(f"{out}: the sheet is an Excel workbook.", "Name a file that ends in .xlsx.")
    if out.exists():
        raise SettingsError(f"{out}: it stands there already, perhaps with labels.", "Name another file with -o.")
    taxonomy, opened = open_model(model)
    gathered = _gathered(corpus, data, opened)
    with bar() as progress:
        picks = suggest(gathered.candidates, opened, most, progress)
    write_whole(out, sheet.xlsx([suggested(*pick) for pick in picks], taxonomy, METHOD))
    spread = len({candidate.country or candidate.provision.source for candidate, _ in picks})
    print(f"{out}: {_many(len(picks), 'provision')} of {len(gathered.candidates):,}, from {spread} sources")
    print(f"{METHOD} {_left_out(gathered.left_out)}", file=sys.stderr)


def _gathered(corpus: Path, data: Path, model: "Model") -> "Gathered":
    """What of the corpus could be labelled; files that cannot be read are told and passed over."""
    from pipeline.candidates import gather
    from pipeline.dataset import countries
    from pipeline.dataset.load import read
    from pipeline.places import asset

    labelled = [item.record.text for item in read(data)[0]]
    languages = tuple(model.described["languages"])
    gathered = gather(corpus, labelled, languages, countries.load(asset("configs/countries.toml")))
    for failure in gathered.failures:
        complain(failure)
    if not gathered.candidates:
        raise InputError(f"{corpus}: no provision in it could be labelled.", _left_out(gathered.left_out))
    return gathered


def _left_out(counts: Mapping[str, int]) -> str:
    listed = "; ".join(f"{count:,} {reason}" for reason, count in counts.items())
    return f"Left out: {listed}." if listed else "Nothing was left out."


@polite
def data_stats(
    data: Data = DATA,
    out: Annotated[Path | None, typer.Option("-o", "--output", help="A picture too: .html or .svg.")] = None,
) -> None:
    """Show what the labelled laws hold: tables at the terminal, and with -o a picture in one file."""
    from pipeline.dataset.portrait import portrait
    from pipeline.files import write_whole
    from pipeline.writers.portrait import page, svg, tables

    makers = {".html": page, ".htm": page, ".svg": svg}
    if out and out.suffix.lower() not in makers:
        raise SettingsError(f"{out}: no format for a picture.", "Name a file that ends in .html or .svg.")
    found = portrait(data / "provisions")
    print(tables(found, width()), end="")
    if out:
        write_whole(out, makers[out.suffix.lower()](found).encode())
        print(f"{out}: the same in a picture", file=sys.stderr)


@polite
def data_split(config: Config = TRAIN_SETTINGS, changes: Overrides = None) -> None:
    """Show the folds that training makes, and that no country and no family crosses one; exit 2 where one does."""
    from pipeline import settings
    from pipeline.dataset.load import load
    from pipeline.dataset.portrait import folds
    from pipeline.writers.portrait import fold_table

    chosen = settings.load(config, tuple(changes or ()))
    pairs = load(Path(chosen.pairs), chosen.languages) if chosen.pairs else []
    found = folds(load(Path(chosen.data), chosen.languages), pairs, chosen.folds, chosen.seed)
    print(fold_table(found, width()), end="")
    if any(fold.crossing for fold in found):
        raise typer.Exit(2)
