"""Provisions into verdicts: encoder, heads, calibration, the undecided band; loaded from one folder of plain data."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from pipeline import folder as folders
from pipeline.encoders.base import Bank, Encoder, Floats, Head, Heads, Reading
from pipeline.encoders.files import open_encoder
from pipeline.errors import ModelError
from pipeline.language import recognised
from pipeline.reasons import Span, best_span, evidence_threshold
from pipeline.records import Finding, Precedent, Provision, Safeguard, Verdict
from pipeline.signals import Calibration, Scores, scores
from pipeline.taxonomy import Taxonomy

BATCH = 32
PRECEDENTS = 3
DOUBTFUL = (0.35, 0.65)  # chance that the question arises at all, within which a verdict would be a guess


@dataclass(frozen=True)
class Neighbour:
    """A labelled provision behind one row of the bank."""

    record: Precedent
    family: str


@dataclass(frozen=True)
class Model:
    """A trained model, ready to judge; nothing here changes after loading."""

    name: str
    described: Mapping[str, Any]
    taxonomy: Taxonomy
    encoder: Encoder
    heads: Heads
    calibration: Calibration
    bank: Bank
    neighbours: Sequence[Neighbour]

    @classmethod
    def load(cls, folder: Path, taxonomy: Taxonomy, threads: int = 0) -> "Model":
        """Open a model folder after checking each of its files. Raises ModelError; executes no code of the folder."""
        described = folders.verified(folder)
        try:
            unknown = set(described["kinds"]) ^ set(taxonomy.kinds) or set(described["issues"]) - set(taxonomy.issues)
            if unknown or set(described["safeguards"]) - set(taxonomy.safeguards):
                raise ModelError(f"{folder}: the model and the taxonomy name different tags.", "Train again.")
            return cls(
                name=_title(folder, described["name"]),
                described=described,
                taxonomy=taxonomy,
                encoder=open_encoder(folder, described["encoder"], threads),
                heads=_heads(folder),
                calibration=Calibration(**described["calibration"]),
                bank=_bank(folder),
                neighbours=_neighbours(folder),
            )
        except (KeyError, TypeError, ValueError, ValidationError) as error:
            raise ModelError(f"{folder}: the model cannot be read ({type(error).__name__}).", "Train again.") from error

    def judge(self, provisions: Iterable[Provision]) -> Iterator[Verdict]:
        """One verdict a provision, in order; reads ahead BATCH provisions at most."""
        waiting = iter(provisions)
        while chunk := list(islice(waiting, BATCH)):
            for provision, reading in zip(chunk, self.encoder.encode([p.reading for p in chunk]), strict=True):
                yield self._verdict(provision, reading)

    def _verdict(self, provision: Provision, reading: Reading) -> Verdict:
        found = scores(reading, self.heads)
        kinds = dict(zip(self.described["kinds"], self.calibration.p_kinds(found), strict=True))
        p_asked = sum(kinds[name] for name in self.taxonomy.questioned)
        asked = p_asked >= DOUBTFUL[0]
        kind = max(kinds, key=lambda name: (self.taxonomy.kinds[name].in_question == (p_asked >= 0.5), kinds[name]))
        p_overbroad = self.calibration.p_overbroad(found) if asked else None
        evidence = reading.token_scores(self.heads.evidence)
        safeguards = self._safeguards(provision, reading, found, evidence) if asked else ()
        named = {item.tag for item in safeguards}
        issues = self._issues(provision, reading, found, evidence, kind, p_overbroad) if asked else ()
        issues = tuple(
            issue for issue in issues if issue.quote or self.taxonomy.issues[issue.tag].contradicts not in named
        )
        notes, decision = self._decide(provision, p_asked, p_overbroad, issues)
        return Verdict(
            source=provision.source,
            provision=provision.provision,
            heading=provision.heading,
            text=provision.text,
            kind=kind,
            kind_probabilities={name: round(value, 3) for name, value in kinds.items()},
            scope=decision,
            p_overbroad=None if p_overbroad is None else round(p_overbroad, 3),
            issues=issues,
            safeguards=safeguards,
            missing=tuple(
                tag for tag, rule in self.taxonomy.safeguards.items() if kind in rule.asked_of and tag not in named
            ),
            precedents=self._precedents(reading),
            advice=tuple(self.taxonomy.issues[issue.tag].advice for issue in issues),
            notes=notes,
            windows=reading.windows,
            model=self.name,
        )

    def _decide(
        self, provision: Provision, p_asked: float, p_overbroad: float | None, issues: Sequence[Finding]
    ) -> tuple[tuple[str, ...], Any]:
        """Narrow, overbroad, undecided or null, with the reasons for doubt in words."""
        notes = []
        if not recognised(provision.reading, tuple(self.described["languages"])):
            notes.append(
                "The text is not in a language this model was measured on ("
                + ", ".join(self.described["languages"])
                + ")."
            )
        if p_overbroad is None:
            return tuple(notes), "undecided" if notes else None
        if p_asked < DOUBTFUL[1]:
            notes.append("It is doubtful whether this is an offence that the question reaches.")
        low, high = self.calibration.band
        if low < p_overbroad < high:
            notes.append("The probability lies in the band where the model errs too often to decide.")
        decision = "overbroad" if p_overbroad >= 0.5 else "narrow"
        if decision == "narrow" and any(issue.decisive for issue in issues):
            notes.append("The whole reads as narrow, yet one passage reads as an issue that decides.")
        return tuple(notes), "undecided" if notes else decision

    def _issues(
        self,
        provision: Provision,
        reading: Reading,
        found: Scores,
        evidence: Floats,
        kind: str,
        p_overbroad: float | None,
    ) -> tuple[Finding, ...]:
        """Issues above the cut, the surest first; an overbroad verdict always names its likeliest decisive issue."""
        tags = self.described["issues"]
        chances = {tag: self.calibration.issues(float(value)) for tag, value in zip(tags, found.issues, strict=True)}
        reported = {tag for tag, chance in chances.items() if chance >= self.calibration.issue_cut}
        always = [tag for tag in tags if self.taxonomy.issues[tag].decisive]
        if (p_overbroad or 0.0) >= self.calibration.band[1] and not reported.intersection(always):
            reported.add(max(always, key=chances.__getitem__))
        findings = []
        for tag in sorted(reported, key=lambda name: -chances[name]):
            span = _evidence(
                provision, reading, evidence[:, tags.index(tag)], absence=self.taxonomy.issues[tag].absence
            )
            decisive = self.taxonomy.is_decisive(tag, others=frozenset(reported), quoted=span is not None, kind=kind)
            quote, start, end = _quoted(provision, span)
            findings.append(
                Finding(
                    tag=tag,
                    probability=round(chances[tag], 3),
                    decisive=decisive,
                    quote=quote,
                    start=start,
                    end=end,
                    principle=self.taxonomy.principle_of(tag),
                )
            )
        return tuple(findings)

    def _safeguards(
        self, provision: Provision, reading: Reading, found: Scores, evidence: Floats
    ) -> tuple[Safeguard, ...]:
        safeguards = []
        for at, (tag, value) in enumerate(zip(self.described["safeguards"], found.safeguards, strict=True)):
            if self.calibration.safeguards(float(value)) >= self.calibration.safeguard_cut:
                column = evidence[:, len(self.described["issues"]) + at]
                quote, start, end = _quoted(provision, _evidence(provision, reading, column, absence=False))
                safeguards.append(Safeguard(tag=tag, quote=quote, start=start, end=end))
        return tuple(safeguards)

    def _precedents(self, reading: Reading) -> tuple[Precedent, ...]:
        """The nearest labelled provisions, one a family."""
        if not self.neighbours:
            return ()
        near = reading.similarities(self.bank)
        chosen: dict[str, Precedent] = {}
        for at in np.argsort(-near, kind="stable"):
            neighbour = self.neighbours[int(at)]
            if neighbour.family not in chosen:
                similarity = round(min(max(float(near[at]), 0.0), 1.0), 2)
                chosen[neighbour.family] = neighbour.record.model_copy(update={"similarity": similarity})
            if len(chosen) == PRECEDENTS:
                break
        return tuple(chosen.values())


def _evidence(provision: Provision, reading: Reading, column: Floats, *, absence: bool) -> Span | None:
    """The words for one tag; for an absence only where words stand out by themselves (a negligent limb, say)."""
    floor = 0.0 if absence else evidence_threshold(column)
    return best_span(provision.reading, reading.tokens, column, floor)


def shown_words(text: str, reading: Reading, column: Floats) -> str:
    """The words that stand out most for one tag, given its token scores (tokens,); empty where none does."""
    span = best_span(text, reading.tokens, column, evidence_threshold(column))
    return text[span.start : span.end] if span else ""


def _quoted(provision: Provision, span: Span | None) -> tuple[str | None, int | None, int | None]:
    """Quote, start and end in the provision's text; a quote in the heading has no place in the text."""
    if span is None:
        return None, None, None
    shift = len(provision.reading) - len(provision.text)
    if span.end <= shift:
        return provision.reading[span.start : span.end].strip() or None, None, None
    start, end = max(span.start - shift, 0), span.end - shift
    return provision.text[start:end], start, end


def _title(folder: Path, name: str) -> str:
    """`champion 3 (2026-11-24)` for a promoted model, else the name it was trained under."""
    path = folder / "release.json"
    if not path.exists():
        return name
    release = json.loads(path.read_text(encoding="utf-8"))
    return f"champion {release['version']} ({release['date']})"


def _heads(folder: Path) -> Heads:
    from safetensors.numpy import load_file

    parts = load_file(folder / "heads.safetensors")
    names = ("kind", "scope", "issues", "safeguards", "evidence")
    return Heads(**{name: Head(parts[f"{name}.coef"], parts[f"{name}.intercept"]) for name in names})


def _bank(folder: Path) -> Bank:
    from safetensors.numpy import load_file

    parts = load_file(folder / "bank.safetensors")
    return Bank(parts["values"], parts.get("columns"), parts.get("starts"))


def _neighbours(folder: Path) -> list[Neighbour]:
    rows = json.loads((folder / "precedents.json").read_text(encoding="utf-8"))
    return [
        Neighbour(Precedent(**{k: v for k, v in row.items() if k != "family"}, similarity=0.0), row["family"])
        for row in rows
    ]
