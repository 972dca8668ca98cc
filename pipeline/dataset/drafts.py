"""One row into one record, or into everything that is wrong with it: field by field, then by the codebook.

A field that fails gets a stand-in, so that the rest of the row is still checked and one reading shows every problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from pydantic import ValidationError

from pipeline.dataset import cells
from pipeline.dataset.authorities import authorities
from pipeline.dataset.cells import CellFault, words
from pipeline.dataset.check import RESERVED, record_problems
from pipeline.dataset.countries import INVENTED, Countries, is_invented
from pipeline.dataset.cures import cure_of
from pipeline.dataset.families import shingles
from pipeline.dataset.labels import labels
from pipeline.dataset.rows import MISSING, UNKNOWN, Draft
from pipeline.language import recognised
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy

RUN = 25  # identical words in a row with the original: more is copying


@dataclass(frozen=True)
class House:
    """What rows are held against; `invented` lets the codes of countries that do not exist stand."""

    taxonomy: Taxonomy
    countries: Countries
    invented: bool = False


def draft(row: int, given: Mapping[str, object], house: House) -> Draft:
    """Read the cells of one row (`given`, by field) into a record with a stand-in id, or into problems."""
    made = Draft(row, given)
    text, heading = _required(made, "text"), made.read("heading", lambda cell: words(cell, "heading", 1000), "")
    values = {
        "id": made.read("id", lambda cell: words(cell, "id", 200), "") or UNKNOWN,
        "jurisdiction": made.read("jurisdiction", lambda cell: _jurisdiction(cell, house), "treaty"),
        "law": _required(made, "law"),
        "year": made.read("year", cells.year, 2000),
        "provision": _required(made, "provision"),
        "language": _language(made, text),
        "heading": heading,
        "text": text,
        "text_kind": made.read("text_kind", _text_kind, "restated"),
        **labels(made, text, heading, house.taxonomy),
        "authority": made.read("authority", authorities, ()),
        "source_note": _required(made, "source_note"),
        "family": made.read("family", lambda cell: words(cell, "family", 200), "") or UNKNOWN,
    }
    _copied(made, text)
    if "disagreement" in given:
        made.fault("labels", "its annotators disagree", "Settle it between them; export the settled annotation.")
    _finish(made, values, house.taxonomy)
    return made


def _finish(made: Draft, values: dict[str, Any], taxonomy: Taxonomy) -> None:
    """The record by schema and codebook; nothing more is asked of one whose text or kind is not there."""
    if not values["text"] or values["kind"] is None:
        return
    told = {problem.field for problem in made.problems}
    try:
        filled = {name: "not given" if name in told and value == "" else value for name, value in values.items()}
        made.record = LabelledProvision.model_validate(filled)
    except ValidationError as error:
        for one in error.errors():
            name = ".".join(str(part) for part in one["loc"])
            message = f"{name}: {one['msg']}"
            if name.partition(".")[0] not in told:
                made.fault(name, message, cure_of(message))
        return
    for message in record_problems(made.record, taxonomy):
        # A quote that is not there is told already, with the words that come nearest; and which issues decide is open
        # as long as one of them is not understood.
        told_already = "quote is not in the text" in message
        if not told_already and not ("issues" in told and message.startswith(("overbroad", "narrow although"))):
            made.fault("labels", message, cure_of(message))


def _required(made: Draft, name: str) -> str:
    text = cast(str, made.read(name, lambda cell: words(cell, name), ""))
    if not text and not any(problem.field == name for problem in made.problems):
        made.fault(name, f"{name} is missing", MISSING[name])
    return text


def _jurisdiction(value: object, house: House) -> str:
    written = words(value, "jurisdiction", 200)
    code = house.countries.code(written)
    if not written:
        raise CellFault("jurisdiction is missing", MISSING["jurisdiction"])
    if code is None:
        raise CellFault(f"jurisdiction {written[:40]!r} is no country", MISSING["jurisdiction"])
    if code in RESERVED:
        message = f"jurisdiction {code} is reserved for outside evaluation"
        raise CellFault(message, cure_of(message))
    if is_invented(code, house.countries) and not house.invented:
        raise CellFault(
            f"jurisdiction {code} is no country", f"Only a test may add {INVENTED} laws; it says so with --invented."
        )
    return code


def _language(made: Draft, text: str) -> str:
    """The language given; English is told from the text, any other must be named."""
    code = cast(str, made.read("language", cells.language, "en"))
    if not code and text and not recognised(text, ("en",)):
        made.fault("language", "language is missing, and the text is not English", "Give its two letters, as fr or ar.")
    return code or "en"


def _text_kind(value: object) -> str:
    written = words(value, "text_kind", 200).casefold()
    if written not in ("", "restated"):
        raise CellFault(f"text_kind {written[:40]!r}: only restated text is kept here", MISSING["text"])
    return "restated"


def _copied(made: Draft, text: str) -> None:
    original = made.cells.get("original")
    if isinstance(original, str) and not shingles(text, RUN).isdisjoint(shingles(original, RUN)):
        made.fault("text", f"text repeats {RUN} words in a row of the original", MISSING["text"])
