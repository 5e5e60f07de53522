"""What is missing: the facts that can still matter to an open conclusion, and the sets of them that would settle it.

Which facts an open conclusion rests on is read off its undecided clauses: those are enough, but may be too many.
Whether one of them can really matter is a search for a witness: values of the others with which the conclusion is
still open for want of this one. A witness is a proof. A search that ends without one shows, for the representative
values, that the fact cannot matter, and it is dropped; one that runs out of its budget shows nothing, and the fact stays.
A date that the others leave nothing to state of, such as when an offer lapsed that stands, has no value in a witness.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from ..frozen import dataclass
from ..inference.conditions import Values
from ..inference.forward import Engine
from ..inference.spans import is_span
from ..law.compiled import CompiledLaws
from ..model import Case, Value, Vocabulary
from .candidates import Candidate, draw, has_nothing_to_state, is_followed, is_waiting, representatives
from .glance import Glance, Waypoint
from .question import Question, look, nearness, prepared

LOOKS = 5_000
"""How many combinations of values all searches for what a case lacks look at together; each may spend a quarter of what is left."""

MOST_SETS = 4
"""How many different sufficient sets are looked for, where there is more than one."""

SAMPLES = 16
"""On how many sampled cases the order of the questions is judged."""

_FACTOR, _MODULUS = 48271, 2**31 - 1
"""The minimal standard generator (Park and Miller 1988): the same numbers everywhere."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What an open conclusion lacks.

    `facts` can still matter, the most decisive first, save that whether there is a day comes before which day it is: ask
    `first`. Each of `sets` settles the conclusion whatever the values of its facts are, with everything else unknown, and no
    part of it does. `unproven` are facts that the tests rest on and for which no proof was found either way: they are kept, so a
    set that holds one may be larger than it need be. `stands` says that the conclusion is settled, whatever the `unknown` facts
    (their number) turn out to be.
    """

    conclusion: str
    stands: bool
    unknown: int
    facts: tuple[str, ...]
    sets: tuple[tuple[str, ...], ...]
    unproven: tuple[str, ...]
    witnesses: tuple[Mapping[str, Mapping[str, Value]], ...] = ()
    impossible: tuple[str, ...] = ()

    @property
    def first(self) -> str | None:
        """The fact whose question is expected to lead to the answer soonest, if one is needed."""
        return self.facts[0] if self.facts else None


class Searched(NamedTuple):
    """What a search for a witness came to: the witness, or None; `exhausted` when every representative value was tried."""

    witness: Mapping[str, Value] | None
    exhausted: bool


def missing_for(case: Case, laws: CompiledLaws, engine: Engine, name: str) -> Missing:
    """Return what the case lacks for a public conclusion.

    The engine runs some thousand times, so it should be a fast one. Raises Rejected as `decide` does.
    """
    return missing_in(prepared(laws, name), case, engine)


def missing_in(about: Question, case: Case, engine: Engine) -> Missing:
    """Return what the case lacks for the conclusion of a question that was prepared before; else as `missing_for`."""
    start = look(about, case, {}, engine)
    if start.rejected is not None:
        raise start.rejected
    unknown = number_unknown(case, about.vocabulary)
    if start.settled:
        return Missing(about.name, True, unknown, (), (), ())
    inquiry = Inquiry(about, case, engine, LOOKS)
    ahead = inquiry.ahead(start.missing)
    ranked, proven = inquiry.ranked(ahead)
    impossible = tuple(fact for fact in ranked if not inquiry.values(fact, {}))
    if impossible:
        return _contradictory(about, unknown, ranked, impossible)
    proven, needless = inquiry.told_apart(ranked, proven, ahead)
    sets = {kept: proven | witnesses for kept, witnesses in inquiry.sparing(ahead, needless).items()}
    if not next(iter(sets)):
        return _contradictory(about, unknown, ranked, ranked)
    ranked = _whether_before_when(about, ranked)
    facts = tuple(fact for fact in ranked if any(fact in one for one in sets))
    unproven = tuple(fact for fact in facts if any(fact in one and fact not in witnesses for one, witnesses in sets.items()))
    shown = tuple(tuple(fact for fact in ranked if fact in one) for one in sets)
    return Missing(about.name, False, unknown, facts, shown, unproven, tuple(sets.values()))


def _whether_before_when(about: Question, ranked: Sequence[str]) -> list[str]:
    """Return the facts with those before a date that tell whether there is a day to state of it, though the day may tell more."""
    ordered: dict[str, None] = {}
    for fact in ranked:
        ordered |= dict.fromkeys([*(name for name in about.telling.get(fact, ()) if name in ranked), fact])
    return list(ordered)


def number_unknown(case: Case, vocabulary: Vocabulary) -> int:
    """Return how many of all facts that may be stated are not known in a case."""
    known = {name for name, fact in case.facts.items() if not is_span(fact.value)}
    return sum(not fact.given and name not in known for name, fact in vocabulary.facts.items())


def still_matter(case: Case, laws: CompiledLaws, engine: Engine, name: str, facts: Collection[str]) -> tuple[str, ...]:
    """Return which of some facts are among those that `missing_for` gives, without looking at the others where that can be told.

    Raises Rejected as `decide` does.
    """
    about = prepared(laws, name)
    start = look(about, case, {}, engine)
    if start.rejected is not None:
        raise start.rejected
    wanted = [fact for fact in facts if fact in start.missing]
    if not wanted:
        return ()
    inquiry = Inquiry(about, case, engine, LOOKS)
    ahead = inquiry.ahead(start.missing)
    if all(inquiry.values(fact, {}) for fact in ahead):
        proven: dict[str, Mapping[str, Value]] = {}
        proven |= {fact: sample for sample in inquiry.settled_samples(ahead) for fact in inquiry.pivotal(sample, wanted)}
        _, needless = inquiry.told_apart(wanted, proven, ahead)
        if not needless:
            return tuple(wanted)
    # What can be spared alone may be needed together with others. It is asked anew, with all its looks, as `missing_for` asks: with
    # those that are left here it might give up on another fact, and what is done twice is a small part of it.
    missing = missing_in(about, case, engine)
    return tuple(fact for fact in wanted if fact in missing.facts)


def _contradictory(about: Question, unknown: int, ranked: Sequence[str], impossible: Sequence[str]) -> Missing:
    """Return what is missing where the known facts leave no possible case: any set would settle it, so none is proven."""
    every = tuple(ranked)
    return Missing(about.name, False, unknown, every, (every,), every, ({},), tuple(impossible))


class Inquiry:
    """A question put to one case: the values that its unknown facts may take, and what they lead to."""

    def __init__(self, about: Question, case: Case, engine: Engine, looks: int) -> None:
        self.about = about
        self.case = case
        self.engine = engine
        self.left = looks
        self.known = {name: fact.value for name, fact in case.facts.items()}

    def start(self) -> Waypoint:
        """Return where the case stands."""
        return self.about.glance.place(self.known, self.case.forced)

    def view(self, place: Waypoint, tried: Values) -> Glance:
        """Return how the conclusion stands at the place that the tried values lead to."""
        if place.glance is None:
            standing = look(self.about, self.case, tried, self.engine)
            return Glance(standing.settled, standing.missing)
        return place.glance

    def beyond(self, place: Waypoint, tried: Values, fact: str, candidate: Candidate) -> Waypoint:
        """Return where a representative value of a fact leads to from the place that the tried values lead to."""
        way = (fact, candidate.told & place.asks)
        found = place.ways.get(way)
        if found is None:
            found = self.about.glance.place({**self.known, **tried, fact: candidate.value}, self.case.forced)
            if self.about.glance.keeps and place.glance is not None:
                place.ways[way] = found
        return found

    def values(self, fact: str, tried: Values) -> tuple[Candidate, ...]:
        """Return representative values of a fact beside the case and the tried values."""
        return representatives(self.about, fact, {**self.known, **tried})

    def is_settled(self, tried: Values) -> bool:
        """Return whether the conclusion is settled when the tried values come to the case."""
        settled = self.about.glance.settles({**self.known, **tried}, self.case.forced)
        return look(self.about, self.case, tried, self.engine).settled if settled is None else settled

    def ahead(self, facts: Iterable[str]) -> list[str]:
        """Return the facts in the order in which one answer leaves least: the most telling first.

        What is left is the number of facts that the conclusion then rests on, on average over representative answers.
        """
        left: dict[str, Fraction] = {}
        start = self.start()
        for fact in facts:
            candidates = [candidate for candidate in self.values(fact, {}) if candidate.weight]
            seen = (self.view(self.beyond(start, {}, fact, one), {fact: one.value}) for one in candidates)
            rests = sum(one.weight * len(view.missing) for one, view in zip(candidates, seen, strict=True))
            left[fact] = Fraction(rests, sum(one.weight for one in candidates) or 1)
        return sorted(left, key=lambda fact: (left[fact], fact))

    def ranked(self, ahead: Sequence[str]) -> tuple[list[str], dict[str, Mapping[str, Value]]]:
        """Return the facts in the order in which their questions are expected to end the interview soonest, and witnesses.

        Sampled cases are stripped of every fact that their conclusion does without, those that are seldom needed first.
        What is left must be asked, so a fact that is left most often is asked in vain most seldom. Among equals a caseworker's
        order decides, that of the groups of the vocabulary; then a fact counts for more where fewer are left with it, and then
        `ahead` decides. A sample is a witness for the facts that are pivotal in it.
        """
        place = {fact: number for number, fact in enumerate(ahead)}
        samples = self.settled_samples(ahead)
        pivots = [self.pivotal(sample, ahead) for sample in samples]
        needed = Counter(fact for found in pivots for fact in found)
        last = sorted(ahead, key=lambda fact: (needed[fact], -place[fact]))
        left: Counter[str] = Counter()
        worth = dict.fromkeys(ahead, Fraction(0))
        for sample in samples:
            core = self.core(sample, last)
            left.update(core.keys())
            for fact in core:
                worth[fact] += Fraction(1, len(core))
        groups = {group: number for number, group in enumerate(self.about.vocabulary.groups)}
        order = sorted(ahead, key=lambda fact: (-left[fact], groups.get(fact.partition(".")[0], len(groups)), -worth[fact], place[fact]))
        return order, {fact: witness for found in pivots for fact, witness in found.items()}

    def core(self, sample: Mapping[str, Value], order: Iterable[str]) -> dict[str, Value]:
        """Return what is left of values that settle the conclusion when each that it does without is taken away in turn."""
        core = dict(sample)
        for fact in order:
            rest = {name: value for name, value in core.items() if name != fact}
            if self.is_settled(rest):
                core = rest
        return core

    def settling(self, askable: Sequence[str]) -> Searched:
        """Search for values of the askable facts that settle the conclusion, whatever the others are; again as `witness` does."""
        search, waited = self._settling(askable, False)
        return self._settling(askable, True)[0] if waited and search.exhausted and search.witness is None else search

    def _settling(self, askable: Sequence[str], thorough: bool) -> tuple[Searched, bool]:
        """Search as `settling`; return too whether a date or number was chosen that waits for another."""
        looks, most = 0, self.left // 4
        waited, unfollowed = False, self.about.computes

        def search(tried: dict[str, Value], place: Waypoint, view: Glance) -> Mapping[str, Value] | None:
            nonlocal looks, waited, unfollowed
            if view.settled:
                return tried
            name = next((name for name in askable if name in view.missing), None)
            if name is None:
                return None
            later = view.missing.intersection(askable) - {name}
            waited = waited or is_waiting(self.about, name, later)
            unfollowed = unfollowed or not is_followed(self.about, name, later)
            found: list[tuple[int, dict[str, Value], Waypoint, Glance]] = []
            for candidate in representatives(self.about, name, {**self.known, **tried}, later if thorough else ()):
                more, after = {**tried, name: candidate.value}, self.beyond(place, tried, name, candidate)
                seen = self.view(after, more)
                found.append((len(seen.missing), more, after, seen))
            looks += len(found)
            for _, more, after, seen in sorted(found, key=itemgetter(0)):
                if looks > most:
                    return None
                values = search(more, after, seen)
                if values is not None:
                    return values
            return None

        start = self.start()
        values = search({}, start, self.view(start, {}))
        self.left -= looks
        return Searched(values, looks <= most and not unfollowed), waited

    def samples(self, names: Sequence[str]) -> list[dict[str, Value]]:
        """Return possible values of all facts that have any, drawn by a fixed sequence of numbers; fewer where constraints forbid them."""
        found = []
        number = 1
        for _ in range(SAMPLES):
            sample: dict[str, Value] = {}
            for name in names:
                number = number * _FACTOR % _MODULUS
                value = draw(self.about, name, {**self.known, **sample}, number)
                if value is not None:
                    sample[name] = value
                elif not has_nothing_to_state(self.about, name, {**self.known, **sample}):
                    break
            else:
                found.append(sample)
        return found

    def settled_samples(self, names: Iterable[str]) -> list[dict[str, Value]]:
        """Return those of `samples` that settle the conclusion."""
        return [sample for sample in self.samples(sorted(names)) if self.is_settled(sample)]

    def without(self, facts: Sequence[str], needless: Iterable[str]) -> tuple[tuple[str, ...], dict[str, Mapping[str, Value]]]:
        """Return the facts without the needless ones, as far as they can be spared one after the other.

        With them come witnesses for those that the rest turns out not to do without.
        """
        kept = list(facts)
        witnesses: dict[str, Mapping[str, Value]] = {}
        for fact in needless:
            search = self.witness(fact, kept)
            if search.witness is not None:
                witnesses[fact] = search.witness
            elif search.exhausted:
                kept.remove(fact)
        return tuple(kept), witnesses

    def told_apart(
        self, ranked: Sequence[str], proven: dict[str, Mapping[str, Value]], askable: Sequence[str]
    ) -> tuple[dict[str, Mapping[str, Value]], list[str]]:
        """Return which facts can matter, each with its witness, and which cannot; what a search gave up on is neither."""
        needless: list[str] = []
        for fact in ranked:
            if fact not in proven:
                search = self.witness(fact, askable)
                if search.witness is not None:
                    proven |= self.pivotal(search.witness, [other for other in ranked if other not in proven])
                elif search.exhausted:
                    needless.append(fact)
        return proven, needless

    def sparing(self, facts: Sequence[str], needless: Sequence[str]) -> dict[tuple[str, ...], dict[str, Mapping[str, Value]]]:
        """Return the sets that are left of the facts when the needless ones are spared in different orders, each with witnesses."""
        first, witnesses = self.without(facts, needless[::-1])
        sets = {first: witnesses}
        if first and witnesses:
            # Each of the needless can be spared, but not all together: another order of sparing them keeps others.
            for fact in (fact for fact in needless if fact not in first):
                other, witnesses = self.without(facts, [*(f for f in needless[::-1] if f != fact), fact])
                if len(sets) < MOST_SETS:
                    sets.setdefault(other, witnesses)
        return sets

    def witness(self, fact: str, askable: Sequence[str]) -> Searched:
        """Search for values of the askable facts that settle the conclusion, while without this fact it is open.

        A search that finds none is made again with more values where a date or number was chosen before another that it is
        measured against: which of its values matter could not be seen then.
        """
        search, waited = self._search(fact, askable, False)
        return self._search(fact, askable, True)[0] if waited and search.exhausted and search.witness is None else search

    def _search(self, fact: str, askable: Sequence[str], thorough: bool) -> tuple[Searched, bool]:
        """Search as `witness`; return too whether a date or number was chosen that waits for another.

        The facts that meet this one in a small part of the law are tried first, since they rule it out soonest.
        """
        others = [name for name in askable if name != fact]
        near = nearness(self.about, fact)
        order = sorted(others, key=lambda name: near.get(name, len(self.about.atoms)))
        looks, most = 0, self.left // 4
        waited = unfilled = unfollowed = False

        def search(tried: dict[str, Value], place: Waypoint, view: Glance) -> Mapping[str, Value] | None:
            nonlocal looks, waited, unfilled, unfollowed
            name = next((name for name in order if name in view.missing), None)
            if name is None:
                whole = self._settled(fact, tried, place)
                filled = self._filled(whole, others) if whole is not None else None
                unfilled = unfilled or (whole is not None and filled is None)
                return filled
            later = view.missing - {name}
            waited = waited or is_waiting(self.about, name, later)
            unfollowed = unfollowed or not is_followed(self.about, name, later)
            found: list[tuple[int, dict[str, Value], Waypoint, Glance]] = []
            for candidate in representatives(self.about, name, {**self.known, **tried}, later if thorough else ()):
                looks += 1
                after = self.beyond(place, tried, name, candidate)
                seen = after.glance or self.view(after, {**tried, name: candidate.value})
                if fact in seen.missing:
                    found.append((len(seen.missing), {**tried, name: candidate.value}, after, seen))
            for _, more, after, seen in sorted(found, key=itemgetter(0)):
                if looks > most:
                    return None
                witness = search(more, after, seen)
                if witness is not None:
                    return witness
            return None

        start = self.start()
        view = self.view(start, {})
        witness = search({}, start, view) if fact in view.missing else None
        self.left -= looks
        return Searched(witness, looks <= most and not unfilled and not unfollowed and not self.about.computes), waited

    def pivotal(self, witness: Mapping[str, Value], facts: Iterable[str]) -> dict[str, Mapping[str, Value]]:
        """Return the witness for each of the facts that it proves to matter: without them the conclusion is open."""
        return {fact: witness for fact in facts if not self.is_settled({name: value for name, value in witness.items() if name != fact})}

    def _settled(self, fact: str, tried: Mapping[str, Value], place: Waypoint) -> Mapping[str, Value] | None:
        """Return the tried values, which lead to a place, with one of the fact that settles the conclusion."""
        for candidate in self.values(fact, tried):
            whole = {**tried, fact: candidate.value}
            if self.view(self.beyond(place, tried, fact, candidate), whole).settled:
                return whole
        return None

    def _filled(self, tried: Mapping[str, Value], others: Iterable[str]) -> Mapping[str, Value] | None:
        """Return the tried values with possible ones of all others that have one, or None where none were found."""
        whole = dict(tried)
        for other in others:
            if other not in whole:
                possible = self.values(other, whole)
                if possible:
                    whole[other] = possible[0].value
                elif not has_nothing_to_state(self.about, other, {**self.known, **whole}):
                    return None
        return whole
