"""The corpus for the eye: figures, and counts in groups that can be drawn; and the folds, with what crosses them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.dataset.figures import Figures, figures
from pipeline.dataset.load import read
from pipeline.dataset.split import country, country_folds
from pipeline.errors import DataError, SettingsError
from pipeline.records import LabelledProvision

SIDES = ("narrow", "overbroad", "not-asked")


@dataclass(frozen=True)
class Bar:
    """A name and how many records it has of each scope, in the order of SIDES."""

    name: str
    counts: tuple[int, int, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


@dataclass(frozen=True)
class Portrait:
    """The figures, and groups of bars by title: kinds, regions, tags, languages, years, the largest countries."""

    figures: Figures
    groups: Mapping[str, Sequence[Bar]]


def portrait(folder: Path, largest: int = 20) -> Portrait:
    """Count the records under `folder`, a file a region. Raises DataError where one is broken."""
    placed, problems = read(folder)
    if problems or not placed:
        raise DataError(
            str(problems[0]) if problems else f"{folder}: no records.", "Run `scope data check` to see every problem."
        )
    records = [item.record for item in placed]
    regions = [Path(item.file).stem for item in placed]
    jurisdictions = _bars(records, lambda record: [record.jurisdiction])
    region_of = {record.id: region for record, region in zip(records, regions, strict=True)}
    return Portrait(
        figures(records, Counter(regions)),
        {
            "Kinds": _bars(records, lambda record: [record.kind]),
            "Regions": _bars(records, lambda record: [region_of[record.id]]),
            "Issues": _bars(records, lambda record: {item.tag for item in record.issues}),
            "Safeguards": _bars(records, lambda record: {item.tag for item in record.safeguards}),
            "Languages": _bars(records, lambda record: [record.language]),
            "Years": sorted(_bars(records, lambda record: [_decade(record.year)]), key=_oldest_first),
            f"Largest of {len(jurisdictions)} jurisdictions, treaties taken as one": jurisdictions[:largest],
        },
    )


@dataclass(frozen=True)
class FoldCount:
    """What one fold measures on and trains on: records, countries and families; and what stands on both sides."""

    records: int
    pairs: int
    countries: int
    families: int
    trained: int
    crossing: tuple[str, ...]


def folds(
    records: Sequence[LabelledProvision], pairs: Sequence[LabelledProvision], number: int, seed: int
) -> list[FoldCount]:
    """The folds as training makes them, over records and pairs together, with every country or family that crosses.

    `crossing` is empty for each fold, or the split is broken. Raises SettingsError for more folds than countries.
    """
    everything = [*records, *pairs]
    try:
        dealt = list(country_folds(everything, number, seed))
    except ValueError as error:
        raise SettingsError(f"{error}.", "Ask for fewer: --set folds=2.") from error
    found = []
    for train, test in dealt:
        inside, outside = [everything[at] for at in train], [everything[at] for at in test]
        both = {country(item) for item in inside} & {country(item) for item in outside}
        both |= {item.family for item in inside} & {item.family for item in outside}
        found.append(
            FoldCount(
                records=sum(at < len(records) for at in test),
                pairs=sum(at >= len(records) for at in test),
                countries=len({country(item) for item in outside}),
                families=len({item.family for item in outside}),
                trained=len(train),
                crossing=tuple(sorted(both)),
            )
        )
    return found


def _bars(records: Sequence[LabelledProvision], names: Callable[[LabelledProvision], Iterable[str]]) -> list[Bar]:
    counts: dict[str, Counter[str]] = {}
    for record in records:
        for name in names(record):
            counts.setdefault(name, Counter())[record.scope or SIDES[2]] += 1
    bars = [Bar(name, (each[SIDES[0]], each[SIDES[1]], each[SIDES[2]])) for name, each in counts.items()]
    return sorted(bars, key=lambda bar: (-bar.total, bar.name))


def _oldest_first(bar: Bar) -> tuple[bool, str]:
    return bar.name[0].isdigit(), bar.name


def _decade(year: int) -> str:
    return "before 1990" if year < 1990 else f"{year // 10 * 10}s"
