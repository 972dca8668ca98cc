"""The element lists of three standards for laws in XML, and what each element means to a reader of provisions.

Sources: OASIS LegalDocML, Akoma Ntoso 1.0 part 2 (namespace version 3.0), groups ANhier, ANcontainers and ANsubFlow; United
States Legislative Markup 2.1 (GPO), "big levels", "section levels" and notes; Crown Legislation Markup Language (The
National Archives), user guide and schema.
"""

from dataclasses import dataclass


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


@dataclass(frozen=True)
class Standard:
    """A vocabulary: local names of elements, by what they do.

    `groups` only gather provisions (parts, chapters, schedules); `units` are provisions where no other unit stands in
    them; `inner` are the levels within a unit; `numbers` and `headings` name what they stand in; `quoted` holds text
    that goes into another law; `dropped` is no part of the law's text, or was struck out; `lines` begin a line.
    """

    name: str
    groups: frozenset[str]
    units: frozenset[str]
    inner: frozenset[str]
    numbers: frozenset[str]
    headings: frozenset[str]
    quoted: frozenset[str]
    dropped: frozenset[str]
    lines: frozenset[str]
    places: tuple[str, ...]


AKN = Standard(
    name="Akoma Ntoso",
    groups=_set(
        "akomaNtoso act bill doc documentCollection officialGazette statement amendment amendmentList portion fragment body"
        " mainBody amendmentBody fragmentBody portionBody collectionBody components component componentRef attachments"
        " attachment part subpart title subtitle chapter subchapter book tome division subdivision crossHeading"
    ),
    units=_set("article section rule clause"),
    inner=_set(
        "paragraph subsection subparagraph subclause subrule list sublist point indent alinea proviso level transitional"
        " hcontainer"
    ),
    numbers=_set("num"),
    headings=_set("heading subheading"),
    quoted=_set("quotedStructure embeddedStructure"),
    dropped=_set(
        "meta coverPage preface preamble conclusions toc tocItem authorialNote noteRef remark note del img eop"
        " temporaryMeta presentation analysis lifecycle identification"
    ),
    lines=_set(
        "content intro wrapUp wrap p block blockList item listIntroduction listWrapUp listConclusion tblock ul ol li table tr"
        " caption container blockContainer foreign longTitle formula interstitial br"
    ),
    places=("eId", "id", "wId", "GUID"),
)
USLM = Standard(
    name="USLM",
    groups=_set(
        "lawDoc document bill resolution engrossedAmendment amendment pLaw statutesAtLarge statuteDoc uscDoc uscSuperDoc"
        " statuteCompilation statute frDoc rule cfrDoc main legislativeModule division subdivision title subtitle chapter"
        " subchapter part subpart article subarticle preliminary compiledAct reorganizationPlans reorganizationPlan"
        " courtRules appendix schedule collection component level resolvingClause amendMain"
    ),
    units=_set("section courtRule"),
    inner=_set("subsection paragraph subparagraph clause subclause item subitem subsubitem proviso"),
    numbers=_set("num"),
    headings=_set("heading subheading"),
    quoted=_set("quotedContent"),
    dropped=_set(
        "meta preface toc tocItem notes note footnote sourceCredit statutoryNote effectiveDateNote editorialNote"
        " explanatoryNote changeNote sidenote marginalNote page endMarker officialTitle longTitle enactingFormula recital"
        " preamble signatures signature actionDescription legislativeHistory authority del figure img editorialContent"
        " resolvingClause organizationNote attestation endorsement action"
    ),
    lines=_set("content chapeau continuation text p block table tr th caption tbody br list listItem listHeading term-list"),
    places=("identifier", "id", "temporaryId"),
)
CLML = Standard(
    name="CLML",
    groups=_set(
        "Legislation Primary Secondary EURetained Body EUBody Group Part Chapter Pblock PsubBlock Schedules Schedule"
        " ScheduleBody Appendix AppendixBody P1group EUPart EUTitle EUChapter EUSection EUSubsection Division Attachments"
        " Attachment AttachmentGroup EUSchedule"
    ),
    units=_set("P1"),
    inner=_set("P P2 P3 P4 P5 P6 P7 P2group P3group P4group P5group P6group P7group"),
    numbers=_set("Pnumber Number"),
    headings=_set("Title TitleBlock Subtitle"),
    quoted=_set("BlockAmendment BlockExtract"),
    dropped=_set(
        "Metadata Contents PrimaryPrelims SecondaryPrelims EUPrelims SignedSection Commentaries Commentary CommentaryRef"
        " Footnotes Footnote FootnoteRef MarginNotes MarginNote MarginNoteRef ExplanatoryNotes EarlierOrders Resources"
        " Versions Reference Figure Image InternalLink Annotations Deletion"
    ),
    lines=_set(
        "Text Para P1para P2para P3para P4para P5para P6para P7para BlockText AppendText ListItem OrderedList UnorderedList"
        " KeyList KeyListItem Tabular table tr caption Formula Form Address Where br"
    ),
    places=("id", "IdURI"),
)
NAMESPACES = {
    "http://docs.oasis-open.org/legaldocml/ns/akn/3.0": AKN,
    "http://www.akomantoso.org/2.0": AKN,
    "http://www.akomantoso.org/1.0": AKN,
    "http://schemas.gpo.gov/xml/uslm": USLM,
    "http://xml.house.gov/schemas/uslm/1.0": USLM,
    "http://www.legislation.gov.uk/namespaces/legislation": CLML,
}
GATHERING = _set("schedule schedules annex annexes appendix crossheading part chapter title book division body attachments")
"""The names of Akoma Ntoso's `hcontainer` that only gather provisions; any other name is a provision or a level of one."""
STANDING = _set("regulation rule article section clause order")
"""The names of `hcontainer` that are provisions in their own right, as `regulation` in the statutory instruments."""


def standard_of(namespace: str) -> Standard | None:
    """The standard that a namespace names; drafts of Akoma Ntoso 3.0 add a part to it (`…/akn/3.0/CSD13`)."""
    known = NAMESPACES.get(namespace.rstrip("/"))
    if known is None and namespace.startswith("http://docs.oasis-open.org/legaldocml/ns/akn/3.0"):
        return AKN
    return known
