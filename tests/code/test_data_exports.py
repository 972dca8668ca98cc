"""What annotation programs export: spans become quotes, choices become labels, disagreement is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.dataset import adding, cells, incoming
from pipeline.dataset.cells import CellFault
from pipeline.dataset.columns import FIELDS
from pipeline.dataset.drafts import House, draft
from pipeline.dataset.quotes import exact, nearest
from pipeline.errors import InputError
from pipeline.writers.additions import to_mend
from tests.code.labelled import ENTRY

PLACE = {"country": "GH", "law": "Networks Act", "year": 2021, "section": "s. 4", "note": "invented for a test"}


def span(words: str, label: str, text: str = ENTRY, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    start = text.index(words)
    return {"start": start, "end": start + len(words), "labels": [label], **more}


def task(*results: dict[str, Any], text: str = ENTRY) -> dict[str, Any]:
    return {"id": 7, "data": {"text": text, **PLACE}, "annotations": [{"id": 1, "result": list(results)}]}


def result(value: dict[str, Any], kind: str, name: str = "label") -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": value}


NARROW_TASK = task(
    result(span("wilfully", "intent", text="wilfully"), "labels"),
    result({"choices": ["cyber-dependent"]}, "choices", "kind"),
    result({"choices": ["narrow"]}, "choices", "scope"),
    result({"choices": ["no-harm-threshold"]}, "choices", "absent"),
)
NARROW_TASK["annotations"][0]["result"][0]["value"] = span("wilfully", "intent")


def added(file: Path, house: House, laws: Path) -> adding.Plan:
    return adding.plan(incoming.rows(file), laws, house, (), {})


def test_label_studio(tmp_path: Path, house: House, laws: Path) -> None:
    file = tmp_path / "export.json"
    # The annotator's browser counts a sign beyond the first plane twice: the words decide, not the offsets.
    shifted = {"start": 900, "end": 920, "text": "without permission of the owner", "labels": ["Without right"]}
    full = json.loads(json.dumps(NARROW_TASK))
    full["annotations"][0]["result"].append(result(shifted, "hypertextlabels"))
    full["annotations"].append({"was_cancelled": True, "result": []})
    file.write_text(json.dumps([full]), encoding="utf-8")
    plan = added(file, house, laws)
    assert not plan.problems, plan.problems
    (record,) = plan.added
    assert (record.kind, record.scope) == ("cyber-dependent", "narrow")
    assert {(item.tag, item.quote) for item in record.safeguards} == {
        ("intent", "wilfully"), ("without-right", "without permission of the owner")
    }  # fmt: skip
    assert [(item.tag, item.quote) for item in record.issues] == [("no-harm-threshold", None)]


def test_refused_spans_come_back(tmp_path: Path, house: House, laws: Path) -> None:
    """The file of rows to mend holds spans as a person writes them, whatever marks stand in their words."""
    text = ENTRY.replace("locked", 'so-called "locked"')
    spans = [span('so-called "locked', "security-breach", text), span("wilfully", "intent", text)]
    choices = result({"choices": ["cyber-dependent", "narrow"]}, "choices")
    wrong = task(*(result(item, "labels") for item in spans), choices, text=text)
    wrong["data"]["year"] = "soon"
    file = tmp_path / "export.json"
    file.write_text(json.dumps([wrong]), encoding="utf-8")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(to_mend(added(file, house, laws)).replace(b"soon", b"2021"))
    plan = added(bad, house, laws)
    assert not plan.problems, plan.problems
    quotes = {item.tag: item.quote for item in plan.added[0].safeguards}
    assert quotes == {"security-breach": 'so-called "locked', "intent": "wilfully"}


def test_annotators_who_disagree(tmp_path: Path, house: House, laws: Path) -> None:
    double = json.loads(json.dumps(NARROW_TASK))
    double["annotations"].append({"result": [result({"choices": ["overbroad"]}, "choices")]})
    file = tmp_path / "export.json"
    file.write_text(json.dumps([NARROW_TASK, double]), encoding="utf-8")
    plan = added(file, house, laws)
    assert any("disagree" in problem.message and problem.row == 2 for problem in plan.problems)


def test_label_studio_in_short(tmp_path: Path, house: House, laws: Path) -> None:
    file = tmp_path / "export.json"
    row = {**PLACE, "text": ENTRY, "kind": "cyber-dependent", "scope": "narrow", "label": [span("wilfully", "intent")]}
    file.write_text(json.dumps([row]), encoding="utf-8")
    (record,) = added(file, house, laws).added
    assert [(item.tag, item.quote) for item in record.safeguards] == [("intent", "wilfully")]


def test_prodigy(tmp_path: Path, house: House, laws: Path) -> None:
    row = {
        "text": ENTRY, "meta": PLACE, "_task_hash": 1, "_input_hash": 2, "answer": "accept",
        "tokens": [{"text": "Any", "start": 0, "end": 3, "id": 0}],
        "spans": [{**span("wilfully", ""), "label": "intent", "token_start": 1, "token_end": 1}],
        "accept": ["cyber-dependent", "narrow"],
    }  # fmt: skip
    others = [{**row, "answer": "reject"}, {**row, "answer": "ignore"}]
    file = tmp_path / "annotations.jsonl"
    file.write_text("".join(json.dumps(item) + "\n" for item in (row, *others)), encoding="utf-8")
    plan = added(file, house, laws)
    assert not plan.problems, plan.problems
    (record,) = plan.added
    assert record.jurisdiction == "GH" and record.safeguards[0].quote == "wilfully"
    assert plan.left == ()


def test_spans_that_are_none_of_the_codebook(tmp_path: Path, house: House, laws: Path) -> None:
    wrong = task(
        result(span("wilfully", "intention"), "labels"), result({"choices": ["narrow", "overbroad"]}, "choices")
    )
    file = tmp_path / "export.json"
    file.write_text(json.dumps([wrong]), encoding="utf-8")
    messages = [problem.message for problem in added(file, house, laws).problems]
    assert "tag 'intention' is not in the codebook" in messages
    assert "kind is missing" in messages
    assert "scope is given twice: narrow and overbroad" in messages


@pytest.mark.parametrize(
    ("cell", "pairs"),
    [
        ("", []),
        ("none", []),
        ("vague-terms", [("vague-terms", None)]),
        ("Vague terms; No_Intent", [("vague-terms", None), ("no-intent", None)]),
        ("intent, without-right", [("intent", None), ("without-right", None)]),
        ('intent: "a; b"; defence: \u201cc: d\u201d', [("intent", "a; b"), ("defence", "c: d")]),
        ('catch-all: "the "system" data"', [("catch-all", 'the "system" data')]),
        ("intent: knowingly\nno-intent", [("intent", "knowingly"), ("no-intent", None)]),
        ([{"tag": "intent", "quote": "x"}, "no-intent"], [("intent", "x"), ("no-intent", None)]),
        ('[{"tag": "intent", "quote": null}]', [("intent", None)]),
        ({"intent": "x"}, [("intent", "x")]),
    ],
)
def test_tags_of_a_cell(cell: object, pairs: list[tuple[str, str | None]]) -> None:
    assert cells.tags(cell, "issues") == pairs


@given(st.text() | st.lists(st.text() | st.dictionaries(st.text(), st.text())) | st.none() | st.integers())
def test_any_cell_is_read_or_refused(cell: object) -> None:
    for parse in (lambda: cells.tags(cell, "issues"), lambda: cells.words(cell, "text"), lambda: cells.year(cell)):
        try:
            parse()
        except CellFault as fault:
            assert fault.message and fault.cure


def test_quotes_are_made_exact() -> None:
    text = "Whoever\u2019s act \u201cspreads\u201d  false\nnews"
    assert exact("WHOEVER'S act", text) == "Whoever\u2019s act"
    assert exact('"spreads" false news', text) == "\u201cspreads\u201d  false\nnews"
    assert exact("spread news", text) is None and exact("", text) == ""
    assert nearest("spraeds false news", "He spreads false news daily") == "spreads false news"
    assert exact("Entry (1)", "x", "entry (1) by force") == "entry (1)"


_CELLS = (
    st.text(max_size=60)
    | st.sampled_from(
        ["KE", "narrow", "content-based", ENTRY, 'intent: "wilfully"', "2020", "upheld", "a | 2020 | upheld | b"]
    )
    | st.none()
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.lists(st.text(max_size=20) | st.dictionaries(st.sampled_from(["tag", "quote", "body"]), st.text(max_size=9)))
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.dictionaries(st.sampled_from(sorted(FIELDS)), _CELLS))
def test_any_row_becomes_a_record_or_its_problems(row: dict[str, object], house: House) -> None:
    made = draft(2, row, house)
    assert made.problems or made.record
    assert all(problem.message and problem.cure and problem.row == 2 for problem in made.problems)


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    ["data", "text", "annotations", "result", "value", "labels", "start", "end", "choices"]
                ),
                inner,
            )
        ),
        max_leaves=25,
    ).map(lambda item: item if isinstance(item, list) else [item])
)
def test_any_export_is_read_or_refused(tmp_path: Path, export: object) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export), encoding="utf-8")
    try:
        assert incoming.rows(file)
    except InputError as error:
        assert error.cure
