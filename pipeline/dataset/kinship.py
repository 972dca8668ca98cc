"""Families of new records: each near-copy joins the family of what it copies, so that no split can part them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.dataset.families import near_copies
from pipeline.dataset.rows import UNKNOWN
from pipeline.records import LabelledProvision


@dataclass(frozen=True)
class Kin:
    """A near-copy: the new record, what it resembles, how much (0 to 1), and whether their scopes differ."""

    record: str
    other: str
    similarity: float
    differ: bool


@dataclass(frozen=True)
class Families:
    """The new records with their families; the near-copies; families that became one (old name to new)."""

    new: tuple[LabelledProvision, ...]
    near: tuple[Kin, ...]
    joined: Mapping[str, str]


def families(old: Sequence[LabelledProvision], new: Sequence[LabelledProvision]) -> Families:
    """Give each new record its family: that of its near-copies, else the one it names, else its own id.

    A new record that resembles two families joins them into one, under the name of the elder.
    """
    records = [*old, *new]
    own = [record.family if record.family != UNKNOWN else record.id for record in records]
    elder = {name: at for at, name in reversed(list(enumerate(own)))}
    heads: dict[str, str] = {}

    def head(name: str) -> str:
        while name in heads:
            name = heads[name]
        return name

    near = []
    for first, second, similarity in near_copies([record.text for record in records], since=len(old)):
        one, other = records[first], records[second]
        near.append(Kin(other.id, one.id, similarity, one.scope != other.scope or one.kind != other.kind))
        kept, joining = sorted((head(own[first]), head(own[second])), key=elder.__getitem__)
        if kept != joining:
            heads[joining] = kept
    settled = [record.model_copy(update={"family": head(own[len(old) + at])}) for at, record in enumerate(new)]
    joined = {name: head(name) for name in dict.fromkeys(own[: len(old)]) if name in heads}
    return Families(tuple(settled), tuple(near), joined)
