"""Laws in XML: each standard's elements, the place of each provision, and documents made to harm."""

from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.readers import lawxml
from pipeline.records import Provision

AKN = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill name="bill">
<meta><identification source="#us"><FRBRWork>Never read</FRBRWork></identification></meta>
<preface><p>A bill about harbours</p></preface>
<body><part eId="part_1"><num>Part 1</num><heading>Offences</heading>
<section eId="sec_4"><num>4.</num><heading>Entry<authorialNote><p>note</p></authorialNote></heading>
 <subsection eId="sec_4__subsec_1"><num>(1)</num>
  <intro><p>Whoever <i>knowingly</i>—</p></intro>
  <paragraph><num>(a)</num><content><p>enters; or</p></content></paragraph>
  <paragraph><num>(b)</num><subparagraph><num>(i)</num><content><p>stays in, <del>or leaves</del>
   a <ref href="#x">harbour system</ref>,</p></content></subparagraph></paragraph>
  <wrapUp><p>commits an offence.</p></wrapUp></subsection>
 <subsection><num>(2)</num><heading>Fine</heading><content><p>The fine is 100 crowns.</p></content></subsection>
</section>
<section eId="sec_5"><num>5</num><heading>Amendment</heading><content><p>After section 12 of the Ports Act insert—
 <mod><quotedStructure startQuote="“" endQuote="”"><section eId="q12A"><num>12A</num><heading>Noise</heading>
 <content><p>Whoever makes noise commits an offence.</p></content></section>
 </quotedStructure></mod></p></content></section>
<section eId="sec_6"><num>6</num><content><p>In section 3 insert <mod><quotedText>“or a buoy”</quotedText></mod>.</p>
</content></section></part></body>
<attachments><attachment><doc name="schedule"><mainBody>
<hcontainer name="schedule" eId="sch"><num>Schedule 1</num><heading>Keepers</heading>
<paragraph eId="sch__para_1"><num>1</num><content><p>A keeper holds the keys.</p></content></paragraph>
</hcontainer></mainBody></doc></attachment></attachments></bill></akomaNtoso>"""

USLM = """<?xml version="1.0"?><bill xmlns="http://schemas.gpo.gov/xml/uslm" xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta><dc:title>Harbours</dc:title></meta><main><longTitle><officialTitle>To guard</officialTitle></longTitle>
<title identifier="/us/hb/t1"><num value="1">TITLE I—</num><heading>Offences</heading>
<section identifier="/us/hb/s101"><num value="101">§ 101. </num><heading>Entry.—</heading>
<subsection><num>(a)</num><heading>In general.—</heading><chapeau>Whoever—</chapeau>
<paragraph><num>(1)</num><content>enters; or</content></paragraph>
<paragraph><num>(2)</num><clause><num>(A)</num><content>stays,</content></clause></paragraph>
<continuation>shall be fined.</continuation></subsection>
<sourceCredit>(Pub. L. 0)</sourceCredit><notes><note><p>Editor's words</p></note></notes></section>
</title></main></bill>"""

CLML = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"><Primary>
<PrimaryPrelims><Title>Harbour Act</Title></PrimaryPrelims><Body><Pblock><Title>Offences</Title>
<P1group><Title>Entry<CommentaryRef Ref="c1"/></Title><P1 id="section-4"><Pnumber>4</Pnumber><P1para>
<P2 id="section-4-1"><Pnumber>1</Pnumber><P2para><Text>A person who—</Text>
<P3><Pnumber>a</Pnumber><P3para><Text>enters, or</Text></P3para></P3>
<P3><Pnumber PuncAfter=")">b</Pnumber><P3para><Text>stays in, a <Addition>harbour</Addition> system</Text></P3para></P3>
</P2para></P2></P1para></P1></P1group>
<P1group><Title>Repeal</Title><P1 id="section-5"><Pnumber>5</Pnumber><P1para><Text>. . . . .</Text></P1para></P1>
</P1group></Pblock></Body><Schedules>
<Schedule id="schedule-1"><Number>SCHEDULE 1</Number><TitleBlock><Title>Keepers</Title></TitleBlock>
<ScheduleBody><P1 id="schedule-1-paragraph-1"><Pnumber>1</Pnumber><P1para><Text>A keeper holds the keys.</Text></P1para>
</P1><P><Text>And the lamps.</Text></P></ScheduleBody></Schedule></Schedules></Primary>
<Commentaries><Commentary id="c1"><Para><Text>Editor's words</Text></Para></Commentary></Commentaries></Legislation>"""


def _read(tmp_path: Path, text: str | bytes) -> list[Provision]:
    path = tmp_path / "law.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(lawxml.provisions(path))


def test_akoma_ntoso(tmp_path: Path) -> None:
    found = _read(tmp_path, AKN)
    assert [(one.provision, one.heading, one.place) for one in found] == [
        ("4", "Entry", "#sec_4"),
        ("5", "Amendment", "#sec_5"),
        ("12A", "Noise", "#q12A"),
        ("6", "", "#sec_6"),
        ("Schedule 1, paragraph 1", "", "#sch__para_1"),
    ]
    assert found[0].text == (
        "(1) Whoever knowingly—\n(a) enters; or\n(b) (i) stays in, a harbour system,\ncommits an offence.\n"
        "(2) Fine\nThe fine is 100 crowns."
    )
    assert [one.text for one in found[1:4]] == [
        "After section 12 of the Ports Act insert—",
        "Whoever makes noise commits an offence.",
        "In section 3 insert “or a buoy”.",
    ]


def test_articles_gathered_by_sections_and_regulations(tmp_path: Path) -> None:
    """In codes of civil law a section gathers articles; in the statutory instruments a container is a regulation."""
    body = (
        "<section><num>Section 2</num><heading>Data</heading><article eId='a7'><num>Art. 7.</num><clause><num>1°</num>"
        "<content><p>Quiconque entre.</p></content></clause></article></section>"
        "<hcontainer name='crossheading'><heading>Rules</heading><hcontainer name='regulation' eId='r1'><num>1.</num>"
        "<content><p>Keep the lamps lit.</p></content></hcontainer></hcontainer>"
        "<part><num>Part 9</num><content><p>Loose words of a part.</p></content></part>"
    )
    found = _read(
        tmp_path, f"<akomaNtoso xmlns='http://www.akomantoso.org/2.0'><act><body>{body}</body></act></akomaNtoso>"
    )
    assert [(one.provision, one.text) for one in found] == [
        ("Art. 7", "1° Quiconque entre."),
        ("1", "Keep the lamps lit."),
        ("Part 9", "Loose words of a part."),
    ]


def test_uslm(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, USLM)
    assert (found.provision, found.heading, found.place) == ("§ 101", "Entry", "/us/hb/s101")
    assert found.text == "(a) In general.—\nWhoever—\n(1) enters; or\n(2) (A) stays,\nshall be fined."


def test_clml(tmp_path: Path) -> None:
    found = _read(tmp_path, CLML)
    assert [(one.provision, one.heading, one.place) for one in found] == [
        ("4", "Entry", "#section-4"),
        ("SCHEDULE 1, paragraph 1", "", "#schedule-1-paragraph-1"),
        ("SCHEDULE 1", "", "#schedule-1"),
    ]
    assert found[0].text == "(1) A person who—\n(a) enters, or\n(b) stays in, a harbour system"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY m "&l;&l;&l;&l;">]>' + AKN[39:], "entities"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "entities"),
        ("<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'>&nbsp;</akomaNtoso>", "no sound XML"),
        ("<rss xmlns='urn:other'><channel/></rss>", "unknown kind"),
        (
            "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act/></akomaNtoso>",
            "without any provision",
        ),
        ("<section>" * 400, "no sound XML"),
        (AKN[:900], "no sound XML"),
        (AKN.encode() + b"\x00", "."),
    ],
)
def test_refused(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        _read(tmp_path, text)


def test_entities_in_another_encoding_are_found_too(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY l "lol">]><a>&l;</a>'
    for data in (text.encode("utf-16"), text.encode("utf-16-le")):
        with pytest.raises(InputError, match="entities"):
            _read(tmp_path, data)


def test_ten_thousand_sections(tmp_path: Path) -> None:
    section = "<section><num>1</num><content><p>Whoever enters.</p></content></section>"
    space = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
    assert (
        len(_read(tmp_path, f"<akomaNtoso xmlns='{space}'><act><body>{section * 10_000}</body></act></akomaNtoso>"))
        == 10_000
    )
