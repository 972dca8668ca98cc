"""A whole document: read, judged provision by provision, with the terms that it defines kept at hand."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pipeline.errors import InputError
from pipeline.model import Model
from pipeline.records import Failure, Finding, Provision, Safeguard, Verdict

VAGUE = "vague-terms"
Progress = Callable[[int, int, str], None]
Words = TypeVar("Words", Finding, Safeguard)


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
    """Verdicts of one document's provisions, with what it defines and what they refer to taken into account."""
    from pipeline.provisions.references import joined, targets
    from pipeline.provisions.terms import definitions

    defined = frozenset(definitions(provisions))
    others = [[provisions[at] for at in places] for places in targets(provisions)]
    read = model.judge(joined(item, with_it) for item, with_it in zip(provisions, others, strict=True))
    for number, (verdict, item, with_it) in enumerate(zip(read, provisions, others, strict=True), 1):
        progress(number, len(provisions), f"{verdict.source}: {verdict.provision}")
        yield with_definitions(alone(verdict, item, with_it), defined)


def alone(verdict: Verdict, provision: Provision, others: Sequence[Provision]) -> Verdict:
    """The verdict on a provision read together with others, under its own text, with a note that says so.

    Words found in the others stay as quotes without a place; words that run over the end of its own text are cut there.
    """
    from pipeline.provisions.references import named

    if not others:
        return verdict
    names = ", ".join(dict.fromkeys(named(item) for item in others))
    return verdict.model_copy(
        update={
            "text": provision.text,
            "issues": tuple(_own(item, provision.text) for item in verdict.issues),
            "safeguards": tuple(_own(item, provision.text) for item in verdict.safeguards),
            "notes": (*verdict.notes, f"Read together with {names}."),
        }
    )


def _own(found: Words, text: str) -> Words:
    """A finding with its place in `text`, or without one where its words stand behind it."""
    if found.start is None or found.end is None or found.end <= len(text):
        return found
    words = text[found.start :].rstrip()
    if words:
        return found.model_copy(update={"quote": words, "end": found.start + len(words)})
    return found.model_copy(update={"start": None, "end": None})


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
