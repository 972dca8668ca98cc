"""A sheet for a lawyer to label in: the provisions, drop-down lists of the codebook's values, and how to use it.

No text of a law is ever a formula (`plain.cell`). `scope data add` reads the first sheet back: a column for each tag
and one for its words, since a cell with a list holds one choice. Source: ECMA-376 part 1, 18.3.1.33 (dataValidation).
"""

import io
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from pipeline.errors import MissingExtraError
from pipeline.taxonomy import Taxonomy
from pipeline.writers.table import fitting, timeless

EACH = 4  # issues and safeguards that have columns of their own; few provisions show more
WIDTHS = {
    "country": 9, "law": 24, "year": 7, "provision": 11, "language": 9, "heading": 26, "original": 70, "text": 70,
    "kind": 18, "scope": 12, "source note": 30, "why suggested": 30, "place": 24,
}  # fmt: skip
_STEPS = (
    "One row is one provision. Read `original`, then fill the yellow cells; the codebook (data/CODEBOOK.md) decides.",
    "text: restate the provision in your own words with every legal element kept. The corpus holds no statute's words.",
    "kind: what it is. scope: narrow or overbroad, only of the first three kinds; leave it empty for the other two.",
    "issue 1 to 4: each with the words of your text that show it; no words where the issue is that words are missing.",
    "safeguard 1 to 4: what narrows the offence, each with its words.",
    "country: the code of ISO 3166-1 (KE). year: of the version restated. source note: what it rests on, its doubts.",
    "Rows you leave out can stay: `scope data add SHEET --dry-run` names what is missing; --good-rows adds the rest.",
)


def columns() -> list[str]:
    """The names of the sheet's columns, in order."""
    tags = [f"{name} {at}{part}" for name in ("issue", "safeguard") for at in _numbers() for part in ("", " words")]
    names = list(WIDTHS)
    at = names.index("source note")
    return [*names[:at], *tags, *names[at:]]


def xlsx(rows: Sequence[dict[str, str]], taxonomy: Taxonomy, method: str) -> bytes:
    """The workbook: a row for each of `rows` (values by column), the lists, a sheet that explains; same bytes twice.

    Raises MissingExtraError where openpyxl is not installed.
    """
    book = _needed("openpyxl").Workbook()
    sheet, help_, lists = book.active, book.create_sheet("How to label"), book.create_sheet("Lists")
    sheet.title = "Label"
    _fill(sheet, rows)
    _drop_downs(sheet, lists, taxonomy, len(rows) + 1)
    _explain(help_, taxonomy, method)
    whole = io.BytesIO()
    book.save(whole)
    return timeless(whole.getvalue())


def _fill(sheet: Any, rows: Sequence[dict[str, str]]) -> None:  # noqa: ANN401 - openpyxl has no types
    styles, letter = _needed("openpyxl.styles"), _needed("openpyxl.utils").get_column_letter
    names, yellow = columns(), styles.PatternFill("solid", fgColor="FFF8D6")
    wrap = styles.Alignment(wrap_text=True, vertical="top")
    sheet.append(names)
    for at, name in enumerate(names, 1):
        sheet.cell(1, at).font = styles.Font(bold=True)
        sheet.column_dimensions[letter(at)].width = WIDTHS.get(name, 26 if name.endswith("words") else 20)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, 2):
        for at, name in enumerate(names, 1):
            item = sheet.cell(number, at)
            # Text whatever it looks like: openpyxl takes a string that begins with = for a formula.
            item.value, item.data_type = (fitting(row[name]), "s") if row.get(name) else (None, "n")
            item.alignment = wrap
            if not row.get(name) and name not in ("heading", "original", "place", "why suggested"):
                item.fill = yellow


def _drop_downs(sheet: Any, lists: Any, taxonomy: Taxonomy, last: int) -> None:  # noqa: ANN401
    """A list of the codebook's values on each column that takes one, kept on a sheet of its own."""
    validation, letter = (
        _needed("openpyxl.worksheet.datavalidation").DataValidation,
        _needed("openpyxl.utils").get_column_letter,
    )
    known = {
        "kind": list(taxonomy.kinds),
        "scope": ["narrow", "overbroad"],
        "issue": list(taxonomy.issues),
        "safeguard": list(taxonomy.safeguards),
    }
    for at, (title, values) in enumerate(known.items(), 1):
        for number, value in enumerate((title, *values), 1):
            lists.cell(number, at, value)
        place = f"Lists!${letter(at)}$2:${letter(at)}${len(values) + 1}"
        rule = validation(type="list", formula1=place, allow_blank=True, showErrorMessage=True)
        rule.error = "Choose a value of the list."
        for column, name in enumerate(columns(), 1):
            if name == title or name in {f"{title} {number}" for number in _numbers()}:
                rule.add(f"{letter(column)}2:{letter(column)}{max(last, 2)}")
        sheet.add_data_validation(rule)


def _explain(sheet: Any, taxonomy: Taxonomy, method: str) -> None:  # noqa: ANN401
    """How to fill the sheet, what each value means, and how the provisions were chosen."""
    styles = _needed("openpyxl.styles")
    groups = (("Kinds", taxonomy.kinds), ("Issues", taxonomy.issues), ("Safeguards", taxonomy.safeguards))
    lines: list[tuple[str, str]] = [("How to label", ""), *((str(at), step) for at, step in enumerate(_STEPS, 1))]
    for title, rules in groups:
        lines += [("", ""), (title, ""), *((name, rule.meaning) for name, rule in rules.items())]
    decisive = ", ".join(name for name, rule in taxonomy.issues.items() if rule.decisive)
    lines += [("", ""), ("Decisive", f"Any one of these makes an offence overbroad: {decisive}.")]
    lines += [("", ""), ("Chosen by", method)]
    for number, (name, words) in enumerate(lines, 1):
        sheet.cell(number, 1, fitting(name)).font = styles.Font(bold=True)
        sheet.cell(number, 2, fitting(words)).alignment = styles.Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 110


def _numbers() -> range:
    return range(1, EACH + 1)


def _needed(module: str) -> Any:  # noqa: ANN401
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(module.partition(".")[0], "office") from error
