"""Text for a page: escaped, with nothing in it that a browser would obey or a reader could not see.

Every piece of a document, of a file name or of a model reaches the page through `safe` or `attribute`.
"""

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.language import recognised
from pipeline.records import Finding, Safeguard, Verdict

# Marks that turn the direction of text or take no room: shown by their usual short names.
_UNSEEN = {
    0x00AD: "SHY",
    0x061C: "ALM",
    0x180E: "MVS",
    0x200B: "ZWSP",
    0x200C: "ZWNJ",
    0x200D: "ZWJ",
    0x200E: "LRM",
    0x200F: "RLM",
    0x2028: "LS",
    0x2029: "PS",
    0x202A: "LRE",
    0x202B: "RLE",
    0x202C: "PDF",
    0x202D: "LRO",
    0x202E: "RLO",
    0x2060: "WJ",
    0x2066: "LRI",
    0x2067: "RLI",
    0x2068: "FSI",
    0x2069: "PDI",
    0xFEFF: "BOM",
}
# Arabic signs that Unicode counts among the format marks, though they are seen.
_SEEN = frozenset({*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x08E2})
_SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "ARABIC": "und-Arab",
    "HEBREW": "und-Hebr",
    "CYRILLIC": "und-Cyrl",
    "GREEK": "el",
    "DEVANAGARI": "und-Deva",
    "BENGALI": "bn",
    "THAI": "th",
}
_ODD = re.compile(r"[^\n\t -~]")  # all that is not plainly printed; each is then looked at
_SAMPLE = 2000  # characters by which a language is told


@dataclass(frozen=True)
class Mark:
    """Words of a text that carry an issue or a safeguard: where, what they are called, and the note they lead to."""

    start: int
    end: int
    style: str
    label: str
    target: str
    title: str


def safe(text: str) -> str:
    """The text as HTML: escaped, controls removed, unseen marks shown as symbols."""
    return _ODD.sub(lambda found: _letter(found[0]), html.escape(text, quote=True))


def attribute(text: str) -> str:
    """The text for an attribute or a title, on one line; unseen marks stand by name in brackets."""
    return _ODD.sub(lambda found: _named(found[0]), html.escape(" ".join(text.split()), quote=True))


def language(text: str) -> str:
    """A language tag for screen readers and fonts: by function words or script; empty where it cannot be told."""
    sample = text[:_SAMPLE]
    if recognised(sample, ("en",)):
        return "en"
    counts: dict[str, int] = {}
    for mark in sample:
        if mark.isalpha():
            script = unicodedata.name(mark, "?").split(" ")[0]
            counts[script] = counts.get(script, 0) + 1
    if "HIRAGANA" in counts or "KATAKANA" in counts:
        return "ja"
    return _SCRIPTS.get(max(counts, key=lambda name: counts[name], default=""), "")


def marks_of(found: Verdict, place: str) -> list[Mark]:
    """The marks of a verdict whose words stand in the text, numbered like its notes: issues 1, 2; safeguards a, b.

    Offsets beyond the text, as another program might write them, are drawn back to it.
    """
    marks = []
    for number, issue in enumerate(found.issues, 1):
        style = "issue decides" if issue.decisive else "issue"
        marks += _mark(found, issue, style, str(number), f"{place}-{number}")
    for at, safeguard in enumerate(found.safeguards):
        marks += _mark(found, safeguard, "safeguard", letter(at), f"{place}-{letter(at)}")
    return marks


def letter(at: int) -> str:
    """a, b, c ... z, aa, ab ... for 0, 1, 2 ..."""
    return (letter(at // 26 - 1) if at > 25 else "") + chr(ord("a") + at % 26)


def marked(text: str, marks: Sequence[Mark]) -> str:
    """The text as HTML with its marks; where marks overlap, each stretch carries the styles of all that cover it."""
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
        stretch = safe(text[start:end])
        if covering:
            styles = " ".join(dict.fromkeys(" ".join(mark.style for mark in covering).split()))
            title = attribute("; ".join(mark.title for mark in covering))
            stretch = f'<mark class="{styles}" title="{title}">{stretch}</mark>'
        closing = [mark for mark in marks if mark.end == end]
        pieces.append(stretch + "".join(_reference(mark) for mark in closing))
    return "".join(pieces)


def _mark(found: Verdict, item: Finding | Safeguard, style: str, label: str, target: str) -> list[Mark]:
    if item.start is None or item.end is None:
        return []
    start, end = max(0, item.start), min(item.end, len(found.text))
    return [Mark(start, end, style, label, target, item.tag)] if start < end else []


def _reference(mark: Mark) -> str:
    kind = "safeguard" if mark.style == "safeguard" else "issue"
    spoken = f"{kind} {mark.label}: {attribute(mark.title)}"
    return f'<a class="ref {kind}" href="#{mark.target}" aria-label="{spoken}">{mark.label}</a>'


def _letter(mark: str) -> str:
    name = _name(mark)
    if name:
        said = attribute(f"unseen mark U+{ord(mark):04X} {unicodedata.name(mark, '')}")
        return f'<span class="unseen" title="{said}">{name}</span>'
    return mark if _printed(mark) else ""


def _named(mark: str) -> str:
    name = _name(mark)
    return f"[{name}]" if name else mark if _printed(mark) else ""


def _name(mark: str) -> str:
    """The short name of an unseen mark; empty for all others."""
    code = ord(mark)
    if code in _UNSEEN:
        return _UNSEEN[code]
    if unicodedata.category(mark) == "Cf" and code not in _SEEN:
        return f"U+{code:04X}"
    # A lone surrogate cannot be written as UTF-8 at all.
    return "U+FFFD" if 0xD800 <= code <= 0xDFFF else ""


def _printed(mark: str) -> bool:
    return mark in "\n\t" or unicodedata.category(mark) != "Cc"
