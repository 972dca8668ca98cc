"""New labelled rows: a spreadsheet with mistakes is told row by row, mended and added; nothing else gets in."""

import csv
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from pipeline import folder
from pipeline.cli import app
from pipeline.dataset import adding, countries, incoming
from pipeline.dataset.check import check
from pipeline.dataset.drafts import House
from pipeline.dataset.load import load
from pipeline.errors import DataError, SettingsError
from pipeline.model import Model
from pipeline.readers import text
from pipeline.records import LabelledProvision
from pipeline.settings import TrainSettings
from pipeline.taxonomy import Taxonomy
from pipeline.training.recipe import train
from pipeline.writers.card import with_card
from tests.conftest import NARROW, OVERBROAD, ROOT

FIXTURES = ROOT / "tests" / "fixtures"
MISTAKES, MENDED = FIXTURES / "new-country.csv", FIXTURES / "new-country-mended.csv"
Row = Callable[..., dict[str, Any]]
ENTRY = (
    "Any person who wilfully and without permission of the owner opens a locked account on a network, in order to read "
    "the letters kept in it, is liable to a fine."
)


@pytest.fixture
def house(known: Taxonomy) -> House:
    return House(known, countries.load(ROOT / "configs" / "countries.toml"))


@pytest.fixture
def laws(tmp_path: Path, row: Row) -> Path:
    """A small corpus: two countries in two regions, and one side of a pair."""
    folder = tmp_path / "data"
    broad = {
        "text": OVERBROAD, "kind": "content-based", "scope": "overbroad", "safeguards": [],
        "issues": [{"tag": "content-restriction", "quote": "insults a public institution"}],
    }  # fmt: skip
    for name, item in (
        ("provisions/cis", row()),
        ("provisions/africa", row(id="ke-test-1", jurisdiction="KE", family="ke-test-1", **broad)),
    ):
        path = folder / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(item, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder


def new(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any cell of a table
    """A good row, as somebody's table holds it, with changes."""
    base = {
        "Country": "Ghana", "Act": "Networks Act", "Year": 2021, "Section": "s. 4(1)", "Title": "Opening of accounts",
        "Text": ENTRY, "Type": "Cyber dependent", "Verdict": "Narrow", "Issues": "",
        "Safeguards": 'intent: "wilfully"; without-right: "without permission of the owner"',
        "Notes": "invented for a test",
    }  # fmt: skip
    return {**base, **changes}


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["data", *map(str, words)], env={"COLUMNS": "100"})


def table(path: Path, *rows: dict[str, Any]) -> Path:
    """The rows as csv, xlsx, jsonl or parquet, by the name of the file."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in (names, *([row.get(name) for name in names] for row in rows)):
            book.active.append(line)
        book.save(path)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, names)
            writer.writeheader()
            writer.writerows(rows)
    elif path.suffix == ".parquet":
        import pyarrow
        import pyarrow.parquet

        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(list(rows)), path)
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def planned(house: House, laws: Path, *rows: dict[str, Any], asked: tuple[str, ...] = ()) -> adding.Plan:
    return adding.plan(list(enumerate(rows, 2)), laws, house, asked, {})


def told(house: House, laws: Path, **changes: Any) -> str:  # noqa: ANN401
    return "\n".join(f"{one.message} -> {one.cure}" for one in planned(house, laws, new(**changes)).problems)


@pytest.mark.slow
def test_sixty_records_of_a_new_country(tmp_path: Path, known: Taxonomy) -> None:
    """The whole way: mistakes told with row and cure, nothing written; mended, added, and the corpus still holds."""
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    before = state(data)
    done = run("add", MISTAKES, "--data", data, "--invented")
    assert done.exit_code == 2
    assert "8 problems in 8 rows; nothing was added" in done.output
    page = " ".join(done.output.split())
    for row, what, cure in (
        (5, "kind 'cyber-dependant' is not in the codebook", "Did you mean cyber-dependent?"),
        (12, "quote is not in the text: 'wilfuly'", "'wilfully'"),
        (21, "year '20244' is not one year", "four digits"),
        (26, "overbroad without a decisive issue", "or say narrow"),
        (32, "the same text and labels as row 4", "Leave this row out"),
        (35, "issue tag 'vague-term' is not in the codebook", "Did you mean vague-terms?"),
        (51, "source_note is missing", "what the restatement rests on"),
        (63, "contradicts row 47", "keep one of the two"),
    ):
        assert f"row {row}: " in page and what in page and cure in page, what
    assert state(data) == before
    done = run("add", MENDED, "--data", data, "--invented")
    assert done.exit_code == 0, done.output
    assert "60 records added" in done.output
    changed = {name for name, content in state(data).items() if before.get(name) != content}
    assert changed == {"provisions/invented.jsonl"}
    placed, problems = check(data, known)
    assert not problems, problems[:5]
    added = [item.record for item in placed if item.record.jurisdiction == "XA"]
    assert len(added) == 60 and len({record.id for record in added}) == 60
    assert len({record.family for record in added}) == 59, "sections 3 and 9 are near-copies"
    again = run("add", MENDED, "--data", data, "--invented")
    assert again.exit_code == 2 and "60 problems in 60 rows" in again.output


@pytest.mark.slow
def test_a_model_learns_from_them_what_it_had_wrong(
    tmp_path: Path,
    small_model: Model,
    small_corpus: list[LabelledProvision],
    small_settings: TrainSettings,
    house: House,
) -> None:
    """Before, both clauses pass for no offence at all; after, the one is overbroad and the other narrow."""
    clauses = [text.read(FIXTURES / name) for name in ("tales.txt", "lock.txt")]
    assert [verdict.kind for verdict in small_model.judge(clauses)] == ["not-an-offence", "not-an-offence"]
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    added = adding.plan(incoming.rows(MENDED), data, replace(house, invented=True), (), {}).added
    files = train([*small_corpus, *added], small_settings, house.taxonomy, "taught", lambda done, of, words: None)
    folder.write(tmp_path / "taught", with_card(files))
    found = list(Model.load(tmp_path / "taught", house.taxonomy).judge(clauses))
    assert [(verdict.kind, verdict.scope) for verdict in found] == [
        ("content-based", "overbroad"), ("cyber-dependent", "narrow")
    ]  # fmt: skip


def test_the_mended_file_differs_by_the_mistakes_only() -> None:
    wrong, right = (path.read_text(encoding="utf-8").splitlines() for path in (MISTAKES, MENDED))
    assert len(right) == 61
    assert len(set(right) - set(wrong)) == 6, "six cells are mended"
    assert len(wrong) - len(right) == 2, "two rows are left out"


def test_the_workbook_is_the_same_spreadsheet() -> None:
    def rows(path: Path) -> list[dict[str, str]]:
        return [{k: str(v or "") for k, v in row.items()} for _, row in incoming.rows(path)]

    assert rows(MISTAKES.with_suffix(".xlsx")) == rows(MISTAKES)


def test_an_invented_country_needs_to_be_asked_for(tmp_path: Path, laws: Path) -> None:
    before = state(laws)
    done = run("add", MENDED, "--data", laws)
    assert done.exit_code == 2 and "--invented" in done.output
    assert state(laws) == before


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_every_format_gives_the_same_records(suffix: str, tmp_path: Path, laws: Path) -> None:
    file = table(tmp_path / f"new{suffix}", new(), new(Section="s. 5", Text=ENTRY.replace("letters", "pictures")))
    done = run("add", file, "--data", laws)
    assert done.exit_code == 0, done.output
    records = load(laws / "provisions")
    first, second = (record for record in records if record.jurisdiction == "GH")
    assert (first.id, second.id) == ("gh-na-2021-s4-1", "gh-na-2021-s5")
    assert first.kind == "cyber-dependent" and first.scope == "narrow" and first.language == "en"
    assert [(item.tag, item.quote) for item in first.safeguards][0] == ("intent", "wilfully")
    assert first.family == second.family == first.id
    assert [path.name for path in sorted((laws / "provisions").iterdir())] == ["africa.jsonl", "cis.jsonl"]
    ids = [json.loads(line)["id"] for line in (laws / "provisions" / "africa.jsonl").read_text().splitlines()]
    assert ids == sorted(ids)


def test_records_as_they_are_come_back_as_they_are(row: Row, house: House, laws: Path) -> None:
    note = {"body": "High Court", "year": 2022, "outcome": "upheld", "note": "narrow enough"}
    given = row(id="gh-own-1", jurisdiction="GH", text=ENTRY, safeguards=[], authority=[note], family="gh-own-1")
    assert planned(house, laws, given).added == (LabelledProvision.model_validate(given),)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"Country": "Canada"}, "reserved for outside evaluation -> Leave its rows out"),
        ({"Country": "sg"}, "reserved"),
        ({"Country": "Atlantis"}, "'Atlantis' is no country -> Give the country by its code"),
        ({"Country": "XB"}, "XB is no country"),
        ({"Country": None}, "jurisdiction is missing"),
        ({"Year": "in 1999 and 2001"}, "not one year"),
        ({"Year": None}, "year is missing"),
        ({"Text": None}, "text is missing"),
        ({"Text": "Too short."}, "at least 20 characters"),
        ({"Type": "crime"}, "'crime' is not in the codebook -> Choose one of"),
        ({"Type": "other offence"}, "neither scope nor issues nor safeguards -> Empty scope"),
        ({"Verdict": "wide"}, "scope 'wide' is not in the codebook"),
        ({"Verdict": ""}, "needs a scope -> Say narrow or overbroad"),
        ({"Verdict": "overbroad"}, "overbroad without a decisive issue"),
        ({"Issues": "vague-terms"}, "vague-terms needs the words"),
        ({"Issues": 'vague-terms: "account'}, "left open"),
        ({"Issues": "no-intent"}, "is missing, yet it is listed -> Keep the issue or the safeguard"),
        ({"Safeguards": f'intent: "{ENTRY}"'}, "longer than 15 words -> Quote only"),
        ({"Section": ""}, "provision is missing"),
        ({"Text kind": "verbatim"}, "only restated text is kept here"),
        ({"Original": "Section 4. " + ENTRY}, "repeats 25 words in a row of the original"),
        ({"Text": "Quien acceda sin permiso a una cuenta ajena de una red sera castigado con multa."}, "not English"),
        ({"Court": "High Court | 2022 | loved | x"}, "outcome 'loved' is not in the codebook"),
        ({"id": "kz-test-1"}, "stands already -> Leave the id empty"),
    ],
)
def test_every_fault_has_its_cure(changes: dict[str, Any], says: str, house: House, laws: Path) -> None:
    said = told(house, laws, **changes)
    assert says in said, said
    assert planned(house, laws, new(**changes)).added == ()
    assert "Compare it with data/README.md" not in said, "each fault has a cure of its own"


def test_one_reading_shows_every_fault_of_a_row(house: House, laws: Path) -> None:
    wrong = new(Country="JP", Year="soon", Type="cyber", Safeguards='intent: "on purpose"', Notes="")
    fields = [problem.field for problem in planned(house, laws, wrong).problems]
    assert sorted(fields) == ["jurisdiction", "kind", "safeguards", "source_note", "year"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ('=HYPERLINK("x")' + ENTRY, "formula"),
        ("@SUM(A1:A9) " + ENTRY, "formula"),
        ("-1+cmd|'/c calc'!A0 " + ENTRY, "formula"),
        (ENTRY + " <script>alert(1)</script>", "markup"),
        (ENTRY.replace("letters", "<b>letters</b>"), "markup"),
        (ENTRY + " &nbsp;", "markup"),
        (ENTRY + "\ud800", "garbled"),
        (ENTRY.replace("letters", "lettr\ufffds"), "garbled"),
        (ENTRY.replace("letters", "corres\u00c3\u00a9"), "garbled"),
        ("a" * 5_000_000, "5,000,000 characters"),
        (["a", "list"], "no text"),
        (True, "no text"),
    ],
)
def test_hostile_texts_are_told_and_kept_out(cell: object, says: str, house: House, laws: Path) -> None:
    said = told(house, laws, Text=cell)
    assert says in said and len(said) < 2000


def test_a_sign_that_belongs_to_the_words_may_stand(house: House, laws: Path) -> None:
    (added,) = planned(house, laws, new(Text="'- " + ENTRY)).added
    assert added.text == "- " + ENTRY


def test_unseen_marks_do_not_hide_a_copy(house: House, laws: Path) -> None:
    hidden = NARROW.replace(" ", " \u200b").replace("Whoever", "WHOEVER")
    assert "contradicts kz-test-1" in told(house, laws, Text=hidden, Safeguards="", Issues="no-harm-threshold")


@pytest.mark.parametrize("name", ["new.csv", "new.xlsx", "new.jsonl"])
def test_a_cell_of_five_million_letters(name: str, tmp_path: Path, laws: Path) -> None:
    huge = new(Section="s. 9", Text="lock " * (6_000 if name == "new.xlsx" else 1_000_000))
    file = table(tmp_path / name, new(), huge, new(Section="s. 10"))
    before = state(laws)
    done = run("add", file, "--data", laws)
    assert done.exit_code == 2 and state(laws) == before
    assert "row 3" in done.output or "row 2" in done.output
    assert len(done.output) < 3000


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04broken", b"PAR1broken", b"[[[", b"[1, 2]", b'{"text": ', b"\xff\xfe\x00", b"<html>", b"a,b\n"],
)
def test_broken_files_are_two_lines(content: bytes, tmp_path: Path, laws: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_bytes(content)
    done = run("add", file, "--data", laws)
    assert done.exit_code == 2 and len(done.output.strip().splitlines()) == 2, done.output


def test_repeats_and_contradictions(house: House, laws: Path) -> None:
    rows = (
        new(Text=NARROW, Issues="", Safeguards='intent: "intentionally"'),
        new(Text=NARROW.upper(), Issues="", Safeguards=""),
        new(),
        new(Section="s. 77"),
        new(Text=ENTRY.replace("a fine", "a caution"), Section="S.  4(1)"),
    )
    plan = planned(house, laws, *rows)
    assert [problem.row for problem in plan.problems] == [2, 3, 5, 6]
    messages = [problem.message for problem in plan.problems]
    assert messages[0] == "the same text and labels as kz-test-1"
    assert messages[1].startswith("contradicts kz-test-1")
    assert messages[2] == "the same text and labels as row 4"
    assert "stands already, as row 4" in messages[3]
    assert [record.provision for record in plan.added] == ["s. 4(1)"]


def test_a_near_copy_joins_the_family_and_two_families_become_one(house: House, laws: Path, known: Taxonomy) -> None:
    both = new(Text=f"{NARROW} {OVERBROAD}", Safeguards='intent: "intentionally"')
    plan = planned(house, laws, both)
    assert {kin.other for kin in plan.families.near} == {"ke-test-1", "kz-test-1"}
    assert plan.families.joined == {"kz-test-1": "ke-test-1"}
    adding.carry_out(plan)
    _, problems = check(laws, known)
    assert not problems
    assert {record.family for record in load(laws)} == {"ke-test-1"}


def test_good_rows_and_a_file_of_the_bad(tmp_path: Path, laws: Path) -> None:
    formula = new(Section="=1+1", Text=ENTRY.replace("letters", "notes"), Issues='vague-terms: "the end"')
    done = run("add", table(tmp_path / "new.xlsx", new(), formula), "--data", laws, "--good-rows")
    assert done.exit_code == 2 and "1 record added" in done.output
    bad = tmp_path / "new-to-mend.csv"
    with bad.open(encoding="utf-8-sig", newline="") as stream:
        (left,) = csv.DictReader(stream)
    assert left["row"] == "3" and "not in the text" in left["problem"] and left["cure"]
    assert not any(str(value).lstrip().startswith(("=", "+", "@")) for value in left.values())
    left["provision"], left["issues"] = "s. 11", "none"
    run("add", tmp_path / "new.xlsx", "--data", laws, "--good-rows")
    assert (tmp_path / "new-to-mend2.csv").exists(), "what is being mended is not written over"
    again = run("add", table(tmp_path / "mended.csv", left), "--data", laws)
    assert again.exit_code == 0, again.output
    assert "Columns left alone" not in again.output
    assert len(load(laws / "provisions")) == 4


def test_dry_run_writes_nothing(tmp_path: Path, laws: Path) -> None:
    before = state(laws)
    done = run("add", table(tmp_path / "new.csv", new(), new(Country="JP")), "--data", laws, "--dry-run", "--good-rows")
    assert "1 record to be added" in done.output and "country GH" in done.output
    assert state(laws) == before and not (tmp_path / "new-to-mend.csv").exists()


def test_columns_are_mapped_as_said(tmp_path: Path, laws: Path) -> None:
    odd = {f"c{at}": value for at, value in enumerate(new().values())}
    fields = ("jurisdiction", "law", "year", "provision", "heading", "text", "kind", "scope", "issues", "safeguards")
    words = [word for at, field in enumerate(fields) for word in ("--map", f"C{at}={field}")]
    file = table(tmp_path / "odd.csv", odd)
    done = run("add", file, "--data", laws, *words, "--value", "source_note=Read in the gazette")
    assert done.exit_code == 0, done.output
    assert "Columns left alone: c10" in done.output
    for wish in ("c1=colour", "c99=law", "law"):
        refused = run("add", file, "--data", laws, "--map", wish)
        assert refused.exit_code == 2 and len(refused.output.strip().splitlines()) == 2, refused.output
    with pytest.raises(SettingsError, match="twice"):
        from pipeline.dataset.columns import mapped

        mapped(["a", "b"], ["a=law", "b=law"])


def test_all_files_or_none(house: House, laws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second of two files cannot be put in place: the first gets its old content back."""
    before = state(laws)
    plan = planned(house, laws, new(), new(Country="UZ", Text=ENTRY.replace("letters", "plans and drawings")))
    assert len(plan.contents) == 2
    real = os.replace

    def failing(source: Path, target: Path) -> None:
        if Path(target).name == "cis.jsonl":
            raise OSError(28, "No space left on device")
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        adding.carry_out(plan)
    assert state(laws) == before


def test_rights_of_a_file_stay(house: House, laws: Path) -> None:
    path = laws / "provisions" / "africa.jsonl"
    path.chmod(0o600)
    adding.carry_out(planned(house, laws, new()))
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("command", ["add", "suggest", "stats", "split"])
def test_every_command_explains_itself(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0 and len(done.output.split()) > 40


def test_files_that_changed_meanwhile_are_not_written_over(house: House, laws: Path) -> None:
    plan = planned(house, laws, new())
    (laws / "provisions" / "africa.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="changed while"):
        adding.carry_out(plan)


def test_broken_records_are_not_added_to(house: House, laws: Path) -> None:
    (laws / "provisions" / "cis.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(DataError):
        planned(house, laws, new())


def test_codes_of_no_country_are_problems(laws: Path, row: Row, known: Taxonomy) -> None:
    path = laws / "provisions" / "cis.jsonl"
    for code, says in (("XA", "only in invented.jsonl"), ("QQ", "no code of ISO 3166-1")):
        path.write_text(json.dumps(row(jurisdiction=code)) + "\n", encoding="utf-8")
        assert any(says in problem.message for problem in check(laws, known)[1]), code
    (laws / "provisions" / "invented.jsonl").write_text(json.dumps(row(id="fr-x-1", jurisdiction="FR")) + "\n")
    assert any("never in invented.jsonl" in problem.message for problem in check(laws, known)[1])
