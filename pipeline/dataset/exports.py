"""Rows out of what annotation programs export: spans become tags with their quotes, choices become labels.

Sources: Label Studio, "Export results" (JSON and JSON-MIN); Prodigy, "Annotation interfaces" (JSON Lines).
Offsets count UTF-16 units in the one and characters in the other, so the words that a span carries go before its
offsets wherever it carries any.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

Row = tuple[int, Mapping[str, object]]
LARGEST = 64_000_000  # bytes of an export in one JSON text
SPANS, CHOICES = "evidence", "labels"  # the columns under which spans and choices go on
_PRODIGY = frozenset({"_task_hash", "_input_hash", "answer", "_view_id", "spans"})
_TAKEN = frozenset({*_PRODIGY, "meta", "accept", "label", "tokens", "options"})
_CURE = "Export it again as JSON from Label Studio, or as JSON Lines from Prodigy."


def from_json(path: Path) -> list[Row]:
    """The rows of a JSON list: an export of Label Studio, or plain objects; rows count from 1.

    Raises InputError for what is no JSON list of objects or is too large.
    """
    if path.stat().st_size > LARGEST:
        raise InputError(f"{path}: larger than {LARGEST // 1_000_000} million bytes.", "Export it in parts.")
    try:
        listed = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no JSON ({type(error).__name__}).", _CURE) from error
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise InputError(f"{path}: not a list of objects.", _CURE)
    return [(number, _studio(item)) for number, item in enumerate(listed, 1)]


def from_prodigy(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows of JSON Lines as they are, those of Prodigy unfolded; what an annotator rejected or passed over is left out.

    `meta` of Prodigy gives further columns (country, law, year).
    """
    for number, row in rows:
        if not _PRODIGY.intersection(row):
            yield number, row
        elif row.get("answer", "accept") == "accept":
            text = str(row.get("text", ""))
            spans = [_span(item, text, item.get("label")) for item in _objects(row.get("spans"))]
            chosen = [*_texts(row.get("accept")), *(_texts([row.get("label")]) if row.get("label") else [])]
            meta = row.get("meta")
            kept = {k: v for k, v in row.items() if k not in _TAKEN}
            yield number, {**(meta if isinstance(meta, dict) else {}), **kept, SPANS: spans, CHOICES: chosen}


def _studio(task: Mapping[str, Any]) -> Mapping[str, object]:
    """One task of Label Studio as a row; an object that is no task is a row already."""
    data = task.get("data")
    if isinstance(data, dict) and isinstance(task.get("annotations"), list):
        done = [item for item in _objects(task["annotations"]) if not item.get("was_cancelled")]
        readings = [_results(_objects(item.get("result")), data) for item in done]
        row: dict[str, object] = {**data, **(readings[0] if readings else {SPANS: [], CHOICES: []})}
        if any(_unordered(other) != _unordered(readings[0]) for other in readings[1:]):
            row["disagreement"] = len(readings)
        return row
    spans = {name: value for name, value in task.items() if _objects(value) and "start" in _objects(value)[0]}
    if not spans:
        return task
    text = str(task.get("text", ""))
    found = [
        _span(item, text, label) for value in spans.values() for item in _objects(value) for label in _labels(item)
    ]
    return {**{name: value for name, value in task.items() if name not in spans}, SPANS: found, CHOICES: []}


def _results(results: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> dict[str, object]:
    """Spans, choices and written fields of one annotation."""
    spans: list[object] = []
    choices: list[str] = []
    written: dict[str, object] = {}
    for result in results:
        value = result.get("value")
        if not isinstance(value, dict):
            continue
        if "start" in value and "end" in value:
            text = str(data.get(str(result.get("to_name")), data.get("text", "")))
            spans += [_span(value, text, label) for label in _labels(value)]
        elif result.get("type") == "textarea":
            written[str(result.get("from_name"))] = "\n".join(_texts(value.get("text")))
        elif "number" in value:
            written[str(result.get("from_name"))] = value["number"]
        else:
            choices += _texts(value.get("choices"))
    return {**written, SPANS: spans, CHOICES: choices}


def _span(span: Mapping[str, Any], text: str, label: object) -> dict[str, object]:
    """A tag and its words, from the span's own words or from its offsets."""
    start, end, own = span.get("start"), span.get("end"), span.get("text")
    if not (isinstance(own, str) and own.strip()):
        own = text[start:end] if isinstance(start, int) and isinstance(end, int) and 0 <= start < end else ""
    return {"tag": str(label), "quote": own.strip()}


def _labels(value: Mapping[str, Any]) -> list[str]:
    """The labels of a span, under the name of the control that made it (`labels`, `hypertextlabels`)."""
    return [label for name, listed in value.items() if name.endswith("labels") for label in _texts(listed)]


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    return [item for item in listed if isinstance(item, str)]


def _unordered(reading: Mapping[str, object]) -> Mapping[str, object]:
    """A reading in which the order of spans and choices no longer counts."""
    order: Callable[[object], str] = str
    return {name: sorted(value, key=order) if isinstance(value, list) else value for name, value in reading.items()}
