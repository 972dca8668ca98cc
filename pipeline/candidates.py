"""Unlabelled provisions from folders, files and tables, and those among them that a lawyer should label next."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from pipeline.dataset.check import RESERVED
from pipeline.dataset.columns import mapped
from pipeline.dataset.countries import Countries
from pipeline.dataset.suggest import Pick, choose, entropy
from pipeline.encoders.base import Bank, Floats, Reading
from pipeline.errors import InputError
from pipeline.language import recognised
from pipeline.model import BATCH, Model
from pipeline.readers import read
from pipeline.records import Provision
from pipeline.signals import scores

MOST = 20_000  # provisions held at once
SAMPLE = 200  # candidates by which density is estimated
SHORTEST = 40  # characters; less is a heading or a repealed number
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Candidate:
    """A provision that could be labelled, with what is known of where it comes from; empty where it is not."""

    provision: Provision
    country: str = ""
    law: str = ""
    year: str = ""


@dataclass
class Gathered:
    """The candidates, the files that could not be read, and how many provisions were left out and why."""

    candidates: list[Candidate] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def gather(corpus: Path, labelled: Sequence[str], languages: tuple[str, ...], countries: Countries) -> Gathered:
    """Every provision of a file, or of the files of a folder, that could be labelled.

    Left out are those that stand among the `labelled` texts or twice, those in a language the model was not measured
    on, those of countries kept for outside evaluation, and scraps. Raises InputError where there is no such file.
    """
    files = sorted(path for path in corpus.rglob("*") if _readable(path, corpus)) if corpus.is_dir() else [corpus]
    gathered, seen = Gathered(), {_wording(text) for text in labelled}
    for path in files:
        try:
            for candidate in _of_file(path, corpus, countries):
                reason = _unfit(candidate, seen, languages)
                seen.add(_wording(candidate.provision.text))
                if reason:
                    gathered.left_out[reason] += 1
                elif len(gathered.candidates) >= MOST:
                    raise InputError(f"{corpus}: more than {MOST:,} provisions.", "Give it in parts.")
                else:
                    gathered.candidates.append(candidate)
        except InputError as error:
            if path == corpus or len(gathered.candidates) >= MOST:
                raise
            gathered.failures.append(error)
    return gathered


def suggest(found: Sequence[Candidate], model: Model, most: int, progress: Progress) -> list[tuple[Candidate, Pick]]:
    """The candidates most worth a label, at most `most`, by the method of `pipeline.dataset.suggest`."""
    if not found:
        return []
    readings = list(_readings([item.provision.reading for item in found], model, progress))
    sample = np.random.default_rng(7).permutation(len(readings))[:SAMPLE]
    density = _mean_likeness(readings, [readings[at] for at in sample], model)
    groups = [item.country or item.provision.source for item in found]

    def near(at: int) -> Floats:
        bank = _bank([readings[at]])
        return np.array([float(reading.similarities(bank)[0]) for reading in readings], dtype=np.float32)

    labelled = np.array([float(reading.similarities(model.bank).max(initial=0.0)) for reading in readings])
    unsure = np.array([_uncertainty(reading, model) for reading in readings], dtype=np.float32)
    picks = choose(unsure, density, labelled.astype(np.float32), groups, near, most)
    return [(found[pick.at], pick) for pick in picks]


def _readable(path: Path, corpus: Path) -> bool:
    return path.is_file() and not any(part.startswith(("~$", ".")) for part in path.relative_to(corpus).parts)


def _of_file(path: Path, corpus: Path, countries: Countries) -> Iterator[Candidate]:
    """The provisions of one file; a table may tell country, law and year in columns, else the path is asked."""
    told = _columns(path)
    country = _country_of(path.relative_to(corpus) if corpus.is_dir() else Path(path.name), countries)
    for provision in read(path):
        row = re.match(r"row (\d+)", provision.place)
        cells = told.get(int(row[1]), {}) if row else {}
        code = countries.code(cells.get("jurisdiction", "")) if cells else None
        yield Candidate(provision, code or country, cells.get("law", ""), cells.get("year", ""))


def _columns(path: Path) -> dict[int, dict[str, str]]:
    """Country, law and year of each row, where the file is a table with such columns."""
    from pipeline.readers import table
    from pipeline.readers.formats import format_of

    if format_of(path) != "table":
        return {}
    found: dict[int, dict[str, str]] = {}
    for number, row in table.rows(path):
        columns = mapped(list(row)).columns
        wanted = [(name, columns[name]) for name in ("jurisdiction", "law", "year") if name in columns]
        if not wanted:
            break
        found[number] = {name: str(row[column])[:200] for name, column in wanted if row[column] is not None}
    return found


def _country_of(path: Path, countries: Countries) -> str:
    """The country that a folder or the beginning of a file's name gives: `KE/bill.pdf`, `kenya-2018.docx`."""
    for part in reversed([*path.parts[:-1], path.stem]):
        words = re.findall(r"[^\W\d_]+", part)
        for size in range(min(4, len(words)), 0, -1):
            name = " ".join(words[:size])
            # Two small letters are as often a word ("in", "no") as a country.
            if (size > 1 or len(name) > 2 or name.isupper()) and (code := countries.code(name)):
                return code
    return ""


def _unfit(candidate: Candidate, seen: set[str], languages: tuple[str, ...]) -> str:
    """Why the candidate is left out; empty where it may stay."""
    provision = candidate.provision
    if candidate.country in RESERVED:
        return "of countries kept for outside evaluation"
    if len(provision.text) < SHORTEST:
        return "too short to be a provision"
    if _wording(provision.text) in seen:
        return "labelled already or found twice"
    return "" if recognised(provision.reading, languages) else "in a language the model was not measured on"


def _readings(texts: Sequence[str], model: Model, progress: Progress) -> Iterator[Reading]:
    for at in range(0, len(texts), BATCH):
        progress(at, len(texts), "reading")
        yield from model.encoder.encode(texts[at : at + BATCH])


def _mean_likeness(readings: Sequence[Reading], sample: Sequence[Reading], model: Model) -> Floats:
    """The mean cosine (n,) of each reading to a sample of the candidates."""
    bank = _bank(sample)
    means = [float(reading.similarities(bank).mean()) for reading in readings]
    return np.clip(np.array(means, dtype=np.float32), 1e-3, 1.0)


def _bank(readings: Sequence[Reading]) -> Bank:
    from pipeline.training.parts import bank_of

    return bank_of(readings)


def _uncertainty(reading: Reading, model: Model) -> float:
    found = scores(reading, model.heads)
    kinds = dict(zip(model.described["kinds"], model.calibration.p_kinds(found), strict=True))
    asked = sum(kinds[name] for name in model.taxonomy.questioned)
    return entropy(list(kinds.values()), asked, model.calibration.p_overbroad(found))


def _wording(text: str) -> str:
    return " ".join(text.casefold().split())
