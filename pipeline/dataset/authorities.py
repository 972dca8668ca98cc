"""What courts and organisations said of a provision, from one cell: `body | year | outcome | note`, parted by ;."""

from typing import get_args

from pipeline.dataset.cells import CellFault, choice, words, year
from pipeline.records import Outcome

_HOW = f"Write body | year | outcome | note; the outcomes are {', '.join(get_args(Outcome))}."


def authorities(value: object) -> list[dict[str, object]]:
    """The authorities of a cell, or of the list that JSON and parquet hold. Raises CellFault."""
    if isinstance(value, list | tuple):
        if not all(isinstance(item, dict) and {"body", "year", "outcome", "note"} >= item.keys() for item in value):
            raise CellFault("authority holds what is no authority", _HOW)
        return [_one(*(item.get(name) for name in ("body", "year", "outcome", "note"))) for item in value]
    found = []
    for item in words(value, "authority").replace("\n", ";").split(";"):
        if item.strip():
            parts = [part.strip() for part in item.split("|")]
            if len(parts) != 4:
                raise CellFault(f"authority {item.strip()[:40]!r} has not four parts", _HOW)
            found.append(_one(*parts))
    return found


def _one(body: object, when: object, outcome: object, note: object) -> dict[str, object]:
    told = choice(outcome, "outcome", get_args(Outcome))
    if told is None:
        raise CellFault("authority has no outcome", _HOW)
    return {"body": words(body, "body"), "year": year(when), "outcome": told, "note": words(note, "note")}
