"""Provisions that name no conduct but point to another: "Whoever contravenes section 4 commits an offence".

They are read together with what they point to. A rule that only sets the penalty for an offence under another section
is not among them: the offence stands there, and would be counted twice. "This section" needs nothing, for a provision
is read whole.
"""

import re
from collections.abc import Mapping, Sequence

from pipeline.records import Provision

MOST = 3  # provisions that one is read with
LONGEST = 90  # words: who writes more says what the conduct is
TARGET = 4_000  # characters taken of each provision pointed to
_UNIT = r"(?:sections?|articles?|clauses?|regulations?|rules?|art[íi]culos?|artigos?|artikeln?|arts?\.?|ss?\.|§§?)"
_NUMBER = r"\d{1,4}\s?[a-z]?(?![\w])(?:\s?\(\w{1,4}\))*"
_LIST = re.compile(rf"{_UNIT}\s*({_NUMBER}(?:\s*(?:,|and|or|y|o|et|ou|e|und|oder)\s*(?:{_UNIT}\s*)?{_NUMBER})*)", re.I)
_FRAME = re.compile(
    r"\b(?:contraven\w+|violat\w+|breach\w*|infring\w+|in contravention of|contrary to|fail\w* to comply with"
    r"|does not comply with|(?:acts?|conduct|anything) (?:\w+ )?(?:set out|referred to|described|mentioned|provided for"
    r"|specified|prohibited) (?:in|by|under)"
    r"|infrinja\w*|contraveng\w+|(?:actos|conductas|hechos) (?:\w+ )?(?:en|por) (?:el|los)"
    r"|contrevien\w+|violation de|(?:faits|actes) (?:prévus|visés|décrits|mentionnés) (?:à|aux|par)"
    r"|infringir|contrari\w+|condutas? (?:previstas?|descritas?)"
    r"|zuwiderhandel\w*|verstößt|verstoß|bezeichnete\w* handlung)",
    re.I,
)


def pointed_to(provisions: Sequence[Provision]) -> dict[int, tuple[int, ...]]:
    """Which provisions (by place in the document) are to be read with which others; at most MOST, never with itself."""
    places: dict[str, int] = {}
    for at, provision in enumerate(provisions):
        places.setdefault(_plain(provision.provision), at)
    found = {at: _targets(provision.text, places) for at, provision in enumerate(provisions)}
    bare = {at for at, targets in found.items() if targets}
    out = {}
    for at in sorted(bare):
        # What points to a pointer, or to itself, would lead nowhere.
        others = tuple(other for other in found[at] if other != at and other not in bare)[:MOST]
        if others:
            out[at] = others
    return out


def together(provision: Provision, others: Sequence[Provision]) -> Provision:
    """The provision with the words of the others after its own, so that places in its own text stay the same."""
    texts = (provision.text, *(other.text[:TARGET] for other in others))
    return provision.model_copy(update={"text": "\n".join(texts)})


def _targets(text: str, places: Mapping[str, int]) -> tuple[int, ...]:
    if len(text.split()) > LONGEST:
        return ()
    found: list[int] = []
    for frame in _FRAME.finditer(text):
        listed = _LIST.search(text, frame.end(), frame.end() + 120)
        for number in re.findall(_NUMBER, listed[1], re.I) if listed else ():
            at = places.get(_plain(number.partition("(")[0]))
            if at is not None and at not in found:
                found.append(at)
    return tuple(found)


def _plain(number: str) -> str:
    """`12A` of "Section 12A." and of "§ 12 a": the digits, and a letter that is theirs."""
    found = re.search(r"\d{1,4}(?:\s?[A-Za-z](?![\w]))?", number)
    return "".join(found[0].split()).casefold() if found else number.strip().casefold()
