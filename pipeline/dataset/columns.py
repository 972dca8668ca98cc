"""Which column of somebody's table holds which field of a record: by the usual names, or as the person says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from pipeline.errors import SettingsError

# Field, and the names by which tables call it; the first that is found is taken.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "jurisdiction": ("jurisdiction", "country", "country code", "iso", "iso code", "state", "nation", "país", "pays"),
    "law": ("law", "act", "statute", "instrument", "name of law", "law name", "law title", "bill", "ley", "loi"),
    "year": ("year", "date", "year enacted", "enacted", "año", "année"),
    "provision": ("provision", "section", "article", "number", "section number", "art", "artículo"),
    "language": ("language", "lang", "idioma", "langue"),
    "heading": ("heading", "title", "caption", "marginal note", "section title"),
    "text": ("text", "restated", "restated text", "provision text", "clause", "wording", "texto", "texte", "body"),
    "original": ("original", "original text", "source text", "verbatim"),
    "text_kind": ("text kind", "kind of text"),
    "kind": ("kind", "type", "offence type", "offense type", "category", "class"),
    "scope": ("scope", "verdict", "label", "narrow or overbroad", "breadth"),
    "issues": ("issues", "issue", "issue tags", "faults", "problems found"),
    "safeguards": ("safeguards", "safeguard", "safeguard tags", "narrowing elements"),
    "evidence": ("evidence", "quotes", "quote", "evidence quotes", "words that show it", "spans"),
    "labels": ("labels", "tags", "choices"),
    "disagreement": ("disagreement",),
    "authority": ("authority", "authorities", "court", "criticism"),
    "source_note": ("source note", "source notes", "note", "notes", "remarks", "comment", "source"),
    "family": ("family",),
    "id": ("id", "identifier", "record id", "key"),
}
# Our own columns for the person who mends: never read back, never counted among those left alone.
ASIDE = frozenset({"row", "problem", "cure", "why suggested", "place"})


@dataclass(frozen=True)
class Mapped:
    """`columns` gives the column of each field that was found; `left` are the columns that nobody reads."""

    columns: Mapping[str, str]
    left: tuple[str, ...]


def mapped(names: Sequence[str], asked: Sequence[str] = ()) -> Mapped:
    """Find the column of each field, `asked` (`column=field`) before the usual names.

    Raises SettingsError for an `asked` that names no column or no field, or one of them twice.
    """
    columns: dict[str, str] = {}
    for wish in asked:
        column, field = _wish(wish, names)
        if field in columns or column in columns.values():
            raise SettingsError(f"--map {wish}: the field or the column is mapped twice.", "Map each of them once.")
        columns[field] = column
    folded = {_fold(name): name for name in reversed(names) if name not in columns.values()}
    for field, known in FIELDS.items():
        found = next((folded[name] for name in known if name in folded and folded[name] not in columns.values()), None)
        if found is not None:
            columns.setdefault(field, found)
    used = set(columns.values())
    return Mapped(columns, tuple(name for name in names if name not in used and _fold(name) not in ASIDE))


def _wish(wish: str, names: Sequence[str]) -> tuple[str, str]:
    """`column=field` as the column's own name and the field; the last equals sign parts them."""
    written, equals, field = wish.rpartition("=")
    column = next((name for name in names if name == written or _fold(name) == _fold(written)), None)
    field = field.strip().replace(" ", "_").lower()
    if not equals or field not in FIELDS:
        near = get_close_matches(field, FIELDS, 1)
        raise SettingsError(
            f"--map {wish}: {field!r} is no field of a record.",
            f"Write --map column={near[0]}." if near else f"Write column=field; the fields are {', '.join(FIELDS)}.",
        )
    if column is None:
        shown = ", ".join(name[:40] for name in names[:12])
        raise SettingsError(f"--map {wish}: there is no column {written!r}.", f"The columns are: {shown}.")
    return column, field


def _fold(name: str) -> str:
    """A column's name without case, marks and doubled spaces: "Country_Code " is "country code"."""
    return " ".join(re.findall(r"\w+", name.casefold().replace("_", " ")))
