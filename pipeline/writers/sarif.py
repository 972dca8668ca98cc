"""Verdicts as SARIF 2.1.0 (OASIS Standard, 27 March 2020, with errata 01), for review where code is hosted.

One rule a tag of the taxonomy, one result a finding of a flagged provision. A region counts characters of the source,
so it is given only for a source whose text is handed in (text, Markdown, XML); of a Word or PDF file, which has no such
count, the result names the provision and its own offsets as properties.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from pipeline import __version__
from pipeline.records import CAVEAT, Failure, Finding, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers.anchors import Finder, Place
from pipeline.writers.comment import FLAGGED, WHOLE
from pipeline.writers.plain import likelihood

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@dataclass(frozen=True)
class _Source:
    """The text of one source, where its lines begin, and a finder that goes through it once."""

    text: str
    lines: Sequence[int]
    finder: Finder

    @classmethod
    def of(cls, text: str) -> "_Source":
        breaks = [found.end() for found in re.finditer(r"\r\n|\r|\n", text)]
        return cls(text, [0, *breaks], Finder([text]))

    def region(self, start: int, end: int) -> dict[str, Any]:
        """Characters `start` to `end`, as offsets from 0 and as lines and columns from 1 (3.30 of the standard)."""
        first, last = bisect_right(self.lines, start), bisect_right(self.lines, end)
        return {
            "startLine": first,
            "startColumn": start - self.lines[first - 1] + 1,
            "endLine": last,
            "endColumn": end - self.lines[last - 1] + 1,
            "charOffset": start,
            "charLength": end - start,
            "snippet": {"text": self.text[start:end]},
        }


def sarif(rows: Sequence[Verdict | Failure], taxonomy: Taxonomy, texts: Mapping[str, str] | None = None) -> str:
    """The log of one run, ending in a newline; `texts` maps a row's source to the source's text, exactly as stored.

    A failed row becomes a notification, so that a source that was not judged does not pass for a clean one.
    """
    rules = _rules(taxonomy)
    indices = {rule["id"]: at for at, rule in enumerate(rules)}
    sources = list(dict.fromkeys(row.source for row in rows))
    places = {name: at for at, name in enumerate(sources)}
    opened = {name: _Source.of(text) for name, text in (texts or {}).items() if name in places}
    results = [
        {"ruleIndex": indices[result["ruleId"]], **result}
        for row in rows
        if isinstance(row, Verdict)
        for result in _results(row, opened.get(row.source), places[row.source])
    ]
    failures = [row for row in rows if isinstance(row, Failure)]
    run = {
        "tool": {"driver": {"name": "scope", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(name)}} for name in sources],
        "invocations": [{"executionSuccessful": not failures, "toolExecutionNotifications": _told(failures, places)}],
        "results": results,
        "properties": {"caveat": CAVEAT},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rules(taxonomy: Taxonomy) -> list[dict[str, Any]]:
    tags = [
        {
            "id": tag,
            "shortDescription": {"text": issue.meaning},
            "fullDescription": {"text": taxonomy.principle_of(tag)},
            "help": {"text": f"{issue.advice} Compare: {issue.compare}"},
            "defaultConfiguration": {"level": "error" if issue.decisive else "note"},
        }
        for tag, issue in taxonomy.issues.items()
    ]
    return tags + [{"id": name, "shortDescription": {"text": text}} for name, text in WHOLE.items()]


def _results(found: Verdict, source: _Source | None, index: int) -> Iterator[dict[str, Any]]:
    """A result a finding; a flagged verdict without findings is one result by itself."""
    place = source.finder.find(found.heading, found.text) if source else None
    if found.scope not in FLAGGED:
        return
    named = _location(found, index)
    decides = "error" if found.scope == "overbroad" else "warning"
    for issue in found.issues:
        yield {
            "ruleId": issue.tag,
            "level": decides if issue.decisive else "note",
            "message": {"text": _message(found, issue)},
            "rank": round(issue.probability * 100, 1),
            "locations": [_with_region(named, issue, source, place)],
            "partialFingerprints": {"provision/v1": _fingerprint(found, issue)},
            "properties": {"quote": issue.quote, "start": issue.start, "end": issue.end},
        }
    if not found.issues:
        yield {
            "ruleId": str(found.scope),
            "level": decides,
            "message": {"text": " ".join((WHOLE[str(found.scope)], *found.notes))},
            "locations": [_with_region(named, None, source, place)],
            "partialFingerprints": {"provision/v1": _fingerprint(found, None)},
        }


def _message(found: Verdict, issue: Finding) -> str:
    named = " ".join(part for part in (found.provision, found.heading) if part) or "This provision"
    chance = "" if found.p_overbroad is None else f", {likelihood(found.p_overbroad)} to be overbroad"
    words = f" \u201c{' '.join(issue.quote.split())}\u201d" if issue.quote else ""
    return " ".join((f"{named}: {found.scope}{chance}.", f"{issue.tag}:{words} {issue.principle}", *found.notes))


def _location(found: Verdict, index: int) -> dict[str, Any]:
    named = " ".join(part for part in (found.provision, found.heading) if part)
    logical = {"logicalLocations": [{"name": named, "kind": "provision"}]} if named else {}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(found.source), "index": index}}, **logical}


def _with_region(
    location: dict[str, Any], issue: Finding | None, source: _Source | None, place: Place | None
) -> dict[str, Any]:
    """The location with the region of the finding's words, or of the whole provision where there are none."""
    if not source or not place:
        return location
    words = source.finder.words(place, issue.quote, issue.start, issue.end) if issue and issue.quote else None
    stretch = words or place.beginning
    region = source.region(stretch.start, stretch.end)
    return {**location, "physicalLocation": {**location["physicalLocation"], "region": region}}


def _told(failures: Sequence[Failure], places: Mapping[str, int]) -> list[dict[str, Any]]:
    told = []
    for row in failures:
        file = {"uri": _uri(row.source), "index": places[row.source]}
        message = {"text": f"{row.error} {row.cure}"}
        told.append(
            {"level": "error", "message": message, "locations": [{"physicalLocation": {"artifactLocation": file}}]}
        )
    return told


def _fingerprint(found: Verdict, issue: Finding | None) -> str:
    """The same for the same fault in the next draft, wherever it has moved to (3.27.17)."""
    parts = (found.source, found.provision, found.heading, issue.tag if issue else str(found.scope))
    words = (issue.quote or "") if issue else ""
    return sha256("\x1f".join((*parts, " ".join(words.split()))).encode()).hexdigest()


def _uri(source: str) -> str:
    """A path as a URI reference (RFC 3986): an absolute one with its scheme, a relative one as it is."""
    path = PurePath(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
