"""The counted part of the data card, `data/README.md`: what the corpus holds, as Markdown between two marks."""

from pipeline.dataset.figures import LONG, Figures
from pipeline.errors import DataError

BEGIN = "<!-- counted: begin -->"
END = "<!-- counted: end -->"
NAMES = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
}


def with_figures(card: str, counted: Figures) -> str:
    """The card with its counted part made anew. Raises DataError where the card has no place for it."""
    before, begin, rest = card.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise DataError("The data card has no marks for the counted part.", f"Put {BEGIN} and {END} into it.")
    return f"{before}{BEGIN}\n{section(counted)}\n{END}{after}"


def section(counted: Figures) -> str:
    """Composition, regions, languages, lengths and variety, in Markdown."""
    middle, high = counted.nearest
    return "\n".join(
        [
            f"{counted.records:,} provisions of {counted.jurisdictions} jurisdictions and {counted.instruments} "
            "treaties, model laws and EU texts.",
            "",
            *_kinds(counted),
            "",
            *_shares("region", counted, {name.replace("-", " "): n for name, n in counted.regions.items()}),
            "",
            *_shares("language", counted, {NAMES.get(code, code): n for code, n in counted.languages.items()}),
            "",
            f"{counted.with_authority} records carry an `authority`.",
            "",
            "| variety | |",
            "|---|---|",
            f"| words a record: least, median, most | {counted.shortest}, {counted.median}, {counted.longest} |",
            f"| over {LONG} words | {counted.long_share:.0%} |",
            f"| begin with one of the ten commonest openings (four words) | {counted.openings:.1%} |",
            f"| different words in 500, English | {counted.type_token:.0%} |",
            f"| cosine to the most similar record of another family, word pairs, English: median, 95th percentile | "
            f"{middle:.2f}, {high:.2f} |",
            "",
            "Lengths leave out Chinese, which writes no spaces.",
        ]
    )


def _kinds(counted: Figures) -> list[str]:
    rows = ["| kind | narrow | overbroad | not asked |", "|---|---|---|---|"]
    for kind in dict.fromkeys(name for name, _ in sorted(counted.kinds, key=lambda pair: (pair[1] == "", pair[0]))):
        cells = [str(counted.kinds.get((kind, scope), "")) for scope in ("narrow", "overbroad", "")]
        rows.append(f"| {kind} | {' | '.join(cells)} |")
    return rows


def _shares(name: str, counted: Figures, counts: dict[str, int]) -> list[str]:
    rows = [f"| {name} | records | share |", "|---|---|---|"]
    for item, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        rows.append(f"| {item} | {count:,} | {count / counted.records:.1%} |")
    return rows
