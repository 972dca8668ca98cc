"""Verdicts made by hand, on provisions that we invented, for tests of what is written from verdicts."""

from pipeline.records import Decision, Finding, Safeguard, Verdict

BROAD = (
    "A person who knowingly spreads false or exaggerated news through a network, in a manner likely to trouble the "
    "public mind, commits an offence and is liable to imprisonment for five years."
)
NARROW = (
    "A person who intentionally and without right defeats a security measure of a computer system in order to obtain "
    "data commits an offence and is liable to imprisonment for two years."
)
MIDDLING = (
    "A person who uses a computer in breach of the rules of its owner and so obtains a gain commits an offence and is "
    "liable to a fine."
)
DEFINITION = 'In this Act "traffic data" means data that shows the origin, route and time of a communication.'
ARABIC = "كل من نشر عن طريق الشبكة خبراً كاذباً يعاقب بالحبس مدة لا تزيد على سنة."
CHINESE = "任何人在网络上散布虚假消息的，处一年以下拘役。"


def verdict(
    number: str,
    text: str,
    scope: Decision | None,
    *,
    heading: str = "",
    kind: str = "content-based",
    chance: float | None = None,
    issues: tuple[Finding, ...] = (),
    safeguards: tuple[Safeguard, ...] = (),
    missing: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    source: str = "bill.docx",
) -> Verdict:
    """A verdict with the parts that are named."""
    return Verdict(
        source=source,
        provision=number,
        heading=heading,
        text=text,
        kind=kind,
        kind_probabilities={kind: 0.9},
        scope=scope,
        p_overbroad=chance,
        issues=issues,
        safeguards=safeguards,
        missing=missing,
        precedents=(),
        advice=(),
        notes=notes,
        windows=1,
        model="small",
    )


def finding(text: str, tag: str, quote: str | None, *, decisive: bool = True, chance: float = 0.9) -> Finding:
    """An issue whose words are found in the text; without a quote, an absence."""
    start = text.index(quote) if quote else None
    end = None if start is None or quote is None else start + len(quote)
    return Finding(
        tag=tag,
        probability=chance,
        decisive=decisive,
        quote=quote,
        start=start,
        end=end,
        principle="Clarify the scope: a person must be able to tell from the text what is forbidden.",
    )


def safeguard(text: str, tag: str, quote: str) -> Safeguard:
    """A safeguard whose words are found in the text."""
    start = text.index(quote)
    return Safeguard(tag=tag, quote=quote, start=start, end=start + len(quote))


def broad(number: str, heading: str = "False news") -> Verdict:
    """An overbroad content offence."""
    issues = (
        finding(BROAD, "content-restriction", "false or exaggerated news", chance=0.98),
        finding(BROAD, "vague-terms", "likely to trouble the public mind"),
        finding(BROAD, "no-harm-threshold", None, decisive=False, chance=0.6),
    )
    return verdict(
        number,
        BROAD,
        "overbroad",
        heading=heading,
        chance=0.95,
        issues=issues,
        safeguards=(safeguard(BROAD, "intent", "knowingly"),),
        missing=("harm-threshold", "defence"),
    )


def narrow(number: str, heading: str = "Entry without right") -> Verdict:
    """A narrow core offence."""
    safeguards = (safeguard(NARROW, "intent", "intentionally"), safeguard(NARROW, "without-right", "without right"))
    return verdict(
        number, NARROW, "narrow", heading=heading, kind="cyber-dependent", chance=0.06, safeguards=safeguards
    )


def undecided(number: str, heading: str = "Use in breach of rules") -> Verdict:
    """An offence left to a lawyer."""
    return verdict(
        number,
        MIDDLING,
        "undecided",
        heading=heading,
        kind="cyber-dependent",
        chance=0.55,
        issues=(finding(MIDDLING, "terms-of-use", "in breach of the rules of its owner", chance=0.5),),
        notes=("The probability lies in the band where the model errs too often to decide.",),
    )


def unasked(number: str, heading: str = "Meaning of words") -> Verdict:
    """A definition, of which the question is not asked."""
    return verdict(number, DEFINITION, None, heading=heading, kind="not-an-offence")
