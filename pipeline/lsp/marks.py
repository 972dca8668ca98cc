"""A verdict as an editor shows it: underlined words, what is said over them, and a mark at the provision's first line.

All of it is plain text: a draft may hold what an editor would take for a link or a command.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from pipeline.lsp.places import Located, Ruler, Spot
from pipeline.records import Finding, Verdict
from pipeline.taxonomy import Taxonomy
from pipeline.writers import comment
from pipeline.writers.terminal import printable

SOURCE = "scope"
WEIGHT = {"overbroad": types.DiagnosticSeverity.Warning, "undecided": types.DiagnosticSeverity.Information}


@dataclass(frozen=True)
class Marked:
    """A verdict with its place: `first` its first line, `words` those of each finding, in characters of the draft."""

    verdict: Verdict
    first: Spot
    words: tuple[Spot | None, ...]

    @classmethod
    def at(cls, verdict: Verdict, place: Located, start: int) -> "Marked":
        """From a place in a stretch that begins at character `start` of the draft."""
        words = tuple((spot[0] + start, spot[1] + start) if spot else None for spot in place.words)
        return cls(verdict, (place.first[0] + start, place.first[1] + start), words)


def diagnostics(marked: Sequence[Marked], taxonomy: Taxonomy, ruler: Ruler) -> list[types.Diagnostic]:
    """Every finding of a flagged provision under its words; where there are none, one on the first line."""
    return [found for item in marked if item.verdict.scope in WEIGHT for found in _of(item, taxonomy, ruler)]


def _of(item: Marked, taxonomy: Taxonomy, ruler: Ruler) -> Iterator[types.Diagnostic]:
    verdict = item.verdict
    weight = WEIGHT[str(verdict.scope)]
    shown = [pair for pair in zip(verdict.issues, item.words, strict=True) if pair[0].quote]
    for issue, spot in shown:
        message = _line(f"{_named(issue)}: {taxonomy.issues[issue.tag].meaning}.", *verdict.notes)
        yield types.Diagnostic(ruler.range(spot or item.first), message, weight, code=issue.tag, source=SOURCE)
    if not shown:
        message = _line(comment.WHOLE[str(verdict.scope)], *verdict.notes)
        yield types.Diagnostic(ruler.range(item.first), message, weight, code=verdict.scope, source=SOURCE)


def unread(message: str, cure: str) -> types.Diagnostic:
    """The one mark of a draft that cannot be read, at its beginning: what happened, and the cure."""
    start = types.Position(0, 0)
    said = _line(message, cure)
    return types.Diagnostic(
        types.Range(start, start), said, types.DiagnosticSeverity.Information, code="unread", source=SOURCE
    )


def hover(marked: Sequence[Marked], at: types.Position, taxonomy: Taxonomy, ruler: Ruler) -> types.Hover | None:
    """What is said over a position: the advice for the words there; over a first line, the whole comment."""
    for item in marked:
        if item.verdict.scope not in WEIGHT:
            continue
        over = [
            issue
            for issue, spot in zip(item.verdict.issues, item.words, strict=True)
            if spot and _within(ruler.range(spot), at)
        ]
        if over:
            return _said("\n\n".join(_advice(issue, taxonomy) for issue in over))
        if _within(ruler.range(item.first), at):
            return _said(whole(item.verdict, taxonomy))
    return None


def hints(marked: Sequence[Marked], taxonomy: Taxonomy, ruler: Ruler, within: types.Range) -> list[types.InlayHint]:
    """The verdict at the end of each provision's first line: "overbroad 0.83 · cyber-dependent"."""
    found = []
    for item in marked:
        end = ruler.position(item.first[1])
        if item.verdict.scope and within.start <= end <= within.end:
            tip = whole(item.verdict, taxonomy)
            found.append(types.InlayHint(end, label(item.verdict), tooltip=tip, padding_left=True))
    return found


def label(verdict: Verdict) -> str:
    """The verdict in a few words, with the probability that the provision is overbroad."""
    chance = "" if verdict.p_overbroad is None else f" {verdict.p_overbroad:.2f}"
    return f"{verdict.scope}{chance} \u00b7 {verdict.kind}"


def whole(verdict: Verdict, taxonomy: Taxonomy) -> str:
    """All that is said of a provision, a line a statement."""
    said = comment.lines(verdict, taxonomy)
    return "\n".join(f"{line.label}: {line.text}" if line.label else line.text for line in said)


def _advice(issue: Finding, taxonomy: Taxonomy) -> str:
    rule = taxonomy.issues[issue.tag]
    lines = (f"{_named(issue)}: {rule.meaning}.", taxonomy.principle_of(issue.tag), f"Change: {rule.advice}")
    return "\n".join(_line(text) for text in (*lines, f"Compare: {rule.compare}"))


def _named(issue: Finding) -> str:
    weight = "decides" if issue.decisive else "does not decide by itself"
    return f"{issue.tag} ({issue.probability:.0%}, {weight})"


def _line(*parts: str) -> str:
    return printable(" ".join(" ".join(part.split()) for part in parts))


def _said(text: str) -> types.Hover:
    return types.Hover(types.MarkupContent(types.MarkupKind.PlainText, text))


def _within(span: types.Range, at: types.Position) -> bool:
    return span.start <= at <= span.end
