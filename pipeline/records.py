"""The nouns of the house, as frozen records with JSON in and out.

`Verdict` is what `scope classify --json` prints, one object a provision; its field order is the order printed.
Offsets (`start`, `end`) count characters of `text`; they are null where the words are
absent, or stand in the heading or in another provision that is read together with this one.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Scope = Literal["narrow", "overbroad"]
Decision = Literal["narrow", "overbroad", "undecided"]
Outcome = Literal[
    "struck-down", "upheld", "read-down", "criticised", "annulled-in-part", "repealed", "withdrawn", "referred"
]
CAVEAT = "Help for a lawyer's own reading, not legal advice. Undecided means: read it yourself."


class Record(BaseModel):
    """Common ground: immutable, and an unknown field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(Record):
    """The smallest numbered unit of a law, bill or treaty that stands alone; `text` is without the heading.

    `place` says where it begins in the source, for a person: "paragraph 12", "page 3", an element's id.
    """

    source: str
    place: str = ""
    provision: str = ""
    heading: str = ""
    text: str

    @property
    def reading(self) -> str:
        """The heading joined to the text, as the model reads it: the codebook counts the heading as text."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


class Tagged(Record):
    """One issue or safeguard of a labelled record; `quote` is an exact substring, or null for an absence."""

    tag: str
    quote: str | None = None


class Authority(Record):
    """What a court or organisation said of a provision. It never decides the label: validity is not narrowness."""

    body: str
    year: int = Field(ge=1900, le=2100)
    outcome: Outcome
    note: str


class LabelledProvision(Record):
    """One line of `data/provisions/*.jsonl`: a real provision, restated in our own drafting, with its labels."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    jurisdiction: str = Field(pattern=r"^([A-Z]{2}|treaty)$")
    law: str = Field(min_length=3)
    year: int = Field(ge=1800, le=2100)
    provision: str
    language: str = Field(pattern=r"^[a-z]{2}$")
    heading: str
    text: str = Field(min_length=20)
    text_kind: Literal["restated"]
    kind: str
    scope: Scope | None
    issues: tuple[Tagged, ...]
    safeguards: tuple[Tagged, ...]
    authority: tuple[Authority, ...]
    source_note: str = Field(min_length=3)
    family: str = Field(min_length=3)

    @property
    def reading(self) -> str:
        """The heading joined to the text, as `Provision.reading`."""
        return f"{self.heading}\n{self.text}" if self.heading else self.text


class Finding(Record):
    """An issue found: the words that show it, how sure the model is (0 to 1) and the principle it offends."""

    tag: str
    probability: float
    decisive: bool
    quote: str | None
    start: int | None
    end: int | None
    principle: str


class Safeguard(Record):
    """A narrowing element found in the text, with the words that show it."""

    tag: str
    quote: str | None
    start: int | None
    end: int | None


class Precedent(Record):
    """A labelled provision near to the one judged; `similarity` is a cosine, 0 to 1."""

    id: str
    jurisdiction: str
    law: str
    year: int
    provision: str
    scope: Scope | None
    similarity: float


class Verdict(Record):
    """What the model says of one provision. `scope` is null where the question does not arise (no such offence)."""

    source: str
    provision: str
    heading: str
    text: str
    status: Literal["ok"] = "ok"
    kind: str
    kind_probabilities: dict[str, float]
    scope: Decision | None
    p_overbroad: float | None
    issues: tuple[Finding, ...]
    safeguards: tuple[Safeguard, ...]
    missing: tuple[str, ...]
    precedents: tuple[Precedent, ...]
    advice: tuple[str, ...]
    notes: tuple[str, ...] = ()
    windows: int
    model: str
    caveat: str = CAVEAT


class Failure(Record):
    """A source that could not be judged: the row that stands in its place, so that nothing is lost."""

    source: str
    status: Literal["failed"] = "failed"
    error: str
    cure: str
