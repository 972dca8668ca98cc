"""What the corpus promises, record by record: the codebook's rules, exact quotes, no reserved jurisdiction.

Source of the rules: `data/CODEBOOK.md`. Near-copies are checked in `families`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.dataset import countries as known_countries
from pipeline.dataset.countries import INVENTED, TREATY, Countries, is_invented
from pipeline.dataset.families import crossing
from pipeline.dataset.load import Placed, Problem, read
from pipeline.places import asset
from pipeline.records import LabelledProvision
from pipeline.taxonomy import Taxonomy

# Kept for outside evaluation: a record of theirs here would spoil that measurement.
RESERVED = frozenset(["ZM", "RW", "SG", "CA", "MW", "IE", "PE", "LU", "TW", "NL", "JP", "VN", "CZ"])
LONGEST_QUOTE = 15  # words; evidence is the words that decide, not the sentence around them
COMMONEST_OPENINGS = 10
OPENING_WORDS = 4
OPENING_SHARE = 0.15


def check(folder: Path, taxonomy: Taxonomy) -> tuple[list[Placed], list[Problem]]:
    """Every record and every problem under `folder`, problems in file and line order."""
    placed, problems = read(folder)
    countries = known_countries.load(asset("configs/countries.toml"))
    for item in placed:
        problems += list(_country_problems(item, countries))
        problems += [Problem(item.file, item.line, text) for text in record_problems(item.record, taxonomy)]
    problems += list(_repeated_ids(placed))
    for first, second, similarity in crossing([item.record for item in placed]):
        here, there = placed[second], placed[first]
        problems.append(
            Problem(here.file, here.line, f"near-copy ({similarity:.0%}) of {there.record.id} in another family")
        )
    problems.sort(key=lambda problem: (problem.file, problem.line))
    return placed, problems


def _country_problems(item: Placed, countries: Countries) -> Iterator[Problem]:
    """A code is a country's; one left to users stands only in the file of invented countries, and nothing else there.

    So an invented law can be learnt from in a test and can never pass for a law.
    """
    code, apart = item.record.jurisdiction, Path(item.file).stem == INVENTED
    invented = is_invented(code, countries)
    if invented != apart:
        where = "only" if invented else "never"
        yield Problem(item.file, item.line, f"jurisdiction {code} stands {where} in {INVENTED}.jsonl")
    elif code != TREATY and not invented and code not in countries.regions:
        yield Problem(item.file, item.line, f"jurisdiction {code} is no code of ISO 3166-1")


def record_problems(record: LabelledProvision, taxonomy: Taxonomy) -> list[str]:
    """What is wrong with one record, in words; empty when nothing is."""
    problems = []
    if record.jurisdiction in RESERVED:
        problems.append(f"jurisdiction {record.jurisdiction} is reserved for outside evaluation")
    if record.kind not in taxonomy.kinds:
        return [*problems, f"kind {record.kind!r} is not in the taxonomy"]
    problems += _unknown_tags(record, taxonomy)
    if problems:
        return problems
    return [*_quote_problems(record, taxonomy), *_scope_problems(record, taxonomy)]


def _unknown_tags(record: LabelledProvision, taxonomy: Taxonomy) -> Iterator[str]:
    for name, tags, known in (
        ("issue", record.issues, set(taxonomy.issues)),
        ("safeguard", record.safeguards, set(taxonomy.safeguards)),
    ):
        for item in tags:
            if item.tag not in known:
                yield f"{name} {item.tag!r} is not in the taxonomy"


def _quote_problems(record: LabelledProvision, taxonomy: Taxonomy) -> Iterator[str]:
    for item in (*record.issues, *record.safeguards):
        if item.quote is None:
            if item.tag not in taxonomy.issues or not taxonomy.issues[item.tag].absence:
                yield f"{item.tag} needs the words that show it"
        elif item.quote not in record.text and item.quote not in record.heading:
            yield f"{item.tag}: the quote is not in the text: {item.quote!r}"
        elif len(item.quote.split()) > LONGEST_QUOTE:
            yield f"{item.tag}: the quote is longer than {LONGEST_QUOTE} words"


def _scope_problems(record: LabelledProvision, taxonomy: Taxonomy) -> Iterator[str]:
    if not taxonomy.kinds[record.kind].in_question:
        if record.scope is not None or record.issues or record.safeguards:
            yield f"{record.kind} has neither scope nor issues nor safeguards"
        return
    tags = frozenset(issue.tag for issue in record.issues)
    decisive = [
        issue.tag
        for issue in record.issues
        if taxonomy.is_decisive(issue.tag, others=tags, quoted=issue.quote is not None, kind=record.kind)
    ]
    always = [tag for tag in tags if taxonomy.issues[tag].decisive]
    if record.scope is None:
        yield f"{record.kind} needs a scope"
    elif record.scope == "overbroad" and not decisive:
        yield "overbroad without a decisive issue"
    elif record.scope == "narrow" and always:
        yield f"narrow although {', '.join(sorted(always))} is decisive"
    safeguards = {item.tag for item in record.safeguards}
    for tag in sorted(tags):
        missing = taxonomy.issues[tag].contradicts
        # One limb may lack what another has, but only an overbroad provision can have such a limb.
        if missing in safeguards and record.scope == "narrow":
            yield f"{tag} says that {missing} is missing, yet it is listed"


def _repeated_ids(placed: Sequence[Placed]) -> Iterator[Problem]:
    seen: dict[str, Placed] = {}
    for item in placed:
        first = seen.setdefault(item.record.id, item)
        if first is not item:
            yield Problem(item.file, item.line, f"id {item.record.id} stands already at {first.file}:{first.line}")


def opening_share(records: Sequence[LabelledProvision]) -> float:
    """Share of records that begin with one of the ten commonest openings (first four words), 0 to 1.

    A corpus written by template shows here first; `OPENING_SHARE` is the limit.
    """
    openings = Counter(" ".join(record.text.lower().split()[:OPENING_WORDS]) for record in records)
    return sum(count for _, count in openings.most_common(COMMONEST_OPENINGS)) / max(len(records), 1)
