"""The model card: what a model was made of, how good it is beside its baselines, and where it fails. Generated."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

_NAMES = {
    "leave_country_out": "Leave-country-out, on the labelled records (restated text)",
    "real_text": "Real statute text that the model has not seen",
}
_LIMITS = """## Limits

- Help for a lawyer's own reading, not legal advice. It judges the words of one provision, not the law around it.
- The records were written and labelled by one team, in its own restated words.
- Real text is text the model has not seen, of countries that may stand in its training records, restated. Where that
  text chose between models, or its errors led to new records, its figures are an upper bound: leave-country-out is
  nearer to what a new country will see.
- The share undecided counts the band of probability alone; a verdict may be undecided for other doubts too.
- A figure without its interval says little: few countries stand behind each.
- A text in a language the model was not measured on is left undecided, whatever it says.
- What a court said of a provision is recorded beside the label and never decides it: validity is not narrowness.
"""


def with_card(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a model folder with `README.md` written from `model.json` and `report.json`."""
    described, report = json.loads(files["model.json"]), json.loads(files["report.json"])
    return {**files, "README.md": card(described, report).encode()}


WIDTH = 40  # characters of the reliability diagram
_TAGS = {
    "issues": "issues, micro-F1",
    "safeguards": "safeguards, micro-F1",
    "evidence": "evidence, word F1",
}


def card(described: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """The whole card, Markdown."""
    made = described["provenance"]
    low, high = described["calibration"]["band"]
    return "\n".join(
        [
            f"# Model card: {described['name']}",
            "",
            "Reads a proposed offence and says whether it is narrow or overbroad, which issues and safeguards it",
            "holds, and which words show them.",
            "",
            f"- Encoder: {described['encoder']['type']}. Languages: {', '.join(described['languages'])}.",
            f"- Data: {made['records']} restated, labelled provisions of {made['jurisdictions']} jurisdictions and"
            f" {made['pairs']} sides of constructed minimal pairs,"
            f" fingerprint `{made['fingerprint'][:16]}`.",
            f"- Undecided where the probability lies between {low:.2f} and {high:.2f}: by a conformal classifier, at"
            f" most {made['settings']['error_rate']:.0%} of narrow provisions are called overbroad, and of overbroad"
            " ones narrow, in countries like those of the data.",
            f"- Code {made['code']}, Python {made['python']}, seed {made['settings']['seed']}.",
            "",
            *(line for name, figures in sorted(report.items()) for line in _part(name, figures)),
            _LIMITS,
        ]
    )


def _part(name: str, figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {_NAMES.get(name, name)}"
    yield ""
    yield table(figures)
    yield ""


def table(figures: Mapping[str, Any]) -> str:
    """One measurement as Markdown: figures beside baselines and intervals, groups, calibration, countries."""
    lines = [
        f"{figures['provisions']} provisions of {figures['countries']} countries and treaties,"
        f" {figures['offences_in_question']} of them offences in the question.",
    ]
    if "left_out" in figures:
        lines.append(f"Left out: {figures['left_out']['provisions']}, because {figures['left_out']['because']}.")
    lines += [
        "",
        "| measure | value | 95 % interval over countries | majority | keyword list |",
        "|---|---|---|---|---|",
        _row("kind, macro-F1", figures["kind"]),
        *_scope_rows(figures),
        *(_row(name, figures[key]) for key, name in _TAGS.items() if figures.get(key)),
        "",
    ]
    return "\n".join([*lines, *_groups(figures), *_reliability(figures), *_countries(figures)])


def _scope_rows(figures: Mapping[str, Any]) -> Iterator[str]:
    scope = figures["scope"]
    if scope:
        yield _row("scope, macro-F1", scope)
        yield f"| scope, AUROC | {_show(scope['auroc'])} | {_span(scope['auroc_interval'])} | 0.5 | |"
        yield f"| scope, expected calibration error (15 bins) | {_show(scope['calibration_error'])} | | | |"
        yield f"| scope, share undecided | {_show(scope['undecided_share'])} | | | |"
        yield f"| scope, accuracy when decided | {_show(scope['accuracy_when_decided'])} | | | |"
        surest = scope.get("accuracy_of_the_surest_nine_tenths")
        yield f"| scope, accuracy when the nearest tenth to one half is left undecided | {_show(surest)} | | | |"
    if figures.get("core_against_content"):
        yield f"| core against content, accuracy | {_show(figures['core_against_content']['accuracy'])} | | | |"
    if figures.get("clear_labels"):
        yield _row("scope where the label is clear, macro-F1", figures["clear_labels"]["scope"])
    if figures.get("pairs"):
        yield f"| minimal pairs, both sides right | {_show(figures['pairs']['both_right'])} | | 0.000 | |"


def _groups(figures: Mapping[str, Any]) -> Iterator[str]:
    if figures["scope"]:
        yield (
            "Scope, right of all: "
            + "; ".join(
                f"{name} {row['right']} of {row['provisions']}" for name, row in figures["scope"]["groups"].items()
            )
            + "."
        )
    yield (
        "Kind, right of all: "
        + "; ".join(f"{name} {row['right']} of {row['provisions']}" for name, row in figures["kind"]["by_kind"].items())
        + "."
    )


def _reliability(figures: Mapping[str, Any]) -> Iterator[str]:
    """A reliability diagram: `o` is how often it was overbroad, `|` what was stated; on each other is right."""
    if figures["scope"]:
        yield ""
        yield "Stated probability of overbroad (`|`) against its frequency (`o`), from 0 to 1; `*` where they meet:"
        yield ""
        yield "```"
        for bin_ in figures["scope"]["reliability"]:
            axis = ["."] * (WIDTH + 1)
            axis[round(bin_["stated"] * WIDTH)] = "|"
            at = round(bin_["frequency"] * WIDTH)
            axis[at] = "*" if axis[at] == "|" else "o"
            yield (f"{''.join(axis)}  stated {bin_['stated']:.2f}, was {bin_['frequency']:.2f} of {bin_['provisions']}")
        yield "```"
        yield ""


def _countries(figures: Mapping[str, Any]) -> Iterator[str]:
    """The countries where scope is most often wrong, worst first."""
    rows = [
        (row["offences"] - row["scope_right"], name, row)
        for name, row in figures["by_country"].items()
        if row["offences"]
    ]
    worst = [item for item in sorted(rows, key=lambda item: (-item[0], item[1])) if item[0]][:10]
    if worst:
        yield (
            "Most scope errors: "
            + "; ".join(f"{name} {wrong} of {row['offences']}" for wrong, name, row in worst)
            + "."
        )


def _row(name: str, measured: Mapping[str, Any]) -> str:
    return (
        f"| {name} | {_show(measured['value'])} | {_span(measured['interval'])} |"
        f" {_show(measured['majority'])} | {_show(measured['keywords'])} |"
    )


def _show(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def _span(bounds: list[float] | None) -> str:
    return "" if bounds is None else f"{bounds[0]:.3f} to {bounds[1]:.3f}"
