"""New labelled rows among the old records: read, checked, refused where they repeat or contradict, and put in place.

`plan` changes nothing; what it gives is written by `carry_out`, whole or not at all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.dataset.columns import mapped
from pipeline.dataset.countries import Countries
from pipeline.dataset.drafts import House, draft
from pipeline.dataset.exports import Row
from pipeline.dataset.incoming import names
from pipeline.dataset.kinship import Families, families
from pipeline.dataset.load import Placed, read
from pipeline.dataset.naming import named
from pipeline.dataset.rows import UNKNOWN, Draft, RowProblem
from pipeline.errors import DataError
from pipeline.files import write_all
from pipeline.records import LabelledProvision

PROVISIONS = "provisions"


@dataclass(frozen=True)
class Plan:
    """What adding would do: the records to come, every problem, the rows that stay out, the new content of files.

    `families` tells the near-copies found; `left` the columns that nobody read; `drafts` all rows as they were read.
    """

    before: tuple[LabelledProvision, ...]
    added: tuple[LabelledProvision, ...]
    problems: tuple[RowProblem, ...]
    refused: tuple[Draft, ...]
    families: Families
    left: tuple[str, ...]
    contents: Mapping[Path, bytes]
    originals: Mapping[Path, bytes | None]


def plan(rows: Sequence[Row], folder: Path, house: House, asked: Sequence[str], given: Mapping[str, str]) -> Plan:
    """Hold every row against the codebook, the records under `folder` and the rows before it.

    `asked` maps columns (`column=field`); `given` holds the value of a field for rows that have none. Raises DataError
    where the records that stand there are themselves broken; SettingsError for a mapping that fits no column.
    """
    placed, broken = read(folder)
    if broken or not (folder / PROVISIONS).is_dir():
        why = str(broken[0]) if broken else f"{folder}: there is no folder {PROVISIONS} in it."
        raise DataError(why, "Mend the records first: `scope data check` names each problem.")
    fields = mapped(names(list(rows)), asked)
    drafts = [draft(number, _cells(row, fields.columns, given), house) for number, row in rows]
    _refuse_repeats(drafts, placed)
    good = [made.record for made in drafts if made.record and not made.problems]
    new = named(good, {item.record.id for item in placed})
    kin = families([item.record for item in placed], new)
    contents = _contents(placed, kin, folder / PROVISIONS, house.countries)
    return Plan(
        before=tuple(item.record for item in placed if Path(item.file).parent.name == PROVISIONS),
        added=kin.new,
        problems=tuple(problem for made in drafts for problem in made.problems),
        refused=tuple(made for made in drafts if made.problems),
        families=kin,
        left=fields.left,
        contents=contents,
        originals={path: path.read_bytes() if path.exists() else None for path in contents},
    )


def carry_out(plan: Plan) -> None:
    """Write the files of a plan, all or none. Raises DataError where one has changed since; OSError as it comes."""
    for path, old in plan.originals.items():
        if (path.read_bytes() if path.exists() else None) != old:
            raise DataError(f"{path}: it changed while the rows were being checked.", "Run the command again.")
    write_all(plan.contents)


def _cells(row: Mapping[str, object], columns: Mapping[str, str], given: Mapping[str, str]) -> dict[str, object]:
    cells = {field: row.get(column) for field, column in columns.items()}
    return cells | {field: value for field, value in given.items() if cells.get(field) in (None, "")}


def _refuse_repeats(drafts: Sequence[Draft], placed: Sequence[Placed]) -> None:
    """Note rows whose text or whose very provision stands already, among the records or in a row above."""
    texts = {_wording(item.record): (item.record.id, item.record) for item in placed}
    ids = {item.record.id for item in placed}
    places = {_place(item.record): (item.record.id, item.record) for item in placed}
    for made in drafts:
        record = made.record
        if record is None:
            continue
        where = f"row {made.row}"
        if record.id in ids:
            made.fault("id", f"id {record.id} stands already", "Leave the id empty: one is made for it.")
        same_text, same_place = texts.get(_wording(record)), places.get(_place(record))
        if same_text and _label(same_text[1]) == _label(record):
            made.fault("text", f"the same text and labels as {same_text[0]}", "Leave this row out.")
        elif same_text:
            made.fault(
                "labels",
                f"contradicts {same_text[0]}: the same text, labelled {_shown(same_text[1])} there",
                "Settle by the codebook which label is right, and keep one of the two.",
            )
        elif same_place:
            made.fault(
                "provision",
                f"{record.provision} of this law stands already, as {same_place[0]}",
                "Leave this row out; for another paragraph or version name it: s. 5(2), or its own year.",
            )
        if not made.problems:
            ids |= {record.id} - {UNKNOWN}
            texts[_wording(record)] = places[_place(record)] = (where, record)


def _wording(record: LabelledProvision) -> str:
    return " ".join(record.text.casefold().split())


def _place(record: LabelledProvision) -> tuple[str, ...]:
    numbers = (record.law, str(record.year), record.provision, record.language)
    return (record.jurisdiction, *(" ".join(part.casefold().split()) for part in numbers))


def _label(record: LabelledProvision) -> tuple[object, ...]:
    tags = frozenset(item.tag for item in (*record.issues, *record.safeguards))
    return record.kind, record.scope, tags


def _shown(record: LabelledProvision) -> str:
    return " ".join([record.kind, record.scope or "", *sorted({item.tag for item in record.issues})]).strip()


def _contents(placed: Sequence[Placed], kin: Families, folder: Path, countries: Countries) -> dict[Path, bytes]:
    """The new content of each file that changes: lines in order of id, those that stay untouched byte for byte."""
    arriving: dict[Path, list[LabelledProvision]] = {}
    for record in kin.new:
        # A code without a region cannot come here: rows with one are refused.
        arriving.setdefault(folder / f"{countries.region(record.jurisdiction)}.jsonl", []).append(record)
    for item in placed:
        if item.record.family in kin.joined:
            arriving.setdefault(Path(item.file), [])
    contents = {}
    for path, records in sorted(arriving.items()):
        lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
        kept = [_renamed(line, kin.joined) for line in lines if line.strip()]
        whole = sorted([*kept, *map(_line, records)], key=lambda line: str(json.loads(line)["id"]))
        contents[path] = "".join(line + "\n" for line in whole).encode()
    return contents


def _line(record: LabelledProvision) -> str:
    return json.dumps(record.model_dump(mode="json"), ensure_ascii=False)


def _renamed(line: str, joined: Mapping[str, str]) -> str:
    row = json.loads(line)
    if row["family"] not in joined:
        return line
    return json.dumps({**row, "family": joined[row["family"]]}, ensure_ascii=False)
