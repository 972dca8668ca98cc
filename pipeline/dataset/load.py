"""Labelled records from JSON Lines, with file and line kept for every problem, and a fingerprint of the whole."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from pipeline.errors import DataError
from pipeline.records import LabelledProvision

if TYPE_CHECKING:
    from datasets import Dataset


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one line of the data; `line` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Placed:
    """A record and where it stands."""

    file: str
    line: int
    record: LabelledProvision


def read(folder: Path) -> tuple[list[Placed], list[Problem]]:
    """Every record under `folder` in file and line order, and the lines that are no record.

    Raises DataError when the folder holds no `.jsonl` file.
    """
    files = sorted(folder.rglob("*.jsonl"))
    if not files:
        raise DataError(f"{folder}: no .jsonl file of labelled records there.", "Name the folder that holds them.")
    placed: list[Placed] = []
    problems: list[Problem] = []
    for file in files:
        for outcome in _lines(file):
            if isinstance(outcome, Problem):
                problems.append(outcome)
            else:
                placed.append(outcome)
    return placed, problems


def _lines(file: Path) -> Iterator[Placed | Problem]:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield Problem(str(file), 1, f"cannot be read as UTF-8 text: {error}")
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield Placed(str(file), number, LabelledProvision.model_validate_json(line))
        except ValidationError as error:
            for fault in error.errors():
                place = ".".join(str(part) for part in fault["loc"]) or "record"
                yield Problem(str(file), number, f"{place}: {fault['msg']}")


def load(folder: Path, languages: Sequence[str] = ()) -> list[LabelledProvision]:
    """The records of `folder`, of `languages` only where any are named. Raises DataError at the first bad line."""
    placed, problems = read(folder)
    if problems:
        raise DataError(str(problems[0]), "Run `scope data check` to see every problem.")
    records = [item.record for item in placed if not languages or item.record.language in languages]
    if not records:
        raise DataError(f"{folder}: no record in {', '.join(languages)}.", "Change `languages` in the settings.")
    return records


def fingerprint(records: Sequence[LabelledProvision]) -> str:
    """SHA-256 over the records in id order: the same labelled laws give the same 64 hex digits, whatever the files."""
    digest = hashlib.sha256()
    for record in sorted(records, key=lambda item: item.id):
        digest.update(json.dumps(record.model_dump(mode="json"), sort_keys=True, ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def as_dataset(records: Sequence[LabelledProvision]) -> "Dataset":
    """The records as a Hugging Face `datasets.Dataset`, a column a field plus `reading` (heading joined to text)."""
    from datasets import Dataset

    rows = [{**record.model_dump(mode="json"), "reading": record.reading} for record in records]
    return Dataset.from_list(rows)
