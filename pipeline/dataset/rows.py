"""One row on its way to a record, and what is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.dataset.cells import CellFault
from pipeline.records import LabelledProvision

UNKNOWN = "to-be-given"  # id and family, until the row stands among the others
MISSING: Mapping[str, str] = {
    "jurisdiction": "Give the country by its code of ISO 3166-1 (KE) or its name, or treaty.",
    "law": "Name the law that the provision stands in.",
    "provision": "Give its number, for example s. 5(2) or art. 12.",
    "source_note": "Say what the restatement rests on, with its doubts.",
    "text": "Restate the provision in your own words, every legal element kept.",
    "kind": "Choose a kind of section 1 of the codebook.",
}


@dataclass(frozen=True)
class RowProblem:
    """One thing wrong with one row: its number as a person counts, the field, what, and the cure."""

    row: int
    field: str
    message: str
    cure: str


@dataclass
class Draft:
    """A row on its way: its cells by field, the record once there is one, and what is wrong with it."""

    row: int
    cells: Mapping[str, object]
    record: LabelledProvision | None = None
    problems: list[RowProblem] = field(default_factory=list)

    def fault(self, name: str, message: str, cure: str) -> None:
        """Note a problem of the field `name`."""
        self.problems.append(RowProblem(self.row, name, message, cure))

    def read(self, name: str, parse: Callable[[object], Any], stand_in: object) -> Any:  # noqa: ANN401 - by field
        """The field's value, or the stand-in with the fault noted."""
        try:
            return parse(self.cells.get(name))
        except CellFault as fault:
            self.fault(name, fault.message, fault.cure)
            return stand_in
