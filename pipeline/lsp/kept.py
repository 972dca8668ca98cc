"""What was found once and is kept while it is of use: the least lately used goes first."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from itertools import islice
from typing import Generic, TypeVar

from pipeline.model import BATCH, Model
from pipeline.records import Provision, Verdict

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """Values by key. It grows until `trim`, so that no document, however long, pushes itself out while it is read."""

    def __init__(self) -> None:
        self._held: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: K) -> V | None:
        """The value, which now counts as used last; None where there is none."""
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key]

    def put(self, key: K, value: V) -> V:
        """Keep a value, and give it back."""
        self._held[key] = value
        return value

    def trim(self, most: int) -> None:
        """Let go of all but the `most` values used last."""
        while len(self._held) > most:
            self._held.popitem(last=False)


@dataclass(frozen=True)
class Remembering(Model):
    """A model that judges each heading and text once, and says the same of them wherever they stand.

    A verdict depends on nothing else, so this changes no answer; it is for one thread at a time.
    """

    kept: Kept[tuple[str, str], Verdict] = field(default_factory=Kept)

    @classmethod
    def of(cls, model: Model) -> "Remembering":
        """The same model, remembering."""
        return cls(**{part.name: getattr(model, part.name) for part in fields(Model)})

    def judge(self, provisions: Iterable[Provision]) -> Iterator[Verdict]:
        """One verdict a provision, in order, as `Model.judge`; only what is new reaches the encoder."""
        waiting = iter(provisions)
        while chunk := list(islice(waiting, BATCH)):
            known = {(item.heading, item.text): self.kept.get((item.heading, item.text)) for item in chunk}
            unknown = {key: item for item in chunk if known[key := (item.heading, item.text)] is None}
            for key, verdict in zip(unknown, super().judge(unknown.values()), strict=True):
                known[key] = self.kept.put(key, verdict)
            for item in chunk:
                if found := known[item.heading, item.text]:
                    yield _as_of(found, item)


def _as_of(verdict: Verdict, item: Provision) -> Verdict:
    """A verdict under the source and number of the provision that asks."""
    if (verdict.source, verdict.provision) == (item.source, item.provision):
        return verdict
    return verdict.model_copy(update={"source": item.source, "provision": item.provision})
