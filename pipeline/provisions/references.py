"""Provisions that name no conduct of their own ("Whoever contravenes section 4 commits an offence") and what they mean.

1. Only a short provision whose first sentence opens with such a reference counts; one that describes an act of its own
   is judged alone, whatever else it names.
2. A reference to another law ("section 4 of the Penal Code") leads nowhere; nor does one to the provision itself, or to
   one that does nothing but point back.
3. At most TARGETS provisions are read together with it, one step deep, so that nothing runs in a circle.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.provisions.vocabulary import LATIN
from pipeline.records import Provision

SHORT = 600  # characters of a provision that only refers
TARGETS = 3
LONGEST = 6_000  # characters of all targets that are read with it
_LIST = 8  # numbers looked at in one reference
_UNIT = (
    r"(?:\b(?:sections?|secs?\.|ss?\.|articles?|art[íi]culos?|artigos?|artikels?|arts?\.|clauses?|regulations?|rules?)"
    r"|§§?)"
)
_NUMBER = rf"\d{{1,5}}(?:[-–.]\d{{1,4}})*(?:\s?-?(?:{'|'.join(LATIN)})\b|-?[A-Za-z]{{1,2}}\b|[ºª°])?|[IVXLC]{{1,8}}\b"
_SUB = r"(?:\s?\([0-9A-Za-z]{1,4}\)|,?\s(?:Abs\.|Absatz|Satz|Nr\.|Nummer)\s?\d{1,3})*"
_AND = r"(?:,\s*(?:and|or|et|ou|und|oder|y|o|e)?|and|or|to|through|y|o|u|a|et|ou|à|e|und|oder|bis|[-–])"
_REF = re.compile(
    rf"(?P<unit>{_UNIT})\s*(?P<list>(?:{_NUMBER}){_SUB}(?:\s*{_AND}\s*(?:{_UNIT}\s*)?(?:{_NUMBER}){_SUB}){{0,{_LIST}}})",
    re.IGNORECASE,
)
_PARTS = re.compile(_SUB[:-1] + "+", re.IGNORECASE)
_COUNT = re.compile(rf"(?<![\w(])(?:{_NUMBER})", re.IGNORECASE)
_RANGE = re.compile(r"(\d{1,5})\s*(?:to|through|a|à|bis|[-–])\s*(?:section\s|§\s?)?(\d{1,5})(?!\w)")
_OPENS = r"(?:[(\[]?[\w§]{1,4}[.)\]]\s*)?"
_WHO = (
    r"(?:(?:whoever|whosoever|(?:any|a|every|no) person (?:who|shall|that)|anyone who|everyone who|persons? who|"
    r"where a person|if a person|(?:any|a|every) (?:individual|natural person|legal person) who)\s(?:\w+ly,?\s)?)"
)
_BREAKS = (
    r"(?:contravenes?|breaks|breach(?:es)?|violates?|infringes?|fails to comply with|does not comply with|"
    r"acts in (?:contravention|breach|violation) of|is in (?:contravention|breach|violation) of)"
)
_DEED = r"(?:offen[cs]es?|crimes?|conducts?|acts?|deeds?|felony|felonies|contraventions?|breach(?:es)?|violations?)"
_STANDS = (
    r"(?:under|of|against|in|(?:as )?(?:described|defined|specified|referred to|set out|set forth|mentioned|listed|"
    r"provided for|created|established)(?: in accordance with| in| by| under)?|contrary to|punishable under)"
)
_COMMITS = (
    r"(?:commits?|is (?:found )?guilty of|guilty of|is convicted of|convicted of|attempts(?: to commit)?|"
    r"conspires to commit|aids(?: or abets)?|abets)"
)
_NAMES = rf"(?:an?\s|any\s|the\s|each\s|all\s|every\s)?(?:of the\s)?(?:\w+\s)?{_DEED}\s(?:\w+\s){{0,2}}?{_STANDS}"
_FRENCH = r"(?:pr[ée]vu|vis[ée]|mentionn[ée]|d[ée]fini|d[ée]crit|[ée]nonc[ée])e?s?"
_SPANISH = (
    r"(?:previst|descrit|señalad|tipificad|mencionad|establecid|referid|contemplad|definid)[oa]s?|a que se refieren?"
)
_FORMS = re.compile(
    rf"\s*{_OPENS}(?:"
    rf"{_WHO}{_BREAKS}\b|{_WHO}{_COMMITS}\s{_NAMES}\b|(?:a )?person\s{_COMMITS}\s{_NAMES}\b|{_NAMES}\b"
    rf"|each (?:state )?party shall (?:ensure|provide) that\s{_NAMES}\b"
    rf"|(?:quien|el que|quienquiera que|todo aquel que)\s(?:contraven\w+|infrinj\w+|viol[ea]\w*|incumpl\w+|comet\w+\s)"
    rf"|(?:el|la|los|las|quien cometa (?:el|los))\s(?:delitos?|conductas?|hechos?|infracci[óo]n(?:es)?)\s(?:{_SPANISH})"
    rf"|(?:quiconque|celui qui|toute personne qui)\s(?:contrevient|enfreint|viole|commet)\b"
    rf"|(?:les?\s|la\s|l['’]|toute\s)(?:infractions?|d[ée]lits?|faits?|actes?)\s{_FRENCH}"
    rf"|(?:quem|aquele que)\s(?:infring\w+|viol\w+|descumpr\w+|comet\w+)\b"
    rf"|(?:os?|as?)\s(?:crimes?|condutas?|fatos?|factos?)\s(?:previst|descrit|referid|definid|tipificad)[oa]s?"
    rf"|wer\s(?:vors[äa]tzlich\s|fahrl[äa]ssig\s)?(?:gegen|den (?:vorschriften|verboten) des|"
    rf"eine (?:tat|straftat|handlung) nach)"
    rf"|(?:eine?|die|jede)\s(?:tat|straftat|handlung|versto(?:ß|ss))(?:en)?\s(?:nach|gem[äa]ß|gegen|im sinne)"
    r")",
    re.IGNORECASE,
)
_BETWEEN = 70  # characters from these words to the number
_OTHER_LAW = re.compile(
    r"[^.;\n]{0,12}?\b(?:(?:of|to) the (?!present\b)|of that\b|(?:of|to) (?=[A-Z])(?!Chapter|Part|Title)|"
    r"del (?!presente)|de la (?!pr[ée]sent)|du (?!pr[ée]sent)|do (?!presente)|da (?!presente)|des (?=[A-Z])|StGB\b)"
)
_ORDINAL_END = re.compile(r"(?<=\d)(?:er|ère|re|[ºª°])$")


def targets(provisions: Sequence[Provision]) -> list[tuple[int, ...]]:
    """For each provision, the places (indices) of those it is to be read with; empty for most. Raises nothing."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, provision in enumerate(provisions):
        if key := _key(provision.provision):
            places[key].append(at)
    found = [_found(at, provision, places) for at, provision in enumerate(provisions)]
    return [tuple(to for to in row if at not in found[to]) for at, row in enumerate(found)]


def referred(text: str) -> tuple[str, ...]:
    """The numbers that a bare reference names, in one spelling ("12a", "5"), in their order; empty for other texts."""
    opening = _FORMS.match(text) if len(text) <= SHORT else None
    if opening is None:
        return ()
    reference = _REF.search(text, max(opening.end() - 1, 0), min(len(text), opening.end() + _BETWEEN + 80))
    if reference is None or reference.start() > opening.end() + _BETWEEN:
        return ()
    if re.search(r"[.;:\n]\s", text[opening.end() : reference.start()]):
        return ()
    if _OTHER_LAW.match(text, reference.end()):
        return ()
    return _numbers(reference["list"])


def joined(provision: Provision, others: Sequence[Provision]) -> Provision:
    """The provision with the words of its targets behind its own, so that offsets of its own words stay true."""
    if not others:
        return provision
    share = LONGEST // len(others)
    return provision.model_copy(update={"text": "\n".join([provision.text, *(item.text[:share] for item in others)])})


def named(provision: Provision) -> str:
    """A provision as a note calls it: "section 4" for a bare number, else as the law writes it."""
    number = provision.provision.strip(" .:")
    return f"section {number}" if number[:1].isdigit() else number


def _found(at: int, provision: Provision, places: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    """The nearest provision before this one with each number, else the nearest behind it."""
    chosen: list[int] = []
    for number in referred(provision.text):
        near = [place for place in places.get(number, ()) if place != at]
        if number == _key(provision.provision) or not near:
            continue
        place = max((place for place in near if place < at), default=near[0])
        if place not in chosen:
            chosen.append(place)
    return tuple(chosen[:TARGETS])


def _numbers(listed: str) -> tuple[str, ...]:
    listed = _PARTS.sub("", listed)
    out = [_key(match[0]) for match in _COUNT.finditer(listed)]
    if (span := _RANGE.search(listed)) and int(span[1]) < int(span[2]):
        last = min(int(span[2]), int(span[1]) + TARGETS)
        out[1:1] = [str(number) for number in range(int(span[1]) + 1, last)]
    return tuple(dict.fromkeys(out))


def _key(number: str) -> str:
    """One spelling for a number: "Section 12A." and "12a" are one; "1er" is 1."""
    match = re.search(rf"(?:{_NUMBER})(?=\W|$)", number, re.IGNORECASE)
    return re.sub(r"[\W_]+", "", _ORDINAL_END.sub("", match[0])).casefold() if match else ""
