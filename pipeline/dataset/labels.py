"""Kind, scope and tags of one row, from columns of their own or from the spans and choices of an export."""

from functools import partial
from typing import Any

from pipeline.dataset import cells
from pipeline.dataset.cells import Pairs, choice
from pipeline.dataset.cures import cure_of
from pipeline.dataset.exports import CHOICES
from pipeline.dataset.quotes import exact, nearest
from pipeline.dataset.rows import MISSING, Draft
from pipeline.taxonomy import Taxonomy

SCOPES = ("narrow", "overbroad")


def labels(made: Draft, text: str, heading: str, taxonomy: Taxonomy) -> dict[str, Any]:
    """Kind, scope, issues and safeguards, from their columns and from the spans and choices of an export."""
    loose = made.read("evidence", lambda cell: cells.tags(cell, "evidence"), [])
    chosen = made.read("labels", lambda cell: cells.tags(cell, CHOICES), [])
    names = [name for name, _ in chosen]
    kind = made.read("kind", lambda cell: choice(cell, "kind", taxonomy.kinds), "")
    kind = kind or _one(made, "kind", [name for name in names if name in taxonomy.kinds])
    scope = made.read("scope", lambda cell: choice(cell, "scope", SCOPES), None)
    scope = scope or _scope(made, names)
    known = {*taxonomy.issues, *taxonomy.safeguards, *taxonomy.kinds, *SCOPES, *cells.NOTHING}
    loose = [*loose, *((name, None) for name in names if name not in taxonomy.kinds and name not in SCOPES)]
    for tag in dict.fromkeys(tag for tag, _ in loose if tag not in known):
        made.read("evidence", partial(_named, tag, "tag", (*taxonomy.issues, *taxonomy.safeguards)), None)
    found: dict[str, Any] = {"kind": kind or None, "scope": scope}
    for name, tags in (("issues", taxonomy.issues), ("safeguards", taxonomy.safeguards)):
        own = made.read(name, partial(cells.tags, field=name), [])
        pairs = [*_known(made, name, own, tuple(tags)), *((tag, quote) for tag, quote in loose if tag in tags)]
        found[name] = _quoted(made, name, _once(pairs), text, heading)
    return found


def _scope(made: Draft, chosen: list[str]) -> str | None:
    found = sorted({name for name in chosen if name in SCOPES})
    if len(found) > 1:
        made.fault("scope", "scope is given twice: narrow and overbroad", "Say one of them.")
    return found[0] if found else None


def _one(made: Draft, name: str, chosen: list[str]) -> str | None:
    """The one kind that is chosen; none or two of them are a fault."""
    if len(set(chosen)) == 1:
        return chosen[0]
    if not any(problem.field == name for problem in made.problems):
        said = f"{name} is given twice: {', '.join(chosen)}" if chosen else f"{name} is missing"
        made.fault(name, said, MISSING[name])
    return None


def _known(made: Draft, name: str, pairs: Pairs, tags: tuple[str, ...]) -> Pairs:
    """The pairs whose tag the codebook has; each other one is a fault."""
    kept = []
    for tag, quote in pairs:
        right = made.read(name, partial(_named, tag, f"{name.removesuffix('s')} tag", tags), None)
        if right:
            kept.append((right, quote))
    return kept


def _named(tag: str, field: str, tags: tuple[str, ...], _: object) -> str | None:
    return choice(tag, field, tags)


def _once(pairs: Pairs) -> Pairs:
    """Each pair once; a bare tag gives way to the same tag with its words."""
    quoted = {tag for tag, quote in pairs if quote}
    return list(dict.fromkeys((tag, quote or None) for tag, quote in pairs if quote or tag not in quoted))


def _quoted(made: Draft, name: str, pairs: Pairs, text: str, heading: str) -> list[dict[str, str | None]]:
    """Tags with their quotes as they stand in the text; a quote that does not stand there is a fault."""
    listed: list[dict[str, str | None]] = []
    for tag, quote in pairs:
        kept = exact(quote, text, heading) if quote else None
        if quote and kept is None and text:
            near = nearest(quote, text)
            made.fault(
                name,
                f"{tag}: the quote is not in the text: {quote[:80]!r}",
                f"Copy the words as they stand there: {near!r}." if near else cure_of("quote is not in the text"),
            )
        listed.append({"tag": tag, "quote": kept if quote is None or kept else quote})
    return listed
