"""What an encoder is trained towards: the labels of one reading as numbers, and the weights of the classes."""

from dataclasses import dataclass

from pipeline.encoders.base import Floats


@dataclass(frozen=True)
class LabelTarget:
    """The labels of one reading.

    `kind` is the kind's number, `asked` whether scope is asked of it, `scope` 1.0 for overbroad. `issues` (issues,)
    and `safeguards` (safeguards,) are marks of 0 or 1. `evidence` holds (tag, start, end), tags counted issues first,
    then safeguards, places in characters of `reading`. `headless` is the reading without its heading. Texts of one
    `group` are versions of each other; a text of the group "" stands alone.
    """

    reading: str
    headless: str
    kind: int
    asked: bool
    scope: float
    issues: Floats
    safeguards: Floats
    evidence: tuple[tuple[int, int, int], ...]
    group: str = ""


@dataclass(frozen=True)
class Weights:
    """Class weights: `kind` (kinds,) for the loss of each kind; lifts of rare `issues` and `safeguards`."""

    kind: Floats
    issues: Floats
    safeguards: Floats
