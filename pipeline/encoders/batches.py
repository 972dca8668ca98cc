"""How a fine-tuning walks through its texts: the first weights, which texts go together, how fast it learns."""

import importlib.util
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import ModelError

WARMUP = 0.1


def weights_folder(name: str) -> str:
    """`package:NAME/SUB` as the folder inside that installed package; any other name as it is (folder or hub name)."""
    if not name.startswith("package:"):
        return name
    package, _, inside = name.removeprefix("package:").partition("/")
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(
            f"the package {package} with the encoder's weights is not installed.", "Run `make setup-train`."
        )
    return str(Path(spec.origin).parent / inside)


def rate(step: int, steps: int) -> float:
    """Linear warm-up, then linear decay to nothing: the share of the full learning rate at `step` of `steps`."""
    warm = max(1, int(WARMUP * steps))
    return (step + 1) / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))


def shuffled_batches(
    lengths: Sequence[int], groups: Sequence[str], size: int, chance: random.Random
) -> Iterator[list[int]]:
    """Batches of like length in random order, about `size` texts each; texts of one group stay together.

    Lengths are blurred by a quarter so that companions change from one pass to the next. A text of the group "" stands
    alone.
    """
    units: dict[str, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        units[group or f"alone {at}"].append(at)
    blurred = {name: max(lengths[at] for at in unit) * chance.uniform(0.8, 1.25) for name, unit in units.items()}
    batches: list[list[int]] = [[]]
    for name in sorted(units, key=blurred.__getitem__):
        if len(batches[-1]) >= size:
            batches.append([])
        batches[-1].extend(units[name])
    chance.shuffle(batches)
    yield from batches
