"""What adding rows would do or did, for a person: problems with their cures, what changed, the rows to mend."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from pipeline.candidates import Candidate
from pipeline.dataset.adding import Plan
from pipeline.dataset.rows import Draft
from pipeline.dataset.suggest import Pick
from pipeline.language import recognised
from pipeline.records import LabelledProvision
from pipeline.writers.grid import Column, fold
from pipeline.writers.listing import listing
from pipeline.writers.plain import cell
from pipeline.writers.terminal import printable

_CELL = 32_000  # characters of a cell that every spreadsheet takes
_SHOWN = 12  # near-copies named one by one
_FIELDS = (
    "jurisdiction", "law", "year", "provision", "language", "heading", "text", "kind", "scope", "issues", "safeguards",
    "evidence", "labels", "authority", "source_note", "family", "id", "original", "text_kind",
)  # fmt: skip


def problems(plan: Plan, width: int) -> str:
    """Every problem with its row, and under it the cure; empty where there is none."""
    lines: list[str] = []
    for problem in plan.problems:
        lines += fold(printable(f"row {problem.row}: {problem.message}."), width, 4)
        lines += [f"    {part}" for part in fold(printable(problem.cure), width - 4, 4)]
    return "".join(line + "\n" for line in lines)


def changes(plan: Plan, width: int) -> str:
    """Records, countries, families, labels and tags before and after, and the near-copies found."""
    after = [*plan.before, *plan.added]
    old, new = _counted(plan.before), _counted(after)
    rows = [(name, old.get(name, 0), new[name], f"+{new[name] - old.get(name, 0):,}") for name in new]
    changed = [row for row in rows if row[1] != row[2]] or rows[:3]
    columns = (Column("", 16), Column("before", 6), Column("after", 6), Column("change", 6))
    return listing(columns, changed, width) + "".join(f"{line}\n" for line in _kin(plan, width))


def _counted(records: Sequence[LabelledProvision]) -> Mapping[str, int]:
    """Counts by name, in the order in which they are shown."""
    counts = {
        "records": len(records),
        "countries": len({record.jurisdiction for record in records} - {"treaty"}),
        "families": len({record.family for record in records}),
    }
    countries = Counter(record.jurisdiction for record in records)
    labels = Counter(f"{record.kind} {record.scope or ''}".strip() for record in records)
    issues = Counter(item.tag for record in records for item in record.issues)
    guards = Counter(item.tag for record in records for item in record.safeguards)
    for title, group in (("country", countries), ("label", labels), ("issue", issues), ("safeguard", guards)):
        counts |= {f"{title} {name}": group[name] for name in sorted(group)}
    return counts


def _kin(plan: Plan, width: int) -> Iterator[str]:
    near = plan.families.near
    if near:
        yield f"Near-copies, each put into the family of what it resembles: {len(near):,}"
    for kin in near[:_SHOWN]:
        said = f"{kin.record} resembles {kin.other} ({kin.similarity:.0%})"
        yield from fold(f"    {said}{'; their labels differ, read both' if kin.differ else ''}", width, 2)
    if len(near) > _SHOWN:
        yield f"    and {len(near) - _SHOWN} more"
    for name, kept in plan.families.joined.items():
        yield f"family {name} joins {kept}"


def to_mend(plan: Plan) -> bytes:
    """The refused rows as csv, each with its problems and cures, in columns that are read back as they are."""
    used = [name for name in _FIELDS if any(made.cells.get(name) not in (None, "", []) for made in plan.refused)]
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(["row", "problem", "cure", *used])
    for made in plan.refused:
        told = "\n".join(dict.fromkeys(problem.message for problem in made.problems))
        cures = "\n".join(dict.fromkeys(problem.cure for problem in made.problems))
        values = [_written(made, name) for name in used]
        writer.writerow([made.row, *(cell(value[:_CELL]) for value in (told, cures, *values))])
    return sheet.getvalue().encode("utf-8-sig", "replace")


def suggested(candidate: Candidate, pick: Pick) -> dict[str, str]:
    """One provision as a row of the sheet that a lawyer labels."""
    provision = candidate.provision
    return {
        "country": candidate.country,
        "law": candidate.law,
        "year": candidate.year,
        "provision": provision.provision,
        "language": "en" if recognised(provision.reading, ("en",)) else "",
        "heading": provision.heading,
        "original": provision.text,
        "why suggested": f"uncertain {pick.uncertainty:.2f}, unlike what is labelled or picked {pick.distance:.2f}",
        "place": f"{provision.source}, {provision.place}".rstrip(", "),
    }


def _written(made: Draft, name: str) -> str:
    """A cell as a person writes it: tags with their quotes on one line, whatever list they came from."""
    value = made.cells.get(name)
    if isinstance(value, list | tuple):
        return "; ".join(_item(item) for item in value)
    return "" if value is None else str(value)


def _item(item: object) -> str:
    if isinstance(item, Mapping) and "tag" in item:
        # Curved marks part the words from what stands around them, even where the words hold straight ones.
        return f"{item['tag']}: \u201c{item['quote']}\u201d" if item.get("quote") else str(item["tag"])
    if isinstance(item, Mapping):
        return " | ".join(str(value) for value in item.values())
    return str(item)
