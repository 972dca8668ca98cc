"""Labels that were spoilt on purpose come up as suspects."""

from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings
from pipeline.taxonomy import Taxonomy
from pipeline.training.suspects import suspects


def test_spoilt_labels_are_listed_before_sound_ones(
    small_corpus: list[LabelledProvision], small_settings: TrainSettings, known: Taxonomy
) -> None:
    spoilt = {record.id for record in small_corpus if record.kind == "not-an-offence"}
    spoilt = set(sorted(spoilt)[:12])
    records = [
        record.model_copy(update={"kind": "content-based", "scope": "overbroad"}) if record.id in spoilt else record
        for record in small_corpus
    ]
    listed = suspects(records, small_settings, known, lambda done, of, words: None)
    caught = {item.record.id for item in listed[:60] if item.field == "kind"} & spoilt
    assert len(caught) >= 6  # by chance alone about 2
    assert [item.confidence for item in listed] == sorted(item.confidence for item in listed)
    assert all(item.labelled != item.expected for item in listed if item.field == "kind")
