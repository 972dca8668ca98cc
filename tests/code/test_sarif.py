"""SARIF 2.1.0: what the standard requires is there, regions point at the quoted words, nothing is lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import Failure, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.sarif import sarif
from tests.code.word import QUOTE, judged
from tests.conftest import NARROW, OVERBROAD


def run_of(text: str) -> dict[str, Any]:
    log = json.loads(text)
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def checked(run: dict[str, Any]) -> None:
    """The required fields of the standard, its closed vocabularies, and that indices point where they say."""
    driver = run["tool"]["driver"]
    assert driver["name"] and run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    assert len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"])
    for invocation in run["invocations"]:
        assert isinstance(invocation["executionSuccessful"], bool)
        assert all(item["message"]["text"] for item in invocation["toolExecutionNotifications"])
    for result in run["results"]:
        assert result["message"]["text"] and result["level"] in {"none", "note", "warning", "error"}
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert 0 <= result.get("rank", 0) <= 100
        for location in result["locations"]:
            file = location["physicalLocation"]["artifactLocation"]
            assert run["artifacts"][file["index"]]["location"]["uri"] == file["uri"]
            region = location["physicalLocation"].get("region")
            assert region is None or (region["startLine"] >= 1 and region["charLength"] > 0)


def test_a_rule_a_tag_and_a_result_a_finding(known: Taxonomy) -> None:
    rows = [judged(NARROW, None, scope="narrow"), judged(OVERBROAD, QUOTE)]
    run = run_of(sarif(rows, known))
    checked(run)
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [*known.issues, "overbroad", "undecided"]
    (result,) = run["results"]
    assert result["ruleId"] == "content-restriction" and result["level"] == "error"
    assert QUOTE in result["message"]["text"]
    start = OVERBROAD.index(QUOTE)
    assert result["properties"] == {"quote": QUOTE, "start": start, "end": start + len(QUOTE)}
    assert "region" not in result["locations"][0]["physicalLocation"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_region_holds_the_quoted_words(known: Taxonomy, end: str) -> None:
    text = f"\ufeff# A bill \U0001f600{end}{end}1. Title{end}{OVERBROAD}{end}{end}2. Title{end}  {OVERBROAD}{end}"
    row = judged(OVERBROAD, QUOTE, source="bill.md", heading="Title")
    run = run_of(sarif([row, row], known, {"bill.md": text}))
    checked(run)
    lines = text.split(end)
    for result, line in zip(run["results"], (3, 6), strict=True):
        region = result["locations"][0]["physicalLocation"]["region"]
        start = region["charOffset"]
        assert text[start : start + region["charLength"]] == region["snippet"]["text"] == QUOTE
        assert region["startLine"] == region["endLine"] == line + 1
        assert lines[line][region["startColumn"] - 1 : region["endColumn"] - 1] == QUOTE


def test_without_words_the_whole_provision(known: Taxonomy) -> None:
    text = f"1. Title\n{OVERBROAD}\n"
    row = judged(OVERBROAD, None, source="bill.md", heading="Title", scope="undecided", issues=())
    (result,) = run_of(sarif([row], known, {"bill.md": text}))["results"]
    assert (result["ruleId"], result["level"]) == ("undecided", "warning")
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"]["text"].startswith("Title\nAny person")


def test_a_failed_source_is_told(known: Taxonomy) -> None:
    run = run_of(
        sarif([Failure(source="a b/x.pdf", error="Locked.", cure="Unlock it."), judged(OVERBROAD, QUOTE)], known)
    )
    checked(run)
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "Locked. Unlock it."
    assert told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%20b/x.pdf"


def test_fingerprints_stay_when_the_words_move(known: Taxonomy) -> None:
    def marks(row: Verdict, text: str) -> list[str]:
        results = run_of(sarif([row], known, {row.source: text}))["results"]
        return [item["partialFingerprints"]["provision/v1"] for item in results]

    row = judged(OVERBROAD, QUOTE)
    assert marks(row, OVERBROAD) == marks(row, f"\n\n{OVERBROAD}")
    assert marks(row, OVERBROAD) != marks(row.model_copy(update={"provision": "3"}), OVERBROAD)


def test_absolute_paths_and_nothing_at_all(known: Taxonomy, tmp_path: Path) -> None:
    run = run_of(sarif([judged(OVERBROAD, QUOTE, source=str(tmp_path / "a#b.md"))], known))
    assert (
        run["artifacts"][0]["location"]["uri"].startswith("file:///")
        and "%23" in run["artifacts"][0]["location"]["uri"]
    )
    checked(run_of(sarif([], known)))
