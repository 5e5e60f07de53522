"""The answer first: golden texts in both languages, and what every short answer must tell, and must not."""

from __future__ import annotations

import functools
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from engine.canonical import Json
from engine.diagnostics import Rejected
from engine.home import HOME
from engine.inference import specialised
from engine.inference.clauses import compile_version
from engine.inference.forward import run as forward
from engine.inquiry.change import finding_after
from engine.inquiry.region import Region
from engine.inquiry.short_answer import ShortAnswer, short_answer
from engine.language.cases import with_forced
from engine.law.deciding import decide
from engine.loading import load_cases
from engine.model import Case, FactValue, Language, Value
from engine.rendering.answer import answer_report
from engine.rendering.answer_document import answer_document
from engine.rendering.answer_screen import answer_screen, shorter_answers
from engine.rendering.answer_words import MOST_QUESTIONS, AnswerWords, answer_words
from engine.rendering.deciding_points import MOST_REASONS
from engine.rendering.forms import render_report
from engine.rendering.next_steps import Due
from engine.rendering.report import Answer, Item, Report
from engine.schemas import validator
from engine.trail.finality import REVIEW
from engine.trail.justification import facts_behind
from engine.trail.steps import build_trail

from .golden_cases import CASES, EXAMPLE, GOLDEN, LANGUAGES, decided, same_as_golden, shipped
from .made_up_law import Result, hjemmel
from .random_cases import random_cases

OUTCOME = "programme.outcome"
FAST = specialised.engine()
"""One for the whole module: it specialises each program once."""

EVERY = 25
"""Of so many regression cases of a suite one is answered."""

LONGEST = ("reentry-months-over-before-the-duty-to-decide", "work-ended-two-years-over-on-the-last-day-of-the-months")
"""Of all regression cases those whose answers are longest."""

FEWER = 20
"""An answer takes a hundred decisions: of so many random cases one is answered."""
CHECKED: Json = {"made": True}


@functools.cache
def answered(name: str) -> ShortAnswer:
    return short_answer(*decided(name), shipped()[1], FAST, OUTCOME)


def told(answer: ShortAnswer, lang: Language, width: int = 80) -> str:
    """Return the whole answer as text."""
    return render_report(answer_report(answer, lang, CHECKED, False), "text", width, False)


def on_screen(answer: ShortAnswer, lang: Language, width: int = 80) -> str:
    """Return the answer as text as `evaluate` prints it."""
    return render_report(answer_screen(answer, lang, CHECKED, width), "text", width, False)


@pytest.mark.parametrize("lang", get_args(Language))
def test_golden(lang: Language, update_golden: bool) -> None:
    text = "\n".join(on_screen(answered(name), lang) for name in CASES)
    assert same_as_golden(GOLDEN / f"answers.{lang}.txt", text, update_golden)


def test_who_has_lost_work_reads_first_that_it_no_longer_excludes() -> None:
    """Work of 30 hours excluded until it ended within the two years (section 8 fourth paragraph); that alone gives the right back."""
    refused = answered("refusal-full-time-work").decision.case
    day = cast(date, refused.facts["programme.decision_date"].value)
    ended = {"work.ended": FactValue(True, "stated"), "work.ended_date": FactValue(day - timedelta(days=1), "stated")}
    decision = decide(replace(refused, facts={**refused.facts, **ended}), shipped()[1], FAST)
    answer = short_answer(decision, build_trail(decision), shipped()[1], FAST, OUTCOME)
    told_ = answer_words(answer, "en", CHECKED)
    assert told_.outcome.finding.value == "right_and_duty"
    first = told_.because[0]
    assert first.kind == "passed" and "work of at least 30 hours a week" in first.text and "work.ended" in first.facts
    assert (
        first.text.startswith("Exception that does not apply here: ")
        and "(Integration Act section 8 fourth paragraph first sentence)" in first.text
    )


def test_who_is_refused_reads_what_decides_it_and_what_would_change_it() -> None:
    """Work of 30 hours or more excludes (section 8 fourth paragraph); with less there is a right, the rest being met."""
    lines = told(answered("refusal-full-time-work"), "en", 200).splitlines()
    assert lines[1] == "The person is outside the target group of the introduction programme."
    assert lines[4].startswith(
        "  - Section 8 first paragraph does not apply to a person in work of at least 30 hours a week (Integration Act section 8 fourth"
    )
    assert lines[4].endswith("Working hours per week: 37.5 hours per week.")
    assert 'if "Working hours per week" were less than 30 hours per week (in the case: 37.5 hours per week).' in " ".join(
        map(str.strip, lines)
    )
    assert not any("Last possible day of the programme" in line or "Work-oriented" in line for line in lines)


def with_facts(name: str, **facts: Value) -> AnswerWords:
    """Return the answer of a golden case with other facts beside its own; their names have `__` for the point."""
    case = answered(name).decision.case
    stated = {fact.replace("__", "."): FactValue(value, "stated") for fact, value in facts.items()}
    decision = decide(replace(case, facts={**case.facts, **stated}), shipped()[1], FAST)
    return answer_words(short_answer(decision, build_trail(decision), shipped()[1], FAST, OUTCOME), "en", CHECKED)


def grounds_of(name: str, **facts: Value) -> AnswerWords:
    """Return an answer as `with_facts` does, without what would change it, which takes long to find."""
    case = answered(name).decision.case
    stated = {fact.replace("__", "."): FactValue(value, "stated") for fact, value in facts.items()}
    decision = decide(replace(case, facts={**case.facts, **stated}), shipped()[1], FAST)
    return answer_words(ShortAnswer(decision, build_trail(decision), OUTCOME, None, None, None), "en", CHECKED)


def test_who_may_be_offered_a_programme_reads_what_is_lacking_and_by_which_provision() -> None:
    """Without an agreement there is no right (section 8 first paragraph), and the municipality may offer it (third paragraph)."""
    told_ = grounds_of("right-and-duty", settlement__by_agreement=False)
    assert told_.outcome.finding.value == "may_offer"
    assert [one.kind for one in told_.because[:2]] == ["unmet", "met"]
    assert told_.because[0].text == "Not settled by agreement, and not exempt from the requirement in section 8."
    assert told_.because[1].text.startswith(
        "May be offered to a person settled without agreement (Integration Act section 8 third paragraph first sentence)."
    )


def test_of_several_grounds_of_a_refusal_it_is_told_what_each_is_enough_for() -> None:
    """An EEA citizen has no right and cannot be offered a programme (section 8 fourth paragraph); another permit gives no right alone."""
    told_ = grounds_of("right-and-duty", person__nordic_or_eea_citizen=True, permit__type="other")
    assert told_.outcome.finding.value == "none"
    assert [one.lead for one in told_.because] == ["This ground alone is enough:", "The person has no right to the introduction programme:"]
    assert "(Integration Act section 8 " in told_.because[0].text, "the Act is told once"
    assert told_.because[1].text.startswith("The permit is not one of those in section 9. ")
    one_ground = grounds_of("right-and-duty", person__nordic_or_eea_citizen=True)
    assert [one.lead for one in one_ground.because] == [None]


def test_an_answer_that_an_assessment_may_change_says_so_first() -> None:
    """Section 37 c: whether collective protection gave a duty on 1 January 2026 is unsettled, and the right stands until then."""
    answer = answered("collective-protection-2024")
    lines = told(answer, "en", 200).splitlines()
    assert lines[1].startswith("Provisional: the person has a right, but no duty")
    assert lines[2].startswith(
        "! Settle first, may change the outcome: unsettled whether a participant with collective protection got a duty"
    )


def test_a_programme_that_has_ended_is_told_with_the_outcome() -> None:
    """The outcome is as of the day of the decision; that the programme it grants is over is told under it (section 18 a)."""
    ended = grounds_of("right-and-duty", programme__begun=True, programme__end_date=date(2026, 9, 1))
    assert ended.outcome.finding.value == "right_and_duty"
    assert ended.remark == "The programme has ended or was interrupted; the answer is as of the decision."
    assert grounds_of("right-and-duty", programme__begun=True).remark is None


def test_a_programme_that_may_have_ended_is_not_said_to_have() -> None:
    """Settled without an agreement, begun, and with an end date to come: a person finds out whether it is the planned one (section 9)."""
    told_ = grounds_of("right-and-duty", settlement__by_agreement=False, programme__begun=True, programme__end_date=date(2026, 9, 1))
    assert told_.outcome.finding.value == "may_offer" and [one.about.name for one in told_.reviews] == ["review.end_date_later"]
    assert told_.remark is None
    (certificate,) = (step.act for step in told_.steps if step.about.name == "programme.certificate")
    assert certificate == "Give the person a certificate of participation, if the programme has ended"


def test_an_exception_that_alone_closes_a_way_is_the_ground() -> None:
    """All of section 8 is met; section 43h of the regulation shuts new rights out, and age over 55 or family have nothing to do with it."""
    told_ = grounds_of("right-and-duty", permit__previous_type="s34", norwegian_training__chapter_6a_decision=True)
    assert told_.outcome.finding.value == "none"
    assert [one.kind for one in told_.because] == ["applied"] and "section 43h first paragraph" in told_.because[0].text


def test_a_programme_that_must_end_or_is_extended_has_other_next_steps() -> None:
    """Two years from 16 March 2026; three with a goal of parts of upper secondary education and four with the extension (section 14)."""

    def steps(**facts: Value) -> dict[str, date | None]:
        away = {"leave__absence_days": Decimal(0), "leave__time_off_days": Decimal(0), "leave__leave_days": Decimal(0)}
        return {step.about.name: step.day for step in grounds_of("right-and-duty", programme__begun=True, **{**away, **facts}).steps}

    last, extended, work = "programme.latest_end_date", "programme.latest_end_date_with_extension", "content.work_oriented_from"
    running = steps()
    assert running[last] == date(2028, 3, 15) and work in running and extended not in running
    longer = steps(goal__final="upper_secondary_part", goal__extension_helps=True)
    assert longer[extended] == date(2030, 3, 15) and last not in longer
    reached = steps(goal__reached_date=date(2026, 9, 1))
    ended = steps(goal__reached_date=date(2026, 9, 1), programme__end_date=date(2026, 9, 1))
    assert not {last, extended, work} & (reached.keys() | ended.keys())
    # Absence that is not stated may add days; that there is a last one is certain.
    unknown = {step.about.name: step.day for step in grounds_of("right-and-duty", programme__begun=True).steps}
    assert last in unknown and unknown[last] is None


def test_silence_is_told_apart_by_whether_the_outcome_rests_on_it() -> None:
    """Section 8 asks whether an agreement came after the settlement, so its silence decides; whether other training was broken off only
    raises a review (section 31), so that silence stands behind what is not raised. What is said is no silence."""
    name = "right-and-duty"
    silent = {one.fact.name: one.decides for one in with_facts(name).silent}
    assert silent["settlement.agreement_date"] and silent["norwegian_training.refused_date"] is False
    said = {one.fact.name for one in with_facts(name, norwegian_training__refused_date="none").silent}
    assert said == silent.keys() - {"norwegian_training.refused_date"}
    text = " ".join(told(answered(name), "en").split())
    rest = len([one for one in silent.values() if not one])
    check = "Not mentioned in the case: date of an agreement that came after the settlement."
    assert f"- {check} Check; if there is such a day, enter it. - Notify the person" in text, "first, and of nothing else"
    assert f"{rest} facts that are not filled in have no effect on the outcome." in text and rest > 2


def test_silence_behind_an_open_answer_is_told() -> None:
    """Without a birth date nothing is settled; the ways that silence closes are told all the same."""
    silent = {one.fact.name: one.decides for one in answer_words(answered("open-birth-date"), "en", CHECKED).silent}
    assert silent["residence.municipality_since"] is True


def test_an_amount_is_told_beside_the_outcome() -> None:
    """Two times 130 160 kroner in a year is 21 693.33 a month; on 1 May 2027 no amount is stated, and who is refused reads of none."""
    day = date(2026, 4, 30)
    facts: dict[str, Value] = {"programme__begun": True, "programme__start_date": day, "programme__refused_or_interrupted": False}
    facts |= {"benefit__date": day, "benefit__lives_with_parents": False, "benefit__partner_in_programme": False}
    granted = with_facts("right-and-duty", **facts)
    ((beside, found, source),) = granted.beside
    assert granted.outcome.finding.value == "right_and_duty" and beside.name == "benefit.amount_per_month"
    assert source.startswith("section 20 ")
    assert found.finding.value == Decimal("21693.33") and found.text == "21,693.33 kroner"
    assert not with_facts("right-and-duty", **{**facts, "benefit__date": date(2027, 5, 1)}).beside
    broken_off: dict[str, Value] = {"programme__refused_or_interrupted": True, "programme__interruption_date": day}
    refused = with_facts("right-and-duty", **{**facts, **broken_off, "person__nordic_or_eea_citizen": True})
    assert refused.outcome.finding.value == "none"
    assert {one.about.name for one in refused.beside} == {"programme.certificate"}
    couple: dict[str, Value] = {"person__birth_date": date(2003, 6, 15), "benefit__partner_in_programme": True, "children__none": True}
    unsettled = with_facts("right-and-duty", **{**facts, **couple})
    assert "review.benefit_share_unsettled" in {review.about.name for review in unsettled.reviews} and not unsettled.beside


def test_who_has_a_right_is_not_told_of_a_second_one_and_whoever_gets_no_decision_of_no_appeal() -> None:
    """Section 9 third paragraph, beside a right under section 8, gives nothing more; nobody appeals against what is not decided."""
    begun = with_facts("right-and-duty", programme__begun=True)
    assert begun.outcome.finding.value == "right_and_duty" and not begun.beside
    for name in CASES:
        words = answer_words(answered(name), "en", CHECKED)
        waiting = {step.about.name for step in words.steps if step.day is None}
        if words.outcome.finding.value in ("review", "complete"):
            assert "appeal.deadline" not in waiting, name
            noticed = with_facts(name, appeal__notice_date=date(2026, 9, 1))
            assert any(step.about.name == "appeal.deadline" and step.day for step in noticed.steps), "a day that is known is told"


def test_a_day_that_passed_before_the_decision_is_told_as_passed() -> None:
    """Section 12: three months from the settlement on 1 February 2026 are over on 1 May. A decision of 2 May is too late for it: of a
    programme that starts in June the case says that it is late, and of one without a start there is one to provide all the same. Of
    one that has begun there is nothing to provide."""

    def deadline(**facts: Value) -> Due:
        case = answered("right-and-duty").decision.case
        known = {name: fact for name, fact in case.facts.items() if name != "programme.start_date"}
        stated = {fact.replace("__", "."): FactValue(value, "stated") for fact, value in facts.items()}
        decision = decide(replace(case, facts={**known, **stated}), shipped()[1], FAST)
        told_ = answer_words(ShortAnswer(decision, build_trail(decision), OUTCOME, None, None, None), "en", CHECKED)
        return next(step for step in told_.steps if step.about.name == "programme.deadline")

    day, late = date(2026, 5, 1), date(2026, 5, 2)
    in_time = deadline()
    assert (in_time.day, in_time.timing, in_time.act) == (day, None, "Provide the introduction programme by")
    not_started = deadline(programme__decision_date=late)
    assert (not_started.day, not_started.timing) == (day, "before the decision")
    assert not_started.act == "Provide the introduction programme as soon as possible; the deadline was"
    started_late = deadline(programme__decision_date=late, programme__start_date=date(2026, 6, 1))
    assert started_late.act is None and {one.name for one in started_late.broken} >= {"programme.start_in_time"}
    assert deadline(programme__begun=True, programme__start_date=date(2026, 6, 1)).act is None


def test_days_of_a_programme_that_only_may_be_offered_are_told_with_that_condition() -> None:
    """Section 8 third paragraph: without an agreement the municipality may offer the programme; only then does any day of it count."""
    told_ = grounds_of("right-and-duty", settlement__by_agreement=False)
    of_programme = [step for step in told_.steps if step.day and step.about.name.split(".")[0] in ("programme", "content")]
    assert of_programme and all(step.provided == "if it is offered" for step in of_programme)
    assert not any(step.provided for step in grounds_of("right-and-duty").steps)


def test_what_the_case_says_was_done_is_not_told_as_to_do() -> None:
    """Who is registered needs no registering and who has appealed no notice, though the day from which each is reckoned is not known."""
    silent, done = (
        {step.about.name: step for step in grounds_of("right-and-duty", **facts).steps}
        for facts in ({}, {"registration__registered_date": date(2026, 3, 20), "appeal__submitted_date": date(2026, 3, 20)})
    )
    name, registered = "appeal.deadline", "registration.decision_deadline"
    assert silent[name].day is done[name].day is None
    assert (silent[name].act or "").startswith("Notify the person")
    assert done[name].act is None and done[name].waits_for, "the day is told as open"
    assert (silent[registered].act, done[registered].act) == ("Register the decision in NIR by", None)


def test_a_decision_is_registered_within_two_months_of_its_day() -> None:
    """Regulation section 58: a decision exists from its own day, also where the other details, told beside it, did so later or before."""

    def told_(**facts: Value) -> dict[str, date | None]:
        steps = grounds_of("right-and-duty", programme__decision_date=date(2026, 3, 16), **facts).steps
        return {step.about.name: step.day for step in steps if step.about.name.startswith("registration.")}

    assert told_() == {"registration.decision_deadline": date(2026, 5, 16)}
    for known, last in ((date(2026, 3, 20), date(2026, 5, 20)), (date(2026, 2, 1), date(2026, 4, 1))):
        assert told_(registration__known_date=known) == {**told_(), "registration.deadline": last}


def test_what_there_is_to_do_without_a_day_is_a_next_step() -> None:
    """Section 18 a: who broke off a programme is given a certificate; what is left to a caseworker or open is taken up again."""
    left = answer_words(answered("review-after-interruption"), "en", CHECKED)
    tasks = {step.about.name: (step.act or "", step.day, step.text) for step in left.steps if step.is_task}
    assert set(tasks) == {"programme.outcome", "programme.certificate"}
    assert tasks["programme.outcome"] == ("Settle what the outcome depends on, then take the decision, and notify the person", None, "")
    screen = on_screen(answered("review-after-interruption"), "en")
    assert "Give the person a certificate of participation" in screen and "The municipality must issue" not in screen, "it is told once"
    opened = answer_words(answered("open-birth-date"), "en", CHECKED)
    assert [(step.act or "").partition(",")[0] for step in opened.steps if step.is_task] == ["Obtain what is missing"]
    assert [one.of for one in opened.asked] == ["the Population Register, or the person"]


def test_a_review_says_what_it_means_to_the_outcome() -> None:
    """Section 3 third paragraph leaves the outcome open, the duty to learn Norwegian leaves it as it is; nothing open has a bearing."""
    bearings = {
        name: [(one.about.name, one.bearing) for one in answer_words(answered(name), "en", CHECKED).reviews]
        for name in ("review-after-interruption", EXAMPLE, "collective-protection-2024")
    }
    assert bearings["review-after-interruption"] == [("review.offer_after_interruption", "decides")]
    assert bearings[EXAMPLE] == [("review.norwegian_duty_s34", "leaves")]
    assert bearings["collective-protection-2024"] == [("review.s34_duty_from_2026", "may_change")]


def test_what_led_to_a_review_is_not_told_in_the_words_of_its_label() -> None:
    """Who lived elsewhere in between (section 8) came to the review in one of the ways that version 2024 knows, named as the review is."""
    left: dict[str, Value] = {"residence__start_date": date(2022, 9, 1), "residence__returned_date": date(2024, 9, 1)}
    words = grounds_of("collective-protection-2024", **left)
    (told_,) = (one for one in words.reviews if one.about.name == "review.returned")
    assert told_.text and not told_.text.startswith("In this case")


def test_next_steps_follow_what_may_change_the_outcome_also_from_a_day_on() -> None:
    def told_(case: str, on: date | None) -> list[str]:
        report = answer_report(answered(case), "nb", CHECKED, False, on)
        titles = (section.title or "" for section in report.sections)
        return [title for title in titles if title.startswith("Neste steg")]

    assert told_("collective-protection-2024", None) == ["Neste steg etter avklaringen"]
    assert told_("collective-protection-2024", date(2025, 1, 2)) == ["Neste steg etter avklaringen, per 02.01.2025"]
    assert told_("right-and-duty", date(2026, 4, 1)) == ["Neste steg, per 01.04.2026"]


def test_no_review_that_leaves_the_outcome_is_behind_one() -> None:
    """What the vocabulary says of them is so in every version: no outcome follows from such a review."""
    laws, compiled = shipped()
    listed = set(laws.vocabulary.leaves_outcome)
    for version in compiled.versions:
        assert not listed & compile_version(version.version, version.vocabulary, [OUTCOME]).conclusions.keys()
    assert len(listed) > 20


def test_the_last_day_for_a_new_decision_is_not_told_as_that_of_a_refusal() -> None:
    """Section 8: refused the day before the settlement agreement, the person is covered from then on if a new decision is taken."""
    agreed = date(2026, 2, 15)
    told_ = grounds_of(
        "right-and-duty",
        settlement__agreement_date=agreed,
        programme__decision_date=agreed - timedelta(days=1),
        programme__offer_date=agreed - timedelta(days=1),
    )
    assert told_.outcome.finding.value == "may_offer"
    (step,) = (step for step in told_.steps if step.about.name == "programme.last_decision_day")
    assert step.provided == "if a new decision follows the agreement"


def test_who_is_refused_reads_nothing_to_assess_of_the_content_of_a_programme() -> None:
    """Offered in 2025 and able to run in 2026, the content is unsettled; where there is no programme, nobody needs to settle it."""
    offered: dict[str, Value] = {"programme__offer_date": date(2025, 12, 1), "programme__decision_date": date(2025, 12, 1)}
    name = "review.transition_content_unconfirmed"
    granted = grounds_of("right-and-duty", **offered)
    refused = grounds_of("right-and-duty", **offered, person__nordic_or_eea_citizen=True)
    assert (granted.outcome.finding.value, refused.outcome.finding.value) == ("right_and_duty", "none")
    assert name in [one.about.name for one in granted.reviews] and name not in [one.about.name for one in refused.reviews]


def test_the_last_sentence_of_a_review_says_what_there_is_to_assess() -> None:
    """It stands alone in an answer, so it names what it speaks of."""
    said_of_nothing = ("ta stilling til det.", "avgjøre det.", "avgjere det.", "decide.", "decide it.", "decide that.")
    leads: dict[Language, str] = {"nb": "En saksbehandler må ", "nn": "Ein saksbehandlar må ", "en": "A caseworker must "}
    for name, conclusion in shipped()[0].vocabulary.conclusions.items():
        for lang, lead in leads.items() if name.startswith(f"{REVIEW}.") else ():
            assert conclusion.text is not None
            task = conclusion.text.told(lang).rpartition(". ")[2]
            assert task.startswith(lead) and task.removeprefix(lead) not in said_of_nothing, (name, task)


def test_what_stands_in_the_way_is_not_said_to_be_out_of_it() -> None:
    """Work of 30 hours excludes: that it has not ended is told by name, and the group of work is no part of what is not in the way."""
    told_ = answer_words(answered("forced-2026"), "en", CHECKED)
    assert told_.outcome.finding.value == "none" and "work" not in told_.cleared
    assert any(one.startswith("the employment has ended") and one.endswith("does not apply") for one in told_.also)
    granted = answer_words(answered("right-and-duty"), "en", CHECKED)
    assert "residence" in granted.cleared and granted.more == 0


@functools.cache
def regression_answers() -> tuple[ShortAnswer, ...]:
    """Return the answers on some cases of suites that have long ones, and on the longest that were found."""
    laws, compiled = shipped()
    found = []
    for suite in (
        "2024/life-histories",
        "2024/permits",
        "2026/leave",
        "2026/life-histories",
        "2026/second-reading-target",
        "2026/worked-cases",
    ):
        cases = load_cases(HOME / "tests" / "regression" / f"{suite}.yaml", laws, {}, [])
        for case in [case for number, case in enumerate(cases) if number % EVERY == 0 or case.id in LONGEST]:
            decision = decide(case, compiled, FAST)
            found.append(short_answer(decision, build_trail(decision), compiled, FAST, OUTCOME))
    return tuple(found)


@pytest.mark.parametrize("lang", get_args(Language))
def test_an_answer_fits_a_screen_of_25_lines(lang: Language) -> None:
    for answer in (*map(answered, CASES), *regression_answers()):
        screen = on_screen(answer, lang)
        assert len(screen.splitlines()) <= 25, screen


def number_of(words: AnswerWords, names: Iterable[str]) -> int:
    """Return how many parts of an answer have these names, those included that are counted only."""
    parts = [getattr(words, name) for name in names]
    return sum(part if isinstance(part, int) else len(part) for part in parts)


def days_of(step: Due) -> Due:
    """Return a next step without what may be told shorter: in what a day was not kept and since when, what it waits for, its authority."""
    step = step._replace(text="") if step.day is None else step
    step = step._replace(source="") if step.is_task else step
    return step._replace(broken=(step.about,), timing=None) if step.broken else step


def test_what_is_told_shorter_is_never_what_turns_the_decision() -> None:
    """However short: of the outcome, what decides it, what would change it, what is silent, reviews and days nothing is left out;
    what else was looked at and what is asked is counted."""
    shortest: Counter[str] = Counter()
    for answer in (*map(answered, CASES), *regression_answers()):
        (whole, _), *shorter = shorter_answers(answer_words(answer, "nb", CHECKED))
        for told_, layout in shorter:
            changed = {field.name for field in fields(told_) if getattr(told_, field.name) != getattr(whole, field.name)}
            shortest.update(changed)
            assert changed <= {
                "unlikely",
                "because",
                "also",
                "more",
                "cleared",
                "asked",
                "more_asked",
                "reviews",
                "steps",
                "stands",
                "change",
            }
            assert told_.change is None or whole.change is None or told_.change.text in (whole.change.text, whole.change.brief)
            assert (told_.change is None) == (whole.change is None)
            for names in (("because", "also", "cleared", "more"), ("asked", "more_asked")):
                assert number_of(told_, names) == number_of(whole, names), "what is not told is counted"
            deciding = [
                [one._replace(text="", lead=None) for one in words.because if one.kind in ("applied", "unmet")] for words in (told_, whole)
            ]
            assert deciding[0] == deciding[1]
            assert all(
                one.text in (one.shorter[0], one.shorter[1], all_.text) for one, all_ in zip(told_.because, whole.because, strict=False)
            )
            first = [one._replace(lead=None) for one in told_.because[:1]]
            assert first == [one._replace(lead=None) for one in whole.because[:1]] or whole.because[0].kind in ("met", "passed")
            in_the_way = ("applied", "unmet")
            gives = [any(one.kind not in in_the_way for one in words.because) for words in (whole, told_)]
            assert gives[0] == gives[1], "however much stands in the way, the provision that gives the outcome is told"
            assert [one.about for one in told_.reviews] == [one.about for one in whole.reviews]
            assert any(one.text for one in told_.reviews) == any(one.text for one in whole.reviews)
            assert all(one.text for one in told_.reviews) or layout in ("densest", "tight", "bare"), "what there is to assess is told"
            assert [days_of(one) for one in told_.steps] == [days_of(one) for one in whole.steps]
            assert all(step.waits_for[0].label.casefold() in step.text.casefold() for step in told_.steps if step.waits_for), "is told"
            assert [one.text for one in told_.unlikely] == [one.text for one in whole.unlikely]
    assert all(shortest[name] > 5 for name in ("because", "more", "steps"))


def test_every_outcome_has_one_sentence_of_at_most_fifteen_words() -> None:
    vocabulary = shipped()[0].vocabulary
    principal = [c for c in vocabulary.conclusions.values() if c.principal]
    for conclusion in principal:
        told = vocabulary.sentences[conclusion.name]
        assert told.keys() == {*(conclusion.values or ()), "open"}
        for sentence in (text for texts in told.values() for text in texts.all()):
            assert len(sentence.split()) <= 15 and sentence.endswith(".") and sentence.count(".") == 1, sentence


# ---------------------------------------------------------------- the answer as JSON


def texts_in(value: Json) -> Iterator[str]:
    """Yield every `text` and `sentence` of an answer."""
    match value:
        case dict():
            for key, inner in value.items():
                if key in ("text", "sentence", "law", "checked", "prepared") and isinstance(inner, str):
                    yield inner
                yield from texts_in(inner)
        case list():
            for inner in value:
                yield from texts_in(inner)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_the_document_tells_what_the_text_tells(name: str, lang: Language) -> None:
    """To its schema; every text of it stands in the text form, but for values in words that stand in a sentence there."""
    answer = answered(name)
    document = answer_document(answer_words(answer, lang, CHECKED))
    assert [error.message for error in validator("answer.schema.json").iter_errors(document)] == []
    page = " ".join(told(answer, lang, 140).casefold().split())
    document["next_steps"] = [
        # Of a day that cannot be reckoned yet what there is to do says from what it will be.
        step | ({"text": step["act"]} if step["day"] is None and step["act"] else {})
        for step in cast(Any, document)["next_steps"]
        if not step["kept"]
    ]
    for text in texts_in({key: value for key, value in document.items() if key != "outcome"}):
        assert " ".join(text.casefold().split()) in page, text


def test_the_dates_and_values_of_the_document_are_those_of_the_decision(random_count: int) -> None:
    """Names are of the vocabulary; every day is the value of the conclusion that it is named after; the facts are the case's own."""
    vocabulary = shipped()[0].vocabulary
    schema, days = validator("answer.schema.json"), 0
    for answer in random_answers(random_count // FEWER):
        document: Any = answer_document(answer_words(answer, "nb", CHECKED))
        findings, facts = answer.decision.findings, answer.decision.case.facts
        assert schema.is_valid(document), answer.decision.case.id
        assert document["outcome"].get("value") == findings[OUTCOME].value
        for step in document["next_steps"]:
            found = findings[step["name"]].value
            assert step["day"] == (found.isoformat() if isinstance(found, date) else None)
            is_task = bool(vocabulary.next_steps[step["name"]].tasks)
            assert (step["day"] is None) == (is_task or findings[step["name"]].status == "open")
            assert bool(step["text"]) != is_task
            assert all(one["name"] not in facts for one in step["waits_for"])
            days += isinstance(found, date)
        assert all(fact in facts for reason in document["because"] for fact in reason["facts"])
        assert all(one["name"] in vocabulary.facts and one["name"] not in facts for one in document["missing"]["questions"])
    assert days > 10


def test_the_answer_stands_beside_the_decision_and_is_checked_with_it(tmp_path: Path) -> None:
    """A document is verified with its answer and without; a changed answer is told; what is recorded holds none."""
    case, log = str(HOME / "examples" / "refusal-2026.yaml"), str(tmp_path / "log.db")
    printed = hjemmel("evaluate", case, "--format", "json", "--record", log, lang="en")
    document = json.loads(printed.stdout)
    assert document["answer"]["lang"] == "en" and validator("decision.schema.json").is_valid(document)
    assert hjemmel("verify", log).code == 0

    def verified(content: object) -> Result:
        (tmp_path / "d.json").write_text(json.dumps(content), encoding="utf-8")
        return hjemmel("verify", str(tmp_path / "d.json"), lang="en")

    assert verified(document).code == 0
    assert verified({key: value for key, value in document.items() if key != "answer"}).code == 0
    changed = document["answer"] | {"sentence": "The person has a right."}
    wrong = verified(document | {"answer": changed})
    assert wrong.code == 1 and "another than the decision gives: `answer.sentence` is" in wrong.stderr
    assert verified(document | {"answer": None}).code == 1
    assert "schema" in verified(document | {"answer": {}}).stderr


# ---------------------------------------------------------------- what every answer tells


def titled(report: Report, title: str) -> list[Item]:
    return [block for section in report.sections if section.title == title for block in section.blocks if isinstance(block, Item)]


def headline_of(report: Report) -> str:
    return next(block.told for section in report.sections for block in section.blocks if isinstance(block, Answer))


@functools.cache
def random_answers(count: int) -> tuple[ShortAnswer, ...]:
    laws, compiled = shipped()
    found = []
    for case in random_cases(laws, count, seed=14):
        try:
            decision = decide(case, compiled, FAST)
        except Rejected:
            continue
        found.append(short_answer(decision, build_trail(decision), compiled, FAST, OUTCOME))
    return tuple(found)


def test_random_answers_say_what_they_must(random_count: int) -> None:
    """Reviews that are met, and what is assumed, are always told; reasons and questions are few; a settled answer asks nothing."""
    vocabulary = shipped()[0].vocabulary
    kinds: Counter[str] = Counter()
    told_as = (
        "Not mentioned in the case: ",
        *(one.if_not.en for one in vocabulary.conclusions.values() if one.if_not is not None),
        *(f"{vocabulary.conclusions[name].label.en}:" for name in vocabulary.next_steps),
        *(text.en for step in shipped()[1].versions[-1].vocabulary.next_steps.values() for text in step.texts()),
    )
    for answer in random_answers(random_count // FEWER):
        report, findings = answer_report(answer, "en", CHECKED, False), answer.decision.findings
        kinds[findings[OUTCOME].status] += 1
        refused = findings[OUTCOME].value == "none"
        reviews = [n for n, finding in findings.items() if n.startswith(f"{REVIEW}.") and finding.status == "met"]
        reviews = [n for n in reviews if not (refused and n in vocabulary.shown_when)]
        first = [block for block in report.sections[0].blocks if isinstance(block, Item) and block.mark == "!"]
        assert len([*first, *titled(report, "Must be assessed")]) == len(reviews), answer.decision.case.id
        provisional = bool(first) and findings[OUTCOME].status == "value"
        assert headline_of(report).startswith("Provisional: ") == provisional, "what may change it is told with it"
        lacking = "To be found out before this can be decided"
        asked = [item for title in (lacking, f"{lacking}, the first one first") for item in titled(report, title)]
        assert len(titled(report, "Because")) <= MOST_REASONS and len(asked) <= MOST_QUESTIONS
        assert bool(asked) == (findings[OUTCOME].status == "open"), answer.decision.case.id
        text = told(answer, "en", 140)
        for step in titled(report, "Next steps"):
            assert step.mark == "?" or step.line[0][0].strip().startswith(told_as)
        assert "{" not in text and "None" not in text
        for name, fact in answer.decision.case.facts.items():
            if fact.origin == "assumed":
                assert "Assumed for this evaluation" in text, name
    assert min(kinds["open"], kinds["value"]) > 10


def test_the_facts_of_the_proof_and_the_law_in_one_line_force_the_outcome(random_count: int) -> None:
    """All else may be unknown: under the law that is told, another engine finds the same from the facts of the shortest proof."""
    laws, compiled = shipped()
    topic = laws.vocabulary.conclusions[OUTCOME].topic or ""
    forced = 0
    for answer in (*regression_answers(), *random_answers(random_count // FEWER)):
        decision, case = answer.decision, answer.decision.case
        law, finding = decision.governing[topic], decision.findings[OUTCOME]
        if finding.status == "open" or not law.settled:
            continue
        facts = facts_behind(decision, answer.trail, [OUTCOME])
        known = {name: fact for name, fact in case.facts.items() if name in facts}
        alone = with_forced(Case(case.id, known, None, case.place), law.versions[0], laws.vocabulary)
        assert decide(alone, compiled, forward).findings[OUTCOME] == finding, case.id
        forced += len(facts) < len(case.facts) - 5
    assert forced > 30


def beside(region: Region) -> tuple[Value, Value]:
    """Return the value on the border that is of the region, and the nearest one that is not."""
    inward = region.border in ("at_least", "more_than")
    included = region.border in ("at_least", "at_most")
    value = region.value
    if isinstance(value, date):
        step = timedelta(days=1 if inward else -1)
        return (value, value - step) if included else (value + step, value)
    unit = Decimal("0.01") if isinstance(value, Decimal) else 1
    assert isinstance(value, (int, Decimal))
    step_ = unit if inward else -unit
    return (value, value - step_) if included else (value + step_, value)


def test_the_region_of_a_change_ends_where_it_is_said_to(random_count: int) -> None:
    """On one side of the border another engine finds the answer that is told, and on the other it does not."""
    laws, compiled = shipped()
    seen: Counter[str] = Counter()
    for answer in (*(answered(name) for name in CASES), *random_answers(random_count // FEWER)):
        region, change, case = answer.region, answer.change, answer.decision.case
        if region is None or change is None:
            continue
        inside, outside = beside(region)

        def found(value: Value, case: Case = case, region: Region = region) -> object:
            return finding_after(case, compiled, forward, OUTCOME, region.move._replace(new=value))

        assert found(inside) == change.after, f"{case.id}: {region}"
        old = region.move.old
        if isinstance(old, (date, int, Decimal)):  # an event that had not happened has no other side
            assert found(outside) != change.after, f"{case.id}: {region}"
        seen[laws.vocabulary.facts[region.move.fact].type] += 1
    assert seen["date"] > 5 and seen["decimal"] > 1


# ---------------------------------------------------------------- the command


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_several_cases_are_a_line_each_and_one_is_told_whole(form: str) -> None:
    """Outcome, what decides it or is missing, what to assess, and the next day; --steps tells all of each, as before."""
    names = ("refusal-full-time-work", "open-birth-date", "review-after-interruption", "right-and-duty")
    paths = [str(GOLDEN / f"{name}.yaml") for name in names]
    table = hjemmel("evaluate", *paths, "--format", form, lang="en")
    told = table.stdout.replace("\\", "")
    lines = [next(line for line in told.splitlines() if name[:12] in line) for name in names]
    assert table.code == 3 and len(told.splitlines()) < 30 and "Because" not in told
    for line, outcome in zip(lines, ("Outside the", "Open", "A caseworker", "Right and"), strict=True):
        assert outcome in line, line
    for decisive in ("37.5", "missing: Date of", "! ", "10 May 2026" if form == "markdown" else "May 2026"):
        assert decisive in told
    assert "Because" in hjemmel("evaluate", paths[0], "--format", form, lang="en").stdout
    assert hjemmel("evaluate", *paths[:2], "--format", form, "--steps", lang="en").stdout.count("Choice of law and basis") == 2


def test_the_next_day_of_the_table_is_one_that_has_not_passed() -> None:
    path = str(GOLDEN / "right-and-duty.yaml")
    for on, day in (("2026-09-16", "16.09.2026"), ("2026-09-17", "15.03.2028"), ("2028-03-16", "–")):
        assert hjemmel("evaluate", path, path, "--on", on, lang="nb").stdout.splitlines()[2].split()[-1] == day


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_steps_are_shown_on_request(form: str) -> None:
    """The answer alone in text; all of it in a page; with --steps all of it in every form."""
    case = str(HOME / "examples" / "refusal-2026.yaml")
    plain, steps = (hjemmel("evaluate", case, "--format", form, *more, lang="nb") for more in ((), ("--steps",)))
    assert (plain.code, steps.code) == (0, 0)
    assert "Fordi" in plain.stdout and "Fordi" not in steps.stdout
    assert ("Begrunnelse" in plain.stdout) == (form == "html") and "Begrunnelse" in steps.stdout
    assert ("--steps" in plain.stdout) == (form != "html")
