"""The table of the statute against the rules: no provision without a rule or a reason, no rule without a provision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..diagnostics import Diagnostic, Problem, Proposing, suggest
from ..language.encoded import Encoded, encoding
from ..language.fields import duplicate
from ..language.law_files import STATUTE_FILE
from ..language.statute import KINDS, Provision, Statute
from ..model import Act, Laws, LawVersion, Place, Source, Text
from ..trail.citation import cite


class ProvisionWithoutRule(Problem):
    code = "provision-without-rule"
    message = Text("ingen regel i versjon {versions} uttrykker {provision}", "no rule of version {versions} encodes {provision}")
    why = Text(
        "lov som ingen har skrevet som regel og ingen har utelatt med vilje, er glemt",
        "law that is neither encoded nor left out on purpose has been forgotten",
    )
    fix = Text(
        "vis til stedet i `source:` i en regel, nevn regelen under `rules:`, skriv under `from:` når stedet begynte å gjelde, "
        "eller skriv grunnen under `no_rule:`",
        "cite the place in a rule's `source:`, name the rule under `rules:`, write under `from:` since when the place has applied, "
        "or give the reason under `no_rule:`",
    )
    versions: Text
    provision: Text


class FindingWithoutRule(Problem):
    code = "provision-without-rule"
    message = Text("ingen regel og ingen parameter viser til funnet `{finding}`", "no rule and no parameter cites finding `{finding}`")
    why = ProvisionWithoutRule.why
    fix = Text(
        "vis til det i `source.provision` i en regel eller en parameter, eller skriv `not_a_rule: GRUNN`",
        "cite it in the `source.provision` of a rule or a parameter, or say `not_a_rule: REASON`",
    )
    finding: str


class IdleReason(Problem):
    code = "idle-reason"
    message = Text("{provision} sies ikke å være noen regel, men er det", "{provision} is said to be no rule, and is one")
    why = Text("ett av de to er feil", "one of the two is wrong")
    fix = Text("stryk `no_rule:`, eller rett henvisningen i regelen", "delete `no_rule:`, or correct the citation of the rule")
    provision: Text


class FindingOfNoRuleCited(Problem):
    code = "idle-reason"
    message = Text(
        "funnet `{finding}` sies ikke å være en regel, men {kind} `{name}` viser til det",
        "finding `{finding}` is said to be no rule, and {kind} `{name}` cites it",
    )
    why = IdleReason.why
    fix = Text("stryk `not_a_rule:`, eller henvisningen", "delete `not_a_rule:`, or the citation")
    finding: str
    kind: Text
    name: str


class RuleWithoutProvision(Problem):
    code = "rule-without-provision"
    message = Text(
        "regelen `{rule}` i versjon `{version}` bygger på {place}, som ikke står i tabellen over loven",
        "rule `{rule}` of version `{version}` rests on {place}, which is not in the table of the statute",
    )
    why = Text("en regel som ingen bestemmelse svarer for, er kanskje ikke lov", "a rule that no provision answers for may not be law")
    fix = Text(
        "rett `source:`, eller skriv hva stedet sier, i docs/{file}; bygger regelen på flere steder, så nevn den under `rules:` der",
        "correct `source:`, or write what the place says in docs/{file}; if the rule rests on several places, name it under their `rules:`",
    )
    rule: str
    version: str
    place: Text
    file: str


class UnknownFinding(Proposing):
    code = "unknown-provision"
    message = Text(
        "{kind} `{name}` viser til funnet `{finding}`, som ikke står på listen",
        "{kind} `{name}` cites finding `{finding}`, which is not on the list",
    )
    why = Text("en henvisning som ikke kan slås opp, beviser ingenting", "a citation that cannot be looked up proves nothing")
    fix = Text("legg det til under `findings:` i docs/{file}", "add it under `findings:` in docs/{file}")
    kind: Text
    name: str
    finding: str
    file: str


class ActOfNoVersion(Proposing):
    code = "unknown-act"
    message = Text("ingen lov heter `{act}`", "no act is named `{act}`")
    why = Text("en bestemmelse som ingen versjon kan vise til, er ingen hjemmel", "a provision that no version can cite is no authority")
    fix = Text("bruk navnet fra `acts:` i law.yaml", "use the name from `acts:` in law.yaml")
    act: str


class NamesNoRule(Proposing):
    code = "unknown-rule"
    message = Text("ingen regel i noen versjon heter `{rule}`", "no rule of any version is named `{rule}`")
    why = Text(
        "en bestemmelse som bare viser til en regel som ikke finnes, er ikke skrevet som regel",
        "a provision that only names a rule that is not there is not encoded",
    )
    fix = Text("se `hjemmel show ID`", "see `hjemmel show ID`")
    rule: str


class NamedNeedlessly(Problem):
    code = "repeated"
    message = Text("regelen `{rule}` viser alt hit", "rule `{rule}` cites this place already")
    why = Text("det som sies to ganger, kan endres bare det ene stedet", "what is said twice can be changed in one place alone")
    fix = Text("stryk den under `rules:`", "delete it under `rules:`")
    level = "warning"
    rule: str


def find_unaccounted(laws: Laws, statute: Statute) -> list[Diagnostic]:
    """Return what does not add up between the table and the rules of the versions that are law."""
    found = encoding(laws, statute)
    rules = {rule for version in laws.versions for rule in version.rules}
    acts = all_acts(laws)
    problems = list(_twice(statute, acts))
    for section in statute.sections:
        for provision in section.provisions:
            problems += _of_provision(provision, found, rules, acts)
    problems += (
        RuleWithoutProvision(rule=rule.id, version=version.name, place=cite(rule.source, acts), file=STATUTE_FILE).at(rule.place)
        for version, rule in found.astray
    )
    return [*problems, *_of_findings(laws, statute)]


def all_acts(laws: Laws) -> Mapping[str, Act]:
    """Return every act that a version declares, the newest declaration of each."""
    return {name: act for version in laws.versions for name, act in version.acts.items()}


def _of_provision(provision: Provision, found: Encoded, rules: set[str], acts: Mapping[str, Act]) -> Iterator[Diagnostic]:
    name, said = provision.source.act, cite(provision.source, acts)
    if name not in acts:
        yield ActOfNoVersion(near=suggest(name, acts), act=name).at(provision.place)
        return
    for named in provision.rules:
        if named.text not in rules:
            yield NamesNoRule(near=suggest(named.text, rules), rule=named.text).at(named.place)
        elif named.text in found.idle[provision]:
            yield NamedNeedlessly(rule=named.text).at(named.place)
    without = [version for version, encoded in found.rules[provision].items() if not encoded]
    if without and provision.reason is None:
        versions = Text(" eller ".join(f"`{v}`" for v in without), " or ".join(f"`{v}`" for v in without))
        yield ProvisionWithoutRule(versions=versions, provision=said).at(provision.place)
    if provision.reason is not None and not without and any(found.rules[provision].values()):
        yield IdleReason(provision=said).at(provision.place)


def _twice(statute: Statute, acts: Mapping[str, Act]) -> Iterator[Diagnostic]:
    """Yield the places of the law that stand twice with wordings of the same day."""
    seen: dict[Source, list[Provision]] = {}
    for section in statute.sections:
        for provision in section.provisions:
            earlier = seen.setdefault(provision.source, [])
            for other in earlier:
                begins = max((p.start for p in (provision, other) if p.start), default=None)
                ends = min((p.end for p in (provision, other) if p.end), default=None)
                if begins is None or ends is None or begins <= ends:
                    yield duplicate(("bestemmelsen", "provision"), cite(provision.source, acts).nb, provision.place, other.place)
                    break
            earlier.append(provision)


def _of_findings(laws: Laws, statute: Statute) -> Iterator[Diagnostic]:
    cited = {id_: (kind, name) for version in laws.versions for kind, name, source, _ in _sources(version) for id_ in source.provisions}
    for finding in statute.findings.values():
        if finding.id not in cited and finding.not_a_rule is None:
            yield FindingWithoutRule(finding=finding.id).at(finding.place)
        if finding.id in cited and finding.not_a_rule is not None:
            kind, name = cited[finding.id]
            yield FindingOfNoRuleCited(finding=finding.id, kind=kind, name=name).at(finding.place)
    for version in laws.versions:
        for kind, name, source, place in _sources(version):
            for id_ in source.provisions:
                if id_ not in statute.findings:
                    near = suggest(id_, statute.findings)
                    yield UnknownFinding(near=near, kind=kind, name=name, finding=id_, file=STATUTE_FILE).at(place)


def _sources(version: LawVersion) -> Iterator[tuple[Text, str, Source, Place]]:
    """Yield every source of a version: of its rules and parameters, of these also each value by date."""
    rule, parameter = Text("regelen", "rule"), Text("parameteren", "parameter")
    yield from ((rule, one.id, one.source, one.place) for one in version.rules.values())
    yield from ((parameter, one.name, one.source, one.place) for one in version.parameters.values())
    for scheduled in version.schedules.values():
        yield from ((parameter, scheduled.name, *cited) for cited in zip(scheduled.sources, scheduled.places, strict=True))


_HEADER = """# Coverage of the law

Generated by `make golden` from `docs/statute.yaml`, the rule files and the regression suites, and compared by a test.
Each row is a ledd of an act, or a sentence (p.) or letter of one, with what it does, and in each law version the rules that
encode it; the number after a rule is that of the regression cases in which it applies. Where no rule encodes it, the kind of
reason stands there, and the reason itself in italics after what the provision does. A dash: the version does not hold it.
The mark tells how it was read: **A** in the text of the act or regulation, **B** in preparatory works or official guidance,
**C** an inference, **D** not confirmed.
"""


def coverage_page(laws: Laws, statute: Statute, applied: Mapping[tuple[str, str], int]) -> str:
    """Return the page as Markdown. `applied` counts for version and rule id the regression cases in which the rule applies."""
    found, acts = encoding(laws, statute), all_acts(laws)
    names = [version.name for version in laws.versions]

    def ruled(provision: Provision, version: str) -> str:
        rules = found.rules[provision].get(version)
        if rules is None:
            return "–"
        if not rules and provision.reason is not None:
            return f"*{KINDS[provision.reason.kind].en}*"
        return ", ".join(f"`{rule}` {applied.get((version, rule), 0)}" for rule in sorted(rules))

    lines = [_HEADER, *_figures(statute, found, acts)]
    for name, act in acts.items():
        sections = [section for section in statute.sections if section.act == name]
        if sections:
            lines += ["", f"## {act.short.nb} ({act.short.en})"]
        for section in sections:
            lines += ["", f"### {section.section} {section.title.en}", ""]
            lines += [f"| | what it does | mark | {' | '.join(names)} |", f"| --- | --- | --- |{' --- |' * len(names)}"]
            for provision in section.provisions:
                cells = " | ".join(ruled(provision, version) for version in names)
                says = f"{provision.says.en} *{provision.reason.text.en}*" if provision.reason else provision.says.en
                lines.append(f"| {short(provision)} | {says} | {provision.confidence} | {cells} |")
    lines += ["", "## Findings", "", _FINDINGS, "", f"| finding | mark | {' | '.join(names)} |", f"| --- | --- |{' --- |' * len(names)}"]
    reasons = []
    for finding in statute.findings.values():
        if finding.not_a_rule is not None:
            reasons.append(f"- **{finding.id}** ({finding.confidence}): {finding.not_a_rule}")
            continue
        citing = [{name for _, name, source, _ in _sources(version) if finding.id in source.provisions} for version in laws.versions]
        cells = " | ".join(", ".join(f"`{name}`" for name in sorted(names)) or "–" for names in citing)
        lines.append(f"| {finding.id} | {finding.confidence} | {cells} |")
    return "\n".join([*lines, "", *reasons]) + "\n"


_FINDINGS = """What the reading of the law found beside the words of a ledd: transition rules, places where guidance and statute differ,
limits and edges. Rules and parameters cite them by id; [the law notes](law-notes.md) say more."""


def short(provision: Provision) -> str:
    """Return where in its section a provision stands, and from when to when it had that wording, in as few words as may be."""
    source = provision.source
    parts = [
        f"ledd {source.ledd}" if source.ledd is not None else "",
        f"letter {source.letter}" if source.letter is not None else "",
        f"p. {source.punktum}" if source.punktum is not None else "",
    ]
    place = " ".join(filter(None, parts)) or "whole"
    days = [f"{word} {day:%d.%m.%Y}" for word, day in (("from", provision.start), ("to", provision.end)) if day is not None]
    return ", ".join([place, *days])


def _figures(statute: Statute, found: Encoded, acts: Mapping[str, Act]) -> Iterator[str]:
    """Yield a table of how many provisions each act has, how many a rule encodes, and how many have a reason instead."""
    yield "| act | provisions | encoded | with a reason | neither |"
    yield "| --- | --- | --- | --- | --- |"
    for name, act in acts.items():
        own = [provision for section in statute.sections if section.act == name for provision in section.provisions]
        encoded = sum(any(found.rules[provision].values()) for provision in own)
        reasoned = sum(not any(found.rules[provision].values()) and provision.reason is not None for provision in own)
        if own:
            yield f"| {act.short.nb} | {len(own)} | {encoded} | {reasoned} | {len(own) - encoded - reasoned} |"
