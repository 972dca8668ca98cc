"""The terms that a bill defines itself, so that a word with closed criteria in the text does not count as vague."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pipeline.records import Provision

_LONGEST = 2000  # letters of one definition kept
_TERM = r"[“\"«„「『]\s*(?P<term>[^“”\"«»„「」『』\n]{1,80}?)\s*[”\"»“」』]"
_MEANS = (
    r"(?:shall )?(?:means?|includes?|refers? to|denotes?|has the (?:same )?meaning)\b|désignent?\b|"
    r"signifient?\b|s[’']entendent?\b|"
    r"significa\b|se entenderá\b|comprende\b|entende-se\b|compreende\b|bezeichnet\b|ist\b|sind\b|:|[—–-]\s|(?:是|"
    r"係)?指|とは|이?란|"
    r"(?:هو|هي|تعني|يعني)\s|означает\b|означає\b"
)
_QUOTED = re.compile(
    rf"{_TERM}(?:\s*\([^()\n]{{1,40}}\))?[\s,，]{{0,3}}(?:in relation to [^,\n]{{1,60}},\s?)?(?:{_MEANS})",
    re.IGNORECASE,
)
_GERMAN = re.compile(r"^\s*\d{1,2}[.)]\s*„(?P<term>[^“”„\n]{1,80})[“”]\s", re.MULTILINE)
_LIST = re.compile(
    r"^\s*(?:[(（]?\w{1,4}[)）.-]+\s*|[-–•]\s*)?(?P<term>[^\W\d_][^:：;.—–\n\"“”«»]{0,60}?)\s*(?::|：|\s[—–-]|"
    r"\s(?:adalah|ialah)\b)[^\S\n]+(?=\S)",
    re.MULTILINE,
)
_DEFINES = re.compile(
    r"defini|interpretation|\bterms?\b|\bmeaning|begriff|bestimmungen|termin|termo|termes|понят|определен|"
    r"визначен|термін|定义|定義|"
    r"정의|تعريف|معاني|المعاني|تعاریف|tanım|dimaksud dengan|entend par|entenderá por|entende-se por|"
    r"verstaan onder|shall mean|"
    r"for the purposes of this",
    re.IGNORECASE,
)
_EAST = re.compile(
    r"(?:^|[。\n])\s*(?:本法|本条例|この法律において)?(?:所称|所稱)(?P<term>[^，,是指\n]{1,20})[，,]?\s*是?指"
)
_GOES_ON = re.compile(
    r"(?:[:,—–-]|\b(?:or|and|o|y|ou|et|und|oder|или|и))\s*$"
)  # a line so ended is not the whole meaning
_ITEM = re.compile(r"\s*[(（]?\w{1,4}[)）]")
_OPENING = 300  # letters in which a provision says that it defines


def definitions(provisions: Iterable[Provision]) -> Mapping[str, str]:
    """Each term that the bill defines, as written, and the words that define it, in the order of the bill.

    The first definition of a term stands. Quoted terms count everywhere (`"x" means ...`, « x » désigne ...); terms
    without quotation marks ("Red: conjunto de equipos") only in a provision that says it defines. Raises nothing.
    """
    out: dict[str, str] = {}
    for provision in provisions:
        text = provision.text
        found = [(match.start(), match.end(), match["term"]) for match in _QUOTED.finditer(text)]
        found += [(match.start(), match.end(), match["term"]) for match in _EAST.finditer(text)]
        if _DEFINES.search(f"{provision.heading}\n{text[:_OPENING]}"):
            found += [(match.start(), match.end(), match["term"]) for match in _GERMAN.finditer(text)]
            found += [(match.start(), match.end(), match["term"]) for match in _LIST.finditer(text)]
        _add(out, sorted(found), text)
    return MappingProxyType(out)


def _add(out: dict[str, str], found: list[tuple[int, int, str]], text: str) -> None:
    for at, (_, end, term) in enumerate(found):
        following = next((start for start, _, _ in found[at + 1 : at + 3] if start >= end), len(text))
        meaning = _whole(text[end : min(following, end + _LONGEST)]).strip(" \n,;.、—–-")
        name = term.strip(" ,.")
        if name and meaning:
            out.setdefault(name, meaning)


def _whole(text: str) -> str:
    """The first line, and the lines that it announces or that go on with it."""
    kept: list[str] = []
    for line in text.strip().split("\n"):
        listed = kept and kept[0].endswith((":", "—", "–")) and _ITEM.match(line)
        if kept and not (listed or _GOES_ON.search(kept[-1]) or line[:1].islower()):
            break
        kept.append(line)
    return "\n".join(kept)
