"""Records whose label a model of the other countries doubts: read these again first.

Source: confident learning (Northcutt, Jiang and Chuang, JAIR 70, 2021), as cleanlab implements it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.dataset.load import as_dataset
from pipeline.encoders.base import Floats
from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings
from pipeline.taxonomy import Taxonomy
from pipeline.training.calibrate import calibrate
from pipeline.training.fit import Progress
from pipeline.training.recipe import out_of_fold
from pipeline.training.targets import targets


@dataclass(frozen=True)
class Suspect:
    """A label in doubt: which `field`, what it says, what the model would say; `confidence` (0 to 1) in the label."""

    record: LabelledProvision
    field: str
    labelled: str
    expected: str
    confidence: float


def suspects(
    records: Sequence[LabelledProvision], settings: TrainSettings, taxonomy: Taxonomy, progress: Progress
) -> list[Suspect]:
    """Probable label errors in kind and scope, the least believed first.

    Each record is read by a model that saw neither its country nor its family. Both sides may be wrong: this is a
    list to read, not a list to change.
    """
    items = targets(as_dataset(records), taxonomy)
    found = out_of_fold(records, items, settings, taxonomy, progress).found
    learned = calibrate(found, items, settings.error_rate)
    kinds = np.array([learned.p_kinds(item) for item in found])
    asked = [at for at, item in enumerate(items) if item.asked]
    broad = np.array([learned.p_overbroad(found[at]) for at in asked])
    listed = [
        *_doubted(records, "kind", list(taxonomy.kinds), np.array([item.kind for item in items]), kinds),
        *_doubted(
            [records[at] for at in asked],
            "scope",
            ["narrow", "overbroad"],
            np.array([int(items[at].scope) for at in asked]),
            np.stack([1 - broad, broad], axis=1),
        ),
    ]
    return sorted(listed, key=lambda suspect: suspect.confidence)


def _doubted(
    records: Sequence[LabelledProvision], field: str, names: Sequence[str], labels: Floats, chances: Floats
) -> Iterator[Suspect]:
    """What cleanlab's filter picks, given `labels` (n,) and out-of-fold `chances` (n, names)."""
    from cleanlab.filter import find_label_issues

    chances = chances / chances.sum(axis=1, keepdims=True)
    picked = find_label_issues(labels, chances, return_indices_ranked_by="self_confidence", n_jobs=1)
    for at in picked:
        said = int(labels[at])
        yield Suspect(
            records[at], field, names[said], names[int(chances[at].argmax())], round(float(chances[at, said]), 3)
        )
