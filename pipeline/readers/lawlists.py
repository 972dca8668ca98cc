"""The element lists of three standards for laws in XML, and what each element means to a reader of provisions.

Sources: OASIS LegalDocML, Akoma Ntoso 1.0 part 2 (namespace version 3.0), groups ANhier, ANcontainers and ANsubFlow;
United States Legislative Markup 2.1 (GPO), "big levels", "section levels" and notes; Crown Legislation Markup Language
(The National Archives), user guide and schema.
"""

from dataclasses import dataclass


def words(names: str) -> frozenset[str]:
    """Names parted by spaces, as a set."""
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
    groups=words(
        "akomaNtoso act bill doc documentCollection officialGazette statement amendment amendmentList portion"
        " fragment body mainBody amendmentBody fragmentBody portionBody collectionBody components component"
        " componentRef attachments attachment part subpart title subtitle chapter subchapter book tome division"
        " subdivision crossHeading"
    ),
    units=words("article section rule clause"),
    inner=words(
        "paragraph subsection subparagraph subclause subrule list sublist point indent alinea proviso level"
        " transitional hcontainer"
    ),
    numbers=words("num"),
    headings=words("heading subheading"),
    quoted=words("quotedStructure embeddedStructure"),
    dropped=words(
        "meta coverPage preface preamble conclusions toc tocItem authorialNote noteRef remark note del img eop"
        " temporaryMeta presentation analysis lifecycle identification"
    ),
    lines=words(
        "content intro wrapUp wrap p block blockList item listIntroduction listWrapUp listConclusion tblock ul ol"
        " li table tr caption container blockContainer foreign longTitle formula interstitial br"
    ),
    places=("eId", "id", "wId", "GUID"),
)
USLM = Standard(
    name="USLM",
    groups=words(
        "lawDoc document bill resolution engrossedAmendment amendment pLaw statutesAtLarge statuteDoc uscDoc"
        " uscSuperDoc statuteCompilation statute frDoc rule cfrDoc main legislativeModule division subdivision"
        " title subtitle chapter subchapter part subpart article subarticle preliminary compiledAct"
        " reorganizationPlans reorganizationPlan courtRules appendix schedule collection component level"
        " resolvingClause amendMain"
    ),
    units=words("section courtRule"),
    inner=words("subsection paragraph subparagraph clause subclause item subitem subsubitem proviso"),
    numbers=words("num"),
    headings=words("heading subheading"),
    quoted=words("quotedContent"),
    dropped=words(
        "meta preface toc tocItem notes note footnote sourceCredit statutoryNote effectiveDateNote editorialNote"
        " explanatoryNote changeNote sidenote marginalNote page endMarker officialTitle longTitle enactingFormula"
        " recital preamble signatures signature actionDescription legislativeHistory authority del figure img"
        " editorialContent resolvingClause organizationNote attestation endorsement action"
    ),
    lines=words(
        "content chapeau continuation text p block table tr th caption tbody br list listItem listHeading term- list"
    ),
    places=("identifier", "id", "temporaryId"),
)
CLML = Standard(
    name="CLML",
    groups=words(
        "Legislation Primary Secondary EURetained Body EUBody Group Part Chapter Pblock PsubBlock Schedules"
        " Schedule ScheduleBody Appendix AppendixBody P1group EUPart EUTitle EUChapter EUSection EUSubsection"
        " Division Attachments Attachment AttachmentGroup EUSchedule"
    ),
    units=words("P1"),
    inner=words("P P2 P3 P4 P5 P6 P7 P2group P3group P4group P5group P6group P7group"),
    numbers=words("Pnumber Number"),
    headings=words("Title TitleBlock Subtitle"),
    quoted=words("BlockAmendment BlockExtract"),
    dropped=words(
        "Metadata Contents PrimaryPrelims SecondaryPrelims EUPrelims SignedSection Commentaries Commentary"
        " CommentaryRef Footnotes Footnote FootnoteRef MarginNotes MarginNote MarginNoteRef ExplanatoryNotes"
        " EarlierOrders Resources Versions Reference Figure Image InternalLink Annotations Deletion"
    ),
    lines=words(
        "Text Para P1para P2para P3para P4para P5para P6para P7para BlockText AppendText ListItem OrderedList"
        " UnorderedList KeyList KeyListItem Tabular table tr caption Formula Form Address Where br"
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
GATHERING = words(
    "schedule schedules annex annexes appendix crossheading part chapter title book division body attachments"
)
"""Names of Akoma Ntoso's `hcontainer` that only gather provisions; any other is a provision or a level of one."""
STANDING = words("regulation rule article section clause order")
"""The names of `hcontainer` that are provisions in their own right, as `regulation` in the statutory instruments."""


def standard_of(namespace: str) -> Standard | None:
    """The standard that a namespace names; drafts of Akoma Ntoso 3.0 add a part to it (`…/akn/3.0/CSD13`)."""
    known = NAMESPACES.get(namespace.rstrip("/"))
    if known is None and namespace.startswith("http://docs.oasis-open.org/legaldocml/ns/akn/3.0"):
        return AKN
    return known
