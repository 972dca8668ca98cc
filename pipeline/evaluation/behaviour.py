"""How a model behaves on clauses made to ask one thing each: what may not move a verdict, what must, what is found.

Three kinds of cases, as in CheckList (Ribeiro et al., ACL 2020): invariance (a detail changes, the verdict may not),
direction (an element goes or comes, the probability must move the right way) and minimum function (an issue or a
safeguard is named where it plainly stands). The clauses are in `configs/behaviour.toml`; none is a labelled record.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.model import Model
from pipeline.provisions import from_text
from pipeline.records import Verdict

_ELEMENT = re.compile(r"\{([^{}]*)\}")
_AMERICAN = {"offence": "offense", "defence": "defense", "authoris": "authoriz", "programme": "program"}


@dataclass(frozen=True)
class Case:
    """One question: the texts to judge, and whether their verdicts, in order, are as they must be."""

    capability: str
    name: str
    texts: tuple[str, ...]
    holds: Callable[[Sequence[Verdict]], bool]


def load(path: Path) -> list[Case]:
    """Every case of the file. Raises SettingsError for one that is broken."""
    try:
        asked = tomllib.loads(path.read_text(encoding="utf-8"))
        return [*_invariance(asked), *_direction(asked), *_function(asked)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path}: no readable clauses of behaviour ({error}).", "Restore the file.") from error


def behave(model: Model, cases: Sequence[Case]) -> dict[str, Any]:
    """Cases and passes by capability, with the names of those that fail; each text is judged once."""
    texts = list(dict.fromkeys(text for case in cases for text in case.texts))
    said = dict(zip(texts, model.judge(from_text(text, "behaviour") for text in texts), strict=True))
    table: dict[str, dict[str, Any]] = defaultdict(lambda: {"cases": 0, "passed": 0, "failed": []})
    for case in cases:
        row = table[case.capability]
        row["cases"] += 1
        if case.holds([said[text] for text in case.texts]):
            row["passed"] += 1
        else:
            row["failed"].append(case.name)
    return {
        "cases": len(cases),
        "passed": sum(row["passed"] for row in table.values()),
        "capabilities": {name: table[name] for name in sorted(table)},
    }


def _invariance(asked: Mapping[str, Any]) -> Iterator[Case]:
    """The same clause with another country, penalty, number, spelling, layout, scanning noise or voice."""
    countries, penalties = asked["countries"], asked["penalties"]
    for clause in asked["clauses"]:
        whole = _ELEMENT.sub(r"\1", clause["text"])
        plain = _detailed(whole, countries[0], penalties[0])
        changed = [("country", name, _detailed(whole, name, penalties[0])) for name in countries[1:]]
        changed += [("penalty", name, _detailed(whole, countries[0], name)) for name in penalties[1:]]
        changed += [("section number", number.strip(), number + plain) for number in asked["sections"]]
        changed += [("voice", "other words", _detailed(clause["other"], countries[0], penalties[0]))]
        changed += [(name, name, alter(plain)) for name, alter in _ALTERED.items() if alter(plain) != plain]
        for capability, name, text in changed:
            yield Case(f"invariance: {capability}", f"{clause['name']}: {name}", (plain, text), _same)


def _direction(asked: Mapping[str, Any]) -> Iterator[Case]:
    """An element taken out or a widening sentence put in must raise the probability; narrowing words must lower it."""
    country, penalty = asked["countries"][0], asked["penalties"][0]
    for clause in asked["clauses"]:
        if clause["scope"] != "narrow":
            continue
        whole = _detailed(_ELEMENT.sub(r"\1", clause["text"]), country, penalty)
        for element in _ELEMENT.findall(clause["text"]):
            without = _detailed(_ELEMENT.sub(r"\1", clause["text"].replace(f"{{{element}}}", "")), country, penalty)
            yield Case("direction: element out", f"{clause['name']}:{element}", (whole, without), _rises)
        for added in asked["widened_by"]:
            name = f"{clause['name']}: {added['name']}"
            yield Case("direction: widened", name, (whole, whole + added["text"]), _rises)
    for change in asked["narrowed_by"]:
        yield Case("direction: narrowed", change["name"], (change["into"], change["text"]), _rises)


def _function(asked: Mapping[str, Any]) -> Iterator[Case]:
    """Each tag is named where a clause plainly holds it."""
    for group in ("issues", "safeguards"):
        for tag, texts in asked[group].items():
            for number, text in enumerate(texts, 1):
                yield Case(f"function: {group}", f"{tag} {number}", (text,), _named(tag))


def _detailed(text: str, country: str, penalty: str) -> str:
    return text.replace("<country>", country).replace("<penalty>", penalty)


def _same(said: Sequence[Verdict]) -> bool:
    return said[0].scope == said[1].scope


def _rises(said: Sequence[Verdict]) -> bool:
    """Whether the second is the likelier to be overbroad; a verdict that no offence is there is no answer."""
    first, second = said[0].p_overbroad, said[1].p_overbroad
    return first is not None and second is not None and second > first


def _named(tag: str) -> Callable[[Sequence[Verdict]], bool]:
    def holds(said: Sequence[Verdict]) -> bool:
        found = {issue.tag for issue in said[0].issues} | {safeguard.tag for safeguard in said[0].safeguards}
        return tag in found

    return holds


def _american(text: str) -> str:
    for british, american in _AMERICAN.items():
        text = text.replace(british, american)
    return text


def _scanned(text: str) -> str:
    """What a scanner reads wrong: an m as rn in every third word that has one, an l as 1 in every fifth."""
    words = text.split(" ")
    for mark, wrong, every in (("m", "rn", 3), ("l", "1", 5)):
        held = [at for at, word in enumerate(words) if mark in word]
        for at in held[::every]:
            words[at] = words[at].replace(mark, wrong, 1)
    return " ".join(words)


def _broken(text: str) -> str:
    """A line break after every seventh word, as a narrow column has."""
    words = text.split(" ")
    return "\n".join(" ".join(words[at : at + 7]) for at in range(0, len(words), 7))


_ALTERED: dict[str, Callable[[str], str]] = {
    "American spelling": _american,
    "scanning noise": _scanned,
    "line breaks": _broken,
    "capitals": str.upper,
}
