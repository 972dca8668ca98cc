"""Rows that may not be added: each fault has its cure, hostile cells stay out, and files are written whole or not."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from pipeline.dataset import adding
from pipeline.dataset.check import check
from pipeline.dataset.drafts import House
from pipeline.dataset.load import load
from pipeline.errors import DataError, SettingsError
from pipeline.taxonomy import Taxonomy
from tests.code.labelled import ENTRY, Row, new, planned, run, state, table, told
from tests.conftest import NARROW, OVERBROAD


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
