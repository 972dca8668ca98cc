"""A second, blind reading of the same texts agrees with the labels."""

import json

from pipeline.dataset.load import load
from tests.conftest import ROOT

SECOND = ROOT / "data" / "second-annotation.json"


def test_the_second_reading_agrees() -> None:
    """Cohen's kappa of kind, and of scope where both readers ask it, before anything was settled."""
    from sklearn.metrics import cohen_kappa_score

    ids = {record.id for record in load(ROOT / "data" / "provisions")}
    rows = json.loads(SECOND.read_text(encoding="utf-8"))
    assert len(rows) >= 600 and set(rows) <= ids
    read = [(row["first"], row["second"]) for row in rows.values()]
    kinds = [(first["kind"], second["kind"]) for first, second in read]
    scopes = [(first["scope"], second["scope"]) for first, second in read if first["scope"] and second["scope"]]
    stated = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for pairs, least in ((kinds, 0.9), (scopes, 0.85)):
        kappa = cohen_kappa_score(*zip(*pairs, strict=True))
        assert kappa >= least
        assert f"{kappa:.2f}" in stated


def test_every_disagreement_is_settled_with_a_note() -> None:
    rows = json.loads(SECOND.read_text(encoding="utf-8"))
    apart = [name for name, row in rows.items() if any(row["first"][k] != row["second"][k] for k in ("kind", "scope"))]
    assert apart and all(rows[name].get("settled") for name in apart)
