"""Practice clauses composed from a bank of short statutory phrases: their labels are known by construction.

They teach an encoder what intent, authorisation, purpose and vagueness look like in hundreds of wordings before it
reads the written records, and break the shortcut by which the topic alone decides. They are no records: nothing is
ever measured or calibrated on them. The rules are those of `data/CODEBOOK.md`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.encoders.labels import LabelTarget
from pipeline.taxonomy import Taxonomy
from pipeline.training.phrases import Bank, Conduct

CORE = frozenset(
    {"access", "interception", "data-interference", "system-interference", "devices-for-crime", "devices-bare"}
    | {"infrastructure"}
)
EXCEPTIONS = frozenset({"csam", "intimate-images", "incitement-violence", "grooming"})
EXPRESSION = frozenset(
    {"false-information", "insult", "obscenity", "rumour", "morals", "glorification", "religion", "state-image"}
)
# For damage and disruption the codebook takes these words of intent as words of authorisation, though weak.
WEAK_RIGHT = ("dishonest", "fraud", "malic", "damage", "bad faith", "wrong", "criminal", "guilty", "evil")
SENTENCES = frozenset({"defence", "defined_object", "unbounded"})
OPTIONAL = {"specific_purpose": 0.3, "harm_threshold": 0.25, "defence": 0.12, "defined_object": 0.15, "unbounded": 0.05}
TAGS = {"unbounded": "unbounded-jurisdiction"}
SHOWN = 8  # words of a whole sentence that stand as its evidence

Part = list[tuple[str, list[tuple[str, str]]]]  # phrases, each with the tags it shows and the words that show them


@dataclass
class Draft:
    """A clause in the making: its text, and where the words of each tag stand."""

    text: str = ""
    spans: list[tuple[str, int, int]] = field(default_factory=list)

    def add(self, words: str, marks: Sequence[tuple[str, str]] = ()) -> None:
        """Append `words`; each mark is a tag and the part of `words` that shows it."""
        for tag, shown in marks:
            at = words.lower().find(shown.lower())
            if at >= 0:
                self.spans.append((tag, len(self.text) + at, len(self.text) + at + len(shown)))
        self.text += words


@dataclass
class Plan:
    """What one clause will hold, chosen before it is worded."""

    conduct: Conduct
    lead: Part = field(default_factory=list)
    tail: Part = field(default_factory=list)
    limbs: Part = field(default_factory=list)
    sentences: Part = field(default_factory=list)
    absent: frozenset[str] = frozenset()

    @property
    def held(self) -> set[str]:
        """The tags that words show."""
        parts = (self.lead, self.tail, self.limbs, self.sentences)
        return self.conduct.tags | {tag for part in parts for _, marks in part for tag, _ in marks}


def compose(bank: Bank, taxonomy: Taxonomy, number: int, seed: int) -> list[LabelTarget]:
    """`number` clauses, the same for the same bank and seed."""
    chance = random.Random(seed)
    return [_target(bank, taxonomy, chance) for _ in range(number)]


def _target(bank: Bank, taxonomy: Taxonomy, chance: random.Random) -> LabelTarget:
    plan = _plan(bank, chance)
    draft = _worded(plan, bank, chance)
    heading = chance.choice(bank.headings[plan.conduct.family]) if chance.random() < 0.6 else ""
    shift = len(heading) + 1 if heading else 0
    issues, safeguards = list(taxonomy.issues), list(taxonomy.safeguards)
    tags = issues + safeguards
    named = {tag for tag, _, _ in draft.spans} | plan.absent
    kind = _kind(plan.conduct.family)
    broad = any(
        taxonomy.is_decisive(tag, others=frozenset(named), quoted=tag not in plan.absent, kind=kind)
        for tag in named & set(issues)
    )
    return LabelTarget(
        reading=f"{heading}\n{draft.text}" if heading else draft.text,
        headless=draft.text,
        kind=list(taxonomy.kinds).index(kind),
        asked=True,
        scope=float(broad),
        issues=np.array([float(tag in named) for tag in issues], dtype=np.float32),
        safeguards=np.array([float(tag in named) for tag in safeguards], dtype=np.float32),
        evidence=tuple((tags.index(tag), start + shift, end + shift) for tag, start, end in draft.spans),
    )


def _kind(family: str) -> str:
    if family in CORE:
        return "cyber-dependent"
    return "content-based" if family in EXCEPTIONS | EXPRESSION else "cyber-enabled"


def _plan(bank: Bank, chance: random.Random) -> Plan:
    """Choose the elements: narrow and overbroad come out about even, whatever the topic."""
    pool = chance.choices([CORE, None, EXCEPTIONS, EXPRESSION], [0.5, 0.25, 0.15, 0.1])[0]
    plan = Plan(chance.choice(bank.of(pool) if pool else bank.outside(CORE | EXCEPTIONS | EXPRESSION)))
    core = plan.conduct.family in CORE
    shares = {"intent": 0.75, "without_right": 0.75 if core else 0.35, "security_breach": 0.15 if core else 0.0}
    for name, share in (shares | OPTIONAL).items():
        if chance.random() < share:
            words = chance.choice(bank.lines[name])
            shown = " ".join(words.split()[:SHOWN]) if name in SENTENCES else words
            _part(plan, name).append((words, [(TAGS.get(name, name.replace("_", "-")), shown)]))
    if chance.random() < 0.05:
        _put(bank, chance, plan.tail, "technology", "technology-specific")
    if chance.random() < 0.4:
        for _ in range(1 if chance.random() < 0.8 else 2):
            _spoil(bank, chance, plan)
    plan.absent = _absent(plan)
    return plan


def _part(plan: Plan, name: str) -> Part:
    if name in SENTENCES:
        return plan.sentences
    return plan.lead if name in ("intent", "without_right") else plan.tail


def _absent(plan: Plan) -> frozenset[str]:
    """Issues that show by missing words."""
    absent, held, family = set(), plan.held, plan.conduct.family
    if not held & {"intent", "no-intent"} and not plan.conduct.natural_intent and family != "csam":
        absent.add("no-intent")
    weak = family.endswith("interference") and any(word in text for text, _ in plan.lead for word in WEAK_RIGHT)
    asked = family in CORE - {"devices-for-crime"} and not weak
    if asked and not held & {"without-right", "security-breach", "terms-of-use"}:
        absent.add("no-authorisation")
    loose = {"harm-threshold", "security-breach", "specific-purpose"}
    if family in ("access", "interception", "identity", "privacy") and not held & loose:
        absent.add("no-harm-threshold")
    return frozenset(absent)


def _spoil(bank: Bank, chance: random.Random, plan: Plan) -> None:
    """Put one flaw into a clause."""
    core = plan.conduct.family in CORE
    flaws: list[tuple[float, Part, str, str]] = [
        (0.17, plan.limbs, "vague_limb", "vague-terms"),
        (0.17, plan.limbs, "content_limb", "content-restriction"),
        (0.16, plan.limbs, "catch_all_limb", "catch-all"),
        (0.12 if core else 0.22, plan.tail, "public_order", "public-order-purpose"),
        (0.08, plan.tail, "negligent", "no-intent"),
        (0.10 if core else 0.0, plan.tail, "terms_of_use", "terms-of-use"),
        (0.10, plan.limbs, "privacy_tool", "privacy-tool-ban"),
        (0.10, plan.sentences, "third_party", "third-party-liability"),
    ]
    _, part, name, tag = chance.choices(flaws, [flaw[0] for flaw in flaws])[0]
    _put(bank, chance, part, name, tag)


def _put(bank: Bank, chance: random.Random, part: Part, name: str, tag: str) -> None:
    whole, shown = chance.choice(bank.pairs[name])
    part.append((whole, [(tag, shown)]))


def _worded(plan: Plan, bank: Bank, chance: random.Random) -> Draft:
    """One of three shapes: a single sentence, lettered paragraphs, or the formula of the offence at the end."""
    draft = Draft()
    opener, penalty = bank.formula(chance)
    subject = chance.choice(bank.lines["subject"])
    acts = [(plan.conduct.text, list(plan.conduct.marks)), *plan.limbs]
    chance.shuffle(acts)
    lead, tail = plan.lead[:], plan.tail[:]
    chance.shuffle(lead)
    if lead and chance.random() < 0.25:
        tail.insert(0, lead.pop())
    numbered = bool(plan.sentences) and chance.random() < 0.5
    draft.add("(1) " if numbered else "")
    shape = chance.random()
    if shape < 0.4:
        draft.add(
            f"{subject} {opener} {penalty} who" if chance.random() < 0.5 else f"{subject} {opener} where he or she"
        )
        _adverbs(draft, lead)
        _acts(draft, acts, chance, lettered=len(acts) > 1 and chance.random() < 0.7)
        _ends(draft, tail)
    else:
        draft.add(f"{subject} who")
        _adverbs(draft, lead)
        _acts(draft, acts, chance, lettered=len(acts) > 1 and chance.random() < 0.4)
        _ends(draft, tail)
        draft.add(f", {opener} {penalty}")
    draft.add(".")
    sentences = [*plan.sentences, *((words, []) for words in _neutral(bank, chance))]
    chance.shuffle(sentences)
    for at, (words, marks) in enumerate(sentences, 2):
        draft.add(f"\n({at}) " if numbered else chance.choice([" ", "\n"]))
        draft.add(words, marks)
    return draft


def _adverbs(draft: Draft, lead: Part) -> None:
    for at, (words, marks) in enumerate(lead):
        draft.add(", " if at == 0 else " and ")
        draft.add(words, marks)
    draft.add(", " if lead else " ")


def _acts(draft: Draft, acts: Part, chance: random.Random, *, lettered: bool) -> None:
    for at, (words, marks) in enumerate(acts):
        last = at == len(acts) - 1
        if lettered:
            draft.add(f"\n({'abcdef'[at]}) ")
        elif at:
            draft.add(chance.choice([", or ", " or "]) if last else ", ")
        draft.add(words, marks)
        if lettered and not last:
            draft.add("; or" if at == len(acts) - 2 else ";")


def _ends(draft: Draft, tail: Part) -> None:
    for words, marks in tail:
        draft.add(", ")
        draft.add(words, marks)


def _neutral(bank: Bank, chance: random.Random) -> list[str]:
    return chance.sample(bank.lines["neutral_sentence"], chance.choices([0, 1, 2], [0.5, 0.3, 0.2])[0])
