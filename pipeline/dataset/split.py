"""Folds in which no country and no family of near-copies straddles train and test."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.records import LabelledProvision

Fold = tuple[list[int], list[int]]


def country_folds(records: Sequence[LabelledProvision], folds: int, seed: int) -> Iterator[Fold]:
    """`folds` pairs (train, test) of positions in `records`; each record is in test once.

    Whole countries are dealt to the folds, the largest first to the smallest fold, ties by seeded chance. Treaties and
    model laws count each text as a country of its own. From train are then taken out the records whose family stands
    in test, so train may be smaller than the rest. Raises ValueError with fewer countries than folds.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for position, record in enumerate(records):
        groups[country(record)].append(position)
    if len(groups) < folds:
        raise ValueError(f"{len(groups)} countries cannot be dealt to {folds} folds")
    names = sorted(groups)
    random.Random(seed).shuffle(names)
    names.sort(key=lambda name: -len(groups[name]))
    dealt: list[list[int]] = [[] for _ in range(folds)]
    for name in names:
        min(dealt, key=len).extend(groups[name])
    for test in dealt:
        inside = set(test)
        families = {records[position].family for position in test}
        train = [at for at in range(len(records)) if at not in inside and records[at].family not in families]
        yield train, sorted(test)


def country(record: LabelledProvision) -> str:
    """The unit of splitting and of the bootstrap: the jurisdiction, or the text itself for treaties and model laws."""
    return country_of(record.jurisdiction, record.law)


def country_of(jurisdiction: str, law: str) -> str:
    """As `country`, from the two fields alone."""
    return f"treaty: {law}" if jurisdiction == "treaty" else jurisdiction
