"""A whole document: read, judged provision by provision, with the terms that it defines kept at hand."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pipeline.errors import InputError
from pipeline.model import Model
from pipeline.records import Failure, Finding, Provision, Safeguard, Verdict

VAGUE = "vague-terms"
S = TypeVar("S", Finding, Safeguard)
Progress = Callable[[int, int, str], None]


def review(paths: list[Path], model: Model, progress: Progress) -> Iterator[Verdict | Failure]:
    """A row a provision, in the order of the documents; a document that cannot be read is one failed row."""
    from pipeline.readers import read

    for path in paths:
        try:
            provisions = list(read(path))
            if not provisions:
                raise InputError(f"{path}: no provision was found in it.", "Give the text of a law, numbered.")
        except InputError as error:
            yield Failure(source=str(path), error=error.message, cure=error.cure)
            continue
        yield from judged(provisions, model, progress)


def judged(provisions: list[Provision], model: Model, progress: Progress) -> Iterator[Verdict]:
    """Verdicts of one document's provisions, with what the document itself defines taken into account."""
    from pipeline.provisions.references import pointed_to, together
    from pipeline.provisions.terms import definitions

    defined = definitions(provisions)
    others = {at: [provisions[other] for other in found] for at, found in pointed_to(provisions).items()}
    read = (together(provision, others.get(at, ())) for at, provision in enumerate(provisions))
    for at, verdict in enumerate(model.judge(read)):
        progress(at + 1, len(provisions), f"{verdict.source}: {verdict.provision}")
        yield with_definitions(apart(verdict, provisions[at], others.get(at, ())), frozenset(defined))


def apart(verdict: Verdict, own: Provision, others: Sequence[Provision]) -> Verdict:
    """A verdict on a provision read with `others`, over its own text: words that stand in the others have no place."""
    if not others:
        return verdict
    named = ", ".join(other.provision for other in others)

    def placed(item: S) -> S:
        outside = item.end is not None and item.end > len(own.text)
        return item.model_copy(update={"start": None, "end": None}) if outside else item

    return verdict.model_copy(
        update={
            "text": own.text,
            "issues": tuple(placed(issue) for issue in verdict.issues),
            "safeguards": tuple(placed(safeguard) for safeguard in verdict.safeguards),
            "notes": (*verdict.notes, f"Read together with provision {named}, to which it points."),
        }
    )


def with_definitions(verdict: Verdict, defined: frozenset[str]) -> Verdict:
    """An open word that the document defines is not vague: the finding goes, with a note.

    Where it was the only issue that decides, the verdict becomes undecided: the probability was given without the
    definition, and whether the definition is itself closed is for a lawyer to read (codebook, `vague-terms`).
    """
    cured = [(issue, term) for issue in verdict.issues if (term := _term(issue, defined))]
    if not cured:
        return verdict
    kept = tuple(issue for issue in verdict.issues if not _term(issue, defined))
    terms = ", ".join(dict.fromkeys(f"“{term}”" for _, term in cured))
    only = verdict.scope == "overbroad" and not any(issue.decisive for issue in kept)
    advice = tuple(text for issue, text in zip(verdict.issues, verdict.advice, strict=True) if issue in kept)
    return verdict.model_copy(
        update={
            "issues": kept,
            "advice": advice,
            "scope": "undecided" if only else verdict.scope,
            "notes": (*verdict.notes, f"The document defines {terms}: read whether the definition is closed."),
        }
    )


def _term(issue: Finding, defined: frozenset[str]) -> str | None:
    """The defined term in the words of a finding of vagueness, if there is one."""
    if issue.tag != VAGUE or not issue.quote:
        return None
    words = f" {' '.join(issue.quote.lower().split())} "
    return next((term for term in sorted(defined) if f" {term.lower()} " in words), None)
