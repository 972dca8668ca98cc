"""How well tags and their words are found, beside a keyword list: issues, safeguards, and the words that show them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from pipeline.evaluation.metrics import Chosen, interval, micro_f1, word_f1

# What a hurried reader would look for; written down before any measurement and not tuned since.
_WORDS = {
    "content-restriction": r"false|insult\w*|obscen\w*|defam\w*|offensive|indecent|news",
    "vague-terms": r"improper\w*|misus\w*|annoy\w*|harmful|indecent|undesirable|any other act",
    "public-order-purpose": r"public order|national (?:unity|security)|morals?|religio\w*|the state",
    "no-intent": r"negligen\w*|by mistake|whether or not",
    "terms-of-use": r"terms of (?:use|service)|polic(?:y|ies)|contract",
    "dual-use-tools": r"(?:device|tool|program|password)s?",
    "catch-all": r"any (?:offence|crime|law)|any other",
    "privacy-tool-ban": r"encrypt\w*|anonym\w*|VPN",
    "third-party-liability": r"(?:service )?providers?|owners?|administrators?",
    "unbounded-jurisdiction": r"outside|any(?:where| country)",
    "intent": r"intentional\w*|with intent|knowing\w*|wil?lful\w*|fraudulent\w*|dishonest\w*",
    "without-right": r"without (?:right|authori[sz]ation|authority|permission)|unauthori[sz]ed|unlawful\w*",
    "security-breach": r"security measures?|by(?:pass|-pass)\w*|circumvent\w*",
    "specific-purpose": r"with intent to \w+ \w+|for the purposes? of \w+ \w+|in order to \w+ \w+",
    "harm-threshold": r"serious\w*|substantial\w*|damage|loss",
    "defence": r"defen[cs]e|does not apply|good faith|shall not be",
    "defined-object": r"means|defined|protected",
}
_SEARCH = {tag: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for tag, words in _WORDS.items()}
Tags = Sequence[frozenset[str]]


def keyword_tags(text: str, among: frozenset[str]) -> frozenset[str]:
    """The tags among these of which a keyword stands in the text."""
    return frozenset(tag for tag, words in _SEARCH.items() if tag in among and words.search(text))


def keyword_quote(text: str, tag: str) -> str:
    """The first keyword of the tag in the text, or nothing."""
    found = _SEARCH[tag].search(text) if tag in _SEARCH else None
    return found[0] if found else ""


def tag_figures(countries: Sequence[str], real: Tags, said: Tags, readings: Sequence[str], seed: int) -> dict[str, Any]:
    """Micro-F1 over (provision, tag), with its interval, the majority baseline and the keyword list.

    The majority baseline names the tags that more than half of these provisions have.
    """
    counts = Counter(tag for tags in real for tag in tags)
    usual = frozenset(tag for tag, number in counts.items() if number * 2 > len(real))
    words = [keyword_tags(text, frozenset(counts)) for text in readings]

    # Counted once: the interval asks a thousand times.
    hits = np.array([len(one & other) for one, other in zip(real, said, strict=True)])
    named = np.array([len(one) + len(other) for one, other in zip(real, said, strict=True)])

    def measure(at: Chosen) -> float:
        return float(2 * hits[at].sum() / max(named[at].sum(), 1))

    bounds = interval(countries, measure, seed)
    return {
        "value": round(measure(np.arange(len(real))), 3),
        "interval": None if bounds is None else [round(bound, 3) for bound in bounds],
        "majority": round(micro_f1(real, [usual] * len(real)), 3),
        "keywords": round(micro_f1(real, words), 3),
    }


def evidence_figures(
    countries: Sequence[str],
    real: Sequence[Mapping[str, str]],
    said: Sequence[Mapping[str, str]],
    readings: Sequence[str],
    seed: int,
) -> dict[str, Any] | None:
    """Mean word F1 of the words shown against the labelled words, over every labelled quote; None without quotes.

    The majority baseline shows no words and so has 0; the keyword baseline shows the first keyword of the tag.
    """
    rows = [
        (country, word_f1(quote, shown.get(tag, "")), word_f1(quote, keyword_quote(text, tag)))
        for country, quotes, shown, text in zip(countries, real, said, readings, strict=True)
        for tag, quote in quotes.items()
    ]
    if not rows:
        return None
    values = np.array([value for _, value, _ in rows])
    bounds = interval([country for country, _, _ in rows], lambda at: float(values[at].mean()), seed)
    return {
        "value": round(float(values.mean()), 3),
        "interval": None if bounds is None else [round(bound, 3) for bound in bounds],
        "majority": 0.0,
        "keywords": round(float(np.mean([by_words for _, _, by_words in rows])), 3),
    }
