"""The language server as an editor meets it: a real process, spoken to over its standard streams by pygls' client."""

import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types

from pipeline.lsp.drafts import parsed
from tests.code.editor import BILL, BLOCKED, URI, WORDS, XML, editor, run, under
from tests.conftest import NARROW, OVERBROAD, ROOT


def test_a_draft_is_marked_while_it_is_written() -> None:
    async def scene() -> None:
        async with editor() as client:
            client.open(BILL)
            marks = await client.marks()
            assert {mark.severity for mark in marks} == {types.DiagnosticSeverity.Warning}
            assert {mark.source for mark in marks} == {"scope"}
            words = {str(mark.code): under(BILL, mark.range) for mark in marks}
            assert WORDS.startswith(found := words["content-restriction"]) and len(found) > 60
            assert all(line == 8 for mark in marks for line in (mark.range.start.line, mark.range.end.line))
            hints = await client.hints()
            assert hints[2].startswith("narrow 0.0") and hints[2].endswith("cyber-dependent")
            assert hints[6].startswith("overbroad 0.9") and hints[6].endswith("content-based")
            assert set(hints) == {2, 6}
            assert set(await client.hints(last=4)) == {2}
            advice = await client.hovered(marks[0].range.start)
            assert f"{marks[0].code} (" in advice and "Change: " in advice and "Compare: " in advice
            assert (await client.hovered(types.Position(6, 4))).startswith("OVERBROAD: 2, News")
            assert await client.hovered(types.Position(4, 4)) == ""  # a narrow provision keeps quiet

            mended = BILL.replace(BILL.split("\n")[8], NARROW)
            client.edit(mended, 2)
            assert await client.marks(2) == []
            assert (await client.hints())[6].startswith("narrow")
            client.edit(BILL, 3)
            assert await client.marks(3) == marks

            client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(URI)))
            assert await client.marks(None) == []
            assert await client.hints() == {}

    run(scene)


@pytest.mark.parametrize(("agreed", "encoding", "size"), [("utf-8", "utf-8", 1), ("utf-32", "utf-32-le", 4)])
def test_columns_are_counted_in_the_units_agreed_on(agreed: str, encoding: str, size: int) -> None:
    async def scene() -> None:
        async with editor(encodings=[agreed]) as client:
            client.open(BILL)
            words = {mark.code: under(BILL, mark.range, encoding, size) for mark in await client.marks()}
            assert WORDS.startswith(found := words["content-restriction"]) and len(found) > 60

    run(scene)


def test_xml_is_marked_in_its_source_and_survives_being_broken() -> None:
    uri = "file:///drafts/bill.xml"

    async def scene() -> None:
        async with editor("-c", BLOCKED) as client:  # a server that opened a socket would end here
            client.open(XML, uri, "xml")
            marks = await client.marks(uri=uri)
            words = {str(mark.code): under(XML, mark.range) for mark in marks}
            assert words["content-restriction"].startswith("false</i> or exaggerated")
            assert "insults&#160;a public" in words["content-restriction"]
            assert set(await client.hints(uri=uri)) == {2, 3}
            client.edit(XML.replace("</body>", "<"), 2, uri)
            (broken,) = await client.marks(2, uri)
            assert (broken.code, broken.severity) == ("unread", types.DiagnosticSeverity.Information)
            assert "no sound XML" in broken.message
            client.edit(XML, 3, uri)
            assert await client.marks(3, uri) == marks

    run(scene)


HOSTILE = {
    "nothing": "",
    "spaces": " \n\t\r\n\x0c",
    "half a character": f"1. News\n\n{OVERBROAD}\n\ud800\udfff \udc00",
    "controls": f"1. News\n\n\x00\x1b]0;x\x07{OVERBROAD}\x9b31m",
    "turned letters": f"1. News\n\n\u202e{OVERBROAD}\u2066\u200b",
    "one long line": "1. " + "whoever spreads news " * 900,
    "many numbers": "\n".join(f"{number}." for number in range(300)),
    "brackets": "[" * 5000 + "(" * 5000 + "*" * 5000 + "`" * 999,
    "command": f"# 1. [x](command:evil) <img src=x onerror=alert(1)>\n\n{OVERBROAD}",
}


def test_hostile_text_does_not_end_the_server() -> None:
    async def scene() -> None:
        async with editor() as client:
            for number, (name, text) in enumerate(HOSTILE.items()):
                uri = f"file:///drafts/{number}.md"
                client.open(text, uri)
                for mark in await client.marks(uri=uri):
                    assert mark.range.start <= mark.range.end, name
                    assert not set(mark.message) & set("\x00\x1b\u202e\u2066"), name
            entities = '<!DOCTYPE x [<!ENTITY a "b">]>' + XML.partition("?>")[2]
            client.open(entities, "file:///drafts/e.xml", "xml")
            (refused,) = await client.marks(uri="file:///drafts/e.xml")
            assert "entities" in refused.message
            client.edit("never opened", 5, "file:///drafts/unknown.md")
            assert await client.hovered(types.Position(9_999_999, 9_999_999)) == ""
            for name, language in (("page.html", "html"), ("tool.py", "python"), ("pom.xml", "xml")):
                client.open(f"<p>{OVERBROAD}</p>", f"file:///drafts/{name}", language)
                assert await client.marks(uri=f"file:///drafts/{name}") == []
            client.open(BILL)
            assert len(await client.marks()) >= 2

    run(scene)


@pytest.mark.parametrize("end", ["\x0c", "\u2028", "\x85", "\x0b", "\r", "\r\n"])
def test_line_ends_that_an_editor_does_not_count(end: str) -> None:
    """A form feed ends a line for the reader of plain text, and none for an editor."""
    from pipeline.lsp.places import Ruler, located
    from tests.code.verdicts import finding, verdict

    text = f"1. Entry{end}\n{NARROW}\n\n2. News{end}\n\U0001f4f0 {OVERBROAD}\n"
    part = parsed(text, "bill.txt", "text").parts[1]
    said = part.provision.text
    found = verdict("2", said, "overbroad", issues=(finding(said, "vague-terms", "false or exaggerated news"),))
    place = located(text[part.start : part.end], "text", found)
    assert place.words[0]
    span = Ruler(text).range((place.words[0][0] + part.start, place.words[0][1] + part.start))
    assert under(text, span) == "false or exaggerated news"


def test_an_editor_that_vanishes_takes_the_server_with_it() -> None:
    async def scene() -> None:
        async with editor(take_leave=False) as client:
            client.open("\n\n".join(f"{number}. News\n\n{OVERBROAD} {number}" for number in range(1, 200)))

    run(scene)


def test_without_the_library_the_cure_is_named() -> None:
    code = "import sys\nsys.modules['pygls'] = None\nfrom pipeline.cli import app\napp(['lsp'])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd="/",
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "pygls is not installed, and this command needs it.",
        'Install the extra: pip install "offence-scope[editor]".',
    ]


def test_the_hook_for_commits_runs_as_it_is_written(tmp_path: Path) -> None:
    import re
    import tomllib

    import yaml

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (hook["id"], hook["language"]) == ("scope-review", "python")
    for name in ("bill.md", "a/bill.txt", "bill.xml", "bill.docx", "bill.html", "bill.htm"):
        assert re.search(hook["files"], name)
    assert not re.search(hook["files"], "tool.py")
    extras = [part.strip(".[]") for part in hook["additional_dependencies"]]
    assert set(extras) <= set(project["optional-dependencies"])
    command, *words = hook["entry"].split()
    assert project["scripts"][command] == "pipeline.cli:app"
    codes = []
    for name, text in (("good.txt", NARROW), ("bad.md", f"# 1. News\n\n{OVERBROAD}\n")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", *words, name],
            cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
        )  # fmt: skip
        codes.append(done.returncode)
    assert codes == [0, 1]
