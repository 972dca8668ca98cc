"""A second, blind reading of the same texts agrees with the labels."""

import json

from pipeline.dataset.load import load
from tests.conftest import ROOT

SECOND = ROOT / "data" / "second-annotation.json"


def test_the_second_reading_agrees() -> None:
    """Cohen's kappa of kind, and of scope where both readers ask it."""
    from sklearn.metrics import cohen_kappa_score

    records = {record.id: record for record in load(ROOT / "data" / "provisions")}
    second = json.loads(SECOND.read_text(encoding="utf-8"))
    assert len(second) >= 600 and set(second) <= set(records)
    kinds = [(records[name].kind, row["kind"]) for name, row in second.items()]
    scopes = [
        (records[name].scope, row["scope"]) for name, row in second.items() if records[name].scope and row["scope"]
    ]
    assert cohen_kappa_score(*zip(*kinds, strict=True)) >= 0.9
    assert cohen_kappa_score(*zip(*scopes, strict=True)) >= 0.85
    stated = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for pairs in (kinds, scopes):
        assert f"{cohen_kappa_score(*zip(*pairs, strict=True)):.2f}" in stated
