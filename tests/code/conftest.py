"""Fixtures of the tests of code alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.dataset import countries
from pipeline.dataset.drafts import House
from pipeline.taxonomy import Taxonomy
from tests.code.labelled import Row
from tests.conftest import OVERBROAD, ROOT


@pytest.fixture
def bill(tmp_path: Path) -> Callable[[Any], Path]:
    def save(document: Any) -> Path:  # noqa: ANN401 - python-docx's document
        path = tmp_path / "bill.docx"
        document.save(str(path))
        return path

    return save


@pytest.fixture
def house(known: Taxonomy) -> House:
    return House(known, countries.load(ROOT / "configs" / "countries.toml"))


@pytest.fixture
def laws(tmp_path: Path, row: Row) -> Path:
    """A small corpus: two countries in two regions, and one side of a pair."""
    folder = tmp_path / "data"
    broad = {
        "text": OVERBROAD, "kind": "content-based", "scope": "overbroad", "safeguards": [],
        "issues": [{"tag": "content-restriction", "quote": "insults a public institution"}],
    }  # fmt: skip
    for name, item in (
        ("provisions/cis", row()),
        ("provisions/africa", row(id="ke-test-1", jurisdiction="KE", family="ke-test-1", **broad)),
    ):
        path = folder / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(item, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder
